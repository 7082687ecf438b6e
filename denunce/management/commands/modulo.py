"""`python manage.py modulo mod4bis DATI.json --output OUT.pdf`: an official form, without database.

``--copia A`` prints one copy of a form that has several: without it all come, laid out once.
Also ``--schema`` (JSON Schema of the data) and ``--esempio`` (complete, fictional data). Exit
codes: 0 done; 1 the work failed; 2 wrong data or usage, one Italian line for each problem.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from denunce.moduli.canonical import MAX_CHARS, BadJson, read_json
from denunce.moduli.declaration import Declaration, Problem
from denunce.moduli.example import example
from denunce.moduli.registry import FORMS, NoDeclaration, declaration_for, declaration_on
from denunce.moduli.schema import json_schema
from denunce.moduli.stampa.render import Imprint, NoSuchCopy, copies_of, render_pdf
from denunce.moduli.validation import problems, structure
from portal.base.pdf import PdfError

FAILED, WRONG = 1, 2
USAGE = (
    f"python manage.py modulo {{{'|'.join(FORMS)}}} DATI.json --output OUT.pdf "
    "[--bozza] [--copia A]"
)
_REASONS = {
    "libreria_mancante": gettext_lazy("manca una libreria di sistema: installa libpango-1.0-0"),
    "tempo": gettext_lazy("il documento richiede troppo tempo"),
    "memoria": gettext_lazy("il documento richiede troppa memoria"),
}


class Command(BaseCommand):
    """Validate the data of a form and print it."""

    help = "Controlla i dati di un modulo ufficiale e ne fa il PDF (fac-simile: non è l’invio)."
    requires_system_checks = []
    requires_migrations_checks = False

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Say wrong usage in one Italian line."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        # argparse would print an English paragraph.
        parser.error = lambda message: self._fail(  # type: ignore[method-assign]
            WRONG, [_("uso: %(usage)s") % {"usage": USAGE}]
        )
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        """The arguments of the contract."""
        parser.add_argument("modulo", help="; ".join(FORMS))
        parser.add_argument("dati", nargs="?", metavar="DATI.json", help="«-»: ingresso standard")
        parser.add_argument("--output", metavar="OUT.pdf")
        parser.add_argument("--bozza", action="store_true", help="stampa anche se manca qualcosa")
        parser.add_argument("--copia", default="", metavar="A", help="una sola copia, se ne ha")
        parser.add_argument("--schema", action="store_true", help="scrive il JSON Schema dei dati")
        parser.add_argument("--esempio", action="store_true", help="scrive un esempio completo")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; SystemExit carries the exit code."""
        try:
            newest = declaration_on(options["modulo"], None)
            copies_of(newest, options["copia"])
        except (NoDeclaration, NoSuchCopy) as error:
            self._fail(WRONG, [str(error)])
        if options["schema"] or options["esempio"]:
            shown = json_schema(newest) if options["schema"] else example(newest)
            self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2))
            return
        if not (options["dati"] and options["output"]):
            self._fail(WRONG, [_("uso: %(usage)s") % {"usage": USAGE}])
        data = self._read(options["dati"])
        declaration = self._checked(options["modulo"], data, draft=options["bozza"])
        imprint = Imprint(bozza=options["bozza"], copia=options["copia"])
        self._write(Path(options["output"]), self._print(declaration, data, imprint))

    def _read(self, name: str) -> Any:
        try:
            with sys.stdin.buffer if name == "-" else open(name, "rb") as source:
                text = source.read(MAX_CHARS * 4 + 1).decode("utf-8-sig")
            return read_json(text)
        except OSError as error:
            self._fail(WRONG, [_("%(file)s non si legge: %(why)s") % _why(name, error)])
        except UnicodeDecodeError:
            self._fail(WRONG, [_("%(file)s non è testo UTF-8.") % {"file": name}])
        except BadJson as error:
            self._fail(WRONG, [str(error)])

    def _checked(self, form: str, data: Any, *, draft: bool) -> Declaration:
        """The version of the form for the data, which have no problem (a draft: only the shape)."""
        try:
            declaration = declaration_for(form, data)
        except NoDeclaration as error:
            where = declaration_on(form, None).event_path.replace(".", "/")
            self._fail(WRONG, [f"/{where}: {error}"])
        found = structure(declaration, data) if draft else problems(declaration, data)
        if found:
            self._fail(WRONG, _lines(found))
        return declaration

    def _print(self, declaration: Declaration, data: Any, imprint: Imprint) -> bytes:
        try:
            return render_pdf(declaration, data, imprint)
        except PdfError as error:
            why = _REASONS.get(error.code, error.code)
            self._fail(FAILED, [_("il PDF non è stato fatto: %(why)s") % {"why": why}])

    def _write(self, target: Path, content: bytes) -> None:
        """Put the whole file in place at once: nobody ever sees half of it."""
        try:
            handle, name = tempfile.mkstemp(dir=target.parent, prefix=".modulo-", suffix=".pdf")
        except OSError as error:
            self._fail(FAILED, [_("%(file)s non si scrive: %(why)s") % _why(target, error)])
        try:
            with os.fdopen(handle, "wb") as temporary:
                temporary.write(content)
            Path(name).chmod(0o640)
            Path(name).replace(target)
        except OSError as error:
            Path(name).unlink(missing_ok=True)
            self._fail(FAILED, [_("%(file)s non si scrive: %(why)s") % _why(target, error)])

    def _fail(self, code: int, lines: Iterable[str]) -> NoReturn:
        for line in lines:
            self.stderr.write(line)
        raise SystemExit(code)


def _lines(found: Iterable[Problem]) -> list[str]:
    return [f"{problem.path or '/'}: {problem.message}" for problem in found]


def _why(name: str | Path, error: OSError) -> dict[str, str]:
    known = {
        FileNotFoundError: _("il percorso non esiste"),
        PermissionError: _("permesso negato"),
        IsADirectoryError: _("è una cartella"),
        NotADirectoryError: _("il percorso non è una cartella"),
    }
    return {"file": str(name), "why": str(known.get(type(error), _("errore del disco")))}

"""``manage.py benchmark``: figures of this machine, each beside a baseline of the same run."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from certificati.benchmarks import importazione as certificati
from denunce.benchmarks import (
    abbinamento,
    due_scan,
    engine,
    modulo_copie,
    modulo_memoria,
    modulo_pdf,
    spedizione,
    worklist,
)
from denunce.benchmarks.population import Population
from utenti.credenziali.benchmarks import coda
from utenti.profili.benchmarks import importazione


def _import_doctors(small: Population, _large: Population, *, short: bool) -> dict[str, Any]:
    """It brings its own rows: the size of the population around them does not matter."""
    with small.use():
        return importazione.run(short=short)


def _import_certificates(small: Population, _large: Population, *, short: bool) -> dict[str, Any]:
    with small.use():
        return certificati.run(short=short)


_ON_POPULATIONS: dict[str, Callable[..., dict[str, Any]]] = {
    worklist.NAME: worklist.run,
    due_scan.NAME: due_scan.run,
    # Last: they add to the populations of cases.
    coda.NAME: coda.run,
    importazione.NAME: _import_doctors,
    certificati.NAME: _import_certificates,
}
_FORMS = (modulo_pdf, modulo_copie, modulo_memoria)  # of the print of the forms: no database
_WITHOUT_CASES = {coda.NAME, importazione.NAME, certificati.NAME, abbinamento.NAME}
_FEW_CASES = (10, 11)  # these need databases, no cases in them
NAMES = (
    engine.NAME,
    *_ON_POPULATIONS,
    abbinamento.NAME,
    spedizione.NAME,
    *(measure.NAME for measure in _FORMS),
)


class Command(BaseCommand):
    """Measures on scratch databases; the portal's own data are never touched."""

    help = "Misura il portale e stampa i rapporti in JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which measures, on how many cases, and whether to keep the scratch databases."""
        parser.add_argument("nomi", nargs="*", metavar="NOME", help=", ".join(NAMES))
        parser.add_argument("--casi", type=int, default=1_000_000, help="casi della base grande")
        parser.add_argument("--piccola", type=int, default=1_000, help="casi della base piccola")
        parser.add_argument(
            "--certificati", type=int, default=1_000_000, help="certificati della base grande"
        )
        parser.add_argument("--breve", action="store_true", help="meno giri")
        parser.add_argument("--conserva", action="store_true", help="tiene le basi di prova")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 2 for a name that is not a measure."""
        names = options["nomi"] or list(NAMES)
        unknown = [name for name in names if name not in NAMES]
        if unknown:
            self.stderr.write(
                _("Non conosco la misura «%(name)s»: scegli tra %(names)s.")
                % {"name": unknown[0], "names": ", ".join(NAMES)}
            )
            sys.exit(2)
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["css/pdf/*"])
        results = self._measure(names, options)
        self.stdout.write(json.dumps(results, ensure_ascii=False, indent=2))

    def _measure(self, names: list[str], options: dict[str, Any]) -> dict[str, Any]:
        short = options["breve"]
        results: dict[str, Any] = {}
        if engine.NAME in names:
            results[engine.NAME] = engine.run(short=short)
        for measure in _FORMS:
            if measure.NAME in names:
                results[measure.NAME] = measure.run(short=short)
        if spedizione.NAME in names or due_scan.NAME in names:  # two measures of the reminders
            results[spedizione.NAME] = spedizione.run(short=short)
        measures = dict(_ON_POPULATIONS)
        measures[abbinamento.NAME] = partial(abbinamento.run, certificati=options["certificati"])
        wanted = [name for name in measures if name in names]
        if wanted:
            sizes = (options["piccola"], options["casi"])
            sizes = _FEW_CASES if _WITHOUT_CASES.issuperset(wanted) else sizes
            small, large = (Population(size, keep=options["conserva"]) for size in sizes)
            try:
                for population in (small, large):
                    population.build()
                for name in wanted:
                    results[name] = measures[name](small, large, short=short)
            finally:
                for population in (small, large):
                    population.close()
        return results

"""Files for a spreadsheet: the roster, the template to fill in, what a file would do."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook

from utenti.profili.actions.plan import Esito, Piano, Voce
from utenti.profili.lettura import COLUMNS
from utenti.profili.lettura.colonne import TITLES
from utenti.profili.models import ProfiloMedico

# A spreadsheet would run as a formula what begins like one (OWASP, CSV injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
ESITI: Final = {
    Esito.NUOVO: gettext_lazy("aggiunto"),
    Esito.CAMBIATO: gettext_lazy("cambiato"),
    Esito.UGUALE: gettext_lazy("nessuna modifica"),
    Esito.ERRORE: gettext_lazy("lasciato fuori"),
}


def as_csv(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a file that an Italian spreadsheet opens by itself: semicolons, CRLF, a byte
    order mark so that accents survive; no cell runs as a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    for number, row in enumerate(rows):
        writer.writerow([harmless(cell) for cell in row])
        yield ("\ufeff" if number == 0 else "") + buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def harmless(cell: str) -> str:
    """The cell as text, whatever it begins with."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def headings() -> list[str]:
    """The columns of an import: what is downloaded can be uploaded again."""
    return [column.title for column in COLUMNS]


def roster(rows: Iterable[ProfiloMedico], on: date) -> Iterator[list[str]]:
    """The doctors, one a line. The address only of who never entered: it is theirs."""
    yield [*headings(), _("Stato")]
    for row in rows:
        person, end = row.utente, row.membership.valid_to
        yield [
            person.codice_fiscale or "",
            person.cognome,
            person.nome,
            "",
            row.gruppo.nome,
            row.codice_fornitore,
            f"{end:%d/%m/%Y}" if end else "",
            str(row.stato(on).label),
        ]


def template_rows() -> list[list[str]]:
    """The headings and one fictional row."""
    return [headings(), [column.example for column in COLUMNS]]


def template_xlsx() -> bytes:
    """The same as an Excel file, every cell a text."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Medici"
    for row in template_rows():
        sheet.append(row)
    for cells in sheet.columns:
        for cell in cells:
            cell.number_format = "@"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def preview_rows(plan: Piano) -> Iterator[list[str]]:
    """Every row of a file and what becomes of it."""
    yield [_("Riga"), _("Medico"), _("Esito"), _("Colonna"), _("Atteso"), _("Trovato"), _("Nota")]
    for voce in plan.voci:
        yield from _preview_lines(voce)
    for profilo in plan.cessati:
        yield ["", str(profilo), _("non è nell’elenco"), "", "", "", ""]


def _preview_lines(voce: Voce) -> Iterator[list[str]]:
    head = [str(voce.numero), voce.chi, str(ESITI[voce.esito])]
    note = " ".join(voce.avvisi)
    details = [[e.colonna, e.atteso, e.trovato] for e in voce.errori]
    details += [[TITLES[c.chiave], c.dopo, c.prima] for c in voce.cambi if not voce.errori]
    for detail in details or [["", "", ""]]:
        yield [*head, *detail, note]

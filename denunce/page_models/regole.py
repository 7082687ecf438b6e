"""The public pages of the rules: every dated entry, with source, confidence, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from denunce.page_models.sanctions import euro
from denunce.scadenze import REGOLE, Regola, all_entries
from denunce.scadenze.tabelle.voci import HORIZON, Confidenza, Entry, Table, Value
from portal.base import wording

Json = dict[str, Any]
CONFIDENCE: Final = {
    Confidenza.ALTA: gettext_lazy("alta"),
    Confidenza.MEDIA: gettext_lazy("media"),
    Confidenza.BASSA: gettext_lazy("bassa"),
}
# The choices of the tables that have a name of their own in the code.
CHOICES: Final = {
    "hours48": gettext_lazy("48 ore effettive"),
    "days2": gettext_lazy("due giorni"),
    "absence_days": gettext_lazy("i giorni di assenza"),
    "end_after_third_day": gettext_lazy("se finisce oltre il terzo giorno"),
    "knowledge": gettext_lazy("da quando si conoscono"),
    "event": gettext_lazy("dall’infortunio"),
    "si": gettext_lazy("sì"),
}
_FINES: Final = ("sanzione_denuncia_min", "sanzione_denuncia_max")
_SMALL_FINES: Final = ("sanzione_comunicazione_min", "sanzione_comunicazione_max")
# Which tables a rule reads: the page of a rule shows their entries.
TABLES: Final[dict[str, tuple[str, ...]]] = {
    "R-DEN-2G": ("denuncia_days", "franchigia_days", "prudenziale_hours", "gap_reading", *_FINES),
    "R-DEN-PROL": ("denuncia_days", "franchigia_days", "ricaduta_sum"),
    "R-DEN-NAV": ("nav_holiday_shift", "franchigia_days"),
    "R-COM-48H": ("comunicazione_hours", "comunicazione_policy", *_SMALL_FINES),
    "R-NONINAIL": ("comunicazione_hours",),
    "R-24H": ("segnalazione_hours", "24h_late_from", "second_segnalazione"),
    "R-MP-5G": ("mp_days", *_FINES),
    "R-MP-MED-10G": ("medico_agri_days",),
    "R-MP-LAV-15G": ("lavoratore_mp_days",),
    "R-CERT-MED": ("medico_cert_days",),
    "R-PS-2G": ("ps_days", "ps_absence_days"),
    "R-ASS": ("assicurazione_statutory_days", "assicurazione_default_days"),
    "R-DOM": ("denuncia_days",),
    "R-NESSUNA-0": ("franchigia_days",),
}
# Families of tables, by how their names begin.
PREFIXES: Final = {"R-FEST": ("festivo_", "roma_"), "R-COV-": ("copertura_",)}


def rule_row(rule: Regola) -> Json:
    """One line of the list of the rules."""
    return {
        "code": rule.codice,
        "title": rule.titolo[:1].upper() + rule.titolo[1:],
        "url": reverse("regola", args=[rule.codice]),
        "sources": [_source(f.atto, f.articolo) for f in rule.fonti],
        "confidence": str(CONFIDENCE[rule.confidence]),
        "doubt": rule.da_verificare,
    }


def rules() -> list[Json]:
    """Every rule of the engine."""
    return [rule_row(rule) for rule in REGOLE.values()]


def tables_of(codice: str) -> list[Json]:
    """The dated tables that a rule reads."""
    prefixes = tuple(p for start, ps in PREFIXES.items() if codice.startswith(start) for p in ps)
    names = TABLES.get(codice, ())
    return _grouped(
        (table, entry)
        for table, entry in all_entries()
        if table.name in names or (prefixes and table.name.startswith(prefixes))
    )


def tables() -> list[Json]:
    """Every dated table with all its entries."""
    return _grouped(all_entries())


def _grouped(entries: Iterable[tuple[Table, Entry]]) -> list[Json]:
    found: dict[str, Json] = {}
    for table, entry in entries:
        title = table.titolo[:1].upper() + table.titolo[1:]
        page = found.setdefault(table.name, {"title": title, "id": table.name, "entries": []})
        page["entries"].append(_entry(table, entry))
    return list(found.values())


def _entry(table: Table, entry: Entry) -> Json:
    start = entry.effective_from
    return {
        "since": _("dall’inizio delle tabelle")
        if start == HORIZON
        else wording.day(start, year=True).split(" ", 1)[1],
        "published": date_format(entry.published_on, "d/m/Y"),
        "value": euro(entry.value)
        if table.name in (*_FINES, *_SMALL_FINES) and isinstance(entry.value, int)
        else _value(entry.value),
        "sources": [_source(f.atto, f.articolo) for f in entry.fonti],
        "confidence": str(CONFIDENCE[entry.confidence]),
        "doubtful": entry.da_verificare,
        "note": entry.note,
    }


def _value(value: Value) -> str:
    if value is None:
        return _("non in vigore")
    if isinstance(value, bool):
        return _("sì") if value else _("no")
    return str(CHOICES.get(str(value), value))


def _source(atto: str, articolo: str) -> str:
    return ", ".join(part for part in (atto, articolo) if part)

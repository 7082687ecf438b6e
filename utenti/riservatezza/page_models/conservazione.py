"""The retention schedule of one organisation, what is due, what was erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.base import personal, wording
from portal.base.personal import Due, Rule
from utenti.models import Organizzazione
from utenti.riservatezza.actions.conservazione import (
    PROPOSED_MAX,
    chosen_years,
    needs_clearance,
    proposals,
)
from utenti.riservatezza.models import ProvaCancellazione

Json = dict[str, Any]
_PROOFS: Final = 50

COUNTED: Final = {
    "account": gettext_lazy("account"),
    "accesso": gettext_lazy("credenziali e sessioni"),
    "adempimenti": gettext_lazy("adempimenti"),
    "assegnazioni": gettext_lazy("assegnazioni di casi"),
    "attivazioni": gettext_lazy("richieste di attivazione"),
    "bozze": gettext_lazy("bozze"),
    "cambi_email": gettext_lazy("cambi di indirizzo e-mail"),
    "casi": gettext_lazy("casi"),
    "certificati": gettext_lazy("certificati"),
    "chiavi": gettext_lazy("chiavi di cifratura distrutte"),
    "copie": gettext_lazy("copie dei dati"),
    "deleghe": gettext_lazy("deleghe"),
    "diritti": gettext_lazy("richieste sui dati"),
    "documenti": gettext_lazy("documenti"),
    "domande": gettext_lazy("domande sulle prognosi"),
    "eventi": gettext_lazy("eventi"),
    "file": gettext_lazy("file"),
    "flussi": gettext_lazy("file di certificati"),
    "gettoni": gettext_lazy("gettoni per l’API"),
    "gruppi": gettext_lazy("gruppi di medici"),
    "importazioni": gettext_lazy("importazioni di medici"),
    "impostazioni": gettext_lazy("impostazioni"),
    "invii": gettext_lazy("invii"),
    "inviti": gettext_lazy("inviti"),
    "messaggi": gettext_lazy("messaggi"),
    "moduli": gettext_lazy("moduli"),
    "motivi": gettext_lazy("motivi scritti"),
    "note": gettext_lazy("note"),
    "organizzazioni": gettext_lazy("organizzazioni"),
    "persone": gettext_lazy("schede di persone"),
    "profili": gettext_lazy("profili di medici"),
    "promemoria": gettext_lazy("promemoria"),
    "proposte": gettext_lazy("proposte di certificati"),
    "racconti": gettext_lazy("racconti"),
    "record": gettext_lazy("esiti di certificati da file"),
    "ricerche": gettext_lazy("ricerche salvate"),
    "richieste": gettext_lazy("richieste di abilitazione"),
    "ripristini": gettext_lazy("ripristini del secondo fattore"),
    "ruoli": gettext_lazy("ruoli"),
    "sedi": gettext_lazy("sedi"),
    "stampe": gettext_lazy("copie di certificati"),
    "tentativi": gettext_lazy("tentativi di invio"),
    "termini": gettext_lazy("termini scelti"),
    "testi_tenuti": gettext_lazy("testi tenuti"),
    "valutazioni": gettext_lazy("valutazioni"),
}


def schedule(years: dict[str, int] | None = None) -> list[Json]:
    """The schedule as a table; with the years that an organisation chose."""
    return [_line(rule, (years or {}).get(rule.code)) for rule in personal.rules()]


def _line(rule: Rule, chosen: int | None) -> Json:
    longer = _("%(n)d anni, scelti dall’organizzazione") % {"n": chosen} if chosen else ""
    return {
        "code": rule.code,
        "label": rule.label,
        "how_long": longer or rule.how_long,
        "since": rule.since,
        "then": rule.then,
        "source": rule.source,
        "to_verify": rule.to_verify,
    }


def retention_page(organizzazione: Organizzazione, on: date) -> Json:
    """What is due, rule by rule, the whole schedule and the proofs."""
    years = chosen_years(organizzazione.pk)
    proposing = [rule for rule in personal.rules() if rule.proposes]
    return {
        "organizzazione": organizzazione,
        "clearance": needs_clearance(organizzazione),
        "due": [_due(organizzazione, rule, on) for rule in proposing],
        "schedule": schedule(years),
        "proofs": proofs(organizzazione),
    }


def _due(organizzazione: Organizzazione, rule: Rule, on: date) -> Json:
    found = proposals(organizzazione, rule, on, PROPOSED_MAX + 1)
    number = f"{PROPOSED_MAX}+" if len(found) > PROPOSED_MAX else str(len(found))
    at = [organizzazione.pk, rule.code]
    return {
        "label": rule.label,
        "number": number,
        "some": bool(found),
        "url": reverse("conservazione_regola", args=at),
        "term_url": reverse("conservazione_termine", args=at),
    }


def due_choices(found: Sequence[Due]) -> list[tuple[str, str]]:
    """The things to choose among, each with the day its term ended."""
    said = _("%(label)s (da conservare fino al %(day)s)")
    return [
        (
            str(one.pk),
            said % {"label": one.label, "day": wording.day(one.kept_until, year=True)},
        )
        for one in found
    ]


def proofs(organizzazione: Organizzazione) -> list[Json]:
    """The last erasures of an organisation."""
    rows = ProvaCancellazione.objects.filter(organizzazione=organizzazione)
    shown = rows.select_related("by").order_by("-at", "-id")[:_PROOFS]
    return [
        {
            "url": reverse("prova_cancellazione", args=[row.pk]),
            "title": _title(row),
            "when": wording.term(row.at, year=True),
            "who": str(row.by),
        }
        for row in shown
    ]


def _title(row: ProvaCancellazione) -> str:
    return f"{row.get_oggetto_display()} {row.riferimento}".strip()


def proof_page(row: ProvaCancellazione, *, intact: bool) -> Json:
    """A proof as it is printed."""
    counted = [
        {"label": str(COUNTED.get(code, code)), "value": str(number)}
        for code, number in row.conteggi.items()
        if number
    ]
    about = row.organizzazione
    return {
        "title": _title(row),
        "facts": [
            {"label": _("Che cosa è stato cancellato"), "value": _title(row)},
            {"label": _("Organizzazione"), "value": str(about) if about else _("nessuna")},
            {"label": _("Quando"), "value": wording.term(row.at, year=True)},
            {"label": _("Chi l’ha deciso"), "value": str(row.by)},
            {"label": _("Base"), "value": row.get_base_display()},
            {"label": _("Atto"), "value": row.atto or _("nessuno")},
            {"label": _("Codice della prova"), "value": str(row.pk)},
            {"label": _("Impronta (SHA-256)"), "value": row.impronta},
        ],
        "counted": counted,
        "intact": intact,
    }

"""What the pages of one request show to its reviewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.base import clock, files
from portal.base.pdf_pages import page_sizes
from portal.base.wording import Urgency
from utenti.credenziali import coda
from utenti.credenziali.actions.abilita import RIUSA
from utenti.credenziali.actions.esame import CONFERMO_GRAVI
from utenti.credenziali.checks import Controllo, Severita, run_checks
from utenti.credenziali.choices import TipoAllegato
from utenti.credenziali.fatti import facts_of
from utenti.credenziali.lettera import lettera_di
from utenti.credenziali.models import AllegatoRichiesta, Decisione, RichiestaAbilitazione
from utenti.credenziali.page_models.coda import days_waiting, waiting_words
from utenti.credenziali.workflow import QUEUE_STATES

_PDF: Final = "application/pdf"
_ORDER: Final = (
    TipoAllegato.DOCUMENTO_FRONTE,
    TipoAllegato.DOCUMENTO_RETRO,
    TipoAllegato.MODULO_FIRMATO,
    TipoAllegato.ALTRO,
)
LEVELS: Final = {
    Severita.GRAVE: Urgency("scaduto", gettext_lazy("Grave"), "it-error", ""),
    Severita.ATTENZIONE: Urgency("domani", gettext_lazy("Attenzione"), "it-warning-circle", ""),
    Severita.OK: Urgency("nei-termini", gettext_lazy("A posto"), "it-check-circle", ""),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """One page of a file, as a picture."""

    url: str
    alt: str


def checks_of(richiesta: RichiestaAbilitazione, now: datetime) -> list[Controllo]:
    """The automatic checks on the day of the exam."""
    return run_checks(facts_of(richiesta, clock.local(now).date()))


def needless(checks: list[Controllo], proposta: Decisione | None) -> list[str]:
    """The confirmations that this request does not ask for."""
    grave = any(check.severita == Severita.GRAVE and not check.blocca for check in checks)
    hospital = any(check.code == "struttura_presente" for check in checks)
    return [
        *([] if grave and proposta is None else [CONFERMO_GRAVI]),
        *([] if hospital else [RIUSA]),
    ]


def documents(richiesta: RichiestaAbilitazione) -> list[dict[str, Any]]:
    """Front, back, signed form and the rest, each with the pictures of its pages."""
    rows = richiesta.allegati.filter(rimosso_at__isnull=True, file__deleted_at__isnull=True)
    kept = rows.select_related("file__data_key").order_by("created_at", "pk")
    found = sorted(kept, key=lambda row: _ORDER.index(TipoAllegato(row.tipo)))
    return [_document(row) for row in found]


def exam(
    richiesta: RichiestaAbilitazione, form: Any, checks: list[Controllo], now: datetime
) -> dict[str, Any]:
    """The page side by side."""
    levels = [
        {"badge": LEVELS[check.severita], "check": check, "fine": check.severita == Severita.OK}
        for check in checks
    ]
    return {
        "richiesta": richiesta,
        "name": f"{richiesta.cognome} {richiesta.nome}",
        "waiting": waiting_words(days_waiting(richiesta, now)),
        "form": form,
        "checks": [row for row in levels if not row["fine"]],
        "fine": [row for row in levels if row["fine"]],
        "until": f"{clock.local(richiesta.claimed_until):%H:%M}" if richiesta.claimed_until else "",
        "already": _history(richiesta),
    }


def outside(richiesta: RichiestaAbilitazione, now: datetime) -> dict[str, Any]:
    """The page of a request that is not in the reader's hands."""
    live = richiesta.claimed_until is not None and richiesta.claimed_until > now
    until = clock.local(richiesta.claimed_until) if live and richiesta.claimed_until else None
    proposta = coda.pending_of(richiesta)
    return {
        "richiesta": richiesta,
        "name": f"{richiesta.cognome} {richiesta.nome}",
        "waiting": waiting_words(days_waiting(richiesta, now)),
        "until": f"{until:%H:%M}" if until else "",
        "proposta": proposta,
        # Nothing more to do here: who goes on by keyboard starts from the next one.
        "settled": richiesta.stato not in QUEUE_STATES or proposta is not None,
        "already": _history(richiesta),
    }


def letter_of(decisione: Decisione | None) -> Any:
    """The letter of a decision, for who confirms it or reads it again."""
    return lettera_di(decisione) if decisione is not None else None


def _history(richiesta: RichiestaAbilitazione) -> list[dict[str, Any]]:
    """The decisions so far, newest first, each with its letter."""
    rows = richiesta.decisioni.select_related("by", "confermata_by").order_by("-at", "pk")
    return [
        {"decisione": row, "letter": _letter(row, richiesta), "state": _state(row)} for row in rows
    ]


def _letter(decisione: Decisione, richiesta: RichiestaAbilitazione) -> Any:
    decisione.richiesta = richiesta
    return lettera_di(decisione)


def _state(decisione: Decisione) -> str:
    if decisione.respinta_at is not None:
        return _("proposta, rimandata da un collega")
    if decisione.confermata_by is not None:
        return _("confermata da %(chi)s") % {"chi": decisione.confermata_by}
    return _("proposta, aspetta la seconda firma") if decisione.da_confermare else ""


def _document(row: AllegatoRichiesta) -> dict[str, Any]:
    title = row.get_tipo_display()
    if row.file.content_type != _PDF:
        return {"title": title, "pages": [_picture(row, 1, title)], "problem": ""}
    try:
        sizes = page_sizes(files.read(row.file))
    except files.FileUnavailable as error:
        return {"title": title, "pages": [], "problem": str(error)}
    said = _("%(titolo)s, pagina %(numero)d")
    pages = [
        _picture(row, size.number, said % {"titolo": title, "numero": size.number})
        for size in sizes
    ]
    return {"title": title, "pages": pages, "problem": ""}


def _picture(row: AllegatoRichiesta, number: int, alt: str) -> Picture:
    return Picture(reverse("revisione_allegato", args=[row.pk, number]), alt)

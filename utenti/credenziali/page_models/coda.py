"""What the page of the queue shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.base import clock
from portal.base.wording import Urgency
from utenti.credenziali import coda
from utenti.credenziali.choices import Canale, Profilo
from utenti.credenziali.coda import Filtri, Page, Position
from utenti.credenziali.models import Decisione, RicercaSalvata, RichiestaAbilitazione
from utenti.credenziali.workflow import QUEUE_STATES

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# Colour, icon and word of how long somebody has been waiting (tones of the worklist).
RECENT: Final = Urgency("nei-termini", gettext_lazy("In tempo"), "it-clock", "")
LATE: Final = Urgency("domani", gettext_lazy("In ritardo"), "it-warning-circle", "")
VERY_LATE: Final = Urgency("scaduto", gettext_lazy("Molto in ritardo"), "it-error", "")
DECIDED: Final = Urgency("fatto", gettext_lazy("Conclusa"), "it-check-circle", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One request of the list."""

    richiesta: RichiestaAbilitazione
    name: str
    waiting: str
    ageing: Urgency
    state: str
    who: str
    can_take: bool
    mine: bool


def address(filtri: Filtri, **places: Position | None) -> str:
    """The address of the queue so filtered; of a page there is none when there is no such page."""
    tokens = {name: place.token() for name, place in places.items() if place is not None}
    if places and not tokens:
        return ""
    query = urlencode(filtri.chosen() | tokens)
    return reverse("revisione_coda") + (f"?{query}" if query else "")


def days_waiting(row: RichiestaAbilitazione, now: datetime) -> int:
    """Calendar days since it joined the queue."""
    if row.queued_at is None:
        return 0
    return (clock.local(now).date() - clock.local(row.queued_at).date()).days


def waiting_words(days: int) -> str:
    """ "da oggi", "da ieri", "da 3 giorni"."""
    if days <= 0:
        return _("da oggi")
    if days == 1:
        return _("da ieri")
    return ngettext("da %(giorni)d giorno", "da %(giorni)d giorni", days) % {"giorni": days}


def ageing(row: RichiestaAbilitazione, days: int) -> Urgency:
    """How late the answer is."""
    if row.stato not in QUEUE_STATES:
        return DECIDED
    late, very_late = coda.LATE_DAYS
    if days > very_late:
        return VERY_LATE
    return LATE if days > late else RECENT


def rows_of(page: Page, me: UUID, now: datetime) -> list[Row]:
    """The rows of a page, in words."""
    return [_row(row, page.proposals.get(row.pk), me, now) for row in page.rows]


def context(
    filtri: Filtri, search_label: str, saved: Sequence[RicercaSalvata], page: Page
) -> dict[str, Any]:
    """Filters, links of the pages, saved searches."""
    return {
        "filtri": _choices(filtri),
        "mie": filtri.mie,
        "filtered": bool(filtri),
        "chosen": filtri.chosen(),
        "search": search_label,
        "saved": [
            {"pk": row.pk, "nome": row.nome, "url": address(Filtri.read(row.filtri))}
            for row in saved
        ],
        "mie_url": address(_toggled(filtri)),
        "previous_url": address(filtri, prima=page.previous),
        "next_url": address(filtri, dopo=page.following),
    }


def count_words(found: int) -> str:
    """ "nessuna richiesta in attesa", "3 richieste in attesa", "più di 200 …"."""
    if found > coda.COUNT_MAX:
        return _("più di %(max)d richieste in attesa") % {"max": coda.COUNT_MAX}
    if not found:
        return _("nessuna richiesta in attesa")
    words = ngettext("%(n)d richiesta in attesa", "%(n)d richieste in attesa", found)
    return words % {"n": found}


def _row(row: RichiestaAbilitazione, proposal: Decisione | None, me: UUID, now: datetime) -> Row:
    days = days_waiting(row, now)
    live = row.claimed_until is not None and row.claimed_until > now
    mine = live and row.claimed_by_id == me
    if proposal is not None:
        state, who = _("Da confermare"), _("proposta di %(chi)s") % {"chi": proposal.by}
    elif live:
        state, who = _("In esame"), _("la tieni tu") if mine else str(row.claimed_by)
    elif row.stato in QUEUE_STATES:
        state, who = _("Libera"), ""
    else:
        state, who = row.get_stato_display(), ""
    return Row(
        richiesta=row,
        name=f"{row.cognome} {row.nome}".strip(),
        waiting=waiting_words(days),
        ageing=ageing(row, days),
        state=state,
        who=who if not live or proposal is None else f"{who}; {row.claimed_by}",
        can_take=row.stato in QUEUE_STATES
        and not live
        and (proposal is None or proposal.by_id != me),
        mine=mine,
    )


def _choices(filtri: Filtri) -> list[dict[str, Any]]:
    """The choice boxes of the filters."""
    boxes: tuple[tuple[str, _StrOrPromise, Sequence[tuple[str, Any]]], ...] = (
        ("profilo", gettext_lazy("Profilo"), Profilo.choices),
        ("stato", gettext_lazy("Stato"), coda.STATI),
        ("eta", gettext_lazy("In attesa"), coda.ETA),
        ("canale", gettext_lazy("Canale"), Canale.choices),
    )
    return [
        {
            "name": name,
            "label": label,
            "choices": [
                {"value": value, "label": shown, "current": getattr(filtri, name) == value}
                for value, shown in (("", gettext_lazy("Tutti")), *choices)
            ],
        }
        for name, label, choices in boxes
    ]


def _toggled(filtri: Filtri) -> Filtri:
    return Filtri(
        filtri.profilo, filtri.stato, filtri.eta, filtri.canale, "" if filtri.mie else "1"
    )

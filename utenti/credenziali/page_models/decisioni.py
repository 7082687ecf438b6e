"""What reviewers decided, as the applicant reads it; and why the request of before was refused."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.base import wording
from utenti.credenziali.models import Decisione, RichiestaAbilitazione
from utenti.credenziali.motivi import sentences
from utenti.credenziali.workflow import QUEUE_STATES, StatoRichiesta

Json = dict[str, Any]


def decision_rows(richiesta: RichiestaAbilitazione) -> list[Json]:
    """The decisions, newest first; a proposal that nobody confirmed is not one."""
    answered = richiesta.stato in QUEUE_STATES
    return [
        {
            "title": _title(row, answered),
            "when": wording.term(row.confermata_at or row.at, year=True),
            "reasons": sentences(row.motivi, row.lingua),
            "text": row.testo or "",
        }
        for row in _effective(richiesta)
    ]


def refused_before(richiesta: RichiestaAbilitazione) -> Json:
    """Why the person's last request for this profile was refused: read while writing the next.

    Empty when nothing was refused, or when this request is no longer a draft.
    """
    if richiesta.stato != StatoRichiesta.BOZZA:
        return {}
    refused = RichiestaAbilitazione.objects.owned_by(richiesta.richiedente).filter(
        profilo=richiesta.profilo,
        stato=StatoRichiesta.RIFIUTATA,
        decided_at__lte=richiesta.created_at,
    )
    last = refused.order_by("-decided_at", "-pk").first()
    decision = _effective(last).first() if last is not None else None
    if last is None or decision is None:
        return {}
    return {
        "code": last.codice,
        "url": reverse("richiesta", args=[last.pk]),
        "reasons": sentences(decision.motivi, decision.lingua),
        "text": decision.testo or "",
    }


def _effective(richiesta: RichiestaAbilitazione) -> QuerySet[Decisione]:
    rows = Decisione.objects.filter(
        Q(da_confermare=False) | Q(confermata_at__isnull=False),
        richiesta=richiesta,
        respinta_at__isnull=True,
    )
    return rows.select_related("richiesta__data_key").order_by("-at", "-pk")


def _title(decisione: Decisione, answered: bool) -> str:
    title = decisione.get_esito_display()
    return _("%(title)s (hai già risposto)") % {"title": title} if answered else title

"""The doctor's own list: what to transmit, the drafts, what was issued; what a row says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Self
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificati.models import Certificato
from certificati.numero import grouped
from certificati.page_models.orologio import Orologio, clock_of
from certificati.querysets import CertificatoQuerySet
from certificati.workflow import StatoCertificato
from portal.base import wording
from portal.base.clock import end_of_day, local
from utenti.access import Scope

PAGE: Final = 25
SEARCH_MAX: Final = 80
ALL, TO_SEND, DRAFTS, ISSUED, ENDED = "tutti", "da_trasmettere", "bozze", "emessi", "finiti"
STATES: Final = (ALL, TO_SEND, DRAFTS, ISSUED, ENDED)
_SHOWN: Final = (
    "genere tipo stato cognome nome numero rilasciato_at prognosi_dal prognosi_al "
    "prima_assistenza_at termine_at trasmesso_at created_at saved_at cancellato_at "
    "organizzazione__denominazione"
).split()


@dataclass(frozen=True, slots=True)
class Choices:
    """State and place in the list, as an address says them; anything odd is nothing."""

    stato: str = ALL
    dopo: UUID | None = None

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """From the address."""
        stato = query.get("stato", ALL)
        return cls(stato if stato in STATES else ALL, as_uuid(query.get("dopo")))

    def at(self, name: str = "certificati", **changes: Any) -> str:
        """The address of the same list with something else."""
        return address(name, {"stato": self.stato, **changes})


def address(name: str, values: dict[str, Any]) -> str:
    """The address of a list: what is empty, or the plain list, is not said."""
    said = {key: str(value) for key, value in values.items() if value and value != ALL}
    return f"{reverse(name)}?{urlencode(said)}" if said else reverse(name)


def as_uuid(text: str | None) -> UUID | None:
    """An identifier of an address, None for anything else."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def page_of(scope: Scope, choices: Choices, search: str, now: datetime) -> dict[str, Any]:
    """The groups of rows in view, what to do now, the address of the next page."""
    mine = Certificato.objects.listed_for(scope)
    found = mine.surname_begins(search) if search else mine
    groups: list[dict[str, Any]] = []
    following = ""
    for name in _groups_of(choices):
        rows = _read(found, name, choices)
        if len(rows) > PAGE:
            following = _following(choices, name, rows[PAGE - 1])
        if rows:
            groups.append(_group(name, rows[:PAGE], choices, now, more=len(rows) > PAGE))
    return {
        "groups": groups,
        "next_url": following,
        "first_url": choices.at() if choices.dopo else "",
        "headline": headline(mine, now),
        "tabs": tabs(choices),
    }


def headline(mine: CertificatoQuerySet, now: datetime) -> str:
    """The first line of the page: what must be done now; one query."""
    tonight = end_of_day(local(now).date())
    tomorrow = end_of_day(local(now).date() + timedelta(days=1))
    waiting = mine.to_transmit().order_by()
    counts = waiting.aggregate(
        late=Count("pk", filter=Q(termine_at__lt=now)),
        today=Count("pk", filter=Q(termine_at__gte=now, termine_at__lte=tonight)),
        tomorrow=Count("pk", filter=Q(termine_at__gt=tonight, termine_at__lte=tomorrow)),
    )
    drafts = mine.drafts().count()
    return words_of(counts | {"drafts": drafts})


def words_of(counts: dict[str, int]) -> str:
    """ "1 in ritardo · 2 da trasmettere oggi · 1 bozza"."""
    said = [
        _("%(n)d in ritardo") % {"n": counts["late"]} if counts["late"] else "",
        _("%(n)d da trasmettere oggi") % {"n": counts["today"]} if counts["today"] else "",
        _("%(n)d da trasmettere domani") % {"n": counts["tomorrow"]} if counts["tomorrow"] else "",
        ngettext("%(n)d bozza", "%(n)d bozze", counts["drafts"]) % {"n": counts["drafts"]}
        if counts["drafts"]
        else "",
    ]
    return " · ".join(part for part in said if part) or _("Niente da trasmettere oggi")


def tabs(choices: Choices) -> list[dict[str, Any]]:
    """The states as links."""
    return [
        {"label": label, "url": choices.at(stato=name), "current": name == choices.stato}
        for name, label in (
            (ALL, _("Tutti")),
            (TO_SEND, _("Da trasmettere")),
            (DRAFTS, _("Bozze")),
            (ISSUED, _("Emessi")),
            (ENDED, _("Annullati e sostituiti")),
        )
    ]


def _groups_of(choices: Choices) -> tuple[str, ...]:
    """Page after page, the plain list goes on with what was issued."""
    if choices.stato != ALL:
        return (choices.stato,)
    return (ISSUED,) if choices.dopo else (TO_SEND, DRAFTS, ISSUED)


def _read(found: CertificatoQuerySet, name: str, choices: Choices) -> list[Certificato]:
    rows = _chosen(found, name, alone=choices.stato != ALL)
    last = found.filter(pk=choices.dopo).first() if choices.dopo else None
    if last is not None and name == TO_SEND:
        rows = rows.after_term(last.termine_at, last.pk) if last.termine_at else rows
    elif last is not None:
        rows = rows.before(last.created_at, last.pk)
    return list(rows.select_related("organizzazione").only(*_SHOWN)[: PAGE + 1])


def _chosen(found: CertificatoQuerySet, name: str, *, alone: bool) -> CertificatoQuerySet:
    """A group in its order. Beside the others, what waits for its transmission is told once."""
    if name == TO_SEND:
        return found.to_transmit()
    if name == ENDED:
        return found.ended().newest_first()
    rows = found.drafts() if name == DRAFTS else found.issued() if not alone else found.standing()
    if not alone:
        rows = rows.exclude(
            stato__in=[StatoCertificato.BOZZA, StatoCertificato.EMESSO],
            trasmesso_at__isnull=True,
            termine_at__isnull=False,
        )
    return rows.newest_first()


def _following(choices: Choices, name: str, last: Certificato) -> str:
    """Where the list goes on: the plain one only in what was issued."""
    return choices.at(dopo=last.pk) if choices.stato == name or name == ISSUED else ""


def _group(
    name: str, rows: list[Certificato], choices: Choices, now: datetime, *, more: bool
) -> dict[str, Any]:
    titles = {
        TO_SEND: _("Da trasmettere all’INAIL"),
        DRAFTS: _("Bozze"),
        ISSUED: _("Emessi") if choices.stato == ISSUED else _("Emessi e conclusi"),
        ENDED: _("Annullati e sostituiti"),
    }
    several = len({row.organizzazione_id for row in rows}) > 1
    cut = more and choices.stato == ALL and name != ISSUED
    return {
        "code": name,
        "title": titles[name],
        "rows": [row_of(row, now, several=several) for row in rows],
        "all_url": choices.at(stato=name) if cut else "",
    }


def row_of(row: Certificato, now: datetime, *, several: bool) -> dict[str, Any]:
    """What the list says of a certificate to the doctor whose it is."""
    clock = clock_of(row, now)
    describe: Callable[[Certificato, Orologio], dict[str, Any]] = (
        _issued_row if row.is_issued else _draft_row
    )
    return {
        "url": reverse("certificato_medico", args=[row.pk]),
        "person": row.person,
        "kind": str(row.get_genere_display()),
        "type": str(row.get_tipo_display()),
        "urgency": clock.urgency,
        "countdown": clock.countdown,
        "due": clock.due,
        "place": str(row.organizzazione) if several else "",
        **describe(row, clock),
    }


def _issued_row(row: Certificato, clock: Orologio) -> dict[str, Any]:
    ended = row.stato != StatoCertificato.EMESSO
    days = (
        _("dal %(dal)s al %(al)s")
        % {"dal": f"{row.prognosi_dal:%d/%m/%Y}", "al": f"{row.prognosi_al:%d/%m/%Y}"}
        if row.prognosi_dal and row.prognosi_al
        else _("senza giorni di prognosi")
    )
    return {
        "number": grouped(row.numero or ""),
        "ended": str(row.get_stato_display()) if ended else "",
        "about": days,
        "note": clock.late and _("trasmesso %(late)s") % {"late": clock.late}
        if row.trasmesso_at
        else "",
        "released": wording.term(row.rilasciato_at, year=True) if row.rilasciato_at else "",
        "action": _("Apri"),
    }


def _draft_row(row: Certificato, _clock: Orologio) -> dict[str, Any]:
    saved = row.saved_at or row.created_at
    return {
        "number": "",
        "ended": "",
        "about": _("bozza salvata %(when)s") % {"when": wording.term(saved)},
        "note": "",
        "released": "",
        "action": _("Continua"),
    }

"""Who read what, in words: names instead of ids, the role held, the kind of reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.base import personal, wording
from portal.base.audit.models import AccessEvent, AccessKind
from portal.base.clock import local
from utenti.access import BY_DELEGATION, BY_SUPPORT
from utenti.models import Organizzazione, Utente
from utenti.ruoli import Ruolo

PAGE: Final = 50
# A file that a spreadsheet opens; who needs more takes fewer days.
EXPORTED_MAX: Final = 100_000
_CHUNK: Final = 1000


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: after the event of that instant and id."""

    at: datetime
    pk: UUID

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """Read ``<instant>_<id>``; None for anything else."""
        at, _sep, pk = text.partition("_")
        try:
            moment = datetime.fromisoformat(at)
            return cls(moment.astimezone(UTC), UUID(pk)) if moment.tzinfo else None
        except (ValueError, OverflowError):
            return None

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.pk}"


def of_organisation(organizzazione_id: UUID) -> QuerySet[AccessEvent]:
    """What was read of an organisation, by anybody."""
    return AccessEvent.objects.filter(organizzazione_id=organizzazione_id)


def page(
    rows: QuerySet[AccessEvent], cursor: Cursor | None, base_url: str, query: dict[str, str]
) -> dict[str, Any]:
    """One page of events in words, and the address of the next."""
    if cursor is not None:
        rows = rows.filter(Q(at__lt=cursor.at) | Q(at=cursor.at, pk__lt=cursor.pk))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    following = ""
    if len(found) > PAGE:
        last = Cursor(shown[-1].at, shown[-1].pk)
        following = f"{base_url}?{urlencode(query | {'da': str(last)})}"
    first = f"{base_url}?{urlencode(query)}" if cursor is not None else ""
    return {"rows": in_words(shown), "next_url": following, "first_url": first}


def in_words(events: Sequence[AccessEvent]) -> list[dict[str, Any]]:
    """The events of a page, with three queries whatever they are, one more for each kind of
    thing."""
    people = _people(event.user_id for event in events)
    places = _places(event.organizzazione_id for event in events)
    things = _things(events)
    return [
        {
            "when": wording.term(event.at, year=True),
            "iso": local(event.at).isoformat(timespec="seconds"),
            "who": people.get(event.user_id, _("account cancellato")),
            "role": role_words(event.role),
            "kind": str(AccessKind(event.kind).label),
            "denied": event.kind == AccessKind.DENIED,
            "what": _what(event, things),
            "where": places.get(event.organizzazione_id, "") if event.organizzazione_id else "",
            "target_id": event.target_id,
        }
        for event in events
    ]


def exported(rows: QuerySet[AccessEvent]) -> Iterator[list[str]]:
    """The same as lines of a file, a thousand at a time."""
    yield [_("Quando"), _("Chi"), _("Ruolo"), _("Che cosa ha fatto"), _("Oggetto"), _("Codice")]
    events = rows[:EXPORTED_MAX].iterator(chunk_size=_CHUNK)
    while chunk := list(islice(events, _CHUNK)):
        for row in in_words(chunk):
            code = str(row["target_id"] or "")
            yield [row["iso"], row["who"], row["role"], row["kind"], row["what"], code]


def role_words(codes: str | None) -> str:
    """The roles in words; a delegation and the help of the platform are said."""
    if codes is None:
        return _("non registrato")
    return ", ".join(_role(code) for code in codes.split(",") if code)


def _role(code: str) -> str:
    for prefix, said in ((BY_DELEGATION, _("per delega")), (BY_SUPPORT, _("per assistenza"))):
        if code.startswith(prefix):
            return f"{_role(code.removeprefix(prefix))} ({said})"
    return str(Ruolo(code).label) if code in Ruolo.values else code


def _people(ids: Iterable[UUID]) -> dict[UUID, str]:
    rows = Utente.objects.filter(pk__in=set(ids)).order_by("pk")
    return {user.pk: str(user) for user in rows}


def _places(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    wanted = {pk for pk in ids if pk is not None}
    rows = Organizzazione.objects.filter(pk__in=wanted).order_by("pk")
    return dict(rows.values_list("pk", "denominazione"))


def _things(events: Iterable[AccessEvent]) -> dict[str, tuple[str, dict[UUID, str]]]:
    by_kind: defaultdict[str, set[UUID | None]] = defaultdict(set)
    for event in events:
        by_kind[event.target_type].add(event.target_id)
    return {kind: personal.describe(kind, ids) for kind, ids in by_kind.items()}


def _what(event: AccessEvent, things: dict[str, tuple[str, dict[UUID, str]]]) -> str:
    kind, _sep, route = event.target_type.partition(":")
    if kind == "url":
        return _("pagina «%(route)s»") % {"route": route.replace("_", " ")}
    word, names = things[event.target_type]
    gone = _("cancellato")
    name = names.get(event.target_id, gone) if event.target_id else ""
    return ": ".join(part for part in (word or kind, name) if part)


def readers(organizzazione_id: UUID, people: int = 300) -> list[tuple[str, str]]:
    """Who holds or held a role there: the people to choose among."""
    rows = Utente.objects.filter(memberships__organizzazione_id=organizzazione_id).distinct()
    ordered = rows.order_by("cognome", "nome", "pk")[:people]
    return [(str(user.pk), str(user)) for user in ordered]


def address(name: str, pk: UUID, query: dict[str, str]) -> str:
    """A page about an organisation with the same filters."""
    return f"{reverse(name, args=[pk])}?{urlencode(query)}"


def about(target: UUID) -> str:
    """What the record is filtered by, when it still has a name."""
    for kind in personal.target_words():
        _word, names = personal.describe(kind, [target])
        if target in names:
            return names[target]
    return _("un oggetto cancellato")


def place_names(ids: Collection[UUID]) -> dict[UUID, str]:
    """The organisations whose record was read."""
    return _places(ids)

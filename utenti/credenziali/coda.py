"""The queue of the reviewers: filters, search, pages by key, what is free to be taken.

The oldest comes first. Every list goes through the index of the open requests and stops at the rows
it shows: a hundred thousand open requests cost what a hundred do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Self
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.base.db import normalize
from portal.base.validators import normalize_code
from utenti.credenziali.choices import Canale, Esito, Profilo
from utenti.credenziali.models import Decisione, RichiestaAbilitazione
from utenti.credenziali.workflow import QUEUE_STATES, StatoRichiesta
from utenti.models import Utente

Richieste = QuerySet[RichiestaAbilitazione]

PAGE: Final = 25
COUNT_MAX: Final = 200
LATE_DAYS: Final = (5, 10)
LIBERE, IN_ESAME, DA_CONFERMARE = "libere", "in_esame", "da_confermare"
STATI: Final = (
    (LIBERE, gettext_lazy("Libere")),
    (IN_ESAME, gettext_lazy("In esame")),
    (DA_CONFERMARE, gettext_lazy("Da confermare")),
)
ETA: Final = tuple(
    (str(days), gettext_lazy("Da più di %(giorni)d giorni") % {"giorni": days})
    for days in LATE_DAYS
)
_CODICE_FISCALE: Final = re.compile(r"[A-Z]{6}[0-9A-Z]{2}[A-Z][0-9A-Z]{2}[A-Z][0-9A-Z]{3}[A-Z]")
_SHOWN: Final = (
    "codice cognome nome profilo stato canale queued_at claimed_until claimed_by__nome "
    "claimed_by__cognome claimed_by__email claimed_by__cancellato_at richiedente_id"
).split()


@dataclass(frozen=True, slots=True)
class Filtri:
    """What narrows the queue: codes only, so that an address or a saved search tells of nobody."""

    profilo: str = ""
    stato: str = ""
    eta: str = ""
    canale: str = ""
    mie: str = ""

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """The filters that exist; anything else counts as not asked."""
        allowed = {
            "profilo": set(Profilo.values),
            "stato": {code for code, _label in STATI},
            "eta": {code for code, _label in ETA},
            "canale": set(Canale.values),
            "mie": {"1"},
        }
        found = {name: str(given.get(name, "")) for name in allowed}
        return cls(**{name: value for name, value in found.items() if value in allowed[name]})

    def chosen(self) -> dict[str, str]:
        """The filters in use, by name."""
        return {name: value for name, value in asdict(self).items() if value}

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True)
class Search:
    """A search, ready to be kept in the session: what is looked for and what is shown of it."""

    kind: str
    value: str
    label: str

    @classmethod
    def of(cls, text: str) -> Self | None:
        """Understand what was typed: a codice fiscale, a code, or the beginning of a name."""
        written = " ".join(text.replace("\0", "").split())
        code = normalize_code(written)
        if not written:
            return None
        if _CODICE_FISCALE.fullmatch(code):
            label = _("codice fiscale …%(end)s") % {"end": code[-5:]}
            return cls("cf", RichiestaAbilitazione.index_of("codice_fiscale", code), label)
        if " " not in written and any(char.isdigit() for char in written):
            return cls("codice", written.upper(), written.upper())
        return cls("nome", written, written)

    @classmethod
    def kept(cls, value: Any) -> Self | None:
        """The search kept in a session; None when there is none, or it is not one."""
        if not isinstance(value, dict) or set(value) != {"kind", "value", "label"}:
            return None
        return cls(**{key: str(item) for key, item in value.items()})

    def narrow(self, rows: Richieste) -> Richieste:
        """The requests that this search means."""
        if self.kind == "cf":
            return rows.filter(codice_fiscale_index=self.value)
        if self.kind == "codice":
            return rows.filter(codice=self.value)
        words = normalize(self.value)
        turned = " ".join(words.split()[-1:] + words.split()[:-1])
        return rows.filter(_begins(words) | _begins(turned))


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page begins: after (or before) this row."""

    at: datetime
    pk: UUID

    @classmethod
    def of(cls, row: RichiestaAbilitazione) -> Self:
        """The place of a row."""
        if row.queued_at is None:
            raise ValueError("not in the queue")
        return cls(row.queued_at, row.pk)

    def token(self) -> str:
        """How it stands in an address."""
        return f"{int(self.at.timestamp() * 1_000_000)}-{self.pk.hex}"

    @classmethod
    def parse(cls, token: str) -> Self | None:
        """The place a token names; None for anything else."""
        found = re.fullmatch(r"([0-9]{1,16})-([0-9a-f]{32})", token)
        if found is None:
            return None
        at = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(found[1]))
        return cls(at, UUID(found[2]))


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the queue and whether there is more on either side."""

    rows: list[RichiestaAbilitazione]
    previous: Position | None
    following: Position | None
    proposals: dict[UUID, Decisione]


def reviewable(by: Utente) -> Richieste:
    """Every submitted request that is not of this person: drafts are nobody else's business."""
    return _not_own(RichiestaAbilitazione.objects.exclude(stato=StatoRichiesta.BOZZA), by).filter(
        submitted_at__isnull=False
    )


def waiting(by: Utente) -> Richieste:
    """What the queue shows to this person."""
    return _not_own(RichiestaAbilitazione.objects.filter(_in_queue()), by)


def free(by: Utente, now: datetime) -> Richieste:
    """What this person may take now: in nobody's hands, and not a proposal of theirs."""
    rows = waiting(by).filter(_unclaimed(now))
    return rows.exclude(Exists(_proposals(OuterRef("pk")).filter(by=by)))


def narrowed(filtri: Filtri, search: Search | None, by: Utente, now: datetime) -> Richieste:
    """The queue with filters; with a search, decided requests are found as well."""
    rows = search.narrow(reviewable(by)) if search else waiting(by)
    if filtri.profilo:
        rows = rows.filter(profilo=filtri.profilo)
    if filtri.canale:
        rows = rows.filter(canale=filtri.canale)
    if filtri.eta:
        rows = rows.filter(queued_at__lt=now - timedelta(days=int(filtri.eta)))
    if filtri.mie:
        rows = rows.filter(claimed_by=by, claimed_until__gt=now)
    return _in_state(rows, filtri.stato, now)


def page(rows: Richieste, after: Position | None = None, before: Position | None = None) -> Page:
    """The rows around a position, oldest first, in two queries."""
    shown = rows.select_related("claimed_by").only(*_SHOWN)
    if before is not None:
        found = list(_beyond(shown, before, up=False).order_by("-queued_at", "-id")[: PAGE + 1])
        more = len(found) > PAGE
        found = found[:PAGE][::-1]
        back, forth = (more, bool(found))
    else:
        begin = shown if after is None else _beyond(shown, after, up=True)
        found = list(begin.order_by("queued_at", "id")[: PAGE + 1])
        back, forth = (after is not None and bool(found), len(found) > PAGE)
        found = found[:PAGE]
    pending = Decisione.objects.filter(pending_q(), richiesta__in=[row.pk for row in found])
    return Page(
        found,
        Position.of(found[0]) if back else None,
        Position.of(found[-1]) if forth else None,
        {row.richiesta_id: row for row in pending.select_related("by").order_by("at")},
    )


def capped(rows: Richieste) -> int:
    """How many there are, counting no further than COUNT_MAX + 1."""
    return rows.order_by("queued_at", "id").values("pk")[: COUNT_MAX + 1].count()


def pending_q() -> Q:
    """A proposal that waits for the second signature."""
    return Q(da_confermare=True, confermata_at__isnull=True, respinta_at__isnull=True)


def pending_of(richiesta: RichiestaAbilitazione) -> Decisione | None:
    """The proposal of this request that waits for the second signature."""
    rows = richiesta.decisioni.filter(pending_q()).select_related("by")
    return rows.order_by("-at", "pk").first()


def _in_queue() -> Func:
    """The condition of the queue's index, word for word: SQLite does not recognise it when its
    values are parameters, and would read every request."""
    codes = ", ".join(f"'{stato.value}'" for stato in QUEUE_STATES)
    template = f"%(expressions)s IN ({codes})"
    return Func(F("stato"), template=template, output_field=BooleanField())


def _proposals(richiesta: Any) -> QuerySet[Decisione]:
    return Decisione.objects.filter(pending_q(), richiesta=richiesta).exclude(
        esito=Esito.INTEGRAZIONE
    )


def _not_own(rows: Richieste, by: Utente) -> Richieste:
    rows = rows.exclude(richiedente=by)
    if by.codice_fiscale_index and by.codice_fiscale:
        mine = RichiestaAbilitazione.index_of("codice_fiscale", by.codice_fiscale)
        rows = rows.exclude(codice_fiscale_index=mine)
    return rows


def _unclaimed(now: datetime) -> Q:
    return Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)


def _in_state(rows: Richieste, stato: str, now: datetime) -> Richieste:
    if stato == LIBERE:
        return rows.filter(_unclaimed(now)).exclude(Exists(_proposals(OuterRef("pk"))))
    if stato == IN_ESAME:
        return rows.filter(claimed_until__gt=now)
    if stato == DA_CONFERMARE:
        return rows.filter(Exists(_proposals(OuterRef("pk"))))
    return rows


def _beyond(rows: Richieste, place: Position, *, up: bool) -> Richieste:
    """After (up) or before a place. The plain bound lets the index start there."""
    end, edge = ("gt", "gte") if up else ("lt", "lte")
    further = Q(**{f"queued_at__{end}": place.at})
    beside = Q(**{"queued_at": place.at, f"id__{end}": place.pk})
    return rows.filter(further | beside, **{f"queued_at__{edge}": place.at})


def _begins(prefix: str) -> Q:
    """A prefix in the form each database answers from its index (see denunce's people)."""
    if connection.vendor == "sqlite":
        return Q(nome_ricerca__gte=prefix, nome_ricerca__lt=prefix + "\U0010ffff")
    return Q(nome_ricerca__startswith=prefix)

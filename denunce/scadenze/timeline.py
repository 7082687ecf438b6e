"""What happened in time order, and what each moment made due (infortunio only).

Receptions within the same local minute are one batch (ruling 7). Knowledge of danger and of
death are moments too; at the same instant they come before receptions, because a comunicazione
needs a certificate received *before* the knowledge (ruling 4). A denuncia closes the story:
later certificates never create a second one (section 2.1).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from denunce.scadenze import termini
from denunce.scadenze.context import Context, absence_days, over_franchise
from denunce.scadenze.copertura import comunicazione_applies
from denunce.scadenze.counting import add_hours, minute_of
from denunce.scadenze.facts import Certificato, Facts, Persona
from denunce.scadenze.results import TipoAdempimento

COM, DEN, PS = (
    TipoAdempimento.COMUNICAZIONE,
    TipoAdempimento.DENUNCIA,
    TipoAdempimento.DENUNCIA_PS,
)


class Trigger(NamedTuple):
    """Something became due at instant `at`.

    `campo`: the fact that set it, empty for a reception (then it is the first of the batch).

    `origin`: "ricezione", "pericolo" or "decesso". `prolonged`: an earlier certificate with a
    shorter absence had been received before. `certificati`: those received so far.
    """

    tipo: TipoAdempimento
    at: datetime
    origin: str
    campo: str
    n: int | None
    after_comunicazione: bool
    prolonged: bool
    batch: tuple[Certificato, ...]
    certificati: tuple[Certificato, ...]


def danger_known_at(facts: Facts) -> datetime | None:
    """When the danger of death was known; default the event itself (ruling 6)."""
    gravita = facts.gravita
    if not gravita.pericolo_di_morte:
        return None
    return gravita.known_at or facts.evento.occurred_at


def death_known_at(facts: Facts) -> datetime | None:
    """When the death was known; default the later of `noto_il` and `decesso_il` (ruling 6)."""
    gravita = facts.gravita
    if not gravita.mortale:
        return None
    if gravita.death_known_at is not None:
        return gravita.death_known_at
    known = gravita.known_at or facts.evento.occurred_at
    if gravita.died_at is not None and known is not None:
        return max(known, gravita.died_at)
    return known


def batches(certificati: Sequence[Certificato]) -> list[tuple[Certificato, ...]]:
    """Received certificates in order of reception, grouped by local minute."""
    if len(certificati) == 1:
        return [(certificati[0],)]
    groups: dict[int, list[Certificato]] = {}
    for certificato in sorted(certificati, key=received_instant):
        groups.setdefault(minute_of(received_instant(certificato)), []).append(certificato)
    return [tuple(group) for group in groups.values()]


def received_instant(certificato: Certificato) -> datetime:
    """The reception of a certificate that was received."""
    return certificato.received_at  # type: ignore[return-value]


def batch_instant(batch: tuple[Certificato, ...]) -> datetime:
    """The reception that starts a term: the first of the batch that carries a prognosis."""
    for certificato in batch:
        if certificato.span is not None:
            return received_instant(certificato)
    return received_instant(batch[0])


class Moment(NamedTuple):
    """One batch as it was evaluated: everything received so far and its absence days."""

    batch: tuple[Certificato, ...]
    received: tuple[Certificato, ...]
    n: int | None


class Story:
    """Walks the moments of one case and collects what they make due."""

    __slots__ = (
        "certificati",
        "ctx",
        "due",
        "in_danger",
        "log",
        "n",
        "previous",
        "received",
        "scope",
        "tipi",
    )

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.scope = comunicazione_applies(ctx.facts.persona, ctx.day0)
        self.certificati: Sequence[Certificato] = ()
        self.received: tuple[Certificato, ...] = ()
        self.n: int | None = None
        self.previous: int | None = None
        self.due: list[Trigger] = []
        self.tipi: set[TipoAdempimento] = set()
        # Plain tuples: only a withdrawn certificate asks for one of them as a `Moment`.
        self.log: list[tuple[tuple[Certificato, ...], tuple[Certificato, ...], int | None]] = []
        self.in_danger = False

    def walk(self, certificati: Sequence[Certificato]) -> list[Trigger]:
        """Visit every moment in time order; return what became due, in that order."""
        self.certificati = certificati
        uninsured = self.ctx.facts.persona is Persona.NON_ASSICURATO_INAIL
        receive = self._receive_uninsured if uninsured else self._receive
        grave = self._grave_moments(uninsured)
        for batch in batches(certificati):
            at = batch_instant(batch)
            while grave and grave[0][0] <= at:
                known_at, learn = grave.pop(0)
                learn(known_at)
            self.received += batch
            self.previous, self.n = self.n, absence_days(self.received, self.ctx.ordinal0)
            self.log.append((batch, self.received, self.n))
            receive(batch, at)
        for known_at, learn in grave:
            learn(known_at)
        return self.due

    def moment_of(self, certificato: Certificato) -> Moment:
        """The evaluation of the batch that one of the walked certificates came with."""
        return next(Moment(*m) for m in self.log if any(c is certificato for c in m[0]))

    def _grave_moments(self, uninsured: bool) -> list[tuple[datetime, Callable[[datetime], None]]]:
        facts = self.ctx.facts
        if not facts.gravita.mortale and not facts.gravita.pericolo_di_morte:
            return []
        moments: list[tuple[datetime, Callable[[datetime], None]]] = []
        danger, death = danger_known_at(facts), death_known_at(facts)
        if danger is not None and not uninsured:
            moments.append((danger, self._learn_danger))
        if death is not None:
            moments.append((death, self._learn_death_uninsured if uninsured else self._learn_death))
        if len(moments) == 2 and moments[1][0] <= moments[0][0]:
            moments.reverse()  # known together, the death is what counts
        return moments

    def over(self, n: int | None, received: Sequence[Certificato]) -> bool:
        """Whether these absence days call for a denuncia."""
        return n is not None and over_franchise(received, n, self.ctx.day0)

    def _add(
        self,
        tipo: TipoAdempimento,
        at: datetime,
        origin: str,
        campo: str,
        batch: tuple[Certificato, ...] = (),
    ) -> None:
        if tipo in self.tipi:
            return
        after = COM in self.tipi
        self.tipi.add(tipo)
        prolonged = bool(self.previous) and origin == "ricezione"
        trigger = Trigger(tipo, at, origin, campo, self.n, after, prolonged, batch, self.received)
        self.due.append(trigger)

    def _receive(self, batch: tuple[Certificato, ...], at: datetime) -> None:
        if DEN in self.tipi:
            return
        if self.over(self.n, self.received):
            self._add(DEN, at, "ricezione", "", batch)
        elif self.in_danger:
            self._add(DEN, at, "pericolo", "", batch)
        elif self.n and self.scope:
            self._add(COM, at, "ricezione", "", batch)

    def _receive_uninsured(self, batch: tuple[Certificato, ...], at: datetime) -> None:
        if not self.n:
            return
        if self.scope:
            self._add(COM, at, "ricezione", "", batch)
        if self.n > termini.number("ps_absence_days", self.ctx.day0):
            self._add(PS, at, "ricezione", "", batch)

    def _learn_danger(self, at: datetime) -> None:
        self.in_danger = True
        if self.received:
            self._add(DEN, at, "pericolo", "/gravita/noto_il")

    def _learn_death(self, at: datetime) -> None:
        self._add(DEN, at, "decesso", "/gravita/decesso_noto_il")

    def _learn_death_uninsured(self, at: datetime) -> None:
        if self.scope and not self._certified_in_time(at):
            self._add(COM, at, "decesso", "/gravita/decesso_noto_il")
        self._add(PS, at, "decesso", "/gravita/decesso_noto_il")

    def _certified_in_time(self, notice_at: datetime) -> bool:
        """Not insured: a certificate with absence days, received before the notice's own term
        ends, sets the term instead (ruling 3). A term that has ended is not opened again."""
        hours = termini.number("comunicazione_hours", self.ctx.day0)
        ends = add_hours(notice_at, hours)
        in_time = [c for c in self.certificati if received_instant(c) <= ends]
        return bool(in_time and absence_days(in_time, self.ctx.ordinal0))

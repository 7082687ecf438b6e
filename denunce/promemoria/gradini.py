"""The stages ("gradini") of a reminder: one dated table, and the pure functions that read it.

A stage already past when the duty is born is not sent late: the first mail, at once, stands for
it. Hours are elapsed hours (added in UTC), days are days of Rome.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from denunce.choices import TipoAdempimento
from denunce.orario import local_instant
from denunce.promemoria.scelte import SOLITE, Scelte
from denunce.scadenze.counting import local_date, to_utc


class Gradino(models.TextChoices):
    """The stages, as stored with every reminder."""

    SUBITO = "subito", _("Subito")
    SETTE_GIORNI = "sette_giorni", _("Sette giorni prima")
    TRE_GIORNI = "tre_giorni", _("Tre giorni prima")
    UN_GIORNO = "un_giorno", _("Il giorno prima")
    ORE_24 = "ore_24", _("24 ore prima")
    ORE_12 = "ore_12", _("12 ore prima")
    ORE_4 = "ore_4", _("4 ore prima")
    ORE_1 = "ore_1", _("Un’ora prima")
    ULTIME_ORE = "ultime_ore", _("Nelle ultime ore di ufficio")
    SCADENZA = "scadenza", _("Alla scadenza")
    RESPINTO = "respinto", _("Dopo un esito negativo")


@dataclass(frozen=True, slots=True)
class Termini:
    """What decides the stages of one duty: when it was born and its two clocks."""

    born_at: datetime
    termine_at: datetime
    prudenziale_at: datetime | None = None

    @property
    def clock(self) -> datetime:
        """The clock that reminders watch: the prudential one where there is one."""
        return to_utc(self.prudenziale_at or self.termine_at)


@dataclass(frozen=True, slots=True)
class Tappa:
    """One stage of one duty with its instant (UTC)."""

    gradino: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Voce:
    """An entry of the table: the stages of duties born from a day on."""

    dal: date
    gradini: tuple[str, ...]


G, T = Gradino, TipoAdempimento
_FIRST = date(2001, 1, 1)  # as far back as the tables of the engine

_TWO_DAYS = (G.SUBITO, G.ORE_24, G.ORE_4, G.ULTIME_ORE, G.SCADENZA)
_ONE_DAY = (G.SUBITO, G.ORE_12, G.ORE_4, G.ORE_1, G.ULTIME_ORE, G.SCADENZA)
_FIVE_DAYS = (G.SUBITO, G.TRE_GIORNI, G.UN_GIORNO, G.ULTIME_ORE, G.SCADENZA)
_MONTH = (G.SUBITO, G.SETTE_GIORNI, G.TRE_GIORNI, G.UN_GIORNO, G.ULTIME_ORE, G.SCADENZA)

# The one table. A change is a new entry: duties born before it keep the stages they had.
TABELLA: dict[str, tuple[Voce, ...]] = {
    T.DENUNCIA: (Voce(_FIRST, _TWO_DAYS),),
    T.COMUNICAZIONE: (Voce(_FIRST, _TWO_DAYS),),
    T.DENUNCIA_PS: (Voce(_FIRST, _TWO_DAYS),),
    T.SEGNALAZIONE_24H: (Voce(_FIRST, _ONE_DAY),),
    T.DENUNCIA_MP: (Voce(_FIRST, _FIVE_DAYS),),
    T.DENUNCIA_ASSICURAZIONE: (Voce(_FIRST, _MONTH),),
    # Owed by the worker and by the doctor: the employer's users cannot do them.
    T.AVVISO_AL_DATORE: (Voce(_FIRST, ()),),
    T.TRASMISSIONE_CERTIFICATO: (Voce(_FIRST, ()),),
}

# An organisation may switch the others off: without these nobody would be told in time.
ALWAYS = frozenset({G.SUBITO, G.ULTIME_ORE, G.SCADENZA})
# What may wait for an open office: a day and more is left. The 24-hour alert never waits.
_CAN_BE_MOVED = frozenset({G.SETTE_GIORNI, G.TRE_GIORNI, G.UN_GIORNO, G.ORE_24})
_NEVER_QUIET = frozenset({T.SEGNALAZIONE_24H})

_MORNING = time(9)
_LAST_HOURS = timedelta(hours=2)
_LAST_HOURS_WINDOW = timedelta(hours=3)
_TOO_CLOSE = timedelta(hours=1)
_BEFORE_CLOSING = timedelta(hours=1)


def _hours(count: int) -> Callable[[Termini], datetime]:
    return lambda termini: termini.clock - timedelta(hours=count)


def _days(count: int) -> Callable[[Termini], datetime]:
    return lambda termini: local_instant(
        local_date(termini.clock) - timedelta(days=count), _MORNING
    )


_AT: dict[str, Callable[[Termini], datetime]] = {
    G.SUBITO: lambda termini: to_utc(termini.born_at),
    G.SETTE_GIORNI: _days(7),
    G.TRE_GIORNI: _days(3),
    G.UN_GIORNO: _days(1),
    G.ORE_24: _hours(24),
    G.ORE_12: _hours(12),
    G.ORE_4: _hours(4),
    G.ORE_1: _hours(1),
    G.SCADENZA: lambda termini: to_utc(termini.termine_at),
}


def listed(tipo: str, day: date) -> tuple[str, ...]:
    """The stages that the table lists for a duty of that kind born on ``day``."""
    return next(voce for voce in reversed(TABELLA[tipo]) if voce.dal <= day).gradini


def stages(tipo: str, termini: Termini, scelte: Scelte = SOLITE) -> tuple[Tappa, ...]:
    """Every stage of a duty, earliest first; empty for a kind that is not reminded.

    The stages within an hour of birth collapse into the first mail, the expiry apart. The mail of
    the last office hours is left out when another one already falls in the last three of them. Of
    stages at one instant the last of the table stands for all.
    """
    found: dict[datetime, Tappa] = {}
    wanted = listed(tipo, local_date(termini.born_at))
    for gradino in wanted:
        if gradino == G.ULTIME_ORE or ((tipo, gradino) in scelte.off and gradino not in ALWAYS):
            continue
        tappa = Tappa(gradino, _at(tipo, gradino, termini, scelte))
        if _survives_birth(tappa, termini):
            found[tappa.at] = tappa
    last = Tappa(G.ULTIME_ORE, scelte.orario.working_back(termini.clock, _LAST_HOURS))
    needed = G.ULTIME_ORE in wanted and not _covered(found, termini, scelte)
    if needed and _survives_birth(last, termini):
        found[last.at] = last
    return tuple(found[at] for at in sorted(found))


def in_last_hours(tappa: Tappa, termini: Termini, scelte: Scelte) -> bool:
    """Whether a stage falls in the last office hours before the clock that reminders watch."""
    since = scelte.orario.working_back(termini.clock, _LAST_HOURS_WINDOW)
    return since <= tappa.at < termini.clock and scelte.orario.includes(tappa.at)


def current(found: tuple[Tappa, ...], now: datetime) -> Tappa | None:
    """The latest stage that has come, None before the first."""
    past = [tappa for tappa in found if tappa.at <= now]
    return past[-1] if past else None


def following(found: tuple[Tappa, ...], now: datetime) -> Tappa | None:
    """The first stage still to come, None after the last."""
    return next((tappa for tappa in found if tappa.at > now), None)


def _at(tipo: str, gradino: str, termini: Termini, scelte: Scelte) -> datetime:
    """When a stage is; in quiet hours an earlier instant, if the duty was already there.

    Earlier and never later: quiet cannot make a mail miss a clock.
    """
    at = _AT[gradino](termini)
    movable = scelte.quiet and gradino in _CAN_BE_MOVED and tipo not in _NEVER_QUIET
    if not movable or scelte.orario.includes(at):
        return at
    earlier = scelte.orario.working_back(at, _BEFORE_CLOSING)
    return earlier if earlier > to_utc(termini.born_at) + _TOO_CLOSE else at


def _survives_birth(tappa: Tappa, termini: Termini) -> bool:
    born_at = to_utc(termini.born_at)
    if tappa.gradino == G.SUBITO:
        return True
    if tappa.gradino == G.SCADENZA:
        return tappa.at > born_at
    return tappa.at > born_at + _TOO_CLOSE


def _covered(found: dict[datetime, Tappa], termini: Termini, scelte: Scelte) -> bool:
    """Whether a mail other than the dedicated one falls in the last office hours."""
    return any(in_last_hours(tappa, termini, scelte) for tappa in found.values())

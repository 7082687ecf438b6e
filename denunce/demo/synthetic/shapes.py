"""What happens in a synthetic case: proportions like those of the national statistics, roughly.

Six injuries in ten are longer than three days, one in ten is a journey, one case in a thousand is
fatal; a few have no certificate yet, a few are prolonged, some firms report a disease.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from denunce.choices import Categoria, Luogo, TipoCertificato, TipoEvento
from portal.base.clock import ROME, local
from utenti.models import TipoOrganizzazione

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(slots=True)
class Certificate:
    """References as received."""

    tipo: str
    released_at: datetime
    received_at: datetime
    first: date
    last: date


@dataclass(slots=True)
class Shape:
    """One case before it becomes rows."""

    categoria: str
    tipo: str
    happened_at: datetime
    luogo: str
    mortale: bool = False
    pericolo: bool = False
    certificates: list[Certificate] = field(default_factory=list)


def draw_instants(rng: Random, count: int, now: datetime, open_share: float) -> list[datetime]:
    """When the cases happened, oldest first: recent ones are still being worked on.

    A case of the last 25 days may be open; ``open_share`` of them all is that recent.
    """
    today = local(now).date()
    found = []
    for _turn in range(count):
        recent = rng.random() < open_share
        days = rng.randint(2, 25) if recent else rng.randint(40, 1000)
        clock = time(rng.randint(7, 19), rng.randrange(60))
        found.append(datetime.combine(today - days * _DAY, clock, tzinfo=ROME))
    return sorted(found)


def draw_shape(rng: Random, kind: str, happened_at: datetime, now: datetime) -> Shape:
    """Draw what happened at an organisation of some kind."""
    categoria = _categoria(rng, kind)
    tipo = TipoEvento.INFORTUNIO
    if kind == TipoOrganizzazione.IMPRESA and rng.random() < 0.03:
        tipo = TipoEvento.MALATTIA_PROFESSIONALE
    shape = Shape(categoria, tipo, happened_at, _luogo(rng, categoria))
    gravity = rng.random()
    shape.mortale = tipo == TipoEvento.INFORTUNIO and gravity < 0.001
    shape.pericolo = tipo == TipoEvento.INFORTUNIO and 0.001 <= gravity < 0.004
    if not shape.mortale and rng.random() > 0.06:
        _add_certificates(rng, shape, now)
    return shape


def _categoria(rng: Random, kind: str) -> str:
    if kind == TipoOrganizzazione.ARMATORE:
        return Categoria.MARITTIMO if rng.random() < 0.8 else Categoria.LAVORATORE
    if kind == TipoOrganizzazione.IMPRESA:
        return Categoria.LAVORATORE
    return Categoria.STUDENTE if rng.random() < 0.88 else Categoria.PERSONALE_SCOLASTICO


def _luogo(rng: Random, categoria: str) -> str:
    if rng.random() < 0.11:
        return Luogo.IN_ITINERE
    return Luogo.A_BORDO if categoria == Categoria.MARITTIMO else Luogo.IN_SEDE


def _add_certificates(rng: Random, shape: Shape, now: datetime) -> None:
    """The first certificate, and for one short absence in eight a continuation that prolongs it."""
    released = shape.happened_at + (1 + rng.random() * 5) * _HOUR
    received = released + (1 + rng.random() * 40) * _HOUR
    start = local(released).date()
    short = rng.random() < 0.4
    length = rng.randint(1, 3) if short else rng.randint(5, 9) + int(rng.expovariate(1 / 12))
    first = Certificate(TipoCertificato.PRIMO, released, received, start, start + length * _DAY)
    _add(shape, first, now)
    if short and rng.random() < 0.12:
        again = datetime.combine(first.last, time(9, 30), tzinfo=ROME) + _HOUR
        more = Certificate(
            TipoCertificato.CONTINUATIVO,
            again,
            max(again, received) + 3 * _HOUR,
            first.last + _DAY,
            first.last + 6 * _DAY,
        )
        _add(shape, more, now)


def _add(shape: Shape, certificate: Certificate, now: datetime) -> None:
    """Whole minutes, as people type them; what has not happened yet is left out."""
    certificate.released_at = certificate.released_at.replace(second=0, microsecond=0)
    certificate.received_at = certificate.received_at.replace(second=0, microsecond=0)
    if certificate.received_at < now:
        shape.certificates.append(certificate)

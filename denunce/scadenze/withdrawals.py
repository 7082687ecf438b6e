"""Withdrawn certificates (ruling 8): which still count.

A certificate withdrawn before the term that its own reception set is ignored, as if it had
never been received; withdrawn later it counts, and a warning says so. Withdrawals are visited in
time order and everything is evaluated again at each one. A reception that set no term of its own
(the denuncia was already due, the comunicazione too) is measured with the term it would have
set. No official rule was found: confidence L.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from denunce.scadenze.context import Context
from denunce.scadenze.facts import Certificato

# The term that the reception of one certificate set, given those that still count.
OwnTerm = Callable[[Certificato, Sequence[Certificato]], datetime | None]


def still_valid(
    ctx: Context, received: Sequence[Certificato], own_term: OwnTerm
) -> Sequence[Certificato]:
    """The received certificates that count, with a warning for each withdrawn one."""
    withdrawn = [c for c in received if c.withdrawn_at is not None]
    if not withdrawn:
        return received
    valid = list(received)
    for certificato in sorted(withdrawn, key=_withdrawn):
        position = ctx.index(certificato) + 1
        if _too_late(certificato, valid, own_term):
            ctx.warn("certificato_annullato_tardi", posizione=position)
        else:
            valid = [c for c in valid if c is not certificato]
            ctx.ignored.append(certificato)
            ctx.warn("certificato_annullato", posizione=position)
    return valid


def _too_late(certificato: Certificato, valid: Sequence[Certificato], own_term: OwnTerm) -> bool:
    withdrawn_at, received_at = certificato.withdrawn_at, certificato.received_at
    if withdrawn_at is None or received_at is None or withdrawn_at <= received_at:
        return False
    term = own_term(certificato, valid)
    return term is not None and withdrawn_at >= term


def _withdrawn(certificato: Certificato) -> float:
    return certificato.withdrawn_at.timestamp() if certificato.withdrawn_at else 0.0

"""Keeps the duties of a case in step with a decision, without rewriting history.

For each duty (``chiave``: its kind, plus a number when the decision holds more than one of the
kind):

* new in the decision: a row is born ``da_fare``; a comunicazione that a denuncia already sent has
  discharged is born ``assorbito`` (D.Lgs. 81/2008 art. 18 c. 1 lett. r);
* open with another term, prudential date or obligor: the old row becomes ``superato``, linked by
  ``sostituito_da`` to the new one;
* open with the same terms: only its explanation may follow the new facts (the former answer stays
  in its ``Valutazione``); under new tables with the same outcome it keeps the explanation it has;
* open but no longer in the decision: ``superato`` by the denuncia or comunicazione that took its
  place, else ``non_dovuto``;
* already done: never touched, whatever the decision says now;

So asking twice changes nothing.

The duties of worker and doctor are stored as well, because the page explains them; they are never
due here: no reminder is planned, and the worklist asks for those of the employer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from denunce.actions.duties import derivation, keyed, new_row, plan_reminder
from denunce.choices import TipoAdempimento
from denunce.models import Adempimento, Caso, Valutazione
from denunce.scadenze import AdempimentoDovuto, Decisione
from denunce.workflow import ADEMPIMENTO, DONE_STATES, ENDED_STATES, StatoAdempimento
from portal.base.audit import record
from portal.base.db import lock, update_versioned
from utenti.access import Scope

# Of these two a case owes one or the other: when one goes and one comes, it took its place.
_ALTERNATIVES = frozenset({TipoAdempimento.COMUNICAZIONE, TipoAdempimento.DENUNCIA})


@dataclass(frozen=True, slots=True)
class Update:
    """What every write of one pass shares."""

    caso: Caso
    valutazione: Valutazione
    by: Scope | None
    now: datetime

    def audit(self, row: Adempimento, code: str) -> None:
        """Record what happened to a duty."""
        record(
            f"adempimento.{code}",
            by=self.by.user if self.by else None,
            now=self.now,
            target=row,
            organizzazione_id=self.caso.organizzazione_id,
            data={"tipo": row.tipo, "caso": str(self.caso.pk)},
        )


def bring_in_step(
    caso: Caso,
    decisione: Decisione,
    valutazione: Valutazione,
    *,
    by: Scope | None,
    now: datetime,
) -> None:
    """Create, supersede, absorb or dismiss the duties of a case whose row the caller holds."""
    update = Update(caso, valutazione, by, now)
    rows = list(lock(_standing(caso)).order_by("chiave"))
    standing = {row.chiave: row for row in rows}
    due = keyed(decisione)
    born: dict[str, Adempimento] = {}
    for chiave, dovuto in due.items():
        row = standing.get(chiave)
        if row is None:
            born |= _begin(update, chiave, dovuto, sent=_denuncia_sent(rows))
        elif row.is_open and not _same_terms(row, dovuto):
            born[chiave] = _replace(update, row, dovuto)
        elif row.is_open:
            _refresh(update, row, dovuto)
    for chiave, row in standing.items():
        if chiave not in due and row.is_open:
            _withdraw(update, row, born)


def _standing(caso: Caso) -> QuerySet[Adempimento]:
    return caso.adempimenti.exclude(stato__in=ENDED_STATES).select_related("valutazione")


def absorb_comunicazione(caso: Caso, *, by: Scope | None, now: datetime) -> Adempimento | None:
    """The denuncia just sent discharges an open comunicazione of the case; the row, if there was
    one.

    Also after the comunicazione's term: the law holds the duty discharged "comunque" by the
    denuncia; that it came late stays readable, because the row keeps its term and the day it ended.
    """
    row = caso.adempimenti.filter(
        tipo=TipoAdempimento.COMUNICAZIONE, stato__in=ADEMPIMENTO["absorb"].sources
    ).first()
    if row is not None:
        _end(Update(caso, row.valutazione, by, now), row, "absorb")
    return row


def dismiss_all(caso: Caso, *, by: Scope, now: datetime) -> None:
    """End every open duty of a case that should not have been opened."""
    for row in list(lock(_standing(caso)).order_by("chiave")):
        if row.is_open:
            _end(Update(caso, row.valutazione, by, now), row, "dismiss")


def _begin(
    update: Update, chiave: str, dovuto: AdempimentoDovuto, *, sent: bool
) -> dict[str, Adempimento]:
    """Store a new duty; a comunicazione that a sent denuncia discharged is stored once, as such."""
    row = new_row(update.caso, chiave, dovuto, update.valutazione, update.now)
    if sent and row.tipo == TipoAdempimento.COMUNICAZIONE:
        if update.caso.adempimenti.filter(chiave=chiave, stato=StatoAdempimento.ASSORBITO).exists():
            return {}
        row.stato, row.ended_at = StatoAdempimento.ASSORBITO, update.now
    row.prossimo_promemoria_at = plan_reminder(row, now=update.now)
    row.save(force_insert=True)
    update.audit(row, "sorto" if row.is_open else "assorbito")
    return {chiave: row}


def _replace(update: Update, row: Adempimento, dovuto: AdempimentoDovuto) -> Adempimento:
    """End the old row before the new one is born: only one of a key may stand."""
    _end(update, row, "supersede")
    successor = new_row(update.caso, row.chiave, dovuto, update.valutazione, update.now)
    successor.prossimo_promemoria_at = plan_reminder(successor, now=update.now)
    successor.save(force_insert=True)
    update.audit(successor, "sorto")
    update_versioned(row, expected=row.version, sostituito_da=successor)
    return successor


def _withdraw(update: Update, row: Adempimento, born: dict[str, Adempimento]) -> None:
    """End a duty that is not in the decision any more."""
    others = _ALTERNATIVES - {row.tipo} if row.tipo in _ALTERNATIVES else frozenset()
    successor = next((new for new in born.values() if new.tipo in others and new.is_open), None)
    _end(update, row, "supersede" if successor else "dismiss", successor)


def _end(
    update: Update, row: Adempimento, transition: str, successor: Adempimento | None = None
) -> None:
    target = ADEMPIMENTO[transition].target
    update_versioned(
        row,
        expected=row.version,
        stato=target,
        ended_at=update.now,
        prossimo_promemoria_at=None,
        sostituito_da=successor,
    )
    update.audit(row, target)


def _refresh(update: Update, row: Adempimento, dovuto: AdempimentoDovuto) -> None:
    """Same duty, new facts: its explanation follows; under other tables it keeps the old one."""
    text = derivation(dovuto)
    if row.derivazione != text and row.valutazione.regole_del == update.valutazione.regole_del:
        update_versioned(
            row, expected=row.version, derivazione=text, valutazione=update.valutazione
        )


def _same_terms(row: Adempimento, dovuto: AdempimentoDovuto) -> bool:
    return (
        row.termine_at == dovuto.termine
        and row.prudenziale_at == dovuto.prudenziale
        and row.obbligato == dovuto.obbligato.value
    )


def _denuncia_sent(rows: list[Adempimento]) -> bool:
    return any(row.tipo == TipoAdempimento.DENUNCIA and row.stato in DONE_STATES for row in rows)

"""The decision on a request: approve, ask for more, refuse; with two pairs of eyes where wanted.

Each decision is one transaction: state, decision, profile, mail, register. Two presses are one; of
two reviewers exactly one decides, and the other is told who did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from portal.base import audit, clock
from portal.base.authz import require
from portal.base.db import lock, update_versioned
from portal.base.errors import ActionError
from portal.base.outbox import enqueue
from utenti.access import Scope
from utenti.credenziali import coda, motivi
from utenti.credenziali.actions.abilita import open_profile
from utenti.credenziali.actions.letture import Letto, current, mismatches, write
from utenti.credenziali.actions.presa import put_back, require_in_hand
from utenti.credenziali.checks import Controllo, Severita, run_checks
from utenti.credenziali.choices import Esito, Riscontro
from utenti.credenziali.conservazione import kept_until
from utenti.credenziali.fatti import facts_of
from utenti.credenziali.models import Decisione, RichiestaAbilitazione
from utenti.credenziali.permissions.revisore import can_confirm, can_review
from utenti.credenziali.workflow import TRANSITIONS, StatoRichiesta
from utenti.models import Utente

HANDLER: Final = "credenziali.decisione"
CONFERMO_GRAVI: Final = "confermo_gravi"
_TRANSITION: Final = {
    Esito.APPROVATA: "approve",
    Esito.INTEGRAZIONE: "ask",
    Esito.RIFIUTATA: "refuse",
}


@dataclass(frozen=True, slots=True)
class Approvazione:
    """What an approval takes along: readings, and the two things the reviewer confirms."""

    letti: Sequence[Letto] = ()
    confermo_gravi: bool = False
    riusa_struttura: bool = False


@dataclass(frozen=True, slots=True)
class Motivazione:
    """Why: codes of the standard reasons, and words of the reviewer."""

    motivi: Sequence[str]
    testo: str = ""


def approve(
    richiesta: RichiestaAbilitazione, data: Approvazione, *, by: Scope, now: datetime
) -> Decisione:
    """Approve, or propose it where a second signature is wanted.

    Raises NotInHand, ConfirmationNeeded, ActionError (a field that differs, a check that blocks).
    """
    with transaction.atomic():
        row = lock(richiesta)
        if (done := _already(row, Esito.APPROVATA, by.actor)) is not None:
            return done
        _require_mine(row, by, now)
        write(row, data.letti, by.actor, now)
        grave = _require_approvable(row, data, now)
        made = _decision(row, Esito.APPROVATA, Motivazione(()), by.actor, now)
        if grave or settings.DOPPIA_FIRMA:
            return _propose(row, made, by.actor, now)
        return _take_effect(row, made, by.actor, now, reuse=data.riusa_struttura)


def ask(
    richiesta: RichiestaAbilitazione, data: Motivazione, *, by: Scope, now: datetime
) -> Decisione:
    """Ask the applicant for more. Raises NotInHand, ActionError."""
    return _with_reasons(richiesta, Esito.INTEGRAZIONE, data, by=by, now=now)


def refuse(
    richiesta: RichiestaAbilitazione, data: Motivazione, *, by: Scope, now: datetime
) -> Decisione:
    """Refuse, or propose it where a second signature is wanted. Raises NotInHand, ActionError."""
    return _with_reasons(richiesta, Esito.RIFIUTATA, data, by=by, now=now)


def confirm(
    richiesta: RichiestaAbilitazione, *, riusa_struttura: bool = False, by: Scope, now: datetime
) -> Decisione:
    """Put the second signature: what was proposed takes effect.

    Raises NotInHand, ActionError when nothing is proposed, PermissionDenied for who proposed it.
    """
    with transaction.atomic():
        row = lock(richiesta)
        last = row.decisioni.filter(confermata_by=by.actor).order_by("-at", "pk").first()
        if last is not None and row.stato == TRANSITIONS[_TRANSITION[Esito(last.esito)]].target:
            return last
        proposal = _proposal(row, by, now)
        proposal.confermata_by, proposal.confermata_at = by.actor, now
        proposal.save(update_fields=["confermata_by", "confermata_at"])
        _record("richiesta.proposta_confermata", row, by.actor, now, proposal.esito)
        return _take_effect(row, proposal, by.actor, now, reuse=riusa_struttura)


def send_back(richiesta: RichiestaAbilitazione, *, by: Scope, now: datetime) -> Decisione:
    """Do not confirm: the request is examined anew. Raises as ``confirm``."""
    with transaction.atomic():
        row = lock(richiesta)
        proposal = _proposal(row, by, now)
        proposal.respinta_at = now
        proposal.save(update_fields=["respinta_at"])
        _record("richiesta.proposta_respinta", row, by.actor, now, proposal.esito)
    return proposal


def with_fields(row: RichiestaAbilitazione, codes: Sequence[str]) -> list[str]:
    """The codes; beside the mismatch of data those of the fields that were read as different."""
    found = list(codes)
    if motivi.DATI_DIVERSI in codes:
        differs = current(row).filter(riscontro=Riscontro.DIVERSO, campo__in=list(motivi.CAMPI))
        fields = differs.values_list("campo", flat=True)
        found += [f"{motivi.DATI_DIVERSI}{motivi.DOT}{campo}" for campo in fields]
    return list(dict.fromkeys(found))


def _with_reasons(
    richiesta: RichiestaAbilitazione, esito: Esito, data: Motivazione, *, by: Scope, now: datetime
) -> Decisione:
    with transaction.atomic():
        row = lock(richiesta)
        if (done := _already(row, esito, by.actor)) is not None:
            return done
        _require_mine(row, by, now)
        made = _decision(row, esito, _checked(row, esito, data), by.actor, now)
        if esito == Esito.RIFIUTATA and settings.DOPPIA_FIRMA:
            return _propose(row, made, by.actor, now)
        return _take_effect(row, made, by.actor, now)


def _already(row: RichiestaAbilitazione, esito: Esito, by: Utente) -> Decisione | None:
    """What a first press of the same person has done, if that is where things stand."""
    last = row.decisioni.filter(by=by, esito=esito).order_by("-at", "pk").first()
    if last is None:
        return None
    stands = row.stato == TRANSITIONS[_TRANSITION[esito]].target
    waits = row.stato == StatoRichiesta.INVIATA and last == coda.pending_of(row)
    return last if stands or waits else None


def _require_mine(row: RichiestaAbilitazione, by: Scope, now: datetime) -> None:
    require_in_hand(row, by.actor, now)
    require(can_review(by, row))
    if coda.pending_of(row) is not None:
        raise ActionError(_("C’è una proposta da confermare: confermala o rimandala."))


def _require_approvable(
    row: RichiestaAbilitazione, data: Approvazione, now: datetime
) -> list[Controllo]:
    """Raise what stands in the way; the grave checks that the reviewer answers for."""
    if fields := mismatches(row):
        labels = ", ".join(motivi.field_label(campo) for campo in fields)
        raise ActionError(
            _(
                "Non si può approvare: hai segnato come diversi o illeggibili %(campi)s. "
                "Chiedi un’integrazione o rifiuta."
            )
            % {"campi": labels}
        )
    checks = run_checks(facts_of(row, clock.local(now).date()))
    if blocking := next((check for check in checks if check.blocca), None):
        raise ActionError(f"{blocking.frase} {blocking.cosa_fare}")
    grave = [check for check in checks if check.severita == Severita.GRAVE]
    if grave and not data.confermo_gravi:
        raise ActionError(
            _("Ci sono controlli gravi: segna che li hai verificati prima di approvare."),
            CONFERMO_GRAVI,
        )
    return grave


def _checked(row: RichiestaAbilitazione, esito: Esito, data: Motivazione) -> Motivazione:
    """The reasons, each known and fit for the decision; a mismatch names its fields."""
    codes = list(dict.fromkeys(data.motivi))
    if not codes:
        raise ActionError(_("Scegli almeno un motivo: il richiedente lo legge."), "motivi")
    for code in codes:
        if not motivi.known(code) or esito not in motivi.MOTIVI[code.partition(".")[0]].esiti:
            raise ActionError(_("Questo motivo non esiste: scegline uno dall’elenco."), "motivi")
    text = data.testo.strip()
    if motivi.ALTRO in codes and not text:
        raise ActionError(_("Hai scelto «Altro»: scrivi il motivo."), "testo")
    return Motivazione(with_fields(row, codes), text)


def _decision(
    row: RichiestaAbilitazione, esito: Esito, why: Motivazione, by: Utente, now: datetime
) -> Decisione:
    return Decisione(
        richiesta=row,
        esito=esito,
        motivi=list(why.motivi),
        testo=why.testo or None,
        lingua=row.lingua,
        by=by,
        at=now,
    )


def _propose(row: RichiestaAbilitazione, made: Decisione, by: Utente, now: datetime) -> Decisione:
    """Keep the decision as a proposal; the request waits for somebody else in its place."""
    made.da_confermare = True
    made.save(force_insert=True)
    put_back(row)
    _record("richiesta.decisione_proposta", row, by, now, made.esito)
    return made


def _take_effect(
    row: RichiestaAbilitazione,
    made: Decisione,
    by: Utente,
    now: datetime,
    *,
    reuse: bool = False,
) -> Decisione:
    esito = Esito(made.esito)
    if made._state.adding:
        made.save(force_insert=True)
    if esito == Esito.APPROVATA:
        open_profile(row, reuse=reuse, by=by, now=now)
    final = esito != Esito.INTEGRAZIONE
    update_versioned(
        row,
        expected=row.version,
        stato=TRANSITIONS[_TRANSITION[esito]].target,
        claimed_by=None,
        claimed_until=None,
        decided_at=now if final else None,
        decided_by=by if final else None,
        documenti_fino_al=kept_until(now) if final else None,
    )
    _record(f"richiesta.{esito.value}", row, by, now, esito)
    payload = {"decisione": str(made.pk)}
    enqueue(HANDLER, payload, key=f"decisione:{made.pk}", due_at=now, now=now)
    return made


def _proposal(row: RichiestaAbilitazione, by: Scope, now: datetime) -> Decisione:
    require_in_hand(row, by.actor, now)
    require(can_review(by, row))
    proposal = coda.pending_of(row)
    if proposal is None:
        raise ActionError(_("Non c’è nessuna proposta da confermare."))
    require(can_confirm(by.actor, proposal))
    return proposal


def _record(code: str, row: RichiestaAbilitazione, by: Utente, now: datetime, esito: str) -> None:
    audit.record(
        code, by=by, now=now, target=row, organizzazione_id=None, data={"esito": str(esito)}
    )

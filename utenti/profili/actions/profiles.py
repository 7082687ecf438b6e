"""One doctor of a hospital: created, changed, disabled, enabled, removed, invited again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.base import audit, clock
from portal.base.authz import require
from portal.base.db import lock, update_versioned
from portal.base.errors import ActionError
from portal.base.outbox import enqueue
from utenti.access import Scope
from utenti.actions.memberships import (
    MembershipRefused,
    change_end,
    end_role,
    resume_role,
    suspend_role,
)
from utenti.actions.names import names_changed
from utenti.models import Membership, Utente
from utenti.profili.actions.enlisting import WELCOME, Nuovo, announced, enlist
from utenti.profili.actions.planning import unentered
from utenti.profili.choices import StatoProfilo
from utenti.profili.lettura import Dati
from utenti.profili.models import Gruppo, ProfiloMedico
from utenti.profili.permissions import can_add, can_touch
from utenti.ruoli import Ruolo


@dataclass(frozen=True, slots=True)
class Modifica:
    """What may be changed of a doctor. Name and address only of who never entered (see
    ``names_are_free``); None leaves them alone."""

    gruppo: Gruppo
    codice_fornitore: str
    scadenza: date | None
    cognome: str | None = None
    nome: str | None = None
    email: str | None = None


def account_of(codice_fiscale: str) -> Utente | None:
    """The account of the person with this codice fiscale, if there is one."""
    index = Utente.index_of(codice_fiscale)
    return Utente.objects.filter(codice_fiscale_index=index).first()


def present_profile(utente: Utente, gruppo: Gruppo) -> ProfiloMedico | None:
    """The profile of a person in the hospital of a group, if they have one."""
    present = ProfiloMedico.objects.present()
    return present.filter(organizzazione=gruppo.organizzazione_id, utente=utente).first()


def create_profilo(dati: Dati, gruppo: Gruppo, *, by: Scope, now: datetime) -> ProfiloMedico:
    """Make a person a doctor of the hospital of ``gruppo``, with an account if they have none.

    Raises PermissionDenied; ActionError when they are one already, or the address cannot be used.
    """
    organizzazione = gruppo.organizzazione
    require(can_add(by, organizzazione))
    today = clock.local(now).date()
    _refuse_past(dati.scadenza, today)
    try:
        with transaction.atomic():
            lock(organizzazione)
            utente = account_of(dati.codice_fiscale)
            if utente is not None and present_profile(utente, gruppo):
                raise ActionError(_("Questa persona è già tra i medici del presidio."))
            if utente is None:
                _refuse_taken_address(dati.email)
            role = _role_without_profile(utente, gruppo, today) if utente else None
            nuovo = Nuovo(dati, gruppo, utente, role)
            profilo = enlist(organizzazione, [nuovo], by=by.actor, now=now)[0]
            _audit("profili.creato", profilo, by, now)
    except IntegrityError as error:
        raise ActionError(_("Qualcosa è cambiato mentre salvavi: premi di nuovo.")) from error
    return profilo


def names_are_free(profilo: ProfiloMedico) -> bool:
    """Whether name and address may still be corrected by the hospital: the person never entered
    and works nowhere else, so what is written there is what this hospital typed."""
    return bool(unentered([profilo]))


def update_profilo(
    profilo: ProfiloMedico, data: Modifica, *, expected: int, by: Scope, now: datetime
) -> ProfiloMedico:
    """Change group, code, last day, and name and address of who never entered.

    Raises PermissionDenied, ActionError, VersionConflict.
    """
    require(can_touch(by, profilo))
    today = clock.local(now).date()
    if data.gruppo.organizzazione_id != profilo.organizzazione_id:
        raise ActionError(_("Scegli un gruppo di questo presidio."), "gruppo")
    with transaction.atomic():
        lock(profilo.organizzazione)
        row = _locked(profilo)
        utente = _correct_person(row, data, by, now)
        if data.scadenza != row.membership.valid_to:
            _refuse_past(data.scadenza, today)
            _change_role(lambda m: change_end(m, data.scadenza, by=by.actor, now=now), row)
        update_versioned(
            row,
            expected=expected,
            gruppo=data.gruppo,
            codice_fornitore=data.codice_fornitore,
            nome_ricerca=ProfiloMedico.search_form(utente.cognome, utente.nome),
            fine_avvisata_on=announced(data.scadenza, today),
        )
        _audit("profili.cambiato", row, by, now)
    return row


def disable_profilo(profilo: ProfiloMedico, *, by: Scope, now: datetime) -> ProfiloMedico:
    """Switch a doctor off at once, live sessions included; two presses are one.

    What the person does elsewhere is not touched. Raises PermissionDenied, ActionError.
    """
    return _switch(profilo, suspend_role, "profili.disabilitato", by, now)


def enable_profilo(profilo: ProfiloMedico, *, by: Scope, now: datetime) -> ProfiloMedico:
    """Switch a disabled doctor on again. Raises PermissionDenied, ActionError for an ended role."""
    return _switch(profilo, resume_role, "profili.riattivato", by, now)


def remove_profilo(profilo: ProfiloMedico, *, by: Scope, now: datetime) -> ProfiloMedico:
    """Take the role away for good; the history stays. Two presses are one.

    Raises PermissionDenied.
    """
    require(can_touch(by, profilo))
    with transaction.atomic():
        lock(profilo.organizzazione)
        row = lock(profilo)
        if row.eliminato_at is None:
            end_role(row.membership, by=by.actor, now=now)
            gone = {"eliminato_at": now, "eliminato_by": by.actor}
            update_versioned(row, expected=row.version, **gone)
            _audit("profili.eliminato", row, by, now)
    return row


def invite_again(profilo: ProfiloMedico, *, by: Scope, now: datetime) -> None:
    """Send the first mail once more, to who never entered; twice in a minute is once.

    Raises PermissionDenied, ActionError.
    """
    require(can_touch(by, profilo))
    with transaction.atomic():
        row = _locked(profilo)
        if row.utente.last_login is not None:
            raise ActionError(_("Questa persona è già entrata nel portale."))
        if row.stato(clock.local(now).date()) != StatoProfilo.ATTIVO:
            raise ActionError(_("Riattiva il profilo prima di mandare l’invito."))
        _invite(row, now)
        _audit("profili.invitato", row, by, now)


def _invite(profilo: ProfiloMedico, now: datetime) -> None:
    minute = int(now.timestamp()) // 60
    key = f"{WELCOME}:{profilo.pk}:{minute}"
    enqueue(WELCOME, {"profilo": str(profilo.pk)}, key=key, due_at=now, now=now)


def _switch(
    profilo: ProfiloMedico,
    change: Callable[..., Membership],
    code: str,
    by: Scope,
    now: datetime,
) -> ProfiloMedico:
    require(can_touch(by, profilo))
    with transaction.atomic():
        lock(profilo.organizzazione)
        row = _locked(profilo)
        before = row.membership.sospesa_at
        after = _change_role(lambda m: change(m, by=by.actor, now=now), row)
        if after.sospesa_at != before:
            _audit(code, row, by, now)
    return row


def _change_role(change: Callable[[Membership], Membership], profilo: ProfiloMedico) -> Membership:
    try:
        profilo.membership = change(profilo.membership)
    except MembershipRefused as refusal:
        raise ActionError(str(refusal), "scadenza") from refusal
    return profilo.membership


def _locked(profilo: ProfiloMedico) -> ProfiloMedico:
    """The row as it is now. Raises ActionError when somebody removed it."""
    row = lock(profilo)
    if row.eliminato_at is not None:
        raise ActionError(_("Questo profilo è stato eliminato: per riaverlo, aggiungilo di nuovo."))
    return row


def _correct_person(row: ProfiloMedico, data: Modifica, by: Scope, now: datetime) -> Utente:
    utente = lock(row.utente)
    wanted: dict[str, Any] = {"cognome": data.cognome, "nome": data.nome, "email": data.email}
    changes = {k: v for k, v in wanted.items() if v and v != getattr(utente, k)}
    if not changes:
        return utente
    if not names_are_free(row):
        raise ActionError(_("Il nome lo cambia solo la persona, che è già entrata nel portale."))
    if "email" in changes:
        _refuse_taken_address(changes["email"])
    for name, value in changes.items():
        setattr(utente, name, value)
    utente.save(update_fields=list(changes))
    names_changed({utente.pk})
    if "email" in changes and row.stato(clock.local(now).date()) == StatoProfilo.ATTIVO:
        _invite(row, now)
    return utente


def _role_without_profile(utente: Utente, gruppo: Gruppo, today: date) -> Membership | None:
    """A role of hospital doctor given otherwise: the profile takes it over as it is."""
    held = Membership.objects.of(utente, on=today).filter(
        organizzazione=gruppo.organizzazione_id,
        ruolo=Ruolo.MEDICO_OSPEDALIERO,
        profilo_medico__isnull=True,
    )
    return held.order_by("valid_from").first()


def _refuse_taken_address(email: str) -> None:
    """The sentence is about the address to use, not about who uses it."""
    if Utente.objects.filter(email=email).exists():
        raise ActionError(
            _(
                "Con questo indirizzo il profilo non si può creare: chiedi al medico un altro "
                "indirizzo e-mail, solo suo."
            ),
            "email",
        )


def _refuse_past(day: date | None, today: date) -> None:
    if day is not None and day < today:
        raise ActionError(_("La scadenza è passata: scegli un giorno da oggi in poi."), "scadenza")


def _audit(code: str, profilo: ProfiloMedico, by: Scope, now: datetime) -> None:
    audit.record(
        code,
        by=by.user,
        now=now,
        target=profilo,
        organizzazione_id=profilo.organizzazione_id,
        data={"gruppo": str(profilo.gruppo_id), "persona": str(profilo.utente_id)},
    )

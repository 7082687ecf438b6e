"""What an approval opens: identity, organisation, role. All in the transaction of the decision."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.base import audit, clock
from portal.base.db import lock
from portal.base.errors import ActionError, ConfirmationNeeded, Doubt
from portal.base.validators import normalize_code
from utenti.actions.memberships import MembershipRefused, Period, assign_role
from utenti.credenziali.choices import Profilo
from utenti.credenziali.fatti import hospital_of
from utenti.credenziali.models import RichiestaAbilitazione
from utenti.models import Membership, Organizzazione, TipoOrganizzazione, Utente
from utenti.ruoli import Ruolo

RIUSA = "riusa_struttura"


def open_profile(
    richiesta: RichiestaAbilitazione, *, reuse: bool, by: Utente, now: datetime
) -> Membership:
    """Give the profile that was asked for, once; a second call finds the role that is there.

    Raises ConfirmationNeeded when the hospital is already here and ``reuse`` does not say that it
    is the same; ActionError when the account or the codice fiscale stand in the way.
    """
    person = _identified(richiesta, now)
    if richiesta.profilo == Profilo.PRESIDIO:
        return _role(
            person, _hospital(richiesta, reuse, now), Ruolo.AMMINISTRATORE_PRESIDIO, by, now
        )
    return _role(person, _practice(person, now), Ruolo.MEDICO_ESTERNO, by, now)


def _identified(richiesta: RichiestaAbilitazione, now: datetime) -> Utente:
    """The account, known from now on by its codice fiscale: one person, one account."""
    person = lock(richiesta.richiedente)
    code = richiesta.codice_fiscale or ""
    index = Utente.index_of(code)
    if not person.is_active:
        raise ActionError(_("L’account di chi ha chiesto non è attivo: non si può approvare."))
    if person.codice_fiscale_index not in ("", index):
        raise ActionError(
            _("L’account che chiede è già stato verificato con un altro codice fiscale.")
        )
    taken = ActionError(_("Un altro account ha già questo codice fiscale: non si può approvare."))
    if Utente.objects.filter(codice_fiscale_index=index).exclude(pk=person.pk).exists():
        raise taken
    if not person.codice_fiscale_index:
        person.set_codice_fiscale(code, now=now)
    person.identita_verificata_at = person.identita_verificata_at or now
    changed = ["data_key", "codice_fiscale", "codice_fiscale_index", "identita_verificata_at"]
    try:
        with transaction.atomic():
            person.save(update_fields=changed)
    except IntegrityError:  # another approval of the same code was quicker
        raise taken from None
    return person


def _practice(person: Utente, now: datetime) -> Organizzazione:
    """The practice of an external doctor: the one they had, or a new one."""
    had = Membership.objects.filter(
        utente=person,
        ruolo=Ruolo.MEDICO_ESTERNO,
        organizzazione__tipo=TipoOrganizzazione.STUDIO_MEDICO,
        organizzazione__chiusa_at__isnull=True,
    ).order_by("-valid_from", "pk")
    found = had.select_related("organizzazione").first()
    if found is not None:
        return found.organizzazione
    name = _("Studio medico %(chi)s") % {"chi": person.get_full_name()}
    return Organizzazione.objects.create(
        tipo=TipoOrganizzazione.STUDIO_MEDICO, denominazione=name[:160], created_at=now
    )


def _hospital(richiesta: RichiestaAbilitazione, reuse: bool, now: datetime) -> Organizzazione:
    found = hospital_of(richiesta)
    if found is None:
        return Organizzazione.objects.create(
            tipo=TipoOrganizzazione.PRESIDIO,
            denominazione=richiesta.struttura,
            codice_fiscale=normalize_code(richiesta.struttura_codice_fiscale),
            indirizzo=richiesta.struttura_indirizzo,
            comune=richiesta.struttura_comune,
            provincia=richiesta.struttura_provincia,
            cap=richiesta.struttura_cap,
            telefono=richiesta.struttura_telefono,
            pec=richiesta.struttura_pec,
            created_at=now,
        )
    if found.chiusa_at is not None:
        raise ActionError(_("Il presidio con questo codice fiscale è chiuso nel portale."))
    if not reuse:
        said = _("Il presidio «%(nome)s» c’è già: conferma che è la stessa struttura.")
        raise ConfirmationNeeded([Doubt(RIUSA, said % {"nome": found.denominazione})])
    return found


def _role(
    person: Utente, organizzazione: Organizzazione, ruolo: str, by: Utente, now: datetime
) -> Membership:
    today = clock.local(now).date()
    held = Membership.objects.of(person, on=today).filter(
        organizzazione=organizzazione, ruolo=ruolo
    )
    if (found := held.order_by("pk").first()) is not None:
        return found
    try:
        made = assign_role(person, organizzazione, ruolo, Period(today), by=by, now=now)
    except MembershipRefused as refusal:
        raise ActionError(str(refusal)) from refusal
    audit.record(
        "richiesta.profilo_aperto",
        by=by,
        now=now,
        target=person,
        organizzazione_id=organizzazione.pk,
        data={"ruolo": ruolo},
    )
    return made

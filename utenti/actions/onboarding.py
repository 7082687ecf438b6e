"""The first person of an empty installation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from portal.base import audit, clock
from portal.base.validators import validate_codice_fiscale_persona
from utenti.models import Membership, Organizzazione, TipoOrganizzazione, Utente
from utenti.ruoli import Ruolo


class OnboardingError(Exception):
    """The installation cannot be started like this; the message says why, in Italian."""


class WrongInput(OnboardingError):
    """What was typed cannot be used."""


# The role that leads an organisation of each kind, beside the management of the platform.
HEAD_ROLES: dict[str, str] = {
    TipoOrganizzazione.SCUOLA_STATALE: Ruolo.DIRIGENTE,
    TipoOrganizzazione.SCUOLA_PARITARIA: Ruolo.DIRIGENTE,
    TipoOrganizzazione.IMPRESA: Ruolo.DATORE,
    TipoOrganizzazione.AZIENDA_AGRICOLA: Ruolo.DATORE,
    TipoOrganizzazione.ARMATORE: Ruolo.COMANDANTE,
}


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """Input of ``create_first_administrator``."""

    email: str
    organizzazione: str
    tipo: str = TipoOrganizzazione.IMPRESA
    # With it the person enters with SPID, CIE or CNS, and needs no password.
    codice_fiscale: str = ""


def create_first_administrator(data: FirstAdministrator, *, now: datetime) -> Utente:
    """Create the organisation and its first administrator, who also manages the platform.

    Raises OnboardingError when somebody is already there or the input is wrong.
    """
    email = data.email.strip().lower()
    _check(email, data)
    with transaction.atomic():
        if Utente.objects.exists():
            raise OnboardingError(
                _("L’installazione ha già degli utenti: il primo avvio si fa una volta sola.")
            )
        organizzazione = Organizzazione.objects.create(
            denominazione=data.organizzazione.strip(), tipo=data.tipo, created_at=now
        )
        utente = Utente.objects.create_user(email, nome="", cognome="", joined_at=now)
        if data.codice_fiscale:
            utente.set_codice_fiscale(data.codice_fiscale, now=now)
            utente.save()
        today = clock.local(now).date()
        for ruolo in (HEAD_ROLES[data.tipo], Ruolo.GESTORE):
            Membership.objects.create(
                utente=utente, organizzazione=organizzazione, ruolo=ruolo, valid_from=today
            )
        audit.record(
            "utenti.first_administrator",
            by=utente,
            now=now,
            target=utente,
            organizzazione_id=organizzazione.pk,
        )
    return utente


def _check(email: str, data: FirstAdministrator) -> None:
    """Raise WrongInput for what a form would refuse: this input passes through none."""
    try:
        validate_email(email)
    except ValidationError as error:
        raise WrongInput(
            _("«%(email)s» non è un indirizzo e-mail valido.") % {"email": data.email}
        ) from error
    name = data.organizzazione.strip()
    if not name or not name.isprintable():
        raise WrongInput(_("Indica il nome dell’organizzazione: --organizzazione NOME."))
    _check_length("--email", email, Utente._meta.get_field("email").max_length)
    longest = Organizzazione._meta.get_field("denominazione").max_length
    _check_length("--organizzazione", name, longest)
    if data.codice_fiscale:
        _check_code(data.codice_fiscale)
    if data.tipo not in HEAD_ROLES:
        raise WrongInput(_("Il tipo di organizzazione non è quello di un datore di lavoro."))


def _check_code(codice_fiscale: str) -> None:
    try:
        validate_codice_fiscale_persona(codice_fiscale)
    except ValidationError as error:
        raise WrongInput(" ".join(error.messages)) from error


def _check_length(option: str, text: str, longest: int | None) -> None:
    if longest is not None and len(text) > longest:
        raise WrongInput(
            _("%(option)s: al massimo %(longest)d caratteri.")
            % {"option": option, "longest": longest}
        )

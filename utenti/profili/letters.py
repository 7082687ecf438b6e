"""The mails about doctors' profiles: the first access, the end that comes near."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.base import wording
from utenti.links import password_link
from utenti.models import Organizzazione, Utente
from utenti.profili.models import ProfiloMedico


@dataclass(frozen=True, slots=True)
class Lettera:
    """One mail, ready to be sent."""

    subject: str
    text: str


def welcome(profilo: ProfiloMedico) -> Lettera:
    """Tells a doctor of the new profile: with a link to choose a password when they have none."""
    utente, end = profilo.utente, profilo.membership.valid_to
    newcomer = utente.last_login is None and not utente.has_usable_password()
    context = {
        "nome": utente.nome,
        "presidio": profilo.organizzazione.denominazione,
        "gruppo": profilo.gruppo.nome,
        "scadenza": wording.day(end) if end else "",
        "collegamento": _one_time_link(utente) if newcomer else "",
        "dimenticata": settings.SITE_URL + reverse("account_reset_password"),
        "accesso": settings.SITE_URL + reverse("account_login"),
    }
    return Lettera(
        _("Il tuo profilo di medico ospedaliero"),
        render_to_string("profili/email/benvenuto.txt", context),
    )


def ends_near(
    organizzazione: Organizzazione, person: Utente, doctors: int, now: datetime
) -> Lettera:
    """Tells who manages a hospital how many doctors lose access within two weeks; no names: the
    mail crosses machines that are nobody's we know."""
    subject = ngettext(
        "Tra meno di due settimane un medico perde l’accesso",
        "Tra meno di due settimane %(n)d medici perdono l’accesso",
        doctors,
    ) % {"n": doctors}
    context = {
        "nome": person.nome,
        "presidio": organizzazione.denominazione,
        "quanti": doctors,
        "oggi": now,
        "collegamento": f"{settings.SITE_URL}{reverse('profili_medici')}?stato=in_scadenza",
    }
    return Lettera(subject, render_to_string("profili/email/in_scadenza.txt", context))


def _one_time_link(utente: Utente) -> str:
    token = default_token_generator.make_token(utente)
    return password_link(f"{user_pk_to_url_str(utente)}-{token}")

"""Second factors of the demo accounts: as public as their password, and nowhere else."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.utils.translation import gettext as _

from portal.base.errors import ActionError
from utenti.accesso.secrets import code_at, demo_secret, step_of, unseal
from utenti.models import Membership, Utente


def give_demo_factor(user: Utente) -> None:
    """Bind the account to its fixed secret; once bound, nothing changes."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, demo_secret(user.email))


def demo_code(email: str, *, now: datetime) -> str:
    """The code that the app of a demo account would show now.

    Raises ActionError outside a demonstration, for an account that is not of the demo, and for one
    whose secret is not the fixed one: somebody bound an app of their own.
    """
    if not settings.DEMO:
        raise ActionError(_("I codici si stampano solo con i dati dimostrativi (DEMO=1)."))
    user = Utente.objects.filter(email=email.strip().lower()).first()
    real = Membership.objects.filter(utente=user, organizzazione__dimostrativa=False)
    if user is None or not user.email.endswith("@demo.test") or real.exists():
        raise ActionError(_("Non è un account dimostrativo."))
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if factor is None:
        raise ActionError(_("Questo account entra con la sola password."))
    secret = demo_secret(user.email)
    if unseal(factor.data["secret"]) != secret:
        raise ActionError(_("Questo account ha collegato un’altra app: usa i suoi codici."))
    return code_at(secret, step_of(now))

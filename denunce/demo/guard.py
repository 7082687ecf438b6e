"""Demo and synthetic data never enter a real installation."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from utenti.models import Organizzazione


class DemoRefused(Exception):
    """The installation does not take demo data; the message is Italian, for the operator."""


def refuse_production() -> None:
    """Raise DemoRefused in production."""
    if settings.PRODUZIONE:
        raise DemoRefused(_("In produzione i dati dimostrativi sono rifiutati."))


def refuse_without_demo() -> None:
    """Raise DemoRefused unless DEMO=1 asked for demo data and no real organisation exists."""
    refuse_production()
    if not settings.DEMO:
        raise DemoRefused(_("I dati dimostrativi si caricano solo con DEMO=1."))
    if Organizzazione.objects.filter(dimostrativa=False).exists():
        raise DemoRefused(
            _("Qui ci sono già organizzazioni vere: i dati dimostrativi non si mescolano con loro.")
        )

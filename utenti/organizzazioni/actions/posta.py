"""Mails of this part: composed here, sent by the sender after commit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from utenti.models import Membership, Organizzazione, Utente


def link(name: str, *args: object) -> str:
    """An address of this site, whatever host a request named."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def write(to: Iterable[str], subject: str, lines: Sequence[str]) -> None:
    """One mail to each address, in the transaction of the caller; nobody reads the others'.

    What people typed may hold line breaks: a subject is one line.
    """
    body = "\n\n".join(line for line in lines if line) + "\n\n" + _("Portale Infortuni") + "\n"
    for address in to:
        EmailMessage(" ".join(subject.split()), body, None, [address]).send()


def addresses(organizzazione: Organizzazione, roles: Iterable[str], *, on: date) -> list[str]:
    """Where to write to who holds one of some roles in an organisation on that day."""
    held = Membership.objects.in_force(on=on).filter(
        organizzazione=organizzazione, ruolo__in=list(roles)
    )
    people = Utente.objects.filter(is_active=True, pk__in=held.values("utente_id"))
    return list(people.order_by("email").values_list("email", flat=True))

"""What the tests of accesses share: mail as it really goes, limits that start empty, codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from portal.base import clock
from portal.base.audit import AuditEvent
from tests.personas import PASSWORD
from utenti.accesso.actions.fattori import add_totp
from utenti.accesso.secrets import code_at, step_of
from utenti.models import Utente

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NEW = "cavallo-batteria-graffetta"


@pytest.fixture(autouse=True)
def _nobody_tried_yet(a_tempo_fermo: object) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def code(now: datetime | None = None, step: int = 0, secret: str = SECRET) -> str:
    """What the app of the tests shows."""
    return code_at(secret, step_of(now or clock.now()) + step)


@pytest.fixture
def with_totp() -> Callable[[Utente], Utente]:
    """Bind the app of the tests; the code of a minute ago is spent by it."""

    def bind(user: Utente) -> Utente:
        add_totp(user, SECRET, code(step=-1), now=clock.now())
        return user

    return bind


def log_in(user: Utente, password: str = PASSWORD, **data: str) -> Client:
    """A browser that gave the password at the login page."""
    client = Client()
    client.post("/accesso/", {"login": user.email, "password": password, **data})
    return client


def codes(prefix: str = "accesso.") -> list[str]:
    """What the register says, by name: time stands still here."""
    rows = AuditEvent.objects.filter(code__startswith=prefix).order_by("code")
    return list(rows.values_list("code", flat=True))


def link(message: mail.EmailMessage) -> str:
    """The path of the only link of a mail."""
    (found,) = re.findall(r"https?://[^/\s]+(/\S+)", str(message.body))
    return str(found)


def subjects(outbox: list[mail.EmailMessage]) -> list[tuple[str, str]]:
    """To whom, about what."""
    return [(message.to[0], message.subject) for message in outbox]

"""A small site with every kind of address, behind the real middleware."""

import io
import logging
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from django.test import Client

from portal.base.authz import Permission
from portal.base.logging import configure


class FintoAmbito:
    """The scope of a request, holding what the test says."""

    def __init__(self) -> None:
        self.held: dict[Permission, tuple[UUID, ...]] = {}

    def organizzazioni_with(self, permission: Permission) -> tuple[UUID, ...]:
        return self.held.get(permission, ())

    def roles_in(self, organizzazione_id: UUID | None) -> str:
        return ",".join(sorted({"segreteria" for held in self.held.values() if held}))

    def has(self, permission: Permission) -> bool:
        return bool(self.held.get(permission))


AMBITO = FintoAmbito()


class AmbitoMiddleware:
    """Gives every request the scope of the test."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        request.scope = AMBITO
        return self.get_response(request)


@pytest.fixture
def ambito() -> FintoAmbito:
    AMBITO.held = {}
    return AMBITO


@pytest.fixture
def sito(settings, ambito: FintoAmbito) -> None:
    settings.ROOT_URLCONF = "tests.portal.base.urls"
    settings.ACCESS_POLICIES = "tests.portal.base.urls.POLICIES"
    settings.LOGIN_URL = "account_login"
    settings.MIDDLEWARE = [
        "portal.base.middleware.RequestLogMiddleware",
        "portal.base.middleware.MaintenanceMiddleware",
        "portal.base.middleware.UnreadableTextMiddleware",
        "portal.base.middleware.BodyLimitMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "portal.base.middleware.NoStoreMiddleware",
        "tests.portal.base.conftest.AmbitoMiddleware",
        "portal.base.middleware.AccessMiddleware",
        "portal.base.middleware.AccessEventMiddleware",
    ]
    settings.TEMPLATES = [
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": False}
    ]


@pytest.fixture
def browser(sito: None) -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def entrata(browser: Client, django_user_model) -> Client:
    """The browser of someone who has logged in."""
    user = django_user_model.objects.create_user(
        email="laura.conti@scuola.test", nome="Laura", cognome="Conti"
    )
    browser.force_login(user)
    return browser


@pytest.fixture
def log_righe(settings) -> Iterator[Callable[[], str]]:
    """Configure the real logs onto a buffer; call it to read what was written."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    configure({"level": "INFO"})
    (handler,) = root.handlers
    buffer = handler.stream = io.StringIO()
    yield buffer.getvalue
    root.handlers[:] = before
    root.setLevel(level)

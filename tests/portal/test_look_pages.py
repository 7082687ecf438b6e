"""The explaining pages, the showcase, and what the frame shows to whom."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import Message

import pytest
from django.conf import LazySettings
from django.http import HttpRequest
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from portal import context
from portal.base import heartbeat
from portal.licences import describe, installed
from portal.pages_urls import urlpatterns
from tests.personas import Personas
from utenti.models import Membership, TipoOrganizzazione, Utente
from utenti.ruoli import Ruolo

PAGES = [f"/{row.pattern}" for row in urlpatterns if row.name not in ("componenti", "guida")]
PAGES.append("/aiuto/certificato/")


def request_of(personas: Personas, user: Utente | None, path: str = "/aiuto/") -> HttpRequest:
    request = RequestFactory().get(path)
    if user is not None:
        request.scope = personas.scope(user)  # type: ignore[attr-defined]
    return request


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_anybody_reads_the_explaining_pages_without_a_query(
    path: str, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = client.get(path)
    assert response.status_code == 200
    assert "non trasmette all’INAIL" in response.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_the_explaining_pages_are_only_read(path: str, client: Client) -> None:
    assert client.post(path).status_code == 405


def test_components_are_shown_only_while_developing(client: Client, settings: LazySettings) -> None:
    settings.DEBUG = False
    assert client.get("/componenti/").status_code == 404
    settings.DEBUG = True
    assert client.get("/componenti/").status_code == 200


def test_the_address_for_reports_is_the_configured_one(
    client: Client, settings: LazySettings
) -> None:
    settings.FEEDBACK_EMAIL = "segnala@ente.test"
    assert (
        'href="mailto:segnala@ente.test"' in client.get("/accessibilita/segnala/").content.decode()
    )


def test_the_cookie_page_names_the_cookies_of_this_installation(
    client: Client, settings: LazySettings
) -> None:
    settings.SESSION_COOKIE_NAME = "__Host-sessionid"
    settings.SESSION_COOKIE_AGE, settings.SESSION_IDLE_SECONDS = 4 * 3600, 20 * 60
    text = client.get("/cookie/").content.decode()
    assert "__Host-sessionid" in text
    assert "4 ore" in text
    assert "20 minuti" in text


# --- licences ------------------------------------------------------------------------------------


def metadata(**fields: str | list[str]) -> Message:
    message = Message()
    for key, values in ({"Name": "pacchetto", "Version": "1.0"} | fields).items():
        for value in [values] if isinstance(values, str) else values:
            message[key.replace("_", "-")] = value
    return message


def licence(**fields: str | list[str]) -> str:
    return describe(metadata(**fields)).licence  # type: ignore[arg-type]


def test_what_we_are_built_with_is_listed_once_by_name() -> None:
    names = [package.name.casefold() for package in installed()]
    assert names == sorted(set(names))
    assert {"django", "weasyprint", "design-django-theme"} <= set(names)
    assert next(package for package in installed() if package.name == "Django").licence == (
        "BSD-3-Clause"
    )


def test_the_licence_is_the_expression_else_the_classifier_else_a_short_name() -> None:
    classifiers = ["License :: OSI Approved", "License :: OSI Approved :: MIT License"]
    assert licence(License_Expression="MIT", Classifier=classifiers) == "MIT"
    assert licence(License="lungo", Classifier=classifiers) == "MIT License"
    assert licence(License="BSD\nTesto") == "BSD"
    assert licence(License="x" * 61) == ""
    assert licence() == ""


def test_only_secure_home_pages_are_linked() -> None:
    links = ["Homepage, https://esempio.test", "Funding, https://soldi.test"]
    assert describe(metadata(Project_URL=links)).url == "https://esempio.test"  # type: ignore[arg-type]
    assert describe(metadata(Project_URL=links[1:])).url == ""  # type: ignore[arg-type]
    assert describe(metadata(Home_page="http://esempio.test")).url == ""  # type: ignore[arg-type]


# --- what the frame shows to whom ----------------------------------------------------------------


def test_the_menu_follows_the_permissions(personas: Personas) -> None:
    def labels(user: Utente | None) -> list[str]:
        return [item.label for item in context.portal(request_of(personas, user))["voci_menu"]]

    assert labels(personas.segreteria) == ["Scadenzario", "Regole dei termini", "Guida"]
    assert labels(personas.docente) == ["Regole dei termini", "Guida"]
    others = ["Credenziali", "Regole dei termini", "Guida"]
    assert labels(personas.medico_ospedaliero) == ["Certificati", *others]
    for user in (personas.cittadino, None):
        assert labels(user) == others


def test_who_administers_one_organisation_goes_straight_to_it(personas: Personas) -> None:
    items = context.portal(request_of(personas, personas.dirigente))["voci_menu"]
    addresses = {item.label: item.url for item in items}
    assert addresses["Organizzazione"] == f"/organizzazioni/{personas.scuola.pk}/"


def test_the_menu_marks_the_page_being_read(personas: Personas) -> None:
    items = context.portal(request_of(personas, None, "/aiuto/"))["voci_menu"]
    assert [item.label for item in items if item.current] == ["Guida"]


def test_the_organisation_of_the_reader_is_named(personas: Personas) -> None:
    assert context.portal(request_of(personas, personas.segreteria))["organizzazione_nome"] == (
        "IC Esempio Nord"
    )
    assert context.portal(request_of(personas, personas.cittadino))["organizzazione_nome"] == ""


@pytest.fixture
def gestore(personas: Personas) -> Utente:
    """Who runs the installation."""
    ente = personas._organizzazione(TipoOrganizzazione.values[0], "Ente Esempio", "Roma")
    user = personas._utente("gino.gestore", "Gino", "Gestore")
    Membership.objects.create(
        utente=user, organizzazione=ente, ruolo=Ruolo.GESTORE, valid_from=personas.since
    )
    return user


@pytest.mark.usefixtures("a_tempo_fermo")
def test_a_late_scan_is_told_to_who_runs_the_portal_and_to_nobody_else(
    personas: Personas, gestore: Utente, adesso: datetime
) -> None:
    def notice(user: Utente) -> str:
        return str(context.portal(request_of(personas, user))["avviso_sistema"])

    assert "mai stati controllati" in notice(gestore)
    heartbeat.beat(heartbeat.SCAN, adesso - timedelta(seconds=121))
    assert "due minuti" in notice(gestore)
    assert notice(personas.segreteria) == ""
    heartbeat.beat(heartbeat.SCAN, adesso - timedelta(seconds=120))
    assert notice(gestore) == ""

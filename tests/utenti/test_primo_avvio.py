"""The first administrator of an empty installation."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from portal.base.audit import AuditEvent
from portal.base.authz import Permission
from portal.base.clock import today
from utenti.access import Scope
from utenti.models import Organizzazione, Utente

pytestmark = pytest.mark.django_db
ARGUMENTS = ["--email", "Capo@Ditta.test", "--organizzazione", "Officine Sole"]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("primo_avvio", *(arguments or ARGUMENTS), stdout=out)
    return out.getvalue()


def test_it_makes_an_administrator_who_also_runs_the_platform() -> None:
    run()
    user = Utente.objects.get(email="capo@ditta.test")
    scope = Scope(user, today())
    for permission in (
        Permission.ORGANIZZAZIONE_ADMIN,
        Permission.CASO_CREATE,
        Permission.PIATTAFORMA_ADMIN,
    ):
        assert scope.has(permission)
    assert not user.has_usable_password()
    assert AuditEvent.objects.filter(code="utenti.first_administrator").count() == 1


def test_the_link_sets_the_password_once() -> None:
    link = run().split()[-1]
    path = "/" + link.split("/", 3)[3]
    client = Client()
    page = client.get(path, follow=True)
    form_path = page.redirect_chain[-1][0]
    password = "cavallo-batteria-graffetta"
    client.post(form_path, {"password1": password, "password2": password})
    assert Utente.objects.get().check_password(password)
    again = Client().get(path, follow=True)
    assert again.context["token_fail"] is True


def test_without_passwords_the_codice_fiscale_is_the_way_in(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.PASSWORD_LOCALI = False
    with pytest.raises(SystemExit) as stop:
        run()
    assert (stop.value.code, Utente.objects.count()) == (2, 0)
    assert "--codice-fiscale" in capsys.readouterr().err
    said = run(*ARGUMENTS, "--codice-fiscale", "vrdnna85t50a562f")
    assert "SPID" in said
    assert "password" not in said
    assert Utente.objects.get().codice_fiscale == "VRDNNA85T50A562F"


def test_a_wrong_codice_fiscale_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        run(*ARGUMENTS, "--codice-fiscale", "VRDNNA85T50A562X")
    assert stop.value.code == 2
    assert "codice fiscale non è corretto" in capsys.readouterr().err


def test_an_installation_with_people_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    run()
    with pytest.raises(SystemExit) as stop:
        call_command("primo_avvio", "--email", "b@ditta.test", "--organizzazione", "Altra")
    assert stop.value.code == 1
    assert "una volta sola" in capsys.readouterr().err
    assert Organizzazione.objects.count() == 1


@pytest.mark.parametrize(
    ("email", "name", "says"),
    [
        ("non-una-mail", "Ditta", "non è un indirizzo"),
        (f"a@{'b.' * 126}test", "Ditta", "caratteri"),
        ("a@b.test", "  ", "nome"),
        ("a@b.test", "Ditta\n\tSole", "nome"),
        ("a@b.test", "D" * 2000, "--organizzazione: al massimo"),
    ],
)
def test_wrong_input_is_named(
    email: str, name: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        call_command("primo_avvio", "--email", email, "--organizzazione", name)
    assert stop.value.code == 2
    assert says in capsys.readouterr().err
    assert not Utente.objects.exists()

"""The gate, the limits and the records, on a small site of their own."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from portal.base.audit.models import AccessEvent
from portal.base.authz import Permission
from portal.base.files.models import StoredFile
from portal.base.keys import DataKey

pytestmark = pytest.mark.django_db


# --- the gate ----------------------------------------------------------------------------------


def test_a_public_page_opens_to_everyone_without_a_query(
    browser: Client, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        assert browser.get("/aperta/").content == b"raggiunta"


@pytest.mark.parametrize("path", ["/dimenticata/", "/senza-nome/"])
def test_a_route_without_a_policy_is_closed_even_to_who_is_logged_in(
    entrata: Client, path: str
) -> None:
    answer = entrata.get(path)
    assert answer.status_code == 403
    assert b"raggiunta" not in answer.content


def test_an_unknown_address_is_not_found(browser: Client) -> None:
    answer = browser.get("/mai/vista/")
    assert answer.status_code == 404
    assert "Pagina non trovata" in answer.content.decode()


def test_a_stranger_is_sent_to_the_login_and_back(browser: Client) -> None:
    answer = browser.get("/riservata/?pagina=2")
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/accesso/?next=/riservata/%3Fpagina%3D2",
    )
    assert browser.post("/riservata/")["Location"] == "/accesso/?next=/"


def test_who_is_logged_in_enters_and_who_was_disabled_does_not(
    entrata: Client, django_user_model
) -> None:
    assert entrata.get("/riservata/").content == b"raggiunta"
    django_user_model.objects.update(is_active=False)
    assert entrata.get("/riservata/").status_code == 302


def test_a_permission_in_any_organisation_opens_the_page(entrata: Client, ambito) -> None:
    ambito.held = {Permission.CASO_EDIT: (uuid4(),)}
    assert entrata.get("/casi/").content == b"raggiunta"


def test_without_the_permission_the_page_is_refused_and_the_refusal_written_down(
    entrata: Client, ambito, django_user_model
) -> None:
    ambito.held = {Permission.SISTEMA_STATO: (uuid4(),)}
    answer = entrata.get("/casi/")
    assert answer.status_code == 403
    assert "Il tuo ruolo non comprende questa pagina." in answer.content.decode()
    event = AccessEvent.objects.get()
    assert (event.kind, event.target_type) == ("denied", "url:casi")
    assert event.user_id == django_user_model.objects.get().pk


# --- who read what -----------------------------------------------------------------------------


def test_a_reading_is_written_down_once(entrata: Client, adesso, django_user_model) -> None:
    key = DataKey.create(adesso)
    entrata.get(f"/chiave/{key.pk}/")
    event = AccessEvent.objects.get()
    assert (event.kind, event.target_type, event.target_id) == ("view", "base.datakey", key.pk)
    assert event.user_id == django_user_model.objects.get().pk
    assert str(event) == f"view base.datakey:{key.pk}"


def test_the_organisation_is_read_from_the_row_that_was_shown(entrata: Client, adesso) -> None:
    file = StoredFile.objects.create(
        data_key=DataKey.create(adesso),
        organizzazione_id=uuid4(),
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        path="a",
        scan_state="pulito",
        created_at=adesso,
    )
    entrata.get(f"/allegato/{file.pk}/")
    event = AccessEvent.objects.get()
    assert (event.kind, event.organizzazione_id) == ("download", file.organizzazione_id)


def test_an_export_names_the_organisation_the_view_named(entrata: Client) -> None:
    org = uuid4()
    entrata.get(f"/elenco/?org={org}")
    event = AccessEvent.objects.get()
    assert (event.kind, event.target_type, event.target_id) == ("export", "elenco", None)
    assert event.organizzazione_id == org


@pytest.mark.parametrize("status", [403, 404, 500, 302])
def test_what_was_not_shown_was_not_read(entrata: Client, status: int) -> None:
    entrata.get(f"/chiave/{uuid4()}/?stato={status}")
    assert not AccessEvent.objects.exists()


def test_if_the_reading_cannot_be_written_the_data_do_not_leave(
    entrata: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("portal.base.middleware.record_access", full)
    answer = entrata.get(f"/chiave/{uuid4()}/")
    assert answer.status_code == 500
    assert b"letta" not in answer.content


# --- headers and limits ------------------------------------------------------------------------


def test_pages_of_who_is_logged_in_are_not_cached(entrata: Client, sito: None) -> None:
    assert entrata.get("/riservata/")["Cache-Control"] == "no-store"
    assert "Cache-Control" not in Client().get("/aperta/").headers


def test_a_body_over_the_limit_is_refused_before_it_is_read(browser: Client, settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    answer = browser.post(
        "/corpo/", b"", content_type="text/plain", headers={"Content-Length": "2000000"}
    )
    assert answer.status_code == 413
    assert "Invio troppo grande" in answer.content.decode()


@pytest.mark.parametrize("length", ["-1", "molti", "1e9", "²"])
def test_a_length_that_is_no_number_is_refused(browser: Client, length: str) -> None:
    assert browser.get("/aperta/", headers={"Content-Length": length}).status_code == 400


def test_a_length_of_thousands_of_digits_is_too_large_not_a_fall(browser: Client) -> None:
    assert browser.get("/aperta/", headers={"Content-Length": "9" * 5000}).status_code == 413


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "rot13", "idna", "nessuno"])
def test_only_utf8_is_read(browser: Client, method: str, charset: str) -> None:
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    assert browser.generic(method, "/aperta/", b"--x--", content_type=kind).status_code == 400


@pytest.mark.parametrize("charset", ["UTF-8", "utf-8", '"utf-8"'])
def test_utf8_may_be_named(browser: Client, charset: str) -> None:
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    assert browser.generic("POST", "/aperta/", b"--x--\r\n", content_type=kind).status_code == 200


def test_a_session_cookie_with_a_nul_byte_counts_as_not_sent(browser: Client) -> None:
    cookie = 'sessionid="\\000\\000aaaaaaaaaa"'
    assert browser.get("/riservata/", headers={"Cookie": cookie}).status_code == 302


def test_a_form_too_large_for_memory_is_too_large_not_malformed(browser: Client, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert browser.post("/corpo/", {"a": "x" * 200}).status_code == 413


def test_during_maintenance_only_the_health_answers(browser: Client, settings, tmp_path) -> None:
    settings.VAR_DIR = tmp_path
    assert browser.get("/aperta/").status_code == 200
    (tmp_path / "manutenzione").touch()
    answer = browser.get("/aperta/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "300")
    assert "manutenzione" in answer.content.decode()
    assert browser.get("/salute/viva/").status_code == 200


# --- error pages -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/rotta/", 500, "Errore del portale"),
        ("/rifiuta/", 403, "Il caso è chiuso."),
        ("/rifiuta-e-basta/", 403, "Accesso non consentito"),
        ("/sospetta/", 400, "Richiesta non valida"),
    ],
)
def test_an_error_page_explains_in_italian_and_hides_the_cause(
    browser: Client, path: str, status: int, says: str
) -> None:
    answer = browser.get(path)
    assert answer.status_code == status
    assert says in answer.content.decode()
    assert b"segreto della vista" not in answer.content


def test_a_form_without_its_token_is_told_it_expired(sito: None, settings) -> None:
    settings.CSRF_FAILURE_VIEW = "portal.views.csrf_failure"
    answer = Client(enforce_csrf_checks=True).post("/corpo/")
    assert answer.status_code == 403
    assert "Il modulo è scaduto" in answer.content.decode()


# --- the request log ---------------------------------------------------------------------------


def test_every_request_leaves_one_line_with_an_id_and_no_query(
    entrata: Client, django_user_model, log_righe
) -> None:
    answer = entrata.get("/riservata/?cerca=Mario+Rossi", headers={"User-Agent": "Curioso"})
    text = log_righe()
    (line,) = [json.loads(row) for row in text.splitlines() if '"request"' in row]
    assert line["request_id"] == answer["X-Request-ID"]
    assert (line["method"], line["url_name"], line["status"]) == ("GET", "riservata", 200)
    assert line["user_id"] == str(django_user_model.objects.get().pk)
    for private in ("Rossi", "Curioso", "127.0.0.1", "laura.conti"):
        assert private not in text

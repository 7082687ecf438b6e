"""Every answer carries the security headers, those that no view ever sees included."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


def assert_protected(answer: HttpResponse) -> None:
    """The headers that keep a page from being framed, sniffed or made to run something else."""
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    ("status", "method", "path", "headers"),
    [
        (200, "GET", "/static/css/cases.css", {}),
        (404, "GET", "/static/nessuno.css", {}),
        (404, "GET", "/nessuna/", {}),
        (301, "GET", "/denunce", {}),
        (400, "GET", "/accesso/", {"Host": "evil.test"}),
        (400, "GET", "/accesso/", {"Content-Length": "-1"}),
        (413, "POST", "/accesso/", {"Content-Length": "9" * 12}),
        (405, "PUT", "/accesso/", {}),
        (302, "GET", "/denunce/", {}),
    ],
    ids=str,
)
def test_the_answers_that_no_view_gives(
    status: int, method: str, path: str, headers: dict[str, str]
) -> None:
    answer = Client().generic(method, path, headers=headers)
    assert answer.status_code == status
    assert_protected(answer)


def test_the_redirect_to_https(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/accesso/")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/accesso/")
    assert_protected(answer)


def test_maintenance(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    (tmp_path / "manutenzione").touch()
    answer = Client().get("/accesso/")
    assert answer.status_code == 503
    assert_protected(answer)


def test_a_server_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("segreto della vista")

    monkeypatch.setattr("portal.views.report", broken)
    answer = Client(raise_request_exception=False).get("/salute/")
    assert answer.status_code == 500
    assert b"segreto" not in answer.content
    assert_protected(answer)


@pytest.mark.parametrize("path", ["/salute/", "/accesso/"])
def test_https_is_promised_for_a_year_where_there_is_https(settings: Settings, path: str) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31536000, True
    answer = Client().get(path, secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"

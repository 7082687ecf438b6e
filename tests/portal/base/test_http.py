"""Where a request comes from, and pages that say no in Italian."""

import pytest
from django.template import TemplateDoesNotExist
from django.test import RequestFactory

from portal.base import http
from portal.base.http import PROBLEMS, client_ip, client_network, error_response


def request(remote: str = "10.0.0.9", forwarded: str | None = None):
    extra = {"REMOTE_ADDR": remote}
    if forwarded is not None:
        extra["HTTP_X_FORWARDED_FOR"] = forwarded
    return RequestFactory().get("/", **extra)


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "client"),
    [
        (0, "198.51.100.7", None, "198.51.100.7"),
        (0, "198.51.100.7", "1.2.3.4", "198.51.100.7"),
        (1, "10.0.0.9", "198.51.100.7", "198.51.100.7"),
        (1, "10.0.0.9", "1.2.3.4, 198.51.100.7", "198.51.100.7"),
        (2, "10.0.0.9", "1.2.3.4, 198.51.100.7, 10.0.0.8", "198.51.100.7"),
        (2, "10.0.0.9", "198.51.100.7", "10.0.0.9"),
        (1, "10.0.0.9", "non un indirizzo", "10.0.0.9"),
        (1, "10.0.0.9", None, "10.0.0.9"),
        (0, "", None, ""),
        (1, "", "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(
    settings, proxies: int, remote: str, forwarded: str | None, client: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert client_ip(request(remote, forwarded)) == client


def test_one_ipv6_subscriber_counts_once(settings) -> None:
    settings.TRUSTED_PROXIES = 0
    first = client_network(request("2001:db8:1:2::1"))
    assert first == client_network(request("2001:db8:1:2:ffff::9")) == "2001:db8:1:2::/64"
    assert first != client_network(request("2001:db8:1:3::1"))
    assert client_network(request("198.51.100.7")) == "198.51.100.7"


def missing(*_args) -> str:
    raise TemplateDoesNotExist("errors/x.html")


def broken(*_args) -> str:
    raise RuntimeError("database down")


@pytest.mark.parametrize("code", sorted(PROBLEMS))
@pytest.mark.parametrize("renderer", [missing, broken])
def test_without_a_usable_template_a_bare_italian_page_answers(
    code: str, renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "render_to_string", renderer)
    answer = error_response(request(), code, reason="Perché <b>no</b>.")
    text = answer.content.decode()
    assert answer.status_code == PROBLEMS[code].status
    assert f"<h1>{PROBLEMS[code].title}</h1>" in text
    assert "Perché &lt;b&gt;no&lt;/b&gt;." in text
    assert '<html lang="it">' in text


def test_a_server_error_is_rendered_without_the_request_that_broke(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = []
    monkeypatch.setattr(http, "render_to_string", lambda *args: seen.append(args) or "pagina")
    broken_request = request()
    for code in ("404", "500"):
        assert error_response(broken_request, code).content == b"pagina"
    (name, context, shown), (_name, _context, hidden) = seen
    assert name == "errors/404.html"
    assert set(context) == {"code", "title", "message", "reason", "request_id"}
    assert (shown, hidden) == (broken_request, None)

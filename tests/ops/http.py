"""A browser's worth of HTTP for the operations tests: one request, cookies kept by the caller."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """Status 0 means that nobody answered."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    set_cookies: tuple[str, ...] = ()
    body: bytes = b""

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def cookies(self) -> dict[str, str]:
        jar = SimpleCookie()
        for header in self.set_cookies:
            jar.load(header)
        return {name: morsel.value for name, morsel in jar.items()}

    @property
    def csrf_token(self) -> str:
        match = _TOKEN.search(self.text)
        assert match, "the page has no form"
        return match[1]


class _Local(http.client.HTTPConnection):
    """Connects to this machine whatever the name in the address."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=30)
        self.context = context

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self.port), self.timeout)
        wrapped = self.context and self.context.wrap_socket(plain, server_hostname=self.host)
        self.sock = wrapped or plain


def request(
    host: str,
    port: int,
    path: str,
    *,
    context: ssl.SSLContext | None = None,
    data: dict[str, str] | bytes | None = None,
    cookies: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> Answer:
    """GET, or POST when there is `data`; redirects are not followed."""
    sent = {"Host": host, **(headers or {})}
    if cookies:
        sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    body = urlencode(data).encode() if isinstance(data, dict) else data
    if isinstance(data, dict):
        sent["Content-Type"] = "application/x-www-form-urlencoded"
        sent.setdefault("Referer", f"https://{host}{path}")
    connection = _Local(host, port, context)
    try:
        connection.request("GET" if body is None else "POST", path, body=body, headers=sent)
        answer = connection.getresponse()
        cookies_set = tuple(answer.headers.get_all("Set-Cookie") or ())
        found = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status, found, cookies_set, answer.read())
    except (OSError, http.client.HTTPException):
        return Answer(0)
    finally:
        connection.close()

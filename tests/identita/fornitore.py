"""A real OpenID Connect provider on this machine, for the tests: started, asked, stopped."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from django.test import Client
from pytest_django.fixtures import Settings

from portal import identity
from script.private_servers import free_port
from tests.ops.processes import clean_environment, running, wait_until

SERVE = Path(__file__).parent / "provider" / "serve.py"
CHANNELS = ("spid", "cie", "inps")
PORTAL = "http://testserver"


@dataclass(frozen=True)
class Fornitore:
    """The running provider."""

    url: str

    def use(self, settings: Settings, *codes: str, site: str = PORTAL, url: str = "") -> None:
        """Switch these channels on, the way the variables of the environment do."""
        described = {"client_id": "portale", "client_secret": "segreto-di-prova"}
        scope = ("openid", "profile", "email")
        settings.IDENTITY_PROVIDERS = tuple(
            identity.Provider(code, url or self.url, **described, scope=scope, origins=())
            for code in codes
        )
        settings.SOCIALACCOUNT_PROVIDERS = identity.allauth_providers(settings.IDENTITY_PROVIDERS)
        settings.SITE_URL = site
        policy: dict[str, Any] = settings.CONTENT_SECURITY_POLICY
        origins = identity.form_origins(settings.IDENTITY_PROVIDERS, settings.CNS)
        directives = {**policy["DIRECTIVES"], "form-action": ["'self'", *origins]}
        settings.CONTENT_SECURITY_POLICY = {**policy, "DIRECTIVES": directives}

    def answer(self, sent: Any, who: str) -> str:
        """Follow the portal's redirect as that person; the address the provider sends back to."""
        browser = requests.Session()
        chosen = browser.get(sent["Location"], allow_redirects=False, timeout=10)
        login = f"{self.url}{chosen.headers['Location']}&persona={who}"
        reply = browser.get(login, allow_redirects=False, timeout=10)
        if "/ritorno/" not in reply.headers["Location"]:
            onward = self.url + reply.headers["Location"]
            reply = browser.get(onward, allow_redirects=False, timeout=10)
        return str(reply.headers["Location"]).removeprefix(PORTAL)

    def enter(self, client: Client, who: str, canale: str = "spid", **form: str) -> Any:
        """The whole way: the button, the provider, and the page of the portal that answers."""
        sent = client.post("/accesso/identita/entra/", {"canale": canale, **form})
        return client.get(self.answer(sent, who))


@contextlib.contextmanager
def running_fornitore(folder: Path, *redirect_uris: str) -> Iterator[Fornitore]:
    """The provider, up for the time of the block."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    uris = redirect_uris or [f"{PORTAL}/accesso/{code}/ritorno/" for code in CHANNELS]
    environment = clean_environment(PROVIDER_DIR=str(folder))
    command = [sys.executable, str(SERVE), str(port), *uris]
    with running(command, environment, folder / "fornitore.log"):
        wait_until(lambda: _answers(url), 60, "the provider answers")
        yield Fornitore(url)


def _answers(url: str) -> bool:
    with contextlib.suppress(requests.RequestException):
        return requests.get(f"{url}/scelta/", timeout=2).ok
    return False

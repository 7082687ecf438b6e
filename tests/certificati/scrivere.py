"""A doctor at the wizard: what is posted, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from certificati.models import Certificato
from certificati.testi import EVERYTHING, texts_of
from tests.certificati.scena import INFORTUNIO
from tests.logins import enter
from utenti.models import Utente

# Everything typed of Luca's accident, by control.
LUCA: dict[str, str] = texts_of(INFORTUNIO, EVERYTHING)


@dataclass
class Penna:
    """Somebody's browser, and the draft it is about."""

    client: Client
    draft: Certificato | None = None

    @classmethod
    def of(cls, user: Utente) -> Penna:
        """A browser with that doctor inside."""
        client = Client()
        enter(client, user)
        return cls(client)

    def start(self, **fields: Any) -> Any:
        """Press a button that begins a certificate."""
        key = fields.setdefault("request_key", str(uuid4()))
        answer = self.client.post(reverse("certificato_inizia"), fields)
        self.draft = Certificato.objects.filter(pk=key).first()
        return answer

    def at(self, name: str, *more: str) -> str:
        """An address of the draft."""
        assert self.draft is not None
        return reverse(name, args=[self.draft.pk, *more])

    @property
    def version(self) -> int:
        """The version kept now."""
        assert self.draft is not None
        self.draft.refresh_from_db()
        return self.draft.version

    def step(self, passo: str, texts: dict[str, str] | None = None, **more: Any) -> Any:
        """Press "Continua" on a step with everything of Luca's, or with these texts."""
        data = {"version": self.version, **(LUCA if texts is None else texts), **more}
        return self.client.post(self.at("certificato_passo", passo), data)

    def save(self, passo: str, texts: dict[str, str], **more: Any) -> Any:
        """What the page sends by itself."""
        data = {"version": self.version, **texts, **more}
        return self.client.post(
            self.at("certificato_salva", passo), data, headers={"X-Autosave": "1"}
        )

    def write_all(self) -> None:
        """Every step, as Luca's doctor fills it in."""
        for passo in ("persona", "salute", "racconto"):
            assert self.step(passo).status_code == 302, passo

    def issue(self, **more: Any) -> Any:
        """Press "Emetti il certificato" with the declaration ticked."""
        data = {"version": self.version, "firmato": "on", **more}
        return self.client.post(self.at("certificato_riepilogo"), data)

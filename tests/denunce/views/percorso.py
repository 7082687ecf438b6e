"""The wizard as a browser sees it, without the browser: begin a draft, answer steps, open."""

from __future__ import annotations

import re
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from denunce.models import Bozza, Lavoratore
from tests.pages import text

CADUTA = {
    "tipo": "infortunio",
    "avvenuto_at_giorno": "2026-03-10",
    "avvenuto_at_ora": "10:15",
    "luogo": "in_sede",
    "attivita": "educazione_fisica",
    "dinamica": "Caduta in palestra",
}
STEPS = ("chi", "quando", "cosa", "gravita")
HIDDEN = re.compile(r'<input type="hidden"(?: id="[^"]+")? name="(\w+)" value="([^"]*)"')


class Percorso:
    """One draft in one browser window."""

    def __init__(self, client: Client, lavoratore: Lavoratore | None = None, **begin: str) -> None:
        self.client = client
        chosen = {"lavoratore": str(lavoratore.pk)} if lavoratore else {}
        self.answer = client.post(
            "/denunce/bozze/inizia/", {"request_key": str(uuid4())} | chosen | begin
        )
        self.pk = self.answer["Location"].split("/")[3]

    @property
    def bozza(self) -> Bozza:
        return Bozza.objects.get(pk=self.pk)

    def address(self, end: str) -> str:
        return f"/denunce/bozze/{self.pk}/{end}/"

    def get(self, end: str) -> str:
        """The page of a step, or of "apri", "elimina"."""
        return text(self.client.get(self.address(end)))

    def post(self, passo: str, typed: dict[str, str]) -> HttpResponse:
        """Answer a step with the hidden fields of its page, and go on."""
        hidden = dict(HIDDEN.findall(self.get(passo)))
        return self.client.post(self.address(passo), hidden | typed)

    def tell(self, typed: dict[str, str], steps: tuple[str, ...] = STEPS[1:]) -> str:
        """Answer several steps; each takes the fields it knows. The letter at the end."""
        for passo in steps:
            self.post(passo, typed)
        return self.get("riepilogo")

    def open(self) -> HttpResponse:
        """Press "Apri il caso"."""
        return self.client.post(self.address("apri"), {"version": str(self.bozza.version)})

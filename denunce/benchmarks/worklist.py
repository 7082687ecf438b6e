"""The worklist of one consultant who sees every case, beside a twin of the page written by hand.

``twin`` says what the twin does not have; the ratio says what all that costs. Both run in one
process, in turn, and must give the same HTML.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from denunce.benchmarks.population import CONSULTANT, Population, describe
from denunce.benchmarks.timing import median_ms, median_ratio, rounds
from denunce.benchmarks.twin import Twin, same_page
from denunce.finding import Search
from denunce.models import Adempimento, Lavoratore
from denunce.worklist import Position, Vista, encode
from utenti.models import Utente

NAME = "scadenzario"
GOAL = 0.85
MAX_QUERIES = 6
_MINUTE_TURNS = 3  # the countdown of a row may change between two answers


class Visit:
    """One way of looking at the worklist, asked of the portal and of the twin."""

    def __init__(self, population: Population, query: str = "", search: str = "") -> None:
        self.population, self.address = population, f"/denunce/?{query}"
        with population.use():
            user = Utente.objects.get(email=CONSULTANT)
            self.client = Client()
            self.client.force_login(user)
            if search:
                self.client.post("/denunce/cerca/", {"testo": search})
            self.handler = WSGIHandler()  # the test client's own work is not the portal's
            self.by_hand = Twin(user, query, Search.of(search))

    def portal(self) -> Any:
        """The page as the portal serves it, through everything a request goes through."""
        with self.population.use():
            response = self.handler.get_response(self._request())
            if response.status_code != HTTPStatus.OK:
                raise RuntimeError(f"the worklist answered {response.status_code}")
            return response

    def twin(self) -> Any:
        """The same page by hand."""
        with self.population.use():
            return self.by_hand.answer(self._request())

    def _request(self) -> WSGIRequest:
        request = RequestFactory().get(self.address)
        request.COOKIES = {name: morsel.value for name, morsel in self.client.cookies.items()}
        return request

    def check(self) -> None:
        """RuntimeError unless portal and twin say the same: a ratio of two pages says nothing."""
        if not any(same_page(self.portal(), self.twin()) for _ in range(_MINUTE_TURNS)):
            raise RuntimeError(f"the twin of {self.address} is another page")

    def queries(self) -> int:
        """How many queries the portal's page takes."""
        with self.population.use(), CaptureQueriesContext(connection) as captured:
            self.portal()
            return len(captured)


def run(small: Population, large: Population, *, short: bool = False) -> dict[str, Any]:
    """Ratios by visit in the large population, and the queries of each in both."""
    visits = _visits(large)
    few = {name: visit.queries() for name, visit in _visits(small).items()}
    figures = {name: _figure(visit, few[name], short) for name, visit in visits.items()}
    return {
        "base": describe(large),
        "pagine": figures,
        "obiettivo": GOAL,
        "riuscito": all(figure["riuscito"] for figure in figures.values()),
    }


def _visits(population: Population) -> dict[str, Visit]:
    with population.use():
        surname = Lavoratore.objects.order_by("pk").values_list("cognome", flat=True)[0]
    return {
        "prima_pagina": Visit(population),
        "pagina_profonda": Visit(population, _deep(population)),
        "fatti": Visit(population, "vista=fatti"),
        "tutti": Visit(population, "vista=tutti"),
        "in_attesa": Visit(population, "vista=in_attesa"),
        "cerca": Visit(population, search=surname),
    }


def _deep(population: Population) -> str:
    """The query of the page that begins in the middle of the list of everything."""
    with population.use():
        rows = Adempimento.objects.order_by("-termine_at", "-pk").values_list("termine_at", "pk")
        at, pk = rows[rows.count() // 2]
        token = encode(Vista.TUTTI, Position(at, pk))
    return f"vista=tutti&dopo={token}"


def _figure(visit: Visit, queries_small: int, short: bool) -> dict[str, Any]:
    visit.check()
    measured = rounds([visit.twin, visit.portal], count=7 if short else 21, calls=5)
    ratio = median_ratio(measured, 0, 1)
    queries = visit.queries()
    return {
        "gemello_ms": round(median_ms(measured, 0), 2),
        "portale_ms": round(median_ms(measured, 1), 2),
        "rapporto": round(ratio, 3),
        "query": queries,
        "query_base_piccola": queries_small,
        "riuscito": ratio >= GOAL and max(queries, queries_small) <= MAX_QUERIES,
    }

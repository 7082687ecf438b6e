"""The worklist as somebody would write it by hand: the twin that the benchmark measures against.

It asks the database the same questions, built by the same functions, and gives the same HTML
(``same_page`` checks it), but has none of the house: Django's session, user and messages, one view
of its own, the rows written out in one template. It has no gate, limits, headers, logs or record of
readings, no reading of the address, no page model, no component.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from denunce import counters, finding, lists, worklist
from denunce.page_models.rows import page_rows, what
from denunce.page_models.wordings import ACTS, TITLES
from denunce.page_models.worklist import Choices
from denunce.worklist import Filters, Vista
from portal.base import clock
from portal.base.authz import Permission
from utenti.access import Scope, workplaces_with
from utenti.models import Utente

# Form tokens and the signatures of page tokens differ from one answer to the next.
_TOKENS = re.compile(r'(name="csrfmiddlewaretoken" value="|dopo=)[^"]*')
_SPACE = re.compile(r"\s+")


class Twin:
    """One visit of one user, written by hand. Make it with the population's database in use."""

    def __init__(self, user: Utente, query: str, search: finding.Search | None) -> None:
        scope = Scope(user, clock.today())
        choices = Choices.read(QueryDict(query), workplaces_with(scope, Permission.CASO_VIEW))
        self.ids, self.names, self.search = choices.ids, choices.names, search
        self.vista, self.position = choices.vista, choices.position
        found = finding.cases(search, choices.ids) if search else None
        self.filters = Filters(choices.vista, choices.ids, None, found.casi if found else None)
        self.words = {
            "search": search.label if search else "",
            "too_many": bool(found and found.too_many),
            "can_create": scope.has(Permission.CASO_CREATE),
            "drafts": [],
            "more_drafts": False,
            **choices.links(worklist.page(self.filters, choices.position)),
        }
        self.answer: Callable[[HttpRequest], Any] = SessionMiddleware(
            AuthenticationMiddleware(MessageMiddleware(self._view))
        )

    def _view(self, request: HttpRequest) -> HttpResponse:
        now, user = clock.now(), request.user
        request.scope = Scope(user if isinstance(user, Utente) else None, clock.today())  # type: ignore[attr-defined]
        if self.search is not None:
            finding.cases(self.search, self.ids)
        rows: list[Any] = list(self._rows())[: worklist.PAGE]
        context = {"now": now, "headline": counters.count(self.ids, now).headline, **self.words}
        if self.vista is Vista.IN_ATTESA:  # rows of another shape: the page's own will do
            shown = page_rows(self.vista, rows, now, self.names)
            return render(request, "denunce/scadenzario.html", {"rows": shown, **context})
        for duty in rows:
            self._finish(duty)
        return render(request, "benchmark/scadenzario.html", {"rows": rows, **context})

    def _rows(self) -> QuerySet[Any]:
        back = bool(self.position and self.position.back)
        order = lists.ORDERS[self.vista]
        return lists.rows(self.filters, order, self.position, back, worklist.PAGE + 1)

    def _finish(self, duty: Any) -> None:
        """What the template cannot say by itself."""
        caso, person = duty.caso, duty.caso.lavoratore
        duty.title, duty.article, duty.number = TITLES[duty.tipo], ACTS[duty.tipo], str(caso)
        duty.person = f"{person}, {person.classe}" if person.classe else str(person)
        duty.what, duty.office = what(caso.evento), self.names[caso.organizzazione_id]


def same_page(one: HttpResponse, other: HttpResponse) -> bool:
    """Whether two answers are the same HTML, tokens and white space apart."""
    return _plain(one) == _plain(other)


def _plain(response: HttpResponse) -> str:
    text = _SPACE.sub(" ", _TOKENS.sub(r"\1", response.content.decode()))
    return text.replace("> <", "><")

"""Pages about data that were erased: "dati cancellati il …", never an error of the server."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portal.base import wording
from portal.base.errors import DataErased
from portal.base.http import error_response
from portal.base.keys import KeyDestroyed


class ErasedMiddleware:
    """Answers 410 for whatever a view found erased, whether it looked first or read a dead key."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that says since when; None for any other failure."""
        if isinstance(exception, DataErased):
            said = _("%(what)s: dati cancellati %(when)s.")
            words = {"what": exception.what, "when": wording.term(exception.at, year=True)}
            return error_response(request, "410", reason=said % words)
        return error_response(request, "410") if isinstance(exception, KeyDestroyed) else None

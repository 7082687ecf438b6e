"""What the API answers when it says no: one shape, whatever refused (RFC 9457)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from portal.base.http import problem_response


class Problema(Exception):
    """A refusal with its status and its Italian sentence."""

    def __init__(self, status: int, messaggio: str, *, wait: int = 0) -> None:
        super().__init__(messaggio)
        self.status, self.messaggio, self.wait = status, messaggio, wait


def install(api: NinjaAPI) -> None:
    """Give every refusal of the API its shape."""
    api.exception_handler(Problema)(_problem)
    api.exception_handler(AuthenticationError)(_unknown)
    api.exception_handler(ValidationError)(_invalid)
    api.exception_handler(HttpError)(_http)


def _problem(_request: HttpRequest, error: Problema) -> HttpResponse:
    headers = {"Retry-After": str(error.wait)} if error.wait else {}
    return problem_response(error.status, error.messaggio, headers=headers)


def _unknown(_request: HttpRequest, _error: Exception) -> HttpResponse:
    said = _("Il gettone manca, è sbagliato, è scaduto o è stato revocato.")
    return problem_response(401, said, headers={"WWW-Authenticate": "Bearer"})


def _invalid(_request: HttpRequest, _error: Exception) -> HttpResponse:
    return problem_response(422, _("La richiesta non è scritta nel modo previsto."))


def _http(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem_response(error.status_code, _("La richiesta non è leggibile."))

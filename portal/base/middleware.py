"""What every request goes through: logs, limits, the gate, the record of who read what."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from portal.base import clock, held_forms
from portal.base.audit.access import read_of, record_access
from portal.base.audit.models import AccessKind
from portal.base.authz import Access, Scope
from portal.base.autosave import is_autosave, session_ended_response
from portal.base.http import error_response

log = structlog.get_logger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]
_FORM_OVERHEAD = 1024 * 1024  # the other fields and the boundaries around the largest file
_LENGTH_DIGITS = 18  # int() itself raises for some thousands of digits


class RequestLogMiddleware:
    """Give the request an id and log its outcome: route, status and time, no address,
    no query string, no names."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        structlog.contextvars.clear_contextvars()
        request_id = uuid4().hex
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            method=request.method,
            url_name=match.view_name if match else None,
            status=response.status_code,
            ms=round((time.perf_counter() - started) * 1000, 1),
        )
        response.headers["X-Request-ID"] = request_id
        return response


class UnreadableTextMiddleware:
    """Refuse what no database could hold as text before anything tries to.

    Forms are UTF-8: a body or a query in a charset the client chose could smuggle lone surrogates
    past every check of a field, or name a codec that is none (400). A cookie with a NUL byte, which
    PostgreSQL refuses as a session key, counts as not sent.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in ("utf-8", "utf8"):
            return error_response(request, "400")
        request.COOKIES = {
            name: value for name, value in request.COOKIES.items() if "\0" not in value
        }
        return self.get_response(request)


class BodyLimitMiddleware:
    """Refuse a body larger than its address takes before reading it (413)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()):
            return error_response(request, "400")
        if len(length) > _LENGTH_DIGITS or int(length) > _body_limit(request.path):
            return error_response(request, "413", headers={"Connection": "close"})
        return self.get_response(request)


def _body_limit(path: str) -> int:
    """The bytes that an address takes: few take more, or less, than the largest document."""
    for prefix, limit in settings.BODY_LIMITS.items():
        if path.startswith(prefix):
            return int(limit)
    return int(settings.MAX_UPLOAD_BYTES) + _FORM_OVERHEAD


class MaintenanceMiddleware:
    """Answer 503 while ``var/manutenzione`` exists; the health pages stay open."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        closed = (settings.VAR_DIR / "manutenzione").exists()
        if closed and not request.path.startswith("/salute/"):
            return error_response(request, "503", headers={"Retry-After": "300"})
        return self.get_response(request)


class NoStoreMiddleware:
    """Keep pages of people who are logged in out of every cache, the browser's included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # The cookie is asked, not the user: a public page must not cost a query.
        if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies:
            response.headers["Cache-Control"] = "no-store"
        return response


class AccessMiddleware:
    """Default deny: a route opens only by its row in ``ACCESS_POLICIES``.

    Unknown route: 403, logged as a mistake of ours. Anonymous: to the login page (a script
    that saves gets 401). Without any of the permissions: 403, written down as a refused access.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code < 400 and hasattr(request, "user"):
            _forget_sent(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Let the request through (None), send it to the login page, or refuse it."""
        name = cast(ResolverMatch, request.resolver_match).view_name
        policy = _policies(settings.ACCESS_POLICIES).get(name)
        if policy is None:
            log.error("access_policy_missing", url_name=name)
            raise PermissionDenied
        if policy.kind == "public":
            return None
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            if is_autosave(request):
                return session_ended_response()
            return redirect_to_login(_after_login(request, policy))
        structlog.contextvars.bind_contextvars(user_id=str(user.pk))
        if policy.kind == "permission" and not _holds_any(request, policy):
            log.warning("access_denied", url_name=name)
            role = _roles(request, None)
            record_access(
                user.pk, "url", None, None, AccessKind.DENIED, clock.now(), detail=name, role=role
            )
            raise PermissionDenied(_("Il tuo ruolo non comprende questa pagina."))
        return None


class AccessEventMiddleware:
    """Write who read what, once the answer is known to be given.

    The row is written before the answer leaves: if it cannot be written, the data do
    not leave either.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        reading = read_of(match.func) if match and response.status_code == 200 else None
        user = getattr(request, "user", None)
        if reading and match and user is not None and user.is_authenticated:
            target_id = match.kwargs.get(reading.arg) if reading.arg else None
            owner = getattr(request, "read_organizzazione_id", None)
            owner = owner or reading.organizzazione_of(target_id)
            record_access(
                user.pk,
                reading.target,
                target_id,
                owner,
                reading.kind,
                clock.now(),
                role=_roles(request, owner),
            )
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Write down a refusal of the view itself: the gate had let the person through."""
        match, user = request.resolver_match, getattr(request, "user", None)
        refused = isinstance(exception, PermissionDenied)
        if refused and match and user is not None and user.is_authenticated:
            log.warning("access_denied", url_name=match.view_name)
            owner = getattr(request, "read_organizzazione_id", None)
            record_access(
                user.pk,
                "url",
                match.kwargs.get("pk"),
                owner,
                AccessKind.DENIED,
                clock.now(),
                detail=match.view_name,
                role=_roles(request, owner),
            )


def _forget_sent(request: HttpRequest) -> None:
    """A held form that was sent again has arrived: its page shows it, or its object keeps it."""
    sent = request.POST.get(held_forms.AGAIN)
    if sent and request.user.is_authenticated:
        held_forms.discard(sent, request.user.pk, clock.now())


def _after_login(request: HttpRequest, policy: Access) -> str:
    """The page asked for; for a form whose session had ended, where its text is kept."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    worth = request.method == "POST" and policy.kind == "permission"
    return reverse("ripresa") if worth and held_forms.hold(request, clock.now()) else "/"


def _roles(request: HttpRequest, organizzazione_id: UUID | None) -> str | None:
    """The roles that the scope has already read; None when nobody asked it anything."""
    scope = cast("Scope | None", getattr(request, "scope", None))
    return scope.roles_in(organizzazione_id) if scope is not None else None


def _holds_any(request: HttpRequest, policy: Access) -> bool:
    scope = cast(Scope, getattr(request, "scope", None))
    return scope is not None and any(
        scope.organizzazioni_with(permission) for permission in policy.permissions
    )


@lru_cache(maxsize=4)
def _policies(path: str) -> dict[str, Access]:
    found: dict[str, Access] = import_string(path)
    return found

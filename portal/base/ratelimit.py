"""Limits by action, counted where every process sees them.

By action and not by view: a secret asked on two pages has one limit.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec

import redis
import structlog
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.base import broker
from portal.base.crypto import blind_index
from portal.base.http import client_network, error_response

log = structlog.get_logger(__name__)
P = ParamSpec("P")

_RATE = re.compile(r"([0-9]+)/([0-9]*)([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_MINUTES_SAID = 90  # more than these are said in hours
_LOCK = Lock()  # the database cache counts in two steps; it serves one process only
_fallback = LocMemCache("ratelimit", {})


@dataclass(frozen=True, slots=True)
class Rate:
    """So many times in so many seconds."""

    times: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> Rate:
        """Read ``"10/m"`` or ``"6/30s"``. Raises ValueError for anything else."""
        found = _RATE.fullmatch(text)
        if not found:
            raise ValueError(f"{text!r} is not a rate")
        return cls(int(found[1]), int(found[2] or 1) * _SECONDS[found[3]])


def limit(
    action: str, *, rate: str, key: str = "ip", methods: Iterable[str] = ("POST",)
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view be used ``rate`` times by each ``key``; then answer 429 with Retry-After.

    ``key`` joins with ``+`` any of ``ip``, ``user``, ``email`` (the address typed in
    the form, kept only as a keyed hash). The view, and so the costly password hash,
    does not run once the limit is reached.
    """
    allowed, counted = Rate.parse(rate), frozenset(methods)

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in counted:
                wait = hit(action, allowed, _identity(request, key))
                if wait:
                    return refusal(request, action, wait)
            return view(request, *args, **kwargs)

        return limited

    return decorate


def refusal(request: HttpRequest, action: str, wait: int) -> HttpResponse:
    """The page that says how long to wait (429, Retry-After in seconds)."""
    log.warning("rate_limited", action=action)
    minutes = -(-wait // 60)
    again = ngettext("fra un minuto", "fra %(n)d minuti", minutes) % {"n": minutes}
    if minutes > _MINUTES_SAID:
        hours = -(-minutes // 60)
        again = ngettext("fra un’ora", "fra %(n)d ore", hours) % {"n": hours}
    reason = _("Puoi riprovare %(again)s.") % {"again": again}
    return error_response(request, "429", reason=reason, headers={"Retry-After": str(wait)})


def hit(action: str, rate: Rate, identity: str) -> int:
    """Count one use; return 0, or the seconds to wait when the limit is passed."""
    moment = int(time.time())
    window, left = moment // rate.seconds, rate.seconds - moment % rate.seconds
    name = f"limite:{action}:{blind_index(identity, 'ratelimit')[:32]}:{rate.seconds}:{window}"
    return left if _count(name, rate.seconds) > rate.times else 0


def _count(name: str, seconds: int) -> int:
    """Add one in the shared cache; without it, in this process: never unlimited."""
    if not broker.breaker.closed:
        return _add_one(_fallback, name, seconds)
    try:
        return _add_one(cache, name, seconds)
    except Exception as error:  # noqa: BLE001  (every backend fails in its own way)
        if isinstance(error, redis.RedisError):
            broker.breaker.failed()
        log.error("rate_limit_cache_down", error=type(error).__name__)
        return _add_one(_fallback, name, seconds)


def _add_one(store: Any, name: str, seconds: int) -> int:
    store.add(name, 0, timeout=seconds * 2)
    backend = getattr(store, "_connections", None)
    if isinstance(store, LocMemCache) or (backend and _is_atomic(store)):
        return int(store.incr(name))
    with _LOCK:
        value = int(store.get(name, 0)) + 1
        store.set(name, value, timeout=seconds * 2)
    return value


def _is_atomic(store: Any) -> bool:
    return isinstance(store._connections[store._alias], RedisCache | LocMemCache)


def _identity(request: HttpRequest, key: str) -> str:
    return "|".join(f"{part}={_KEYS[part](request)}" for part in key.split("+"))


def _user(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return str(user.pk) if user is not None and user.is_authenticated else client_network(request)


def _email(request: HttpRequest) -> str:
    typed = request.POST.get("email") or request.POST.get("login") or ""
    return typed.strip().casefold()


_KEYS: dict[str, Callable[[HttpRequest], str]] = {
    "ip": client_network,
    "user": _user,
    "email": _email,
}

"""The live sessions of a person, in words."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from utenti.models import Utente

# The first that is found names it: browsers call themselves by the names of the others.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class LiveSession:
    """One session; ``ref`` names it in a form without its key."""

    ref: str
    browser: str
    network: str
    since: datetime
    current: bool


def live_sessions(user: Utente, current_key: str | None, now: datetime) -> list[LiveSession]:
    """The sessions that still open something, this one first, then the newest."""
    found = [
        LiveSession(
            ref_of(row.session_key),
            browser_name(row.user_agent),
            network_name(row.ip),
            row.created_at,
            row.session_key == current_key,
        )
        for row in _live(user, now)
    ]
    return sorted(found, key=lambda session: (not session.current, -session.since.timestamp()))


def session_of(user: Utente, ref: str, now: datetime) -> UserSession | None:
    """The live session of this person that a form names."""
    return next((row for row in _live(user, now) if ref_of(row.session_key) == ref), None)


def browser_name(user_agent: str) -> str:
    """ "Firefox su Windows", as far as the browser says."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s su %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Browser non riconosciuto")


def network_name(address: str) -> str:
    """The network that the login came from: "203.0.113.x"."""
    if address == "0.0.0.0":  # noqa: S104  (unknown)
        return _("rete non nota")
    if ":" in address:
        return f"{address.rstrip(':')}::/48"
    return address.rpartition(".")[0] + ".x"


def ref_of(session_key: str) -> str:
    """A name for a form: the key itself would open the session."""
    return hashlib.sha256(f"sessione:{session_key}".encode()).hexdigest()[:32]


def _live(user: Utente, now: datetime) -> list[UserSession]:
    rows = list(UserSession.objects.filter(user=user).order_by("-created_at", "pk"))
    keys = [row.session_key for row in rows]
    alive = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=now)
        .order_by()
        .values_list("session_key", flat=True)
    )
    return [row for row in rows if row.session_key in alive]

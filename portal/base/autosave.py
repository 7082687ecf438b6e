"""What a page that saves by itself and the portal say to each other; the script is ``autosave.js``.

The script posts the whole form to the address in ``data-autosave`` with the header ``X-Autosave``
and reads one of these answers, all JSON with an Italian ``messaggio``:

* 200: kept; the new ``versione``, ``frammenti`` (HTML by element id, replacing what stands there)
  and ``errori`` (sentence by control id, shown at the field); with ``completa`` false some of
  those could not be kept, and stay on the page alone;
* 409: another page saved first; the script stops and offers the comparison;
* 401: the session ended; the script keeps the text, asks for a fresh token until the same person
  has logged in again (``token_response``), then goes on;
* 403 with ``codice`` "gettone": the token changed at a login; it asks for a fresh one and repeats.

Anything else that refuses stops the script with a sentence; a failure of the network or of the
server is tried again. A page is known by a random id (``DraftMark``), so that an answer lost on the
way never looks like somebody else's change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid4

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.base import wording
from portal.base.crypto import blind_index

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

HEADER = "X-Autosave"
PERSON_HEADER = "X-Autosave-Persona"
PAGE_FIELD, TURN_FIELD = "pagina", "giro"
_TURN_DIGITS = 9
# What a draft is not yet, in capitals.
NOT_SENT: Final = gettext_lazy("NON INVIATA")
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class DraftMark:
    """Which page sent a form, and how many times it had sent before; ``page`` None: not said.

    ``turn`` 0 is a form sent without the script, which counts nothing.
    """

    page: UUID | None = None
    turn: int = 0

    @classmethod
    def of(cls, posted: Mapping[str, Any]) -> DraftMark:
        """Read the two hidden fields of ``components/autosave_fields.html``; never raises."""
        try:
            page = UUID(str(posted.get(PAGE_FIELD, "")))
        except ValueError:
            return cls()
        turn = str(posted.get(TURN_FIELD, ""))
        counted = turn.isascii() and turn.isdecimal() and len(turn) <= _TURN_DIGITS
        return cls(page, int(turn) if counted else 0)


@dataclass(frozen=True, slots=True)
class AutosavePage:
    """What the components of a page that saves by itself are drawn from."""

    url: str
    version: int
    person: str
    message: str
    page: UUID
    undone: str = ""


def autosave_page(
    url: str,
    *,
    version: int,
    saved_at: datetime | None,
    person_id: UUID,
    now: datetime,
    undone: _StrOrPromise = NOT_SENT,
) -> AutosavePage:
    """A page new to the portal: its id, whom it belongs to, when its draft was saved last.

    ``undone`` says in capitals what a draft is not yet: sent, issued.
    """
    message = saved_message(saved_at, now, undone) if saved_at else _("Bozza · %s") % undone
    return AutosavePage(url, version, person_mark(person_id), message, uuid4(), str(undone))


def is_autosave(request: HttpRequest) -> bool:
    """Whether the script asks, and so wants JSON instead of a page."""
    return request.headers.get(HEADER) == "1"


def person_mark(person_id: UUID) -> str:
    """A keyed hash that lets a page notice that another person logged in meanwhile."""
    return blind_index(str(person_id), "autosave.persona")[:32]


def saved_message(saved_at: datetime, now: datetime, undone: _StrOrPromise = NOT_SENT) -> str:
    """When the draft was saved, in words; the day only when it is not today."""
    then, today = saved_at.astimezone(wording.ROME), now.astimezone(wording.ROME).date()
    if then.date() == today:
        words = {"time": f"{then:%H:%M}", "undone": undone}
        return _("Bozza salvata alle %(time)s · %(undone)s") % words
    words = {"when": wording.term(saved_at), "undone": undone}
    return _("Bozza salvata %(when)s · %(undone)s") % words


def saved_response(
    version: int,
    message: str,
    *,
    fragments: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    complete: bool = True,
) -> JsonResponse:
    """The draft is kept; not ``complete`` when some of the fields in ``errors`` could not be."""
    return _json(
        200,
        message,
        versione=version,
        frammenti=dict(fragments or {}),
        errori=dict(errors or {}),
        completa=complete,
    )


def conflict_response(message: str) -> JsonResponse:
    """Another page or person saved since this page was read: nothing was written."""
    return _json(409, message)


def refused_response(message: str) -> JsonResponse:
    """What came cannot be kept at all, and sending it again would not help."""
    return _json(422, message)


def session_ended_response() -> JsonResponse:
    """Nobody is logged in."""
    return _json(401, _("La sessione è finita."))


def csrf_response() -> JsonResponse:
    """The token of the page is not that of the session: a login changed it."""
    return _json(403, _("La pagina ha un gettone vecchio."), codice="gettone")


def token_response(request: HttpRequest, person_id: UUID) -> JsonResponse:
    """A fresh token, if whoever is logged in is the person that the page belongs to.

    The page of one person must never be saved under another's name: such a page gets no token.
    """
    if request.headers.get(PERSON_HEADER, "") not in ("", person_mark(person_id)):
        return _json(
            403,
            _("In questo browser ora c’è un’altra persona: esci e rientra con il tuo accesso."),
        )
    return _json(200, "", gettone=get_token(request))


def _json(status: int, message: str, **more: Any) -> JsonResponse:
    return JsonResponse({"messaggio": message, **more}, status=status, headers=_HEADERS)

"""What somebody sent after their session had ended, kept for them until they are back.

Without scripts a form is sent when its button is pressed: if the session ended meanwhile, an hour
of writing would end on the login page. Here it is held, at most HOURS, and offered again.

Who could misuse it, and why they cannot:

* another site: the gate that calls ``hold`` stands behind the CSRF check, and the page that offers
  the text sends it with a fresh token to the same address, where every check runs again;
* another person at the same browser: a text belongs to the user of the ended session, whose row
  (not the cookie alone) says who that was and whose password has not changed since; nobody else
  ever sees it or learns that it exists. Whoever holds the ended cookie can add a text, which its
  owner reads, with its destination, before anything is sent;
* who reads the database: the text is encrypted with a key of its own, destroyed with it;
* who would fill the database: only pages behind a permission are held, MAX_CHARS each, MAX_HELD for
  each user (the oldest goes), and no file. Passwords and tokens are left out.
"""

from __future__ import annotations

import hmac
import json
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.http import HttpRequest

from portal.base.db import UUIDModel
from portal.base.fields import EncryptedTextField
from portal.base.keys import DataKey
from portal.base.privacy import Privacy
from portal.base.sessions import KEPT

HOURS: Final = KEPT
MAX_CHARS: Final = 200_000
MAX_HELD: Final = 5
# The hidden field of the page that sends a held form again.
AGAIN: Final = "testo_tenuto"
_NEVER = ("csrfmiddlewaretoken", AGAIN)
_MAX_PATH = 300


class HeldForm(UUIDModel):
    """One form as it was sent: ``fields`` is a JSON list of name and value, in their order."""

    data_key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+")
    user_id = models.UUIDField(db_index=True)
    path = models.CharField(max_length=_MAX_PATH)
    fields = EncryptedTextField(privacy=Privacy.SALUTE, max_chars=MAX_CHARS)
    created_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.path

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values, as they were sent."""
        return [(name, value) for name, value in json.loads(self.fields)]


def hold(request: HttpRequest, now: datetime) -> bool:
    """Keep what an anonymous POST carried for the user of the session that has ended.

    False when there is nothing to keep, nobody to keep it for, or too much of it.
    """
    user_id = ended_user(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""), now)
    pairs = _pairs(request)
    text = json.dumps(pairs, ensure_ascii=False)
    if user_id is None or not pairs or len(text) > MAX_CHARS or len(request.path) > _MAX_PATH:
        return False
    with transaction.atomic():
        held = HeldForm(data_key=DataKey.create(now), user_id=user_id, path=request.path)
        held.created_at, held.fields = now, text
        held.save(force_insert=True)
        _drop(_of(user_id).order_by("-created_at", "-id")[MAX_HELD:], now)
    return True


def ended_user(session_key: str, now: datetime) -> UUID | None:
    """Whose session a cookie was, if it ended by itself less than HOURS ago.

    A logout deletes the row and leaves nobody; so does a password changed since.
    """
    row = Session.objects.filter(
        session_key=session_key, expire_date__lte=now, expire_date__gt=now - HOURS
    ).first()
    data = row.get_decoded() if row else {}
    pk = str(data.get(SESSION_KEY, ""))
    user = get_user_model()._default_manager.filter(pk=pk).first() if pk else None
    if user is None or not user.is_active:
        return None
    proof = user.get_session_auth_hash()
    if not hmac.compare_digest(str(data.get(HASH_SESSION_KEY, "")), proof):
        return None
    return user.pk


def held_for(user_id: UUID, now: datetime) -> list[HeldForm]:
    """What is kept for a user, newest first."""
    living = _of(user_id).filter(created_at__gt=now - HOURS)
    return list(living.select_related("data_key").order_by("-created_at", "-id"))


def discard(held_id: str, user_id: UUID, now: datetime) -> bool:
    """Forget one form of that user for good; False when it is not there or not theirs."""
    try:
        rows = _of(user_id).filter(pk=UUID(held_id))
    except ValueError:
        return False
    with transaction.atomic():
        return _drop(rows, now) > 0


def sweep(now: datetime) -> int:
    """Forget what nobody came back for; return how many."""
    with transaction.atomic():
        return _drop(HeldForm.objects.filter(created_at__lte=now - HOURS), now)


def _of(user_id: UUID) -> models.QuerySet[HeldForm]:
    return HeldForm.objects.filter(user_id=user_id)


def _drop(rows: models.QuerySet[HeldForm], now: datetime) -> int:
    found = list(rows.select_related("data_key"))
    for held in found:
        held.delete()
        held.data_key.destroy(now)
    return len(found)


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in _NEVER and "password" not in name.lower() and isinstance(value, str)
    ]

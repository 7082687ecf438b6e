"""Giving and ending the same role of many people at once, with few statements.

The rules are those of ``memberships``, for roles that administer nothing: no organisation loses its
last administrator here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Greatest, Least

from portal.base import audit, clock
from portal.base.db import insert_each, update_each
from utenti.actions.memberships import ADMIN_ROLES
from utenti.actions.sessioni import end_sessions
from utenti.models import Membership, Organizzazione, Utente

_BATCH = 500


def give_roles(
    people: Sequence[tuple[Utente, date | None]],
    organizzazione: Organizzazione,
    ruolo: str,
    *,
    by: Utente,
    now: datetime,
) -> list[Membership]:
    """Give one role to many people, from today to the day beside each; in the same order.

    The caller holds the organisation and knows that nobody has the role. Raises IntegrityError when
    somebody has it after all, ValueError for a role that administers.
    """
    _refuse_administrators(ruolo)
    today = clock.local(now).date()
    rows = [
        Membership(
            utente_id=utente.pk,
            organizzazione_id=organizzazione.pk,
            ruolo=ruolo,
            valid_from=today,
            valid_to=valid_to,
        )
        for utente, valid_to in people
    ]
    insert_each(rows)
    _record("utenti.ruolo_dato", rows, by, now)
    return rows


def change_ends(
    rows: Mapping[UUID, date | None],
    memberships: Sequence[Membership],
    *,
    by: Utente,
    now: datetime,
) -> None:
    """Choose the last day of many roles (by id of the membership), of one organisation."""
    update_each(Membership, "valid_to", rows)
    changed = [row for row in memberships if row.pk in rows]
    _record("utenti.ruolo_scadenza", changed, by, now)
    today = clock.local(now).date()
    over = [row for row in changed if (end := rows[row.pk]) is not None and end < today]
    _throw_out(over, today)


def end_roles(memberships: Sequence[Membership], *, by: Utente, now: datetime) -> None:
    """Take many roles of one organisation away at once, today included.

    Whoever holds no role any more loses the live sessions too. Raises ValueError for a role that
    administers.
    """
    for row in memberships:
        _refuse_administrators(row.ruolo)
    today = clock.local(now).date()
    day = Value(today, models.DateField())
    for start in range(0, len(memberships), _BATCH):
        part = [row.pk for row in memberships[start : start + _BATCH]]
        last = Least(Coalesce(F("valid_to"), day), day)
        Membership.objects.filter(pk__in=part).update(
            valid_to=Greatest(F("valid_from"), last),
            sospesa_at=Coalesce(F("sospesa_at"), Value(now, models.DateTimeField())),
        )
    _record("utenti.ruolo_tolto", memberships, by, now)
    _throw_out(memberships, today)


def _throw_out(memberships: Iterable[Membership], today: date) -> None:
    """Who holds nothing any more is no longer inside either."""
    people = {row.utente_id for row in memberships}
    sessions = UserSession.objects.filter(user_id__in=people).order_by()
    inside = set(sessions.values_list("user_id", flat=True))
    held = Membership.objects.in_force(on=today).filter(utente_id__in=inside).order_by()
    gone = inside - set(held.values_list("utente_id", flat=True))
    for utente in Utente.objects.filter(pk__in=gone).order_by("pk"):
        end_sessions(utente)


def _refuse_administrators(ruolo: str) -> None:
    if ruolo in ADMIN_ROLES:
        raise ValueError(f"{ruolo} administers its organisation: one at a time")


def _record(code: str, rows: Sequence[Membership], by: Utente, now: datetime) -> None:
    if rows:
        audit.record_many(
            code,
            ((row, {"ruolo": row.ruolo, "persona": str(row.utente_id)}) for row in rows),
            by=by,
            now=now,
            organizzazione_id=rows[0].organizzazione_id,
        )

"""Tokens in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from certificati.flussi.models import GettoneApi
from portal.base import wording
from portal.base.authz import Permission
from portal.base.clock import local
from utenti.access import colleagues

Json = dict[str, Any]
_SHOWN = 100


def listing(rows: models.QuerySet[GettoneApi], now: datetime) -> Json:
    """The list, and whether there are several structures."""
    found = list(rows[:_SHOWN])
    places, today = {row.organizzazione_id for row in found}, local(now).date()
    managers = {
        place: {user.pk for user in colleagues(Permission.PROFILI_MANAGE, place, on=today)}
        for place in places
    }
    return {
        "rows": [
            _row(row, now, answered=row.created_by_id in managers[row.organizzazione_id])
            for row in found
        ],
        "several": len(places) > 1,
    }


def _row(row: GettoneApi, now: datetime, *, answered: bool) -> Json:
    return {
        "name": row.nome,
        "place": str(row.organizzazione),
        "begins": row.inizio,
        "made": _("%(when)s, da %(who)s")
        % {"when": wording.term(row.created_at, year=True), "who": row.created_by},
        "used": wording.term(row.usato_at, year=True) if row.usato_at else _("mai"),
        "state": _state(row, now, answered=answered),
        "usable": row.is_usable(now),
        "revoke_url": reverse("flussi_gettone_revoca", args=[row.pk]),
    }


def _state(row: GettoneApi, now: datetime, *, answered: bool) -> str:
    if row.revocato_at is not None:
        return _("Revocato %(when)s") % {"when": wording.term(row.revocato_at, year=True)}
    end = wording.term(row.scade_at, year=True)
    if row.scade_at <= now:
        return _("Scaduto %(when)s") % {"when": end}
    if not answered:
        return _("Fermo: %(who)s non gestisce più i medici") % {"who": row.created_by}
    return _("Vale fino a %(when)s") % {"when": end}


def shown_once(row: GettoneApi, secret: str) -> Json:
    """The page that shows a token for the only time."""
    return {"row": row, "secret": secret, "until": wording.term(row.scade_at, year=True)}

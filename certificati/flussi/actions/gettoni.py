"""Tokens: made, shown once, used, revoked."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from certificati.flussi.models import GettoneApi
from certificati.flussi.models.gettone import NOME_MAX
from certificati.flussi.permissions import answers_for, can_manage_tokens, can_send
from portal.base.audit import record
from portal.base.authz import require
from portal.base.clock import local
from portal.base.db import lock
from portal.base.errors import ActionError
from utenti.access import Scope
from utenti.models import Organizzazione

PREFIX: Final = "pif_"
DAYS_MAX: Final = 365
_SHOWN: Final = 10  # letters of the token that a list shows
_LETTERS_MAX: Final = 100
# The last use is for people who look at a list: once an hour is enough.
_USE_NOTED: Final = timedelta(hours=1)


def create_gettone(
    organizzazione: Organizzazione, *, nome: str, giorni: int, by: Scope, now: datetime
) -> tuple[GettoneApi, str]:
    """A new token and its secret, which nobody can read again. Raises PermissionDenied,
    ActionError."""
    require(can_send(by, organizzazione))
    nome = _checked(nome, giorni)
    secret = PREFIX + secrets.token_urlsafe(32)
    row = GettoneApi(
        organizzazione=organizzazione,
        nome=nome,
        impronta=GettoneApi.hash_of(secret),
        inizio=secret[:_SHOWN],
        created_at=now,
        created_by=by.actor,
        scade_at=now + timedelta(days=giorni),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _audit("flussi.gettone_creato", row, by, now)
    except IntegrityError:
        raise ActionError(
            _("C’è già un gettone con questo nome: revocalo o scegline un altro."), "nome"
        ) from None
    return row, secret


def _checked(nome: str, giorni: int) -> str:
    nome = " ".join(nome.split())
    if not nome or len(nome) > NOME_MAX:
        raise ActionError(_("Dai un nome al gettone, al più 60 caratteri."), "nome")
    if not 1 <= giorni <= DAYS_MAX:
        raise ActionError(_("Un gettone vale da 1 a 365 giorni."), "giorni")
    return nome


def revoke_gettone(gettone: GettoneApi, *, by: Scope, now: datetime) -> GettoneApi:
    """From now on the API does not know it; a second press changes nothing."""
    require(can_manage_tokens(by, gettone.organizzazione_id))
    with transaction.atomic():
        held = lock(gettone)
        if held.revocato_at is None:
            held.revocato_at, held.revocato_by = now, by.actor
            held.save(update_fields=["revocato_at", "revocato_by"])
            _audit("flussi.gettone_revocato", held, by, now)
    return held


def enter(secret: str, *, now: datetime) -> GettoneApi | None:
    """The token of a request, None when it is wrong, expired, revoked, of a closed structure, or
    made by somebody who no longer manages it: what a token does is done in their name."""
    if not secret.startswith(PREFIX) or len(secret) > _LETTERS_MAX or not secret.isascii():
        return None
    rows = GettoneApi.objects.usable(now).select_related("organizzazione", "created_by")
    found = rows.filter(impronta=GettoneApi.hash_of(secret)).first()
    if found is None or not answers_for(found, local(now).date()):
        return None
    if found.usato_at is None or now - found.usato_at >= _USE_NOTED:
        stale = Q(usato_at__isnull=True) | Q(usato_at__lte=now - _USE_NOTED)
        GettoneApi.objects.filter(stale, pk=found.pk).update(usato_at=now)
    return found


def _audit(code: str, row: GettoneApi, by: Scope, now: datetime) -> None:
    record(code, by=by.user, now=now, target=row, organizzazione_id=row.organizzazione_id)

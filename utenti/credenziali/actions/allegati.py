"""The files of a request: bring one, put another in its place, take it away."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from portal.base import files
from portal.base.audit import record
from portal.base.authz import require
from portal.base.db import lock
from portal.base.errors import ActionError
from portal.base.files.uploads import store_upload
from utenti.access import Scope
from utenti.credenziali.actions.messaggi import Upload
from utenti.credenziali.choices import TipoAllegato
from utenti.credenziali.models import AllegatoRichiesta, RichiestaAbilitazione
from utenti.credenziali.permissions import richiedente as permissions
from utenti.credenziali.stampa import fingerprint

MAX_ALTRI: Final = 5


def attach(
    richiesta: RichiestaAbilitazione, upload: Upload, tipo: str, *, by: Scope, now: datetime
) -> AllegatoRichiesta:
    """Keep a file of the request; the old one of the same kind is deleted.

    The same file again changes nothing. Raises ActionError on the field ``tipo`` for a file that
    cannot be taken, PermissionDenied.
    """
    require(permissions.can_edit(by, richiesta))
    if tipo not in TipoAllegato.values:
        raise ActionError(_("Scegli che cosa stai caricando."))
    with transaction.atomic():
        held = lock(richiesta)
        require(permissions.can_edit(by, held))
        file = store_upload(upload.content, upload.name, None, tipo, by.user, now)
        others = held.allegati.living().filter(tipo=tipo).select_related("file__data_key")
        known = others.filter(file__sha256=file.sha256).first()
        if known is not None:
            transaction.set_rollback(True)  # the bytes left behind are swept
            return known
        if tipo != TipoAllegato.ALTRO:
            for old in others.order_by("created_at"):
                _remove(old, by, now)
        elif others.count() >= MAX_ALTRI:
            raise ActionError(_("Al massimo %(n)d altri allegati.") % {"n": MAX_ALTRI}, tipo)
        allegato = AllegatoRichiesta.objects.create(
            richiesta=held, tipo=tipo, file=file, created_at=now, impronta=_mark(held, tipo)
        )
        _touched(held, now)
        _audit(held, "richiesta.allegato", tipo, by, now)
    return allegato


def remove(allegato: AllegatoRichiesta, *, by: Scope, now: datetime) -> None:
    """Take a file away: its bytes are gone for good. A second time changes nothing.

    Raises PermissionDenied.
    """
    require(permissions.can_edit(by, allegato.richiesta))
    with transaction.atomic():
        richiesta = lock(allegato.richiesta)
        require(permissions.can_edit(by, richiesta))
        held = lock(allegato)
        if held.rimosso_at is None:
            _remove(held, by, now)
            _touched(richiesta, now)
            _audit(richiesta, "richiesta.allegato_tolto", held.tipo, by, now)


def _remove(allegato: AllegatoRichiesta, by: Scope, now: datetime) -> None:
    allegato.rimosso_at = now
    allegato.save(update_fields=["rimosso_at"])
    files.delete(allegato.file, by=by.user, now=now)


def _mark(richiesta: RichiestaAbilitazione, tipo: str) -> str:
    return fingerprint(richiesta) if tipo == TipoAllegato.MODULO_FIRMATO else ""


def _touched(richiesta: RichiestaAbilitazione, now: datetime) -> None:
    """A draft that gets files is alive again; its data, and so its version, stay as they are."""
    RichiestaAbilitazione.objects.filter(pk=richiesta.pk).update(
        saved_at=now, documenti_cancellati_at=None
    )


def _audit(
    richiesta: RichiestaAbilitazione, code: str, tipo: str, by: Scope, now: datetime
) -> None:
    record(code, by=by.user, now=now, target=richiesta, organizzazione_id=None, data={"tipo": tipo})

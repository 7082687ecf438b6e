"""A printed form made again on purpose: the one before stays, and can be read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from denunce import permissions
from denunce.actions.moduli import add_print
from denunce.models import Documento
from denunce.moduli.canonical import sha256
from denunce.workflow import StatoDocumento, StatoModulo
from portal.base.authz import ALLOW, Decision, deny, require
from portal.base.db import lock
from portal.base.errors import ActionError
from utenti.access import Scope


def can_reprint(documento: Documento) -> Decision:
    """Whether what a document was printed from is still there: data, and a print that ended well.

    A draft that changed since, or became definitive, is printed from its own page instead.
    """
    modulo = documento.modulo
    if modulo is None:
        return deny(_("Questo documento non è la stampa di un modulo."))
    if documento.stato != StatoDocumento.PRONTO:
        return deny(_("Questa stampa non è pronta: quando è pronta la puoi preparare di nuovo."))
    draft = modulo.stato == StatoModulo.BOZZA
    if documento.bozza != draft or sha256(modulo.dati) != documento.dati_sha256:
        return deny(_("Dopo questa stampa il modulo è cambiato: chiedi il PDF dal modulo."))
    return ALLOW


def reprint_pdf(documento: Documento, *, by: Scope, now: datetime) -> Documento:
    """Print the same data once more, as the next print of theirs.

    A document that has a later print already gives that one: two presses have one effect.
    Raises PermissionDenied, ActionError.
    """
    require(permissions.can_generate_modulo(by, documento.caso))
    modulo = documento.modulo
    if modulo is None:
        raise ActionError(can_reprint(documento).reason)
    with transaction.atomic():
        lock(documento.caso)
        held = lock(modulo)
        held.caso = documento.caso
        same = {
            "dati_sha256": documento.dati_sha256,
            "bozza": documento.bozza,
            "copia": documento.copia,
        }
        newest = held.documenti.filter(**same).order_by("-stampa").first()
        if newest is not None and newest.stampa > documento.stampa:
            return newest
        documento.modulo = held
        allowed = can_reprint(documento)
        if not allowed:
            raise ActionError(allowed.reason)
        return add_print(held, same, number=documento.stampa + 1, by=by, now=now)

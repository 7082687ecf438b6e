"""What happens to an issued certificate: annulled, or recorded as transmitted to INAIL."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certificati import permissions
from certificati.actions.stampe import request_stampe
from certificati.choices import MotivoAnnullamento
from certificati.eventi import RITIRATI, announce
from certificati.models import Certificato
from certificati.workflow import StatoCertificato
from portal.base.audit import record
from portal.base.authz import require
from portal.base.db import lock, update_versioned
from portal.base.errors import ActionError
from utenti.access import Scope
from utenti.models import Utente

NOTA_MAX = 500


def annul_certificato(
    certificato: Certificato, *, motivo: str, nota: str = "", by: Scope, now: datetime
) -> Certificato:
    """Annul an issued certificate, with a reason; whoever received its references is told.

    What an employer already sent stays sent: they are asked, never overruled (dominio 0.1, ruling
    8). A second press changes nothing. Raises PermissionDenied, ActionError.
    """
    require(permissions.can_view(by, certificato))
    if motivo not in MotivoAnnullamento.values:
        raise ActionError(_("Di’ perché lo annulli."), "motivo")
    nota = nota.strip()
    if motivo == MotivoAnnullamento.ALTRO and not nota:
        raise ActionError(_("Scrivi in breve il motivo."), "nota")
    if len(nota) > NOTA_MAX:
        raise ActionError(_("Al massimo %(max)s caratteri.") % {"max": NOTA_MAX}, "nota")
    with transaction.atomic():
        held = lock(Certificato.objects.filter(pk=certificato.pk).select_related("data_key")).get()
        if held.stato == StatoCertificato.ANNULLATO:
            return held
        require(permissions.can_end(by, held))
        write_annulment(held, motivo=motivo, nota=nota, by=by.actor, now=now)
        announce(RITIRATI, [held.pk], now=now)
        request_stampe(held, by=by, now=now)
    return held


def write_annulment(
    held: Certificato, *, motivo: str, nota: str, by: Utente, now: datetime, **data: str
) -> None:
    """Write that a locked, issued certificate is annulled; whoever calls announces it and has asked
    whether ``by`` may."""
    update_versioned(
        held,
        expected=held.version,
        stato=StatoCertificato.ANNULLATO,
        annullato_at=now,
        annullato_by=by,
        annullato_motivo=motivo,
        annullato_nota=nota or None,
    )
    _audit(held, "certificato.annullato", by, now, motivo=motivo, **data)


def record_transmission(
    certificato: Certificato, *, trasmesso_at: datetime, by: Scope, now: datetime
) -> Certificato:
    """Note that the doctor transmitted it to INAIL by INAIL's own service; the portal does not.

    Can be noted again to correct the instant. Raises PermissionDenied, ActionError.
    """
    require(permissions.can_view(by, certificato))
    if not certificato.is_issued or certificato.rilasciato_at is None:
        raise ActionError(_("Prima emetti il certificato."))
    if trasmesso_at > now:
        raise ActionError(_("Questa data è nel futuro: controlla giorno e ora."), "trasmesso_at")
    if certificato.prima_assistenza_at and trasmesso_at < certificato.prima_assistenza_at:
        raise ActionError(
            _("La trasmissione non può precedere la prima assistenza."), "trasmesso_at"
        )
    with transaction.atomic():
        held = lock(certificato)
        if held.trasmesso_at == trasmesso_at:
            return held
        update_versioned(
            held, expected=held.version, trasmesso_at=trasmesso_at, trasmesso_by=by.actor
        )
        _audit(held, "certificato.trasmesso", by.actor, now)
    return held


def _audit(held: Certificato, code: str, by: Utente, now: datetime, **data: str) -> None:
    record(
        code,
        by=by,
        now=now,
        target=held,
        organizzazione_id=held.organizzazione_id,
        data={"genere": held.genere, **data},
    )

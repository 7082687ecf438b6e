"""What a date may not say (dominio 0.1, 1.9, 2): each refusal names its field and how to fix it."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from certificati.numero import is_numero, normalize_numero
from denunce.actions.dati import DatiCaso, DatiCertificato, DatiInvio
from denunce.choices import RicevutoVia, TipoEvento
from denunce.models import Evento, Lavoratore
from portal.base.clock import local
from portal.base.errors import ActionError

_FUTURE = _("Questa data è nel futuro: controlla giorno e ora.")
_BEFORE_SHOWN = _(
    "Questa data viene prima della manifestazione della malattia: controlla quale delle due è "
    "giusta."
)
_BEFORE_EVENT = _("Questa data viene prima dell’infortunio: controlla quale delle due è giusta.")


def check_caso(data: DatiCaso, *, lavoratore: Lavoratore, now: datetime) -> None:
    """Refuse an event or its gravity when the dates contradict each other, the person or ``now``.

    The first landing alone may lie ahead: a ship knows its next port. Raises ActionError.
    """
    if lavoratore.unito_a_id is not None:
        raise ActionError(
            _("Questa scheda è stata unita a un’altra della stessa persona: usa quella.")
        )
    _check_evento(data, now)
    _check_gravita(data, now)
    first = data.manifestata_on or (local(data.avvenuto_at).date() if data.avvenuto_at else None)
    if first is not None and first < lavoratore.nato_on:
        field = "manifestata_on" if data.manifestata_on else "avvenuto_at"
        raise ActionError(_("Questa data viene prima della nascita della persona."), field)


def _check_evento(data: DatiCaso, now: datetime) -> None:
    disease = data.tipo == TipoEvento.MALATTIA_PROFESSIONALE
    if not disease and data.avvenuto_at is None:
        raise ActionError(_("Scrivi il giorno e l’ora dell’infortunio."), "avvenuto_at")
    if not disease and data.manifestata_on is not None:
        raise ActionError(
            _("La data di manifestazione riguarda solo la malattia professionale."),
            "manifestata_on",
        )
    if data.manifestata_on is not None and data.manifestata_on > local(now).date():
        raise ActionError(_FUTURE, "manifestata_on")
    if data.primo_approdo_at is not None and not data.in_navigazione:
        raise ActionError(
            _("Il primo approdo si indica solo se l’infortunio è avvenuto in navigazione."),
            "primo_approdo_at",
        )
    for field in ("avvenuto_at", "prima_visita_at", "prima_assistenza_at"):
        _check_past(getattr(data, field), field, now)
    for field in ("prima_assistenza_at", "primo_approdo_at"):
        _check_after(getattr(data, field), data.avvenuto_at, field, _BEFORE_EVENT)


def _check_gravita(data: DatiCaso, now: datetime) -> None:
    for field in ("noto_at", "decesso_at", "decesso_noto_at"):
        value: datetime | None = getattr(data, field)
        _check_past(value, field, now)
        _check_after(value, data.avvenuto_at, field, _BEFORE_EVENT)
        if value is not None and field != "noto_at" and not data.mortale:
            raise ActionError(
                _("Le date del decesso si indicano solo per un infortunio mortale."), field
            )
    _check_after(
        data.decesso_noto_at,
        data.decesso_at,
        "decesso_noto_at",
        _("La notizia del decesso non può precedere il decesso."),
    )


def check_certificato(data: DatiCertificato, *, evento: Evento, now: datetime) -> None:
    """Refuse references that cannot be true, field by field. Raises ActionError."""
    _check_numero(data)
    _check_past(data.rilasciato_at, "rilasciato_at", now)
    if evento.avvenuto_at is not None:
        if local(data.rilasciato_at).date() < local(evento.avvenuto_at).date():
            raise ActionError(_BEFORE_EVENT, "rilasciato_at")
        _check_after(data.received_at, evento.avvenuto_at, "received_at", _BEFORE_EVENT)
    _check_manifested(data.rilasciato_at, evento, "rilasciato_at")
    _check_past(data.received_at, "received_at", now)
    _check_after(
        data.received_at,
        data.rilasciato_at,
        "received_at",
        _("La ricezione non può precedere il rilascio del certificato."),
    )
    if (data.received_at is None) != (not data.received_via):
        field = "received_via" if data.received_at else "received_at"
        raise ActionError(_("Indica insieme quando e come hai ricevuto i riferimenti."), field)
    _check_prognosi(data)


def _check_manifested(value: datetime, evento: Evento, field: str) -> None:
    """A disease has no instant of its own: nothing about it comes before the day it showed."""
    disease = evento.tipo == TipoEvento.MALATTIA_PROFESSIONALE
    shown = evento.manifestata_on if disease else None
    if shown is not None and local(value).date() < shown:
        raise ActionError(_BEFORE_SHOWN, field)


def _check_numero(data: DatiCertificato) -> None:
    """Twelve letters or digits, made up or not; without it only a paper copy starts the term."""
    if data.numero:
        if not is_numero(normalize_numero(data.numero)):
            raise ActionError(_("Il numero del certificato ha 12 lettere o cifre."), "numero")
        return
    if data.fittizio:
        raise ActionError(
            _("Scrivi il codice fittizio: 12 lettere o cifre a tua scelta."), "numero"
        )
    if data.received_at is not None and data.received_via != RicevutoVia.COPIA_CARTACEA:
        raise ActionError(
            _(
                "Senza numero il termine parte solo dalla copia cartacea: chiedila, "
                "oppure scrivi un codice fittizio di 12 caratteri."
            ),
            "numero",
        )


def _check_prognosi(data: DatiCertificato) -> None:
    start, end, days = data.prognosi_dal, data.prognosi_al, data.prognosi_giorni
    if (start is None) != (end is None):
        missing = "prognosi_al" if end is None else "prognosi_dal"
        raise ActionError(_("La prognosi ha un inizio e una fine: manca una data."), missing)
    if start is not None and end is not None and end < start:
        raise ActionError(_("La fine della prognosi non può precedere l’inizio."), "prognosi_al")
    if days is not None and days < 1:
        raise ActionError(_("I giorni di prognosi sono almeno uno."), "prognosi_giorni")
    if days is not None and start is not None and end is not None and days != _span(start, end):
        raise ActionError(
            _("I giorni di prognosi non corrispondono alle due date."), "prognosi_giorni"
        )


def _span(start: date, end: date) -> int:
    return (end - start).days + 1


def check_withdrawal(annullato_at: datetime, *, rilasciato_at: datetime, now: datetime) -> None:
    """A certificate is withdrawn after its release and not in the future. Raises ActionError."""
    _check_past(annullato_at, "annullato_at", now)
    _check_after(
        annullato_at,
        rilasciato_at,
        "annullato_at",
        _("L’annullamento non può precedere il rilascio del certificato."),
    )


def check_invio(data: DatiInvio, *, evento: Evento, now: datetime, termine_at: datetime) -> None:
    """A dispatch happened after the event and not in the future; after the term it has its reason.

    Raises ActionError.
    """
    _check_past(data.sent_at, "sent_at", now)
    _check_after(data.sent_at, evento.avvenuto_at, "sent_at", _BEFORE_EVENT)
    _check_manifested(data.sent_at, evento, "sent_at")
    if data.sent_at > termine_at and not data.motivo_ritardo.strip():
        raise ActionError(_("L’invio è dopo il termine: scrivi in breve perché."), "motivo_ritardo")


def check_esito(esito_at: datetime, *, sent_at: datetime | None, now: datetime) -> None:
    """An answer comes after the dispatch and not in the future. Raises ActionError."""
    _check_past(esito_at, "esito_at", now)
    _check_after(
        esito_at, sent_at, "esito_at", _("L’esito non può precedere l’invio: controlla l’ora.")
    )


def _check_past(value: datetime | None, field: str, now: datetime) -> None:
    if value is not None and value > now:
        raise ActionError(_FUTURE, field)


def _check_after(
    value: datetime | None, first: datetime | None, field: str, message: object
) -> None:
    if value is not None and first is not None and value < first:
        raise ActionError(str(message), field)

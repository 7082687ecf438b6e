"""The one door to the mail server, with fixed identifiers and errors told apart."""

from __future__ import annotations

import re
import smtplib
import time
from collections.abc import Mapping, Sequence
from email.utils import parseaddr
from threading import local
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.validators import validate_email

from portal.base import clock, heartbeat
from portal.base.outbox.errors import Refused, Transient
from portal.base.outbox.registry import on_batch_end

log = structlog.get_logger(__name__)
_ID = re.compile(r"[A-Za-z0-9._+-]{1,120}(@[A-Za-z0-9.-]{1,120})?")
_shared = local()
_BEAT_EVERY_SECONDS = 10


def send(
    message_id: str,
    subject: str,
    text: str,
    html: str | None,
    to: Sequence[str],
    *,
    headers: Mapping[str, str] | None = None,
    from_email: str | None = None,
    connection: Any = None,
) -> None:
    """Hand one mail to the server under a fixed Message-ID.

    The id makes a second copy, sent after a crash between the server's yes and our
    mark, recognisable as the same mail. Raises outbox.Refused when trying again is
    useless (bad header, bad address, fictional address in production, permanent
    refusal of the recipient) and outbox.Transient when the server is unavailable.
    """
    _check(message_id, subject, to)
    message = EmailMultiAlternatives(
        subject,
        text,
        from_email,
        list(to),
        headers={
            "Message-ID": _full_id(message_id),
            "Auto-Submitted": "auto-generated",
            **(headers or {}),
        },
    )
    if html:
        message.attach_alternative(html, "text/html")
    deliver(message, connection)


def deliver(message: EmailMultiAlternatives, connection: Any = None) -> None:
    """Send a composed message and note on the health page how it went.

    Transient("esito_incerto"): the line broke while the message was being handed over.
    """
    unreachable = "posta_non_raggiungibile"
    try:
        message.connection = connection or _connection()
        unreachable = "esito_incerto"
        message.send()
    except (OSError, ValueError) as error:  # smtplib's errors are OSError
        close_shared()
        failure = _classify(error, unreachable)
        if isinstance(failure, Transient):
            heartbeat.beat(heartbeat.MAIL_FAILED, clock.now())
            _shared.beaten = 0.0
        raise failure from None
    _note_sent()


def close_shared() -> None:
    """Close the connection that the mails of one batch share."""
    connection, _shared.connection = getattr(_shared, "connection", None), None
    if connection is not None:
        connection.close()


on_batch_end(close_shared)


def _connection() -> Any:
    """One connection for a batch halves the cost of a mail; a file has none to share."""
    backend = getattr(settings, "MAIL_TRANSPORT", "")
    if backend:
        return get_connection(backend)
    if not settings.SMTP_HOST:
        return get_connection("portal.base.mail.EmlFileBackend")
    if getattr(_shared, "connection", None) is None:
        fresh = EmailBackend(
            host=settings.SMTP_HOST,
            port=settings.SMTP_PORT,
            username=settings.SMTP_USER,
            password=settings.SMTP_PASSWORD,
            use_tls=settings.SMTP_TLS,
            timeout=settings.SMTP_TIMEOUT,
        )
        fresh.open()
        _shared.connection = fresh
    return _shared.connection


def _check(message_id: str, subject: str, to: Sequence[str]) -> None:
    if not _ID.fullmatch(message_id):
        raise Refused("identificativo_non_valido")
    if any(char in subject for char in "\r\n\0"):
        raise Refused("intestazione_non_valida")
    if not to:
        raise Refused("senza_destinatario")
    for address in to:
        check_recipient(address)


def check_recipient(address: str) -> None:
    """Raise Refused for a malformed address, or a fictional one in production."""
    try:
        validate_email(address)
    except ValidationError:
        raise Refused("indirizzo_non_valido") from None
    if settings.PRODUZIONE and address.lower().endswith(".test"):
        raise Refused("indirizzo_fittizio")


def _full_id(message_id: str) -> str:
    if "@" in message_id:
        return f"<{message_id}>"
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{message_id}@{domain}>"


def _classify(error: Exception, unreachable: str) -> Transient | Refused:
    """Tell what a later attempt can mend from what it cannot."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = {code for code, _text in error.recipients.values()}
        name = f"smtp_{min(codes, default=550)}"
        return Transient(name) if any(code < 500 for code in codes) else Refused(name)
    if isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500:
        return Refused(f"smtp_{error.smtp_code}")
    if isinstance(error, smtplib.SMTPResponseException):
        return Transient(f"smtp_{error.smtp_code}")  # login, sender, quota: ours to mend
    if isinstance(error, ValueError):
        return Refused("intestazione_non_valida")
    return Transient(unreachable)


def _note_sent() -> None:
    """Beat at most every few seconds: a thousand mails need no thousand writes."""
    if time.monotonic() - getattr(_shared, "beaten", 0.0) > _BEAT_EVERY_SECONDS:
        heartbeat.beat(heartbeat.MAIL_SENT, clock.now())
        _shared.beaten = time.monotonic()

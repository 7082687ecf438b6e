"""Django mail backends: one that only writes rows, one that writes files."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from portal.base import clock
from portal.base.keys import DataKey
from portal.base.mail.models import MessaggioPosta
from portal.base.mail.transport import check_recipient, deliver
from portal.base.outbox.queueing import enqueue
from portal.base.outbox.registry import register

_HANDLER = "base.mail.send"


class OutboxEmailBackend(BaseEmailBackend):
    """Turns every mail of a web process into an encrypted row and an outbox message."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the messages in the caller's transaction; return how many."""
        now = clock.now()
        with transaction.atomic():
            for message in email_messages:
                _queue(message, now)
        return len(email_messages)


class EmlFileBackend(BaseEmailBackend):
    """Writes each mail to ``MAIL_DIR`` under its Message-ID: a repeated send is one file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages whole or not at all; return how many."""
        settings.MAIL_DIR.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            content = message.message()
            name = "".join(c if c.isalnum() or c in "._@-" else "_" for c in content["Message-ID"])
            target = settings.MAIL_DIR / f"{name.strip('_')}.eml"
            partial = target.with_suffix(f".{os.getpid()}.tmp")
            partial.write_bytes(content.as_bytes())
            partial.replace(target)
        return len(email_messages)


def _queue(message: EmailMessage, now: datetime) -> None:
    """Store one message; attachments do not travel this way, by design."""
    if message.attachments:
        raise ValueError("a queued mail has no attachments: link to the page instead")
    message.message()  # a forged header shows here, while the user can still be told
    row = MessaggioPosta(data_key=DataKey.create(now), created_at=now)
    row.message_id = f"{row.pk}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>')}"
    row.contenuto = json.dumps(
        {
            "subject": message.subject,
            "body": message.body,
            "from_email": message.from_email,
            "to": list(message.recipients()),
            "alternatives": [
                [content, mimetype] for content, mimetype in getattr(message, "alternatives", [])
            ],
            "headers": {str(name): str(value) for name, value in message.extra_headers.items()},
        }
    )
    row.save(force_insert=True)
    enqueue(_HANDLER, {"messaggio": str(row.pk)}, key=f"posta:{row.pk}", due_at=now, now=now)


@register(_HANDLER)
def send_queued(payload: dict[str, Any], *, now: datetime) -> None:
    """Send a queued mail and destroy its text; a second run finds it gone and does nothing."""
    row = MessaggioPosta.objects.select_related("data_key").get(pk=UUID(payload["messaggio"]))
    if row.contenuto is None:
        return
    stored = json.loads(row.contenuto)
    for address in stored["to"]:
        check_recipient(address)
    headers = {**stored["headers"], "Message-ID": f"<{row.message_id}>"}
    message = EmailMultiAlternatives(
        stored["subject"], stored["body"], stored["from_email"], stored["to"], headers=headers
    )
    for content, mimetype in stored["alternatives"]:
        message.attach_alternative(content, mimetype)
    deliver(message)
    with transaction.atomic():
        MessaggioPosta.objects.filter(pk=row.pk).update(contenuto=None, sent_at=now)
        row.data_key.destroy(now)

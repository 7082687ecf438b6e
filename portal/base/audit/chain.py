"""The canonical bytes of an event and the keyed hashes that chain them."""

import hashlib
import hmac
import json

from django.conf import settings

from portal.base.audit.models import AuditEvent, AuditHead


def link_hash(event: AuditEvent, seq: int, prev_hash: str) -> str:
    """Return the hash of ``event`` as link ``seq`` after ``prev_hash`` (64 hex digits).

    Keys are sorted and the instant is in UTC, because the two databases give JSON
    and time zones back differently.
    """
    body = {
        "id": str(event.pk),
        "organizzazione_id": str(event.organizzazione_id or ""),
        "actor_id": str(event.actor_id or ""),
        "at": event.at.timestamp().hex(),
        "code": event.code,
        "target_type": event.target_type,
        "target_id": str(event.target_id or ""),
        "data": event.data,
        "seq": seq,
        "prev_hash": prev_hash,
    }
    return _hmac(json.dumps(body, sort_keys=True, separators=(",", ":")))


def head_mac(head: AuditHead) -> str:
    """Return the signature of the end of a chain."""
    return _hmac(f"head:{head.chain}:{head.seq}:{head.hash}")


def chain_of(event: AuditEvent) -> str:
    """Return the name of the chain an event belongs to."""
    return str(event.organizzazione_id or AuditHead.SYSTEM)


def _hmac(text: str) -> str:
    return hmac.new(settings.AUDIT_KEY, text.encode(), hashlib.sha256).hexdigest()

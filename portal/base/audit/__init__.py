"""Who did what (AuditEvent, sealed in a chain) and who read what (AccessEvent)."""

from portal.base.audit.models import AccessEvent, AuditEvent
from portal.base.audit.presenters import present, presents
from portal.base.audit.recording import record
from portal.base.audit.sealing import seal
from portal.base.audit.verification import Broken, verify

__all__ = [
    "AccessEvent",
    "AuditEvent",
    "Broken",
    "present",
    "presents",
    "record",
    "seal",
    "verify",
]

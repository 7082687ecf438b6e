"""Who did what (AuditEvent, sealed in a chain) and who read what (AccessEvent)."""

from portal.base.audit.access import reads, record_access
from portal.base.audit.models import AccessEvent, AccessKind, AuditEvent
from portal.base.audit.presenters import present, presents
from portal.base.audit.recording import record, record_many
from portal.base.audit.sealing import seal
from portal.base.audit.verification import Broken, verify

__all__ = [
    "AccessEvent",
    "AccessKind",
    "AuditEvent",
    "Broken",
    "present",
    "presents",
    "reads",
    "record",
    "record_access",
    "record_many",
    "seal",
    "verify",
]

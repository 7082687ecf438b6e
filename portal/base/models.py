"""Every model of the base app, gathered where Django looks for them."""

from portal.base.audit.models import AccessEvent, AuditEvent, AuditHead
from portal.base.files.models import StoredFile
from portal.base.heartbeat import Battito
from portal.base.held_forms import HeldForm
from portal.base.keys import DataKey
from portal.base.mail.models import MessaggioPosta
from portal.base.outbox.models import OutboxMessage
from portal.base.riferimenti.models import (
    Comune,
    ListaCodici,
    StatoEstero,
    VersioneRiferimento,
    VoceLista,
)

__all__ = [
    "AccessEvent",
    "AuditEvent",
    "AuditHead",
    "Battito",
    "Comune",
    "DataKey",
    "HeldForm",
    "ListaCodici",
    "MessaggioPosta",
    "OutboxMessage",
    "StatoEstero",
    "StoredFile",
    "VersioneRiferimento",
    "VoceLista",
]

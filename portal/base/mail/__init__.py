"""Mail: web processes write rows, the sender alone talks to a server."""

from portal.base.mail.backends import EmlFileBackend, OutboxEmailBackend
from portal.base.mail.transport import close_shared, send

__all__ = ["EmlFileBackend", "OutboxEmailBackend", "close_shared", "send"]

"""Stored files: content really checked, encrypted, hashed, never served by their own name."""

from portal.base.files.errors import FileRefused, FileUnavailable
from portal.base.files.kinds import Kind
from portal.base.files.models import StoredFile
from portal.base.files.serving import SAFE_HEADERS, response
from portal.base.files.storage import delete, read, store
from portal.base.files.sweeping import sweep

__all__ = [
    "SAFE_HEADERS",
    "FileRefused",
    "FileUnavailable",
    "Kind",
    "StoredFile",
    "delete",
    "read",
    "response",
    "store",
    "sweep",
]

"""The kinds of file the portal takes, and how each begins."""

from enum import Enum


class Kind(Enum):
    """A kind of file: content type, extensions it may have, first bytes."""

    PDF = ("application/pdf", (".pdf",), b"%PDF-")
    JPEG = ("image/jpeg", (".jpg", ".jpeg"), b"\xff\xd8\xff")
    PNG = ("image/png", (".png",), b"\x89PNG\r\n\x1a\n")

    def __init__(self, content_type: str, extensions: tuple[str, ...], magic: bytes) -> None:
        self.content_type = content_type
        self.extensions = extensions
        self.magic = magic

    @classmethod
    def sniff(cls, content: bytes) -> "Kind | None":
        """Return the kind the first bytes claim, or None; the claim is checked later."""
        return next((kind for kind in cls if content.startswith(kind.magic)), None)

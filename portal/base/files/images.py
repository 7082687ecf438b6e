"""Pictures: decoded and drawn anew, so that only pixels remain."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

from portal.base.files.errors import FileRefused
from portal.base.files.kinds import Kind

MAX_PIXELS = 25_000_000  # a 24-megapixel photograph; Pillow's own limit only warns


def clean_image(content: bytes, kind: Kind) -> bytes:
    """Return the picture re-encoded: no place, no author, no hidden second file.

    The orientation noted by the camera is applied before it is dropped. Raises
    FileRefused for a picture too large, cut short or not what it claims to be.
    """
    try:
        with warnings.catch_warnings(), _whole_pictures_only():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[kind.name]) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise FileRefused(_("L'immagine ha troppi pixel: riducila e riprova."))
                picture.load()
                upright = ImageOps.exif_transpose(picture)
                return _encode(upright, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileRefused(_("L'immagine ha troppi pixel: riducila e riprova.")) from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise FileRefused(_("L'immagine è danneggiata o incompleta.")) from None


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """A process that has also loaded WeasyPrint finds Pillow told to accept cut pictures."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _encode(picture: Image.Image, kind: Kind) -> bytes:
    out = io.BytesIO()
    transparent = kind is Kind.PNG and picture.has_transparency_data
    pixels = picture.convert("RGBA" if transparent else "RGB")
    pixels.info.clear()  # comments and profiles would be written back from here
    pixels.save(out, kind.name, quality=90)
    return out.getvalue()

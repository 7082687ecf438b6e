"""Small real files, made on the spot."""

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from portal.base.files import Kind

ALL = frozenset(Kind)


@pytest.fixture(autouse=True)
def _cartella(settings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "file"
    settings.CLAMD_SOCKET = ""


def make_pdf(edit=lambda pdf: None, pages: int = 1, **save) -> bytes:
    """A PDF with empty pages, changed by ``edit`` before it is written."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    edit(pdf)
    out = io.BytesIO()
    pdf.save(out, **save)
    return out.getvalue()


def make_image(kind: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **save) -> bytes:
    """A plain picture."""
    out = io.BytesIO()
    Image.new(mode, size, 200).save(out, kind, **save)
    return out.getvalue()

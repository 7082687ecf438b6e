"""The pages of a stored PDF as pictures: what is shown is the file itself, not a copy of its data.

Nothing is cached: the pictures hold what the file holds, and are made again for each reader in a
process of their own (``pdf_raster``), which no file can take down with it.
"""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import structlog

log = structlog.get_logger(__name__)

MAX_PAGES = 20
LONGEST_SIDE = 1500  # pixels: a page of A4 can be read at its width on a large screen
WALL_SECONDS = 15
_RASTER = Path(__file__).with_name("pdf_raster.py")


class NoPicture(Exception):
    """The page does not exist or could not be drawn."""


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page by its number from 1, in pixels of its picture."""

    number: int
    width: int
    height: int


def page_sizes(content: bytes) -> list[PageSize]:
    """The pages that have a picture, at most MAX_PAGES; none for what is no readable PDF."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            boxes = [_size(page) for page in pdf.pages[:MAX_PAGES]]
    except (pikepdf.PdfError, ValueError, TypeError):
        return []
    return [_scaled(number, *box) for number, box in enumerate(boxes, start=1)]


def page_png(content: bytes, number: int) -> bytes:
    """One page as PNG. Raises NoPicture, also when it takes too long or too much memory."""
    if not 1 <= number <= MAX_PAGES:
        raise NoPicture
    command = [sys.executable, "-I", str(_RASTER), str(number), str(LONGEST_SIDE)]
    try:
        done = subprocess.run(  # noqa: S603  (our own program, two numbers)
            command, input=content, capture_output=True, timeout=WALL_SECONDS, check=False, env={}
        )
    except subprocess.TimeoutExpired:
        log.warning("page_picture_failed", reason="tempo")
        raise NoPicture from None
    if done.returncode or not done.stdout:
        log.warning("page_picture_failed", status=done.returncode)
        raise NoPicture
    return done.stdout


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(each) for each in page.cropbox)
    width, height = abs(right - left), abs(top - bottom)
    turned = int(page.obj.get("/Rotate", 0)) % 180 != 0
    return (height, width) if turned else (width, height)


def _scaled(number: int, width: float, height: float) -> PageSize:
    scale = LONGEST_SIDE / max(width, height, 1.0)
    return PageSize(number, max(1, round(width * scale)), max(1, round(height * scale)))

"""Draws one page of a PDF, in a process of its own that knows nothing of the portal.

Run as a program by ``portal.base.pdf_pages``: the PDF on standard input, the number of the page
(from 1) and the longest side in pixels as arguments, a PNG on standard output. It limits itself
before reading a byte, so that a hostile file costs one picture. Exit status 2: no such page.
"""

from __future__ import annotations

import io
import resource
import sys

CPU_SECONDS = 5
MEMORY_BYTES = 700 * 1024 * 1024  # of addresses, most of them never touched
MAX_INPUT = 32 * 1024 * 1024


def main(number: int, longest: int) -> int:
    """Read, draw, write; the process ends afterwards."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_INPUT, MAX_INPUT))
    import pypdfium2  # noqa: PLC0415  (only under the limits)

    document = pypdfium2.PdfDocument(sys.stdin.buffer.read(MAX_INPUT))
    if not 1 <= number <= len(document):
        return 2
    page = document[number - 1]
    scale = longest / max(*page.get_size(), 1.0)
    picture = page.render(scale=scale, may_draw_forms=False).to_pil()
    drawn = io.BytesIO()
    picture.convert("L" if _is_grey(picture) else "RGB").save(drawn, "PNG", compress_level=6)
    sys.stdout.buffer.write(drawn.getvalue())
    return 0


def _is_grey(picture: object) -> bool:
    """Whether the page has no colour: a form on paper weighs a third of it then."""
    from PIL import Image, ImageChops  # noqa: PLC0415

    if not isinstance(picture, Image.Image):
        return False
    red, green, blue = picture.convert("RGB").split()
    return not (
        ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox()
    )


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))

"""Pages of a PDF as pictures: ordinary files, odd ones, and files made to hurt."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image

from portal.base import pdf_pages
from portal.base.pdf_pages import LONGEST_SIDE, MAX_PAGES, NoPicture, page_png, page_sizes


def pdf(*sizes: tuple[float, float], rotate: int = 0, content: bytes = b"") -> bytes:
    """A PDF with one page of each size, in points."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        for size in sizes:
            page = document.add_blank_page(page_size=size)
            if rotate:
                page.rotate(rotate, relative=False)
            page.contents_add(content)
        document.save(made)
    return made.getvalue()


A4 = (595, 842)


def picture(content: bytes, number: int = 1) -> Image.Image:
    return Image.open(io.BytesIO(page_png(content, number)))


def test_the_picture_has_the_size_that_the_page_announces():
    content = pdf(A4, (842, 595), content=b"1 0 0 rg 0 0 300 300 re f")
    for size in page_sizes(content):
        drawn = picture(content, size.number)
        assert max(drawn.size) == LONGEST_SIDE
        assert abs(drawn.width - size.width) <= 1
        assert abs(drawn.height - size.height) <= 1
    assert picture(content).getpixel((5, LONGEST_SIDE - 5)) == (255, 0, 0)


def test_a_turned_page_is_announced_turned():
    content = pdf(A4, rotate=90)
    (size,) = page_sizes(content)
    assert size.width > size.height
    assert picture(content).width > picture(content).height


@pytest.mark.parametrize("number", [-1, 0, 3, MAX_PAGES + 1])
def test_a_page_that_is_not_there_has_no_picture(number):
    with pytest.raises(NoPicture):
        page_png(pdf(A4, A4), number)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"<html>", b"\x00" * 4096])
def test_what_is_no_pdf_has_no_pages(content):
    assert page_sizes(content) == []
    with pytest.raises(NoPicture):
        page_png(content, 1)


@pytest.mark.parametrize("size", [(14_400, 14_400), (14_400, 3), (3, 14_400), (3, 3)])
def test_a_page_of_absurd_size_is_a_picture_of_ordinary_size(size):
    content = pdf(size)
    assert max(picture(content).size) <= LONGEST_SIDE + 1
    assert page_sizes(content)[0].height <= LONGEST_SIDE


def test_only_the_first_pages_have_pictures():
    assert len(page_sizes(pdf(*[A4] * (MAX_PAGES + 5)))) == MAX_PAGES


def test_a_page_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(pdf_pages, "WALL_SECONDS", 0.001)
    with pytest.raises(NoPicture):
        page_png(pdf(A4), 1)

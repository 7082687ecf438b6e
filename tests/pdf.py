"""What a tagged PDF must hold, whichever form it prints."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from typing import Any

import pikepdf


def marked(page: pikepdf.Page) -> Iterator[int]:
    """The numbers of the runs of text of a page, as they are drawn; text outside any fails."""
    depth = 0
    for each in pikepdf.parse_content_stream(page):
        operator = str(each.operator)
        if operator == "BDC" and "/MCID" in each.operands[1]:
            yield int(each.operands[1]["/MCID"])
        depth += operator in ("BDC", "BMC")
        depth -= operator == "EMC"
        assert depth > 0 or operator not in ("Tj", "TJ"), "text without a tag"
    assert depth == 0


def read_in_structure(content: bytes) -> list[str]:
    """The runs of text in the order of the structure, which is what a screen reader reads."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        command = ["pdfinfo", "-struct-text", file.name]
        told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return re.findall(r'^ *"(.*)"$', told, re.MULTILINE)


def assert_tagged_whole(opened: pikepdf.Pdf) -> None:
    """Every run of text belongs to an element of its page that is reached from the root, once."""
    root = opened.Root.StructTreeRoot
    reached = dict(_reached(root.K[0]))
    numbers = root.ParentTree.Nums
    owners = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    assert list(owners) == list(range(len(opened.pages)))
    for number, page in enumerate(opened.pages):
        assert page.obj.StructParents == number
        drawn = list(marked(page))
        assert len(set(drawn)) == len(drawn)
        held = {at for at, owner in enumerate(owners[number]) if owner is not None}
        assert set(drawn) == held
        for run in drawn:
            owner = owners[number][run]
            assert owner.objgen in reached, "an element that nobody finds"
            assert owner.Pg.objgen == page.obj.objgen
            assert run in [kid for kid in owner.K if not isinstance(kid, pikepdf.Object)]
    runs = sum(len(kids) for kids in reached.values())
    assert runs == sum(1 for held in owners.values() for owner in held if owner is not None)


def _reached(element: Any) -> Iterator[tuple[tuple[int, int], list[int]]]:
    kids = list(element.get("/K", ()))
    yield element.objgen, [kid for kid in kids if not isinstance(kid, pikepdf.Object)]
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            assert kid.P.objgen == element.objgen
            yield from _reached(kid)


def assert_archival(opened: pikepdf.Pdf, *, title: str) -> None:
    """It says what it is: PDF/A-2a and PDF/UA-1, its language, its title; nothing attached."""
    xmp = opened.Root.Metadata.read_bytes().decode()
    assert 'pdfaid:part="2"' in xmp
    assert 'pdfaid:conformance="A"' in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert xmp.count("<rdf:RDF") == xmp.count("</rdf:RDF>") == 1
    assert str(opened.Root.Lang) == "it"
    assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
    assert bool(opened.Root.MarkInfo.Marked)
    assert title in str(opened.docinfo.Title)
    assert opened.Root.OutputIntents
    assert "/Names" not in opened.Root
    assert "/AcroForm" not in opened.Root


def assert_fonts_embedded(opened: pikepdf.Pdf) -> None:
    """Every font travels with the file and knows the Unicode of its glyphs."""
    fonts = {
        font.objgen: font
        for page in opened.pages
        for font in page.resources.get("/Font", pikepdf.Dictionary()).values()
    }
    assert fonts
    for font in fonts.values():
        assert "/ToUnicode" in font
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor

"""Copies of a form from one layout: the pages are laid out once and only their feet differ.

What is laid out is, in this order: the pages of the form, one strip a copy (a page lower than a
tenth of the others, holding the foot of that copy), and pages that all copies share. What comes
out has the pages of the form once a copy, with that copy's foot at their bottom, and no strip.
Copied pages share content and resources; each has structure elements of its own, so that a screen
reader finds every copy whole, in the order of the pages.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

Node = Any  # a page or a structure element: pikepdf has one type for all objects
_STRIP = 0.1


class NotCopies(ValueError):
    """The document is not made of pages, strips and shared pages."""


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page, the element of each run of its text by number (None: it is decoration), and the
    elements that stand highest in the structure."""

    page: Node
    owners: list[Node | None]
    tops: list[Node]


def compose(content: bytes) -> bytes:
    """Put the feet on copies of the pages of a laid out document; raises NotCopies.

    The same bytes in give the same bytes out: nothing of the moment is written.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _rewrite(pdf)
        target = io.BytesIO()
        pdf.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return target.getvalue()


def _rewrite(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root.StructTreeRoot
    document = root.K[0]
    leaves = _read(pdf, root, document)
    forms, strips, shared = _parts(leaves)
    opening = pdf.make_stream(b"q\n")
    # Copied before any foot is put on: each copy begins from the bare pages.
    twins = [[_twin(pdf, form, document) for form in forms] for _strip in strips[1:]]
    titles = _aim(pdf, strips, [own[0].page for own in (forms, *twins)])
    every, parts = [], []
    for own, strip, title in zip((forms, *twins), strips, titles, strict=True):
        footed = [_footed(pdf, leaf, strip, opening, document) for leaf in own]
        parts.append(_part(pdf, document, footed, title))
        every += footed
    document.K = Array([*parts, *chain.from_iterable(leaf.tops for leaf in shared)])
    _number(pdf, root, [*every, *shared])


def _read(pdf: pikepdf.Pdf, root: Node, document: Node) -> list[_Leaf]:
    numbers = root.ParentTree.Nums
    owners = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    tops: dict[Any, list[Node]] = {}
    for top in document.K:
        tops.setdefault(top.Pg.objgen, []).append(top)
    leaves = []
    for each in pdf.pages:
        page = each.obj
        held = list(owners[int(page.StructParents)])
        leaves.append(_Leaf(page, held, _tops(held, tops.get(page.objgen, []), document)))
    return leaves


def _tops(owners: Iterable[Node | None], tops: Iterable[Node], document: Node) -> list[Node]:
    """The highest elements of a page; last what stands in its margins, where nothing leads yet."""
    found = {top.objgen: top for top in tops}
    for owner in owners:
        if owner is not None:
            top = _highest(owner, document)
            found.setdefault(top.objgen, top)
    return list(found.values())


def _parts(leaves: list[_Leaf]) -> tuple[list[_Leaf], list[_Leaf], list[_Leaf]]:
    """The pages of the form, the strips, the pages that all copies share."""
    heights = [float(leaf.page.MediaBox[3]) for leaf in leaves]
    low = [height < max(heights) * _STRIP for height in heights]
    first, after = low.index(True) if True in low else 0, 0
    after = first + sum(low)
    if not 0 < first < after or not all(low[first:after]):
        raise NotCopies("strips belong between the pages of the form and the others")
    if any("/Annots" in leaf.page for leaf in leaves[:after]):
        raise NotCopies("a link would lead from every copy to one")
    if len({leaf.page.Resources.objgen for leaf in leaves[:after]}) > 1:
        raise NotCopies("a foot needs the fonts of its page")
    return leaves[:first], leaves[first:after], leaves[after:]


def _twin(pdf: pikepdf.Pdf, leaf: _Leaf, document: Node) -> _Leaf:
    """A second page with the same content, and a structure of its own."""
    return _grown(pdf, leaf, pdf.make_indirect(Dictionary(leaf.page)), document)


def _grown(pdf: pikepdf.Pdf, leaf: _Leaf, page: Node, document: Node) -> _Leaf:
    """The structure of a page once more, for another page."""
    made: dict[Any, Node] = {}
    tops = [_copied(pdf, top, document, page, made) for top in leaf.tops]
    return _Leaf(page, [made[one.objgen] if one is not None else None for one in leaf.owners], tops)


def _copied(
    pdf: pikepdf.Pdf, element: Node, parent: Node, page: Node, made: dict[Any, Node]
) -> Node:
    copied = pdf.make_indirect(Dictionary(element))
    made[element.objgen] = copied
    copied.P, copied.Pg = parent, page
    copied.K = Array(
        [
            _copied(pdf, kid, copied, page, made) if isinstance(kid, Dictionary) else kid
            for kid in element.get("/K", ())
        ]
    )
    return copied


def _highest(element: Node, document: Node) -> Node:
    while element.P.objgen != document.objgen:
        element = element.P
    return element


def _footed(pdf: pikepdf.Pdf, leaf: _Leaf, strip: _Leaf, opening: Node, document: Node) -> _Leaf:
    """Put a foot on a page: drawn after the page's own content, numbered on from it."""
    foot = _grown(pdf, strip, leaf.page, document)
    first = len(leaf.owners)
    for element in _walk(foot.tops):
        kids = element.get("/K", ())
        element.K = Array([kid if isinstance(kid, Dictionary) else kid + first for kid in kids])
    drawn = pdf.make_stream(b"Q\nq\n" + _renumbered(strip.page, first) + b"\nQ\n")
    leaf.page.Contents = Array([opening, leaf.page.Contents, drawn])
    return _Leaf(leaf.page, leaf.owners + foot.owners, leaf.tops + foot.tops)


def _walk(elements: Iterable[Node]) -> Iterator[Node]:
    for element in elements:
        yield element
        yield from _walk(kid for kid in element.get("/K", ()) if isinstance(kid, Dictionary))


def _renumbered(page: Node, first: int) -> bytes:
    """The content of a strip, its marked content numbered from ``first``."""
    told = []
    for each in pikepdf.parse_content_stream(page):
        operands: list[Any] = list(each.operands)
        if str(each.operator) == "BDC" and "/MCID" in operands[1]:
            operands[1] = Dictionary(operands[1])
            operands[1].MCID = int(operands[1].MCID) + first
        told.append((operands, each.operator))
    return pikepdf.unparse_content_stream(told)


def _part(pdf: pikepdf.Pdf, document: Node, leaves: Sequence[_Leaf], title: Node) -> Node:
    """One copy in the structure: everything on its pages, in their order."""
    tops = [top for leaf in leaves for top in leaf.tops]
    part = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Part, P=document, K=Array(tops))
    )
    if title is not None:
        part.T = title
    for top in tops:
        top.P = part
    return part


def _aim(pdf: pikepdf.Pdf, strips: Sequence[_Leaf], firsts: Sequence[Node]) -> list[Node]:
    """Turn the bookmarks of the strips to the first page of their copies; return their titles."""
    at = {strip.page.objgen: number for number, strip in enumerate(strips)}
    titles: list[Node] = [None] * len(strips)
    for mark in _bookmarks(pdf.Root.get("/Outlines")):
        number = at.get(mark.Dest[0].objgen)
        if number is not None:
            page = firsts[number]
            mark.Dest = Array([page, Name.XYZ, 0, page.MediaBox[3], 0])
            titles[number] = mark.Title
    return titles


def _bookmarks(parent: Node) -> Iterator[Node]:
    mark = parent.get("/First") if parent is not None else None
    while mark is not None:
        yield mark
        yield from _bookmarks(mark)
        mark = mark.get("/Next")


def _number(pdf: pikepdf.Pdf, root: Node, leaves: Iterable[_Leaf]) -> None:
    """Write the pages in their order, and for each whose its marked content is."""
    kids, numbers = [], []
    for number, leaf in enumerate(leaves):
        leaf.page.StructParents = number
        kids.append(leaf.page)
        numbers += [number, pdf.make_indirect(Array(leaf.owners))]
    pdf.Root.Pages.Kids, pdf.Root.Pages.Count = Array(kids), len(kids)
    root.ParentTree.Nums = Array(numbers)
    root.ParentTreeNextKey = len(kids)

"""The structure tree as PDF/UA wants it, on the objects WeasyPrint is about to write.

WeasyPrint tags the running foot like text but hangs its tags on no tree, so that it is neither read
nor passed over for sure. Here it becomes a pagination artifact (ISO 14289-1, 7.8), but for the last
page that has it: there it is read, once. A running head says again what the first page says, and is
never read. Elements that say nothing of what they hold (rows of boxes, cuts of a font) go away: a
third of the objects, the same reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

_HEAD = b"<</Type /Pagination /Subtype /Header>>"
_FOOT = b"<</Type /Pagination /Subtype /Footer>>"
_WRAPPERS = {"/Div", "/NonStruct", "/Span"}
_HOLDS_TEXT = {
    *("/P", "/Span", "/NonStruct", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6"),
    *("/LBody", "/Lbl", "/TH", "/TD", "/Caption"),
}
_BARE = {"Type", "S", "K", "Pg", "P"}

# A page by its reference -> the elements of its runs of text, by the number of the run.
_Owners = dict[bytes, list[bytes]]


def tidy(pdf: Any) -> None:
    """Set the structure tree of a document right, in place."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    nums = _object(pdf, root["ParentTree"])["Nums"]
    by_key = dict(zip(nums[::2], nums[1::2], strict=True))
    pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
    owners = {page.reference: by_key[page["StructParents"]] for page in pages}
    [document] = root["K"]
    _hang_feet(pdf, document, pages, owners)
    kept: set[bytes] = set()
    _tidy_element(pdf, document, owners, kept)
    for page in pages:
        _free_margins(pdf, page, owners[page.reference], kept)


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _hang_feet(pdf: Any, document: bytes, pages: list[Any], owners: _Owners) -> None:
    """Let each foot be read at the last page that has it; a page number alone is not read."""
    kids = _object(pdf, document)["K"]
    known = set(kids)
    last: dict[bytes, tuple[Any, list[bytes]]] = {}
    for page in pages:
        held = owners[page.reference]
        above = [_top(pdf, document, owner) for owner in held]
        drawn = _drawn(pdf, page)
        feet = [
            top
            for run, top in enumerate(above)
            if top not in known and not drawn[run][0] and "/P" in _roles(pdf, top)
        ]
        look = b"".join(drawn[run][1] for run, top in enumerate(above) if top in feet)
        if feet:
            last[look] = (page, list(dict.fromkeys(feet)))
    for page, feet in last.values():
        places = [place for place, kid in enumerate(kids) if _is_on(pdf, kid, page)]
        after = places[-1] + 1 if places else len(kids)
        kids[after:after] = feet


def _is_on(pdf: Any, reference: bytes, page: Any) -> bool:
    return bool(_object(pdf, reference).get("Pg") == page.reference)


def _drawn(pdf: Any, page: Any) -> dict[int, tuple[bool, bytes]]:
    """For each run of text: whether it stands in the upper half of its page, and how it is drawn.

    Two feet that are drawn the same are the same. Texts are placed in pixels from the top.
    """
    middle = page["MediaBox"][3] / 0.75 / 2
    found: dict[int, tuple[bool, bytes]] = {}
    run: int | None = None
    for item in _object(pdf, page["Contents"]).stream:
        if isinstance(item, pydyf.Dictionary) and "MCID" in item:
            run = item["MCID"]
            found[run] = (False, b"")
        elif item == b"EMC":
            run = None
        elif run is not None:
            data = item if isinstance(item, bytes) else str(item).encode()
            upper, so_far = found[run]
            if data.endswith(b" Tm"):
                upper = float(data.split()[5]) < middle
            found[run] = (upper, so_far + data + b"\n")
    return found


def _top(pdf: Any, document: bytes, reference: bytes) -> bytes:
    """The outermost element around another."""
    while (above := _object(pdf, reference)["P"]) != document:
        reference = above
    return reference


def _roles(pdf: Any, reference: bytes) -> Iterator[str]:
    element = _object(pdf, reference)
    if "S" in element:
        yield element["S"]
        for kid in element["K"]:
            if not isinstance(kid, int):
                yield from _roles(pdf, kid)


def _tidy_element(pdf: Any, reference: bytes, owners: _Owners, kept: set[bytes]) -> None:
    element = _object(pdf, reference)
    if element.get("Type") == "/OBJR":
        return
    kept.add(reference)
    kids: list[Any] = []
    for kid in element["K"]:
        if isinstance(kid, int):
            kids.append(kid)
            continue
        _tidy_element(pdf, kid, owners, kept)
        kids += _without_wrapping(pdf, element, kid, owners, kept)
    element["K"] = pydyf.Array(kids)


def _without_wrapping(
    pdf: Any, parent: Any, reference: bytes, owners: _Owners, kept: set[bytes]
) -> list[Any]:
    """What the parent holds for this child: the child, or what is in it."""
    child = _object(pdf, reference)
    if not _BARE.issuperset(child) or not (child["S"] in _WRAPPERS or _only_section(parent, child)):
        return [reference]
    kids = child["K"]
    runs = [kid for kid in kids if isinstance(kid, int)]
    if runs and (parent["S"] not in _HOLDS_TEXT or child["Pg"] != parent.get("Pg")):
        return [reference]
    for run in runs:
        owners[child["Pg"]][run] = parent.reference
    for kid in kids:
        if not isinstance(kid, int):
            _object(pdf, kid)["P"] = parent.reference
    kept.discard(reference)
    child.clear()  # its number stays, as an empty object that nothing names
    return list(kids)


def _only_section(parent: Any, child: Any) -> bool:
    """A section laid out as a table is tagged as sections within each other."""
    return bool(child["S"] == parent["S"] == "/Sect" and len(parent["K"]) == 1)


def _free_margins(pdf: Any, page: Any, owners: list[bytes], kept: set[bytes]) -> None:
    """Make an artifact of each run whose element is not in the tree."""
    drawn = _drawn(pdf, page)
    items = _object(pdf, page["Contents"]).stream
    for place, item in enumerate(items):
        if not (isinstance(item, pydyf.Dictionary) and "MCID" in item):
            continue
        run = item["MCID"]
        reference = owners[run]
        if reference not in kept:
            items[place - 1], items[place] = b"/Artifact", _HEAD if drawn[run][0] else _FOOT
            owners[run] = b"null"
            _object(pdf, reference).clear()

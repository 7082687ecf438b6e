"""The structure tree as PDF/UA wants it, on the objects WeasyPrint is about to write.

WeasyPrint tags the running foot like text but hangs its tags on no tree, so that it is neither read
nor passed over for sure. Here it becomes a pagination artifact (ISO 14289-1, 7.8), but for the last
page that has it: there it is read, once. Elements that say nothing of what they hold (rows of
boxes, cuts of a font) go away: a third of the objects, the same reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

_FOOT = b"<</Type /Pagination /Subtype /Footer>>"  # every margin box of ours stands at the foot
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
        _free_feet(pdf, _object(pdf, page["Contents"]), owners[page.reference], kept)


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
        tops = [top for top in dict.fromkeys(above) if top not in known]
        feet = [top for top in tops if "/P" in _roles(pdf, top)]
        runs = {run for run, top in enumerate(above) if top in feet}
        if runs:
            last[_drawn(_object(pdf, page["Contents"]), runs)] = (page, feet)
    for page, feet in last.values():
        places = [place for place, kid in enumerate(kids) if _is_on(pdf, kid, page)]
        after = places[-1] + 1 if places else len(kids)
        kids[after:after] = feet


def _is_on(pdf: Any, reference: bytes, page: Any) -> bool:
    return bool(_object(pdf, reference).get("Pg") == page.reference)


def _drawn(stream: Any, runs: set[int]) -> bytes:
    """How some runs of text are drawn: two feet that look the same are the same."""
    found: list[bytes] = []
    inside = False
    for item in stream.stream:
        if isinstance(item, pydyf.Dictionary) and "MCID" in item:
            inside = item["MCID"] in runs
        elif item == b"EMC":
            inside = False
        elif inside:
            found.append(item if isinstance(item, bytes) else str(item).encode())
    return b"\n".join(found)


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


def _free_feet(pdf: Any, stream: Any, owners: list[bytes], kept: set[bytes]) -> None:
    """Make an artifact of each run whose element is not in the tree."""
    items = stream.stream
    for place, item in enumerate(items):
        if not (isinstance(item, pydyf.Dictionary) and "MCID" in item):
            continue
        reference = owners[item["MCID"]]
        if reference not in kept:
            items[place - 1], items[place] = b"/Artifact", _FOOT
            owners[item["MCID"]] = b"null"
            _object(pdf, reference).clear()

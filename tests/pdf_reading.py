"""What a screen reader meets: every mark on a page is an artifact or stands in the tree, once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf

_DRAWING = set("f F f* B B* b b* S s Tj TJ ' \" Do sh BI INLINE IMAGE".split())
_GROUPING = {"/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote"}
_ROLES = _GROUPING | {
    "/NonStruct",  # transparent: what it holds stands in its parent
    *("/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Span", "/Link", "/Caption", "/Figure"),
    *("/L", "/LI", "/Lbl", "/LBody"),
    *("/Table", "/THead", "/TBody", "/TFoot", "/TR", "/TH", "/TD"),
}
_INSIDE = {
    "/LI": {"/L"},
    "/Lbl": {"/LI"},
    "/LBody": {"/LI"},
    "/THead": {"/Table"},
    "/TBody": {"/Table"},
    "/TFoot": {"/Table"},
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
}
_MAY_BE_EMPTY = {"/TD", "/TH"}

# page object number, number of the run
_Run = tuple[tuple[int, int], int]


def reading_problems(pdf: pikepdf.Pdf, copies: int = 1) -> Iterator[str]:
    """Title, language, tree and content, as PDF/UA-1 asks."""
    root = pdf.Root
    if not str(root.get("/Lang", "")):
        yield "no language"
    if not bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)):
        yield "the title is not displayed"
    marks = root.get("/MarkInfo", {})
    if not bool(marks.get("/Marked", False)) or bool(marks.get("/Suspects", False)):
        yield "not marked as tagged"
    if "/StructTreeRoot" not in root:
        yield "no structure tree"
        return
    tree = _Tree(pdf)
    yield from tree.problems
    yield from _headings(tree.roles, copies)
    for index, page in enumerate(pdf.pages, start=1):
        yield from (f"page {index}: {said}" for said in _page_problems(page, tree))
    for (page_number, run), times in tree.runs.items():
        if times != 1:
            yield f"run {run} of page object {page_number[0]} stands {times} times in the tree"
        elif (page_number, run) not in tree.met:
            yield f"run {run} of page object {page_number[0]} is on no page"


class _Tree:
    """The structure tree walked once: roles in reading order, runs of text, what is wrong."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.root = pdf.Root.StructTreeRoot
        self.roles: list[str] = []
        self.runs: Counter[_Run] = Counter()
        self.owner: dict[_Run, tuple[int, int]] = {}
        self.met: set[_Run] = set()
        self.problems: list[str] = []
        tops = _list(self.root.get("/K"))
        if len(tops) != 1 or str(tops[0].S) != "/Document":
            self.problems.append("the tree has not one Document at its top")
        for top in tops:
            self._walk(top, self.root)
        nums = _list(self.root.ParentTree.Nums)
        self.parents = {int(nums[at]): nums[at + 1] for at in range(0, len(nums), 2)}

    def _walk(self, element: Any, parent: Any) -> None:
        role = str(element.S)
        self.roles.append(role)
        self.problems += self._element(element, role, parent)
        for kid in _list(element.get("/K")):
            if isinstance(kid, pikepdf.Dictionary):
                if kid.get("/Type") == "/OBJR":
                    continue
                if "/S" in kid:
                    self._walk(kid, element)
                    continue
                self._run(element, kid.get("/Pg", element.get("/Pg")), int(kid.MCID))
            else:
                self._run(element, element.get("/Pg"), int(kid))

    def _run(self, element: Any, page: Any, number: int) -> None:
        if page is None:
            self.problems.append(f"run {number} of {element.S} has no page")
            return
        self.runs[page.objgen, number] += 1
        self.owner[page.objgen, number] = element.objgen

    def _element(self, element: Any, role: str, parent: Any) -> Iterator[str]:
        if role not in _ROLES:
            yield f"unknown role {role}"
        if element.get("/P") is None or element.P.objgen != parent.objgen:
            yield f"{role} names another parent"
        allowed = _INSIDE.get(role)
        if allowed and str(parent.get("/S")) not in allowed:
            yield f"{role} inside {parent.get('/S')}"
        kids = _list(element.get("/K"))
        if not kids and role not in _MAY_BE_EMPTY:
            yield f"{role} is empty"
        if role == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield "Figure without alternative text"
        if role in _GROUPING and any(isinstance(kid, int) for kid in kids):
            yield f"text straight in {role}"
        if role == "/Table" and "/TH" not in set(_roles(element)):
            yield "Table without heading cells"


def _roles(element: Any) -> Iterator[str]:
    for kid in _list(element.get("/K")):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield str(kid.S)
            yield from _roles(kid)


def _headings(roles: list[str], copies: int) -> Iterator[str]:
    levels = [int(role[2]) for role in roles if re.fullmatch(r"/H\d", role)]
    if levels[:1] != [1] or levels.count(1) != copies:
        yield f"headings {levels} have not their H1, first"
    if any(after - before > 1 for before, after in pairwise(levels)):
        yield f"headings {levels} jump"


def _page_problems(page: pikepdf.Page, tree: _Tree) -> Iterator[str]:
    if page.obj.get("/Tabs") != "/S":
        yield "the order of tabs is not that of the structure"
    key = page.obj.get("/StructParents")
    parents = _list(tree.parents.get(int(key))) if key is not None else []
    if key is None or not parents:
        yield "no place in the ParentTree"
    seen: set[int] = set()
    for run, fault in _content(page):
        if fault:
            yield fault
            continue
        here = (page.obj.objgen, run)
        tree.met.add(here)
        if run in seen:
            yield f"run {run} twice"
        seen.add(run)
        known = parents[run] if run < len(parents) else None
        if known is None or known.objgen != tree.owner.get(here):
            yield f"run {run} is not that of its element"
    for annotation in _list(page.obj.get("/Annots")):
        if not str(annotation.get("/Contents", "")):
            yield "an annotation without description"


def _content(page: pikepdf.Page) -> Iterator[tuple[int, str]]:
    """The tagged runs of a page by number, and what is drawn outside of any mark."""
    open_marks: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            if open_marks:
                yield -1, f"{operands[0]} inside {open_marks[-1]}"
            open_marks.append(str(operands[0]))
            if name == "BDC" and "/MCID" in operands[1]:
                yield int(operands[1].MCID), ""
        elif name == "EMC":
            if not open_marks:
                yield -1, "a mark is closed that was not open"
                return
            open_marks.pop()
        elif name in _DRAWING and not open_marks:
            yield -1, f"{name} outside of tags and artifacts"
    if open_marks:
        yield -1, "a mark is not closed"


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]

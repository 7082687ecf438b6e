"""Checks of a finished PDF, in place of a validator: none of PDF/A can be had as a package.

``problems`` names what breaks PDF/A-2a or PDF/UA-1 as far as this looks; an independent checker of
PDF/UA-1 (outloud) has its say in ``accessibility``. Neither makes a file "validated": the documents
stay "non validato".
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import outloud
import pikepdf

from tests.pdf_archive import archive_problems
from tests.pdf_reading import reading_problems

# What the checker asks and the forms do not give, on purpose.
_MEANT = {
    "LNK-010",  # an address typed by somebody is text: nothing in an official paper is a link
    "TBL-014",  # boxes are drawn like a table and read like a list of questions and answers
}


def problems(content: bytes, *, copies: int = 1) -> list[str]:
    """What is wrong with the file; an empty list for what stands every check.

    A file of several copies has the first heading once in each.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [
            *(f"syntax: {said}" for said in pdf.check_pdf_syntax()),
            *archive_problems(pdf, content),
            *reading_problems(pdf, copies),
        ]


def accessibility(content: bytes, folder: Path) -> list[str]:
    """What an independent checker of PDF/UA-1 says, warnings as well."""
    path = folder / "controllo.pdf"
    path.write_bytes(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        title = str(pdf.docinfo.get("/Title", ""))
    return list(_said(outloud.check(str(path)), title))


def _said(result: outloud.Result, title: str) -> Iterator[str]:
    if result.error:
        yield result.error
    for finding in result.findings:
        # On a file of few pages it takes a running head for prose: it says the title again.
        head = finding.rule == "TAG-002" and (finding.evidence or "")[:40] == title[:40]
        if finding.severity != "info" and finding.rule not in _MEANT and not head:
            yield f"{finding.rule} p.{finding.page}: {finding.message}"

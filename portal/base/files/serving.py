"""Giving a stored file to a browser without letting it run there."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from portal.base.files.models import StoredFile
from portal.base.files.storage import read

SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}


def response(file: StoredFile, *, inline: bool = False) -> HttpResponse:
    """Return the file as a download (or ``inline`` in a tab of its own).

    Raises FileUnavailable like ``read``. The view has already decided who may see it.
    """
    content = read(file)
    disposition = content_disposition_header(not inline, file.original_name or "documento")
    return HttpResponse(
        content,
        content_type=file.content_type,
        headers={**SAFE_HEADERS, "Content-Disposition": disposition or "attachment"},
    )

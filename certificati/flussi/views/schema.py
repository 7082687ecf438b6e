"""The schema and its example, for whoever writes a hospital's system."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from certificati.flussi.schema import json_schema, xsd
from certificati.flussi.schema.esempio import as_json, as_xml


@require_safe
def flussi_schema_json(request: HttpRequest) -> HttpResponse:
    """The JSON Schema."""
    text = json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
    return _file(text.encode(), "certificati-1.json", "application/schema+json")


@require_safe
def flussi_schema_xsd(request: HttpRequest) -> HttpResponse:
    """The XML Schema."""
    return _file(xsd(), "certificati-1.xsd", "application/xml")


@require_safe
def flussi_esempio_json(request: HttpRequest) -> HttpResponse:
    """The example in JSON."""
    return _file(as_json(), "esempio-1.json", "application/json")


@require_safe
def flussi_esempio_xml(request: HttpRequest) -> HttpResponse:
    """The example in XML."""
    return _file(as_xml(), "esempio-1.xml", "application/xml")


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)

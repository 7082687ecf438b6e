"""The bodies of the requests in the OpenAPI document, by the schema of the flows."""

from __future__ import annotations

from typing import Any, Final

from certificati.flussi.limiti import API_RECORD_MAX
from certificati.flussi.models.flusso import CHIAVE_MAX
from certificati.flussi.schema import json_schema
from certificati.flussi.schema.esempio import ESEMPIO
from certificati.flussi.schema.json_schema import annulment_schema

Json = dict[str, Any]


def _records_body() -> Json:
    schema = {name: value for name, value in json_schema().items() if name[0] != "$"}
    for name in ("certificati", "annullamenti"):
        schema["properties"][name] = schema["properties"][name] | {"maxItems": API_RECORD_MAX}
    return {
        "required": True,
        "content": {"application/json": {"schema": schema, "example": ESEMPIO}},
    }


def _annulment_body() -> Json:
    shape = annulment_schema()
    names = ("motivo", "nota")
    schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["motivo"],
        "properties": {name: shape["properties"][name] for name in names},
    }
    return {
        "required": True,
        "content": {"application/json": {"schema": schema, "example": {"motivo": "doppio"}}},
    }


RECORDS_BODY: Final = _records_body()
ANNULMENT_BODY: Final = _annulment_body()
KEY_HEADER: Final[Json] = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "La stessa chiave con gli stessi record riceve la stessa risposta.",
    "schema": {"type": "string", "maxLength": CHIAVE_MAX, "pattern": "^[A-Za-z0-9._:-]+$"},
}

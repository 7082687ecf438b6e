"""The JSON Schema of a flow (draft 2020-12), made from the declaration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from certificati.campi import BOTH, Campo, Forma
from certificati.flussi.limiti import ID_ESTERNO, RECORD_MAX
from certificati.flussi.schema.campi import ANNULLA, VERSIONE, busta_of, dati_of
from portal.base.riferimenti.codelists import code_list

Json = dict[str, Any]
CF = "^[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$"
_SHAPES: dict[Forma, Json] = {
    Forma.GIORNO: {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    Forma.ISTANTE: {
        "type": "string",
        "format": "date-time",
        "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$",
        "description": "con il fuso orario: 2026-03-11T12:30:00+01:00",
    },
    Forma.ORA: {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
    Forma.SI_NO: {"type": "boolean"},
    Forma.CODICE_FISCALE: {"type": "string", "pattern": CF},
    Forma.CODICE_FISCALE_DATORE: {"type": "string", "pattern": f"{CF}|^[0-9]{{11}}$"},
    Forma.PROVINCIA: {"type": "string", "pattern": "^[A-Z]{2}$"},
    Forma.CAP: {"type": "string", "pattern": "^[0-9]{5}$"},
    Forma.NUMERO: {"type": "string", "pattern": "^[A-Z0-9]{12}$"},
}


def json_schema() -> Json:
    """The whole document, with titles in Italian."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:portale-infortuni:certificati:{VERSIONE}",
        "title": "Flusso di certificati medici verso il Portale Infortuni",
        "type": "object",
        "additionalProperties": False,
        "required": ["versione"],
        "properties": {
            "versione": {"const": VERSIONE},
            "struttura": {
                "type": ["string", "null"],
                "pattern": f"{CF}|^[0-9]{{11}}$",
                "title": "Codice fiscale della struttura",
            },
            "certificati": {
                "type": "array",
                "maxItems": RECORD_MAX,
                "items": record_schema(),
            },
            "annullamenti": {
                "type": "array",
                "maxItems": RECORD_MAX,
                "items": annulment_schema(),
            },
        },
    }


def record_schema() -> Json:
    """One certificate."""
    shape = _object(busta_of())
    shape["properties"]["firmato"] = {
        "const": True,
        "title": shape["properties"]["firmato"]["title"],
    }
    # What a certificate of each kind must say is told by the outcomes, field by field.
    shape["properties"]["dati"] = _object(dati_of())
    shape["required"].append("dati")
    return shape


def annulment_schema() -> Json:
    """One annulment: by identifier or by number."""
    shape = _object(ANNULLA)
    shape["anyOf"] = [{"required": ["id_esterno"]}, {"required": ["numero"]}]
    return shape


def _object(campi: Iterable[Campo]) -> Json:
    campi = tuple(campi)
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [campo.name for campo in campi if _everywhere(campo)],
        "properties": {campo.name: _property(campo) for campo in campi},
    }


def _everywhere(campo: Campo) -> bool:
    """Whether every kind of certificate must answer it."""
    return campo.needed == BOTH


def _property(campo: Campo) -> Json:
    shape = dict(_SHAPES.get(campo.forma, {"type": "string", "maxLength": campo.max}))
    if campo.choices:
        shape = {"enum": [code for code, _label in campo.choices]}
    elif campo.forma == Forma.LESIONI:
        shape = _lesions()
    elif campo.name == "id_esterno":
        shape["pattern"] = f"^{ID_ESTERNO}$"
    elif _everywhere(campo) and shape.get("type") == "string" and "pattern" not in shape:
        shape.setdefault("minLength", 1)
    return {"title": str(campo.label), **shape}


def _lesions() -> Json:
    official = {name: code_list(f"{name}_lesione") for name in ("natura", "sede")}
    properties = {
        name: {"enum": [entry.code for entry in found.entries], "title": found.title}
        for name, found in official.items()
    }
    return {
        "type": "array",
        "uniqueItems": True,
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": list(properties),
            "properties": properties,
        },
    }

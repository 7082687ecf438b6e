"""The documented schema of the flows, version 1: one declaration, two documents."""

from certificati.flussi.schema.campi import ANNULLA, BUSTA, VERSIONE, busta_of, dati_of
from certificati.flussi.schema.json_schema import json_schema, record_schema
from certificati.flussi.schema.xsd import NAMESPACE, xsd

__all__ = [
    "ANNULLA",
    "BUSTA",
    "NAMESPACE",
    "VERSIONE",
    "busta_of",
    "dati_of",
    "json_schema",
    "record_schema",
    "xsd",
]

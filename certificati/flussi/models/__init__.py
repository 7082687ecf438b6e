"""Flows, the outcome of each record, the tokens of the structures."""

from certificati.flussi.models.flusso import Flusso
from certificati.flussi.models.gettone import GettoneApi
from certificati.flussi.models.record import RecordFlusso

__all__ = ["Flusso", "GettoneApi", "RecordFlusso"]

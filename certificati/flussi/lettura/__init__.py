"""Reading a flow: bytes to raw records (safely), raw records to typed data (with outcomes)."""

from certificati.flussi.lettura import json_file
from certificati.flussi.lettura.documento import Documento, leggi
from certificati.flussi.lettura.errori import Errore, FlussoIlleggibile, messaggio
from certificati.flussi.lettura.grezzi import Grezzo
from certificati.flussi.lettura.record import RecordLetto, interpreta

__all__ = [
    "Documento",
    "Errore",
    "FlussoIlleggibile",
    "Grezzo",
    "RecordLetto",
    "interpreta",
    "json_file",
    "leggi",
    "messaggio",
]

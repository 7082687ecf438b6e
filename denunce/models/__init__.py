"""Models of the employer's side; the words are those of ``docs/glossario.md``."""

from denunce.models.adempimento import Adempimento, Valutazione
from denunce.models.bozza import Bozza
from denunce.models.caso import Caso, Numerazione
from denunce.models.documento import Documento
from denunce.models.evento import Evento
from denunce.models.invio import Invio
from denunce.models.lavoratore import Lavoratore
from denunce.models.modulo import Modulo
from denunce.models.nota import Nota
from denunce.models.riferimento import RiferimentoCertificato

__all__ = [
    "Adempimento",
    "Bozza",
    "Caso",
    "Documento",
    "Evento",
    "Invio",
    "Lavoratore",
    "Modulo",
    "Nota",
    "Numerazione",
    "RiferimentoCertificato",
    "Valutazione",
]

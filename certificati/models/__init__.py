"""Models of the doctors' side."""

from certificati.models.certificato import Certificato
from certificati.models.stampa import Stampa

__all__ = ["Certificato", "Stampa"]

"""Background work, proofs of erasure, requests of the people concerned, chosen terms."""

from utenti.riservatezza.models.conservazione import TermineConservazione
from utenti.riservatezza.models.lavoro import Lavoro
from utenti.riservatezza.models.prova import ProvaCancellazione
from utenti.riservatezza.models.richiesta import RichiestaInteressato

__all__ = ["Lavoro", "ProvaCancellazione", "RichiestaInteressato", "TermineConservazione"]

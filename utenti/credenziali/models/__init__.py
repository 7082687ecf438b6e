"""Requests for credentials, messages to InailRisponde, and what reviewers decide."""

from utenti.credenziali.models.domanda import Domanda
from utenti.credenziali.models.messaggio import AllegatoMessaggio, Messaggio, Risposta
from utenti.credenziali.models.revisione import Decisione, Lettura, RicercaSalvata
from utenti.credenziali.models.richiesta import AllegatoRichiesta, RichiestaAbilitazione

__all__ = [
    "AllegatoMessaggio",
    "AllegatoRichiesta",
    "Decisione",
    "Domanda",
    "Lettura",
    "Messaggio",
    "RicercaSalvata",
    "RichiestaAbilitazione",
    "Risposta",
]

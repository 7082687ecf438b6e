"""Requests for credentials, messages to InailRisponde, and what reviewers decide."""

from utenti.credenziali.models.messaggio import AllegatoMessaggio, Messaggio, Risposta
from utenti.credenziali.models.revisione import Decisione, Lettura, RicercaSalvata
from utenti.credenziali.models.richiesta import AllegatoRichiesta, RichiestaAbilitazione

__all__ = [
    "AllegatoMessaggio",
    "AllegatoRichiesta",
    "Decisione",
    "Lettura",
    "Messaggio",
    "RicercaSalvata",
    "RichiestaAbilitazione",
    "Risposta",
]

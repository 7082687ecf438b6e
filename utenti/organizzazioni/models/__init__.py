"""Invitations and requests to join."""

from utenti.organizzazioni.models.attivazione import RichiestaAttivazione
from utenti.organizzazioni.models.invito import Invito

__all__ = ["Invito", "RichiestaAttivazione"]

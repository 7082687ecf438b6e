"""People, organisations and the dated ties between them."""

from utenti.models.delega import Delega, TipoDelega
from utenti.models.membership import Grant, Membership, MembershipQuerySet
from utenti.models.organizzazione import (
    EMPLOYER_KINDS,
    Organizzazione,
    Sede,
    TipoOrganizzazione,
)
from utenti.models.utente import Utente, UtenteManager

__all__ = [
    "EMPLOYER_KINDS",
    "Delega",
    "Grant",
    "Membership",
    "MembershipQuerySet",
    "Organizzazione",
    "Sede",
    "TipoDelega",
    "TipoOrganizzazione",
    "Utente",
    "UtenteManager",
]

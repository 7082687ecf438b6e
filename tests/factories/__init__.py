"""Rows for tests, valid by themselves: name only the facts that the test is about."""

from tests.factories.casi import (
    AdempimentoFactory,
    BozzaFactory,
    CasoFactory,
    DataKeyFactory,
    DocumentoFactory,
    EventoFactory,
    InvioFactory,
    LavoratoreFactory,
    ModuloFactory,
    NotaFactory,
    NumerazioneFactory,
    RiferimentoFactory,
    ValutazioneFactory,
)
from tests.factories.utenti import (
    DelegaFactory,
    MembershipFactory,
    OrganizzazioneFactory,
    SedeFactory,
    UtenteFactory,
)

__all__ = [
    "AdempimentoFactory",
    "BozzaFactory",
    "CasoFactory",
    "DataKeyFactory",
    "DelegaFactory",
    "DocumentoFactory",
    "EventoFactory",
    "InvioFactory",
    "LavoratoreFactory",
    "MembershipFactory",
    "ModuloFactory",
    "NotaFactory",
    "NumerazioneFactory",
    "OrganizzazioneFactory",
    "RiferimentoFactory",
    "SedeFactory",
    "UtenteFactory",
    "ValutazioneFactory",
]

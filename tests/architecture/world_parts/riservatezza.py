"""Objects of ``utenti.riservatezza`` for the access matrix."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from tests.personas import Personas
from utenti.models import Utente
from utenti.riservatezza.actions.lavori import request_own_data
from utenti.riservatezza.actions.prove import Erased, write_proof
from utenti.riservatezza.actions.richieste import ask
from utenti.riservatezza.choices import Base, Oggetto, TipoRichiesta

KINDS: frozenset[str] = frozenset(
    {"organizzazione_dati", "copia", "prova", "richiesta_interessato", "richiesta_da_rispondere"}
)


def objects(people: Personas, users: dict[str, Utente], now: datetime) -> dict[str, UUID]:
    """One object of each kind, by the real actions, cheaply: a world is built for every role."""
    school = people.scuola
    proof = write_proof(
        Erased(Oggetto.CASO, uuid4(), school.pk, "2010/0001"),
        {"casi": 1},
        base=Base.TERMINE,
        atto="",
        by=users["dirigente"],
        now=now,
    )
    asked = ask(
        users["cittadino"],
        tipo=TipoRichiesta.RETTIFICA,
        testo="Il telefono è cambiato.",
        organizzazione_id=school.pk,
        request_key=uuid4(),
        now=now,
    )
    return {
        "organizzazione_dati": school.pk,
        "copia": request_own_data(users["cittadino"], now=now).pk,
        "prova": proof.pk,
        "richiesta_interessato": asked.pk,
        "richiesta_da_rispondere": asked.pk,
    }

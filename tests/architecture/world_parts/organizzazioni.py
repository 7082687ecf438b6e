"""Objects of ``utenti.organizzazioni`` for the access matrix."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from portal.base import clock
from tests.personas import Personas
from tests.utenti.organizzazioni.scena import dati, pdf
from utenti.models import Delega, Membership, Sede, Utente
from utenti.organizzazioni.actions.attivazioni import submit
from utenti.organizzazioni.actions.inviti import DatiInvito, invite
from utenti.ruoli import Ruolo

KINDS = frozenset(
    {
        "scuola_di_chi_ci_lavora",
        "scuola_amministrata",
        "scuola_del_portale",
        "sede",
        "delega",
        "ruolo_di_un_collega",
        "invito",
        "propria_attivazione",
        "attivazione",
    }
)


def objects(people: Personas, users: dict[str, Utente], now: datetime) -> dict[str, UUID]:
    """One object of each kind, by the real actions, cheaply: a world is built for every role."""
    school, head = people.scuola, people.scope(users["dirigente"], clock.today())
    wanted = DatiInvito("nuova@matrice.test", Ruolo.SEGRETERIA)
    asked = submit(dati(), (pdf(), "nomina.pdf"), by=users["cittadino"], now=now)
    return {
        "scuola_di_chi_ci_lavora": school.pk,
        "scuola_amministrata": school.pk,
        "scuola_del_portale": school.pk,
        "sede": Sede.objects.create(organizzazione=school, denominazione="Plesso Prova").pk,
        "delega": Delega.objects.create(
            delegante=school,
            delegato=people.studio,
            valid_from=clock.today() + timedelta(days=1),  # else its consultant owned the school
        ).pk,
        "ruolo_di_un_collega": Membership.objects.get(utente=users["docente"]).pk,
        "invito": invite(school, wanted, by=head, now=now).pk,
        "propria_attivazione": asked.pk,
        "attivazione": asked.pk,
    }

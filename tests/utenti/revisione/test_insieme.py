"""R11: many reviewers at once, in several processes: nothing is taken or decided twice."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from codicefiscale import codicefiscale

from portal.base.files.models import StoredFile
from portal.base.keys import DataKey
from portal.base.outbox.models import OutboxMessage
from tests.factories.credenziali import AT, RichiestaFactory
from tests.processes import run_together
from utenti.credenziali.models import AllegatoRichiesta, Decisione, RichiestaAbilitazione
from utenti.models import Membership, Organizzazione, Utente
from utenti.ruoli import Ruolo

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = "tests.utenti.revisione.operaio"


@pytest.fixture
def office(transactional_db):
    """Makes reviewers of one office."""
    place = Organizzazione.objects.create(tipo="sede_inail", denominazione="Sede Esempio")

    def reviewers(count: int) -> list[str]:
        people = [
            Utente.objects.create_user(f"r{n}@persone.test", nome="AB"[n % 2], cognome=f"Rev{n}")
            for n in range(count)
        ]
        Membership.objects.bulk_create(
            Membership(
                utente=user, organizzazione=place, ruolo=Ruolo.REVISORE, valid_from=AT.date()
            )
            for user in people
        )
        return [str(user.pk) for user in people]

    return reviewers


def complete(number: int) -> RichiestaAbilitazione:
    """A request with the rows of its files: nobody opens them here."""
    born = date(1960, 1, 1) + timedelta(days=number)
    code = codicefiscale.encode("Rossi", "Maria", "F", f"{born:%d/%m/%Y}", "Milano")
    richiesta = RichiestaFactory(nato_on=born, codice_fiscale=code)
    for tipo in ("documento_fronte", "documento_retro", "modulo_firmato"):
        file = StoredFile.objects.create(
            data_key=DataKey.create(AT),
            content_type="image/png",
            size=1,
            sha256="0" * 64,
            path=uuid4().hex,
            scan_state="pulito",
            created_at=AT,
        )
        AllegatoRichiesta.objects.create(richiesta=richiesta, tipo=tipo, file=file, created_at=AT)
    return richiesta


def split(people: list[str], processes: int) -> list[list[str]]:
    return [people[start::processes] for start in range(processes)]


def test_fifty_reviewers_at_once_never_get_the_same_request(office):
    for _n in range(50):
        RichiestaFactory()
    jobs = [{"work": "next_one", "revisori": some} for some in split(office(50), 2)]
    taken = [pk for answer in run_together(WORKER, jobs) for found in answer for pk in found]
    assert len(taken) == len(set(taken)) == 50
    held = RichiestaAbilitazione.objects.filter(stato="in_esame")
    assert len(set(held.values_list("claimed_by", flat=True))) == 50


def test_four_reviewers_on_the_same_requests_give_exactly_one_decision_each(office, solidita):
    count = 200 if solidita else 12
    rows = [complete(number) for number in range(count)]
    pks = [str(row.pk) for row in rows]
    jobs = [
        {"work": "decide_all", "revisori": some, "richieste": pks} for some in split(office(4), 2)
    ]
    said = [word for answer in run_together(WORKER, jobs) for one in answer for word in one]
    decided = [word for word in said if word.startswith("decisa ")]
    others = [word for word in said if not word.startswith("decisa ")]
    assert len(decided) == len(set(decided)) == Decisione.objects.count() == count
    assert len(others) == 3 * count
    assert all(re.match(r"Già (presa in carico|decisa) da [AB] Rev\d", word) for word in others)
    ended = RichiestaAbilitazione.objects.filter(stato__in=["approvata", "rifiutata"])
    assert ended.count() == count
    assert OutboxMessage.objects.filter(handler="credenziali.decisione").count() == count
    approved = RichiestaAbilitazione.objects.filter(stato="approvata").count()
    assert Organizzazione.objects.filter(tipo="studio_medico").count() == approved

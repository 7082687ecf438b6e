"""Who saw what: the role is written down, names are shown, others' records do not exist."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.base.audit import AccessEvent, record_access
from tests.factories import CasoFactory, LavoratoreFactory
from tests.logins import enter
from utenti.models import Delega, Membership, Utente
from utenti.ruoli import Ruolo

pytestmark = pytest.mark.django_db


@pytest.fixture
def caso(personas):
    bianchi = LavoratoreFactory(organizzazione=personas.scuola)
    return CasoFactory(organizzazione=personas.scuola, lavoratore=bianchi)


def body(answer) -> str:
    return answer.content.decode()


def rows_of(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode().lstrip("\ufeff")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_opening_a_case_writes_the_role_held_there(personas, caso):
    client = enter(Client(), personas.segreteria)
    client.get(reverse("caso", args=[caso.pk]))
    assert AccessEvent.objects.get().role == "segreteria"


def test_two_roles_are_both_written_down(personas, caso):
    Membership.objects.create(
        utente=personas.segreteria,
        organizzazione=personas.scuola,
        ruolo=Ruolo.DOCENTE,
        valid_from=personas.since,
    )
    enter(Client(), personas.segreteria).get(reverse("caso", args=[caso.pk]))
    assert AccessEvent.objects.get().role == "docente,segreteria"


def test_a_role_by_delegation_says_so(personas):
    caso = CasoFactory(organizzazione=personas.cliente)
    enter(Client(), personas.consulente).get(reverse("caso", args=[caso.pk]))
    assert AccessEvent.objects.get().role == "delega.consulente"


def test_the_help_of_the_platform_says_so(personas, caso):
    gestore = personas.gestore
    Delega.objects.create(
        delegante=personas.scuola,
        delegato=personas.piattaforma,
        tipo="assistenza",
        motivo="Un modulo non si apre",
        valid_from=personas.since,
        valid_to=personas.since + timedelta(days=1000),
    )
    enter(Client(), gestore).get(reverse("caso", args=[caso.pk]))
    assert AccessEvent.objects.get().role == "assistenza.gestore"


def test_a_refusal_at_the_gate_has_its_role_too(personas):
    enter(Client(), personas.docente).get(reverse("scadenzario"))
    event = AccessEvent.objects.get()
    assert (event.kind, event.role) == ("denied", "docente")


def test_the_role_costs_no_query(personas, caso):
    client, page = enter(Client(), personas.segreteria), reverse("documento", args=[uuid4()])
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    roles = [query for query in asked if "utenti_membership" in query["sql"]]
    assert len(roles) == 1


def test_the_head_reads_who_opened_what_with_names(personas, caso):
    enter(Client(), personas.segreteria).get(reverse("caso", args=[caso.pk]))
    head = enter(Client(), personas.dirigente)
    page = body(head.get(reverse("registro_accessi", args=[personas.scuola.pk])))
    assert "Laura Conti" in page
    assert "Segreteria" in page
    assert f"caso: caso {caso}, Bianchi Luca" in page
    assert "consultazione" in page


def test_reading_the_record_is_itself_written_down(personas):
    enter(Client(), personas.dirigente).get(
        reverse("registro_accessi_csv", args=[personas.scuola.pk])
    )
    event = AccessEvent.objects.get()
    assert (event.target_type, event.kind) == ("registro_accessi", "export")
    assert event.organizzazione_id == personas.scuola.pk


def test_the_secretary_and_other_heads_do_not_read_it(personas):
    page = reverse("registro_accessi", args=[personas.scuola.pk])
    assert enter(Client(), personas.segreteria).get(page).status_code == 403
    assert enter(Client(), personas.datore).get(page).status_code == 404


def see(who, what, now, kind="view"):
    kinds = {"caso": "denunce.caso", "lavoratore": "denunce.lavoratore"}
    target = kinds[what._meta.model_name]
    return record_access(
        who.pk, target, what.pk, what.organizzazione_id, kind, now, role="segreteria"
    )


def test_the_filters_narrow_by_day_person_kind_and_thing(personas, caso, adesso):
    other = CasoFactory(organizzazione=personas.scuola)
    see(personas.segreteria, caso, adesso)
    see(personas.segreteria, other, adesso)
    see(personas.dirigente, caso, adesso - timedelta(days=40), kind="print")
    head = enter(Client(), personas.dirigente)
    address = reverse("registro_accessi_csv", args=[personas.scuola.pk])

    def found(**asked) -> int:
        return len([row for row in rows_of(head.get(address, asked))[1:] if "caso" in row[4]])

    assert found() == 3
    assert found(dal="2026-03-01") == 2
    assert found(al="2026-03-01") == 1
    assert found(persona=str(personas.dirigente.pk)) == 1
    assert found(tipo="print") == 1
    assert found(oggetto=str(caso.pk), dal="2026-03-12") == 1


def test_who_saw_a_case_includes_who_saw_its_person(personas, caso, adesso):
    see(personas.segreteria, caso.lavoratore, adesso)
    head = enter(Client(), personas.dirigente)
    address = reverse("registro_accessi_csv", args=[personas.scuola.pk])
    lines = rows_of(head.get(address, {"oggetto": str(caso.pk)}))
    assert [row[1] for row in lines[1:]] == ["Laura Conti"]


def test_pages_follow_one_another_without_repeating(personas, caso, adesso):
    for minute in range(60):
        see(personas.segreteria, caso, adesso - timedelta(minutes=minute // 2))
    head = enter(Client(), personas.dirigente)
    answer = head.get(reverse("registro_accessi", args=[personas.scuola.pk]), {"tipo": "view"})
    first, following = answer.context["rows"], answer.context["next_url"]
    second = head.get(following).context["rows"]
    assert (len(first), len(second)) == (50, 10)
    assert second[-1]["iso"] < first[0]["iso"]


def test_an_erased_account_is_called_so(personas, caso, adesso):
    see(personas.segreteria, caso, adesso)
    Utente.objects.filter(pk=personas.segreteria.pk).update(
        nome="", cognome="", is_active=False, cancellato_at=adesso
    )
    page = body(
        enter(Client(), personas.dirigente).get(
            reverse("registro_accessi", args=[personas.scuola.pk])
        )
    )
    assert "account cancellato" in page
    assert "laura.conti" not in page


def test_as_many_queries_for_one_row_as_for_fifty(personas, caso, adesso):
    head, address = (
        enter(Client(), personas.dirigente),
        reverse("registro_accessi", args=[personas.scuola.pk]),
    )

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            head.get(address, {"dal": "2026-03-12", "al": "2026-03-12"})
        return len(queries)

    see(personas.segreteria, caso, adesso)
    one = asked()
    for _ in range(49):
        see(personas.dirigente, caso, adesso)
    assert asked() == one


def test_the_person_sees_who_looked_at_them_once_verified(personas, caso, adesso):
    mario, code = personas.cittadino, "SLOMRA80A01F205X"
    caso.lavoratore.codice_fiscale = code
    caso.lavoratore.codice_fiscale_index = caso.lavoratore.index_of(code)
    caso.lavoratore.save()
    mario.set_codice_fiscale(code, now=adesso)
    mario.save()
    see(personas.segreteria, caso, adesso)
    client = enter(Client(), mario)
    assert "Laura Conti" not in body(client.get(reverse("chi_ha_visto")))
    mario.identita_verificata_at = adesso
    mario.save()
    page = body(client.get(reverse("chi_ha_visto")))
    assert "Laura Conti" in page
    assert f"Il tuo caso {caso} (IC Esempio Nord)" in page


def test_nobody_sees_who_looked_at_somebody_else(personas, caso, adesso):
    see(personas.segreteria, caso, adesso)
    page = body(enter(Client(), personas.cittadino).get(reverse("chi_ha_visto")))
    assert "Laura Conti" not in page

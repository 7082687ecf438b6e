"""The doctor's own list: what to do now, what to transmit first, search, pages."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificati.actions.vita import annul_certificato, record_transmission
from certificati.models import Certificato
from portal.base.audit.models import AccessEvent
from tests.certificati.scena import INFORTUNIO, MALATTIA, bozza, emesso
from tests.pages import read
from tests.personas import Personas
from utenti.models import Membership

pytestmark = pytest.mark.django_db
LIST = "/certificati/"


def groups(answer) -> dict[str, list[str]]:
    return {
        group["code"]: [row["person"] for row in group["rows"]]
        for group in answer.context["groups"]
    }


def test_the_first_line_says_what_to_do_now(rita, personas, adesso, ieri):
    late = adesso.replace(day=9)
    emesso(personas, ieri, cognome="Ritardi", prima_assistenza_at=late, evento_on=late.date())
    emesso(personas, ieri, cognome="Oggi")  # first aid on 11 March: until tonight
    emesso(personas, adesso, cognome="Domani", prima_assistenza_at=adesso)
    bozza(personas, adesso)
    page = rita.get(LIST)
    assert page.context["headline"] == (
        "1 in ritardo · 1 da trasmettere oggi · 1 da trasmettere domani · 1 bozza"
    )
    assert groups(page)["da_trasmettere"] == ["Ritardi Luca", "Oggi Luca", "Domani Luca"]
    text = read(page)
    assert "scaduto da 1 giorno" in text
    assert "mancano 13 h 59 min" in text
    assert "Questo portale non trasmette all’INAIL" in text
    assert reverse("certificato_comincia") in text


def test_nothing_yet_leads_to_the_first_certificate(rita):
    page = rita.get(LIST)
    assert page.context["headline"] == "Niente da trasmettere oggi"
    assert "Ancora nessun certificato" in read(page)
    assert reverse("guida", args=["certificati"]) in read(page)


def test_what_was_transmitted_goes_down_and_comes_newest_first(rita, personas, adesso, ieri):
    by = personas.scope(personas.medico_ospedaliero)
    for number, surname in enumerate(("Primi", "Secondi")):
        found = emesso(personas, ieri + timedelta(minutes=number), cognome=surname)
        record_transmission(found, trasmesso_at=adesso, by=by, now=adesso)
    emesso(personas, adesso, MALATTIA)  # no term: it is told among the issued
    bozza(personas, adesso)
    found = groups(rita.get(LIST))
    assert found["emessi"] == ["Rossi Maria", "Secondi Luca", "Primi Luca"]
    assert len(found["bozze"]) == 1
    assert "da_trasmettere" not in found


@pytest.mark.parametrize(
    ("stato", "people"),
    [
        ("da_trasmettere", ["Buoni Luca"]),
        ("bozze", ["persona non ancora indicata"]),
        ("emessi", ["Buoni Luca"]),
        ("finiti", ["Annullati Luca"]),
    ],
)
def test_each_state_has_its_list(rita, personas, adesso, ieri, stato, people):
    emesso(personas, ieri, cognome="Buoni")
    ended = emesso(personas, ieri, cognome="Annullati")
    by = personas.scope(ended.medico)
    annul_certificato(ended, motivo="persona", by=by, now=adesso)
    bozza(personas, adesso)
    page = rita.get(LIST, {"stato": stato})
    assert groups(page) == {stato: people}
    assert "Annullato" in read(page) or stato != "finiti"


def test_a_surname_is_searched_without_standing_in_the_address(rita, personas, ieri):
    emesso(personas, ieri, cognome="Òrsi")
    emesso(personas, ieri, cognome="Verdi")
    answer = rita.post(f"{LIST}cerca/", {"testo": " ors "})
    assert answer.url == LIST
    page = rita.get(answer.url)
    assert groups(page) == {"da_trasmettere": ["Òrsi Luca"]}
    rita.post(f"{LIST}cerca/", {"testo": ""})
    assert len(groups(rita.get(LIST))["da_trasmettere"]) == 2
    rita.post(f"{LIST}cerca/", {"testo": "zz"})
    assert "Nessun risultato" in read(rita.get(LIST))
    assert rita.post(f"{LIST}cerca/", {"testo": "a\0b"}).status_code == 302


def test_another_doctor_sees_none_of_it(rita, sara, personas, ieri):
    found = emesso(personas, ieri)
    assert groups(sara.get(LIST)) == {}
    for name in ("medico", "catena", "annulla", "trasmesso"):
        address = reverse(f"certificato_{name}", args=[found.pk])
        assert sara.get(address).status_code == 404
        assert rita.get(address).status_code == 200


def test_two_structures_are_told_apart(rita, personas, ieri):
    Membership.objects.create(
        utente=personas.medico_ospedaliero,
        organizzazione=personas.studio_medico,
        ruolo="medico_esterno",
        valid_from=personas.since,
    )
    emesso(personas, ieri)
    emesso(personas, ieri, organizzazione=personas.studio_medico)
    page = read(rita.get(LIST))
    assert str(personas.studio_medico) in page
    assert f'pi-duty__article">{personas.presidio_org}' in page


def test_pages_go_on_in_order_without_losing_anyone(rita, personas, adesso, ieri):
    for number in range(30):
        emesso(personas, ieri + timedelta(minutes=number), MALATTIA, cognome=f"Rossi{number:02d}")
    first = rita.get(LIST)
    assert len(groups(first)["emessi"]) == 25
    second = rita.get(first.context["next_url"])
    assert groups(second)["emessi"] == [f"Rossi{n:02d} Maria" for n in (4, 3, 2, 1, 0)]
    assert second.context["next_url"] == ""
    assert second.context["first_url"] == LIST


def test_those_to_transmit_go_on_by_term(rita, personas, ieri):
    for number in range(27):
        emesso(personas, ieri + timedelta(minutes=number), cognome=f"Neri{number:02d}")
    whole = rita.get(LIST)
    assert whole.context["groups"][0]["all_url"] == f"{LIST}?stato=da_trasmettere"
    first = rita.get(LIST, {"stato": "da_trasmettere"})
    second = rita.get(first.context["next_url"])
    people = groups(first)["da_trasmettere"] + groups(second)["da_trasmettere"]
    assert sorted(people) == [f"Neri{n:02d} Luca" for n in range(27)]


@pytest.mark.parametrize("query", ["stato=boh", "dopo=x", "dopo=" + "1" * 32, "a=%00"])
def test_an_odd_address_is_the_plain_list(rita, personas, ieri, query):
    emesso(personas, ieri)
    assert rita.get(f"{LIST}?{query}").status_code == 200


def test_the_list_costs_the_same_for_one_and_for_a_hundred(rita, personas, adesso, ieri):
    def asked() -> int:
        with CaptureQueriesContext(connection) as done:
            assert rita.get(LIST).status_code == 200
        return len(done)

    one = emesso(personas, ieri)
    sent = emesso(personas, ieri, MALATTIA)
    draft, _by = bozza(personas, adesso)
    asked()
    costs = {asked()}
    for row in (one, sent, draft):
        _copies(row, 33)
    costs.add(asked())
    assert len(costs) == 1, costs
    assert Certificato.objects.count() >= 100


def _copies(row: Certificato, times: int) -> None:
    """The same row so many times, with another number."""
    row.refresh_from_db()
    for number in range(times):
        row.pk = None
        row._state.adding = True
        row.id = Certificato._meta.get_field("id").get_default()
        row.numero = f"{row.genere[:1]}{number:011d}".upper() if row.numero else None
        row.save(force_insert=True)


def test_the_reading_is_written_down(rita, personas, ieri):
    emesso(personas, ieri)
    rita.get(LIST)
    assert AccessEvent.objects.filter(target_type__startswith="certificati.certificato").exists()


def test_doctors_land_on_their_list_and_the_hospital_on_both_services(
    rita, sara, bruna, personas: Personas
):
    assert rita.get("/").url == LIST
    assert sara.get("/").url == LIST
    page = read(bruna.get("/"))
    for name in ("certificati", "certificati_struttura", "profili"):
        assert f'href="{reverse(name)}"' in page
    assert ">Certificati</a>" in page


def test_who_works_on_cases_has_no_certificates_in_the_menu(client, personas, fermo):
    client.force_login(personas.segreteria)
    assert f'href="{LIST}"' not in read(client.get("/denunce/"))


def test_a_draft_opens_where_it_is_written(rita, personas, adesso: datetime):
    draft, _by = bozza(personas, adesso, INFORTUNIO)
    for name in ("certificato_medico", "certificato_catena"):
        answer = rita.get(reverse(name, args=[draft.pk]))
        assert answer.status_code == 302
        assert f"/{draft.pk}/passo/" in answer.url

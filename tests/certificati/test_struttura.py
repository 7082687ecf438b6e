"""The list of a hospital: who is late, and not a word on health."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certificati.actions.vita import annul_certificato, record_transmission
from certificati.models import Certificato
from certificati.numero import grouped
from certificati.querysets import CertificatoQuerySet
from portal.base import wording
from portal.base.audit.models import AccessEvent, AccessKind
from tests.certificati.scena import INFORTUNIO, LUNGO, MALATTIA, bozza, emesso, with_canaries
from tests.certificati.test_elenco import _copies
from tests.logins import enter
from tests.pages import read
from tests.personas import Personas
from utenti.models import Organizzazione, TipoOrganizzazione

pytestmark = pytest.mark.django_db
LIST = "/certificati/struttura/"
FILE = f"{LIST}elenco.csv"
STATES = ("tutti", "in_ritardo", "da_trasmettere", "bozze", "emessi", "finiti")


def words(day: date) -> list[str]:
    return [f"{day:%d/%m/%Y}", day.isoformat(), wording.day(day), wording.day(day, year=True)]


def everything(client: Client) -> str:
    """All that the hospital can read of its certificates, in every state and in the file."""
    pages = [read(client.get(LIST, {"stato": stato})) for stato in STATES]
    return "\n".join([*pages, client.get(FILE).content.decode(), read(client.get("/"))])


def test_no_health_anywhere(bruna, personas, adesso, ieri):
    days = {"prognosi_dal": date(2026, 4, 21), "prognosi_al": date(2026, 5, 22)}
    dati = with_canaries()
    found = emesso(personas, ieri, dati, **days, ricovero=True)
    other = emesso(personas, adesso, with_canaries(MALATTIA), agente="canarino", **days)
    ended = emesso(personas, ieri, dati, **days)
    by = personas.scope(ended.medico)
    annul_certificato(ended, motivo="non_lavoro", nota=f"nota {LUNGO}", by=by, now=adesso)
    draft, _by = bozza(personas, adesso, da=found, partenza="sostituisce")
    text = everything(bruna)
    assert grouped(found.numero) in text
    for secret in (
        LUNGO,
        "Caviglia",
        "CAVIGLIA",
        "distorsione",
        "Lista I",
        "pressatura",
        "non riguarda il lavoro",
        "palestra della scuola",
        INFORTUNIO.codice_fiscale,
        *words(days["prognosi_dal"]),
        *words(days["prognosi_al"]),
        *words(INFORTUNIO.evento_on),
        *words(MALATTIA.manifestata_on),
        "malattia professionale: ",
        str(found.pk),
        str(other.pk),
        str(draft.pk),
    ):
        assert secret not in text, secret


def test_the_columns_read_have_no_health(bruna, personas, ieri):
    emesso(personas, ieri)
    with CaptureQueriesContext(connection) as done:
        bruna.get(LIST)
        bruna.get(FILE)
    asked = [q["sql"] for q in done if '"certificati_certificato"."numero"' in q["sql"]]
    assert len(asked) == 2
    for secret in ("contenuto", "testi", "prognosi_dal", "evento_on", '"tipo"', "genere"):
        assert not any(secret in sql.split(" FROM ")[0] for sql in asked), secret


def test_a_draft_is_only_its_doctor_and_its_term(bruna, personas, adesso, ieri):
    old = emesso(personas, ieri, cognome="Segreti")
    draft, _by = bozza(personas, adesso, da=old, partenza="sostituisce")
    assert draft.cognome == "Segreti"
    page = read(bruna.get(LIST, {"stato": "bozze"}))
    assert "Segreti" not in page
    assert str(draft.medico) in page
    assert "entro giovedì 12 marzo 2026, 23:59" in page
    line = bruna.get(FILE, {"stato": "bozze"}).content.decode().splitlines()[1]
    assert line == ";;Rita Cura;Ospedale Esempio;;Bozza;entro giovedì 12 marzo 2026, 23:59"


def test_the_late_ones_say_by_how_much(bruna, personas, adesso, ieri):
    before = adesso.replace(day=8)
    emesso(personas, ieri, cognome="Tardi", prima_assistenza_at=before, evento_on=before.date())
    sent = emesso(
        personas, ieri, cognome="Fatti", prima_assistenza_at=before, evento_on=before.date()
    )
    record_transmission(sent, trasmesso_at=adesso, by=personas.scope(sent.medico), now=adesso)
    emesso(personas, ieri, cognome="Giusti")
    page = bruna.get(LIST, {"stato": "in_ritardo"})
    assert [row["person"] for row in page.context["rows"]] == ["Tardi Luca"]
    assert "in ritardo di 2 giorni, entro lunedì 9 marzo 2026, 23:59" in read(page)
    assert [count["number"] for count in page.context["counts"]] == [1, 1, 2, 3]
    whole = read(bruna.get(LIST))
    assert "trasmesso giovedì 12 marzo 2026, 10:00, in ritardo di 2 giorni" in whole


def test_one_doctor_at_a_time(bruna, personas, ieri):
    emesso(personas, ieri, cognome="Uno")
    emesso(personas, ieri, cognome="Due", medico=personas.amministratore_presidio)
    page = bruna.get(LIST, {"medico": str(personas.medico_ospedaliero.pk)})
    assert [row["person"] for row in page.context["rows"]] == ["Uno Luca"]
    names = [doctor["name"] for doctor in page.context["doctors"]]
    assert names == [str(personas.amministratore_presidio), str(personas.medico_ospedaliero)]
    assert "Due" not in bruna.get(page.context["export_url"]).content.decode()


def test_only_of_the_structures_that_one_manages(bruna, rita, personas: Personas, ieri):
    emesso(personas, ieri, cognome="Nostri")
    emesso(
        personas,
        ieri,
        cognome="Altrui",
        medico=personas.medico_esterno,
        organizzazione=personas.studio_medico,
    )
    assert [row["person"] for row in bruna.get(LIST).context["rows"]] == ["Nostri Luca"]
    assert rita.get(LIST).status_code == 403
    assert rita.get(FILE).status_code == 403
    elsewhere = Organizzazione.objects.create(
        tipo=TipoOrganizzazione.PRESIDIO, denominazione="Clinica Esempio", comune="Torino"
    )
    carlo = personas._member("carlo.altri", "Carlo", "Altri", elsewhere, "amministratore_presidio")
    assert bruna.get(LIST).status_code == 200
    assert enter(Client(), carlo).get(LIST).context["rows"] == []


def test_a_name_that_is_a_formula_stays_a_name(bruna, personas, ieri):
    emesso(personas, ieri, cognome="=1+1")
    found = bruna.get(FILE)
    assert "'=1+1" in found.content.decode()
    assert re.search(r"certificati-tutti-20260312-1000\.csv", found["Content-Disposition"])
    kinds = AccessEvent.objects.filter(target_type__startswith="certificati.certificato")
    assert kinds.filter(kind=AccessKind.EXPORT).exists()


def test_the_list_costs_the_same_for_one_and_for_a_hundred(bruna, personas, adesso, ieri):
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as done:
            assert bruna.get(address).status_code == 200
        return len(done)

    rows = [emesso(personas, ieri), emesso(personas, adesso, MALATTIA), bozza(personas, adesso)[0]]
    for address in (LIST, FILE, f"{LIST}?stato=in_ritardo"):
        asked(address)
    few = [asked(address) for address in (LIST, FILE)]
    for row in rows:
        _copies(row, 33)
    assert [asked(address) for address in (LIST, FILE)] == few


@pytest.mark.parametrize("stato", ["tutti", "da_trasmettere"])
def test_pages_go_on_without_losing_anyone(bruna, personas, ieri, stato):
    for number in range(28):
        emesso(personas, ieri + timedelta(minutes=number), cognome=f"Neri{number:02d}")
    first = bruna.get(LIST, {"stato": stato})
    second = bruna.get(first.context["next_url"])
    names = [row["person"] for row in [*first.context["rows"], *second.context["rows"]]]
    assert sorted(names) == [f"Neri{n:02d} Luca" for n in range(28)]
    assert second.context["next_url"] == ""


@pytest.mark.parametrize("query", ["stato=boh", "medico=x", "dopo=x", "medico=" + "1" * 32])
def test_an_odd_address_is_a_plain_list(bruna, personas, ieri, query):
    emesso(personas, ieri)
    assert bruna.get(f"{LIST}?{query}").status_code == 200


def test_empty_lists_say_what_it_means(bruna):
    assert "Nessuno è in ritardo" in read(bruna.get(LIST, {"stato": "in_ritardo"}))
    assert "Nessun certificato qui" in read(bruna.get(LIST))


def test_what_of_structures_gives_is_a_list_of_the_organisation_in_focus(personas, ieri):
    emesso(personas, ieri)
    scope = personas.scope(personas.amministratore_presidio)
    scope.focus = personas.presidio_org.pk
    rows = Certificato.objects.of_structures(scope)
    assert isinstance(rows, CertificatoQuerySet)
    assert rows.count() == 1

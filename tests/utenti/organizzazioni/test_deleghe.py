"""Delegations to an intermediary, consents to the platform."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from denunce.models import Caso
from portal.base.audit import AccessEvent, AuditEvent
from tests.denunce.promemoria.scena import Scena
from tests.factories import DocumentoFactory, NotaFactory
from tests.pages import text
from tests.personas import Personas
from tests.utenti.organizzazioni.scena import join, role_of
from tests.utenti.organizzazioni.test_inviti import mails
from utenti.models import Delega
from utenti.ruoli import Ruolo

pytestmark = pytest.mark.django_db
CODE = "90000000076"


@pytest.fixture
def studio(personas: Personas):
    """The intermediary is known by its code, and Elena works there."""
    personas.studio.codice_fiscale = CODE
    personas.studio.save()
    join(personas, personas.cittadino, personas.studio, Ruolo.CONSULENTE)
    return personas.studio


@pytest.fixture
def carla(personas: Personas, inside) -> Client:
    """The employer of the firm."""
    return inside(personas.datore)


def give(client: Client, personas: Personas, **changes: str):
    address = f"/organizzazioni/{personas.impresa.pk}/deleghe/nuova/"
    sent = {"codice_fiscale": CODE, "valid_from": "2026-03-12", "valid_to": "2026-12-31", **changes}
    return client.post(address, sent)


def test_first_it_says_whose_code_it_is_then_it_gives_and_tells_both(
    carla, personas, studio, inside
):
    page = text(give(carla, personas, codice_fiscale=" 9000 0000 076 "))
    assert "Dai la delega a «Studio Esempio»?" in page
    assert not Delega.objects.exists()
    for _ in range(2):
        assert give(carla, personas, delegato=str(studio.pk)).status_code == 302
    row = Delega.objects.get()
    assert (row.delegante, row.valid_to) == (personas.impresa, date(2026, 12, 31))
    told = {tuple(m["to"]) for m in mails()}
    assert told == {(personas.datore.email,), (personas.cittadino.email,)}
    mario = inside(personas.cittadino)
    received = text(mario.get("/organizzazioni/deleghe/ricevute/"))
    assert "Officine Esempio" in received
    assert "31 dicembre 2026" in received
    assert mario.get("/denunce/").status_code == 200


def test_revoked_it_reaches_nobody_at_the_next_request(carla, personas, studio, inside):
    give(carla, personas, delegato=str(studio.pk))
    mario, row = inside(personas.cittadino), Delega.objects.get()
    assert mario.get("/denunce/").status_code == 200
    for _ in range(2):
        carla.post(f"/organizzazioni/deleghe/{row.pk}/revoca/")
    assert mario.get("/denunce/").status_code == 403
    assert AuditEvent.objects.filter(code="delega.revocata").count() == 1
    assert "Revocata" in text(mario.get("/organizzazioni/deleghe/ricevute/"))


def test_it_ends_by_itself(carla, personas, studio, inside, a_tempo_fermo, ora):
    give(carla, personas, delegato=str(studio.pk), valid_to="2026-03-12")
    a_tempo_fermo.move_to(ora("2026-03-13 08:00"))
    mario = inside(personas.cittadino)
    assert mario.get("/denunce/").status_code == 403
    assert "Finita" in text(mario.get("/organizzazioni/deleghe/ricevute/"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"codice_fiscale": "90000000019"}, "Nessun intermediario"),  # a firm is none
        ({"codice_fiscale": "90000000077"}, "non è corretto"),
        ({"valid_from": "2026-03-11"}, "comincia oggi o in un giorno futuro"),
        ({"valid_to": "2026-03-11", "valid_from": "2026-03-12"}, "non può precedere"),
    ],
)
def test_what_cannot_be_given_is_refused_in_words(carla, personas, studio, data, said):
    personas.cliente.codice_fiscale = "90000000019"
    personas.cliente.save()
    answer = give(carla, personas, delegato=str(studio.pk), **data)
    assert said in text(answer)
    assert not Delega.objects.exists()


def test_two_delegations_never_overlap(carla, personas, studio):
    give(carla, personas, delegato=str(studio.pk))
    answer = give(carla, personas, delegato=str(studio.pk), valid_to="")
    assert "ha già una delega in questo periodo" in text(answer)
    assert Delega.objects.count() == 1


def test_an_intermediary_cannot_delegate_and_nobody_revokes_for_another(personas, studio, inside):
    join(personas, personas.docente, studio, Ruolo.RESPONSABILE)
    ada = inside(personas.docente)
    assert ada.get(f"/organizzazioni/{studio.pk}/deleghe/nuova/").status_code == 403
    assert ada.post(f"/organizzazioni/deleghe/{personas.delega.pk}/revoca/").status_code == 404


# --- support ----------------------------------------------------------------------------------


@pytest.fixture
def caso(personas: Personas):
    """A case of the school with everything that speaks of health."""
    caso = Scena(personas).denuncia().caso
    NotaFactory(caso=caso, testo="CANARINO ha la febbre")
    DocumentoFactory(caso=caso, titolo="CANARINO referto")
    Caso.objects.filter(pk=caso.pk).update(pericolo_di_morte=True)
    return caso


def consent(client: Client, personas: Personas, **changes: str):
    sent = {"motivo": "Il caso 1 non si chiude", "valid_to": "2026-03-14", **changes}
    return client.post(f"/organizzazioni/{personas.scuola.pk}/assistenza/nuova/", sent)


def test_without_consent_the_platform_sees_nothing(gino, caso):
    assert gino.get("/denunce/").status_code == 403
    assert gino.get(f"/denunce/casi/{caso.pk}/").status_code == 403


def test_with_consent_it_looks_without_health_without_changing_and_all_is_seen(
    paolo, gino, personas, caso
):
    assert consent(paolo, personas).status_code == 302
    assert "per assistenza" in text(gino.get("/organizzazioni/"))
    assert "Esamina le richieste di attivazione" in text(gino.get("/"))  # its own work comes first
    assert "Bianchi" in text(gino.get("/denunce/?vista=tutti"))
    page = text(gino.get(f"/denunce/casi/{caso.pk}/"))
    assert "Bianchi" in page
    for told in ("CANARINO", "frattura", "pericolo di morte", "giorni di assenza", "Prognosi"):
        assert told not in page
    assert "non comprende i dati sulla salute" in page
    document = caso.documenti.get()
    for address in (
        f"/denunce/documenti/{document.pk}/",
        f"/denunce/documenti/{document.pk}/scarica/",
        f"/denunce/casi/{caso.pk}/modifica/",
        f"/denunce/casi/{caso.pk}/chiudi/",
        "/denunce/esporta/",
        "/denunce/stampa/",
    ):
        assert gino.get(address).status_code == 403, address
    assert gino.post(f"/denunce/casi/{caso.pk}/nota/", {"testo": "x"}).status_code == 403
    seen = text(paolo.get(f"/organizzazioni/{personas.scuola.pk}/assistenza/"))
    assert "Gino Guida" in seen
    assert "Ha guardato un caso." in seen
    assert "Ha guardato l’elenco degli adempimenti." in seen
    assert "Il caso 1 non si chiude" in seen
    assert AccessEvent.objects.filter(user_id=personas.gestore.pk, kind="view").count() == 2


def test_revoked_it_ends_at_once_and_it_ends_by_itself(
    paolo, gino, personas, caso, inside, a_tempo_fermo, ora
):
    consent(paolo, personas)
    paolo.post(f"/organizzazioni/deleghe/{Delega.objects.get().pk}/revoca/")
    assert gino.get(f"/denunce/casi/{caso.pk}/").status_code == 403
    consent(paolo, personas)
    assert gino.get(f"/denunce/casi/{caso.pk}/").status_code == 200
    a_tempo_fermo.move_to(ora("2026-03-15 00:01"))
    assert inside(personas.gestore).get(f"/denunce/casi/{caso.pk}/").status_code == 403


@pytest.mark.parametrize("until", ["2026-03-11", "2026-03-19"])
def test_a_consent_lasts_seven_days_at_most(paolo, gino, personas, until):
    assert "al massimo sette giorni" in text(consent(paolo, personas, valid_to=until))
    assert not Delega.objects.exists()


def test_a_consent_has_a_reason_and_somebody_who_helps(paolo, personas):
    assert "In questa installazione nessuno dà assistenza" in text(consent(paolo, personas))
    personas.gestore  # noqa: B018
    assert consent(paolo, personas, motivo=" ").status_code == 200
    assert not Delega.objects.exists()
    assert role_of(personas.gestore).ruolo == Ruolo.GESTORE

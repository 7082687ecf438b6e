"""What the doctor wrote of the person's health is nowhere on the employer's side; a proposal goes
with its case and its organisation."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from certificati.models import Certificato
from certificati.riferimenti import Riferimenti
from certificati.tabella import HEALTH
from denunce.abbinamenti.models import Proposta
from denunce.actions.casi import close_caso
from denunce.models import Caso
from denunce.riservatezza.erasure import erase_caso
from portal.base import personal
from portal.base.audit.models import AuditEvent
from portal.base.outbox import OutboxMessage
from portal.base.personal import Disposed, Person
from tests.certificati.scena import LUNGO
from tests.denunce.abbinamenti import scena
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def confermata(personas, adesso):
    """Ada's certificate with a canary in every health text, issued and confirmed."""
    return scena.confermata(personas, adesso)


@pytest.fixture
def segreti(confermata):
    """Every value of a health field of the certificate, in words."""
    dati = Certificato.objects.get(pk=confermata.certificato_id).dati
    found = {name: getattr(dati, name) for name in HEALTH}
    texts = {value for value in found.values() if isinstance(value, str) and len(value) > 3}
    lesions = {part for each in dati.lesioni for part in (each.natura, each.sede)}
    assert any(LUNGO in text for text in texts)
    return texts | lesions


def assert_silent(said, segreti):
    assert LUNGO not in said
    assert [secret for secret in segreti if secret in said] == []


def test_no_reference_has_a_health_field():
    assert not set(HEALTH) - {"prognosi_riservata"} & set(Riferimenti.__dataclass_fields__)


def test_no_page_or_export_of_the_employer_tells_a_health_field(laura, confermata, segreti):
    caso = confermata.caso
    duty = caso.adempimenti.get(tipo="denuncia")
    laura.post(f"/denunce/adempimenti/{duty.pk}/modulo/")
    modulo = caso.moduli.first()
    pages = [
        "/denunce/",
        "/denunce/?vista=tutti",
        "/denunce/esporta/?vista=tutti",
        "/denunce/stampa/?vista=tutti",
        f"/denunce/casi/{caso.pk}/",
        f"/denunce/casi/{caso.pk}/certificato/",
        f"/denunce/persone/{caso.lavoratore_id}/",
        f"/denunce/adempimenti/{duty.pk}/invio/",
        "/abbinamenti/",
        f"/abbinamenti/{confermata.pk}/",
        f"/abbinamenti/casi/{caso.pk}/cerca/",
    ]
    for address in pages:
        answer = laura.get(address)
        assert answer.status_code == 200, address
        assert_silent(read(answer), segreti)
    # The employer's form offers the official lists to whoever fills it in: nothing is chosen.
    form = read(laura.get(f"/denunce/moduli/{modulo.pk}/"))
    assert LUNGO not in form
    assert [secret for secret in segreti if f"selected>{secret}" in form] == []
    sent = {"numero": confermata.numero, "rilasciato_on": "2026-03-12"}
    found = laura.post(f"/abbinamenti/casi/{caso.pk}/cerca/", sent)
    assert "Trovato" in read(found)
    assert_silent(read(found), segreti)


def test_the_page_that_confirms_tells_none(laura, personas, adesso):
    proposta = scena.proposta(personas, adesso)
    address = f"/abbinamenti/{proposta.pk}/"
    assert LUNGO not in read(laura.get(address))
    sent = {"quando": "adesso", "received_via": "portale", "version": str(proposta.caso.version)}
    verdict = read(laura.post(address, sent))
    assert "Prima di salvare" in verdict
    assert LUNGO not in verdict


def test_a_withdrawal_tells_none(laura, personas, adesso):
    found = scena.ritirata(personas, adesso)
    assert LUNGO not in read(laura.get(f"/abbinamenti/{found.pk}/ritiro/"))
    assert LUNGO not in read(laura.get(f"/denunce/casi/{found.caso_id}/"))


def test_no_mail_outbox_or_register_tells_one(confermata, segreti, mailoutbox):
    for message in OutboxMessage.objects.all():
        assert_silent(json.dumps(message.payload), segreti)
    for event in AuditEvent.objects.all():
        assert_silent(json.dumps(event.data), segreti)
    for mail in mailoutbox:
        assert_silent(f"{mail.subject} {mail.body}", segreti)


def test_no_export_of_the_organisation_tells_one(confermata, segreti, personas):
    said = []
    for part in personal.parts():
        if part.export_organisation and part.code in ("casi", "abbinamenti", "promemoria"):
            for piece in part.export_organisation(personas.scuola.pk):
                said.append(json.dumps(list(piece.rows or ()), default=str, ensure_ascii=False))
    assert confermata.numero in "".join(said)
    assert_silent("".join(said), segreti)


def test_a_person_reads_to_whom_the_number_was_proposed(confermata, personas):
    person = Person(user_id=uuid4(), email="ada@persone.test", codice_fiscale=scena.ADA)
    part = next(part for part in personal.parts() if part.code == "abbinamenti")
    rows = [row for piece in part.export(person) for row in piece.rows]
    assert [row["numero"] for row in rows] == [confermata.numero]
    assert "decisa_by" not in rows[0]
    assert confermata.pk in personal.subjects_of(person)
    assert confermata.pk in personal.following(confermata.caso_id)
    word, names = personal.describe("abbinamenti.proposta", [confermata.pk])
    assert (word, names[confermata.pk]) == (
        "certificato proposto",
        f"{confermata.numero}, {confermata.caso}",
    )


def test_a_proposal_is_erased_with_its_case(personas, adesso):
    found = scena.proposta(personas, adesso)
    by = personas.scope(personas.dirigente)
    caso = close_caso(found.caso, esito="errore", expected=found.caso.version, by=by, now=adesso)
    proof = erase_caso(caso, Disposed("termine"), by=personas.dirigente, now=adesso)
    assert not Proposta.objects.exists()
    assert proof.conteggi["proposte"] == 1
    assert Caso.objects.get().cancellato_at is not None


def test_an_organisation_removed_leaves_no_proposal(personas, adesso):
    scena.senza_caso(personas, adesso)
    part = next(part for part in personal.parts() if part.code == "abbinamenti")
    assert part.count_organisation(personas.scuola.pk) == 1
    assert part.remove(personas.scuola.pk, personas.dirigente, adesso) == {"proposte": 1}
    assert part.remove(personas.scuola.pk, personas.dirigente, adesso) == {}


def test_a_certificate_that_was_erased_leaves_its_number_alone(laura, personas, adesso):
    found = scena.proposta(personas, adesso)
    Proposta.objects.update(certificato_id=uuid4())
    page = read(laura.get(f"/abbinamenti/{found.pk}/"))
    assert "I dati di questo certificato non ci sono più" in page
    assert laura.get("/abbinamenti/").status_code == 200
    assert laura.get(f"/denunce/casi/{found.caso_id}/").status_code == 200

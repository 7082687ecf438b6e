"""Erasing a case: nothing of the person is left, the register still holds, a proof stays."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pikepdf
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from denunce.actions.certificati import receive_certificato
from denunce.actions.dati import DatiCaso, DatiCertificato, DatiInvio
from denunce.actions.dispatch import record_dispatch
from denunce.actions.fascicolo import add_nota, attach_file
from denunce.actions.lavoratori import DatiLavoratore, create_lavoratore
from denunce.actions.moduli import start_modulo
from denunce.actions.opening import open_caso
from denunce.choices import Categoria, EsitoCaso, RicevutoVia
from denunce.models import Adempimento, Caso, Documento, Evento, Lavoratore, Nota
from denunce.promemoria.gradini import Gradino
from denunce.promemoria.models import Promemoria
from denunce.riservatezza.erasure import erase_caso
from denunce.riservatezza.redaction import Texts, redact_caso
from denunce.workflow import StatoCaso
from portal.base.audit import seal, verify
from portal.base.errors import ActionError
from portal.base.keys import DataKey
from portal.base.personal import Disposed
from tests.dumping import columns, readable
from tests.factories import (
    BozzaFactory,
    CasoFactory,
    EventoFactory,
    LavoratoreFactory,
    NotaFactory,
    RiferimentoFactory,
)
from tests.logins import enter
from utenti.models import Sede
from utenti.riservatezza.actions.prove import fingerprint
from utenti.riservatezza.models import ProvaCancellazione

pytestmark = pytest.mark.django_db
WHY = Disposed("termine", "prot. 12/2041")
TRACES = (
    "Quagliarulo",
    "quagliarulo",
    "Ermenegildo",
    "QGLRNG12E04F205Y",
    "3471234567",
    "scivolato sulle foglie",
    "Via dei Glicini",
    "A1B2C3D4E5F6",
    "Zorzi",
)


def pdf() -> bytes:
    content = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Title"] = "Relazione su Quagliarulo"
        document.save(content)
    return content.getvalue()


@pytest.fixture
def caso(personas, adesso) -> Caso:
    """A closed case of Ermenegildo Quagliarulo with a story, a note and a certificate."""
    school = personas.scuola
    evento = EventoFactory(
        organizzazione=school,
        avvenuto_at=adesso - timedelta(days=1),
        dinamica="È scivolato sulle foglie.",
        comune="Milano",
    )
    pupil = LavoratoreFactory(
        organizzazione=school,
        cognome="Quagliarulo",
        nome="Ermenegildo",
        nato_on=date(2012, 5, 4),
        telefono="3471234567",
    )
    made = CasoFactory(organizzazione=school, evento=evento, lavoratore=pupil)
    NotaFactory(caso=made, testo="La madre di Quagliarulo.")
    RiferimentoFactory(caso=made)
    return close(made, personas.segreteria, adesso)


@pytest.fixture
def fascicolo(personas, adesso) -> Caso:
    """A whole case of Ermenegildo Quagliarulo, by the real actions, closed."""
    by, school = personas.scope(personas.segreteria), personas.scuola
    pupil = create_lavoratore(
        DatiLavoratore(
            categoria=Categoria.STUDENTE,
            cognome="Quagliarulo",
            nome="Ermenegildo",
            sesso="M",
            nato_on=date(2012, 5, 4),
            nato_a="Milano",
            codice_fiscale="QGLRNG12E04F205Y",
            indirizzo="Via dei Glicini 7",
            telefono="3471234567",
        ),
        organizzazione=school,
        by=by,
        now=adesso,
        confirmed=True,
    )
    asked = {"lavoratore": pupil, "organizzazione": school, "by": by, "now": adesso}
    facts = DatiCaso(
        avvenuto_at=adesso - timedelta(days=1), dinamica="È scivolato sulle foglie, dice Zorzi."
    )
    opened = open_caso(facts, request_key=uuid4(), **asked)
    receive_certificato(
        opened,
        DatiCertificato(
            numero="A1B2C3D4E5F6",
            rilasciato_at=adesso - timedelta(hours=5),
            prognosi_dal=adesso.date(),
            prognosi_al=adesso.date() + timedelta(days=9),
            received_at=adesso - timedelta(hours=1),
            received_via=RicevutoVia.LAVORATORE,
        ),
        expected=opened.version,
        by=by,
        now=adesso,
    )
    add_nota(opened, "La madre di Quagliarulo.", request_key=uuid4(), by=by, now=adesso)
    attach_file(opened, pdf(), name="q.pdf", titolo="Relazione Zorzi", by=by, now=adesso)
    duty = Adempimento.objects.get(caso=opened, tipo="denuncia")
    start_modulo(duty, by=by, now=adesso)
    record_dispatch(
        duty, DatiInvio(canale="sidi", sent_at=adesso), request_key=uuid4(), by=by, now=adesso
    )
    Promemoria.objects.create(
        pk=uuid4(),
        adempimento=duty,
        gradino=Gradino.values[0],
        destinatario=personas.segreteria,
        due_at=adesso,
        planned_at=adesso,
        useful_until_at=adesso,
    )
    return close(opened, personas.segreteria, adesso)


def close(caso: Caso, by: Any, at: datetime) -> Caso:
    Caso.objects.filter(pk=caso.pk).update(
        stato=StatoCaso.CHIUSO, chiuso_at=at, chiuso_by=by, esito=EsitoCaso.values[0]
    )
    return Caso.objects.get(pk=caso.pk)


def test_nothing_of_the_person_is_left_in_any_table_or_file(
    personas, fascicolo, adesso, django_capture_on_commit_callbacks
):
    before = columns()
    clear = {"Quagliarulo", "Ermenegildo", "quagliarulo", "A1B2C3D4E5F6", "Zorzi"}
    assert clear == {trace for trace in TRACES if trace in before}  # the rest is encrypted already
    file = Documento.objects.get(caso=fascicolo).file
    with django_capture_on_commit_callbacks(execute=True):
        erase_caso(fascicolo, WHY, by=personas.dirigente, now=adesso)
    after = readable()
    assert [trace for trace in TRACES if trace in after] == []
    assert not (settings.FILES_DIR / file.path).exists()


def test_every_key_of_the_case_is_destroyed(personas, caso, adesso):
    keys = [caso.data_key_id, caso.evento.data_key_id, caso.lavoratore.data_key_id]
    erase_caso(caso, WHY, by=personas.dirigente, now=adesso)
    assert not DataKey.objects.filter(pk__in=keys, wrapped__isnull=False).exists()


def test_the_tombstone_keeps_number_kind_and_year(personas, caso, adesso):
    number = caso.numero
    erase_caso(caso, WHY, by=personas.dirigente, now=adesso)
    left = Caso.objects.get(pk=caso.pk)
    evento = Evento.objects.get(pk=caso.evento_id)
    assert (left.numero, left.cancellato_at, left.stato) == (number, adesso, "archiviato")
    assert (evento.tipo, evento.dinamica, evento.comune) == ("infortunio", None, "")
    assert evento.avvenuto_at.astimezone(adesso.tzinfo).isoformat() == "2026-01-01T00:00:00+01:00"
    person = Lavoratore.objects.get(pk=caso.lavoratore_id)
    assert (str(person), person.nato_on) == ("dati cancellati", date(2012, 1, 1))


def test_the_register_still_verifies(personas, caso, adesso):
    seal(adesso)
    erase_caso(caso, WHY, by=personas.dirigente, now=adesso)
    seal(adesso)
    assert verify() == []


def test_the_proof_says_what_when_by_whom_and_holds_its_hash(personas, fascicolo, adesso):
    proof = erase_caso(fascicolo, WHY, by=personas.dirigente, now=adesso)
    assert (proof.riferimento, proof.base, proof.atto) == (fascicolo.numero, "termine", WHY.act)
    assert (proof.by, proof.at) == (personas.dirigente, adesso)
    counted = {"casi": 1, "eventi": 1, "persone": 1, "file": 1, "note": 1, "promemoria": 1}
    assert counted.items() <= proof.conteggi.items()
    assert proof.conteggi["chiavi"] == 4
    assert fingerprint(ProvaCancellazione.objects.get(pk=proof.pk)) == proof.impronta


def test_a_second_press_gives_the_same_proof(personas, caso, adesso):
    first = erase_caso(caso, WHY, by=personas.dirigente, now=adesso)
    again = erase_caso(caso, WHY, by=personas.dirigente, now=adesso + timedelta(days=1))
    assert (again.pk, ProvaCancellazione.objects.count()) == (first.pk, 1)


def test_an_open_case_is_not_erased(personas, adesso):
    caso = CasoFactory(organizzazione=personas.scuola)
    with pytest.raises(ActionError, match="ancora aperto"):
        erase_caso(caso, WHY, by=personas.dirigente, now=adesso)
    assert caso.data_key.destroyed_at is None


def test_a_person_with_another_case_stays(personas, caso, adesso):
    CasoFactory(organizzazione=personas.scuola, lavoratore=caso.lavoratore)
    erase_caso(caso, WHY, by=personas.dirigente, now=adesso)
    assert str(Lavoratore.objects.get(pk=caso.lavoratore_id)) == "Quagliarulo Ermenegildo"


def test_an_event_with_another_person_stays(personas, caso, adesso):
    verdi = LavoratoreFactory(organizzazione=personas.scuola, cognome="Verdi", nome="Anna")
    CasoFactory(organizzazione=personas.scuola, evento=caso.evento, lavoratore=verdi)
    erase_caso(caso, WHY, by=personas.dirigente, now=adesso)
    assert "foglie" in Evento.objects.select_related("data_key").get(pk=caso.evento_id).dinamica
    assert str(verdi) == "Verdi Anna"


def test_a_double_of_the_person_goes_with_it(personas, caso, adesso):
    double = LavoratoreFactory(
        organizzazione=personas.scuola, cognome="Quagliarulo", unito_a=caso.lavoratore
    )
    erase_caso(caso, WHY, by=personas.dirigente, now=adesso)
    double.refresh_from_db()
    assert (double.cognome, double.cancellato_at) == ("", adesso)


@pytest.mark.parametrize("name", ["caso", "caso_modifica", "caso_oscura", "certificato_nuovo"])
def test_its_pages_say_that_the_data_are_gone(personas, caso, adesso, name):
    erase_caso(caso, WHY, by=personas.dirigente, now=adesso)
    answer = enter(Client(), personas.dirigente).get(reverse(name, args=[caso.pk]))
    assert answer.status_code == 410
    assert f"Caso {caso}: dati cancellati giovedì 12 marzo 2026" in answer.content.decode()


def test_a_dead_key_is_never_an_error_of_the_server(personas, caso, adesso):
    caso.data_key.destroy(adesso)
    answer = enter(Client(), personas.segreteria).get(reverse("caso", args=[caso.pk]))
    assert answer.status_code == 410
    assert "Dati cancellati" in answer.content.decode()


def test_the_lists_and_the_searches_still_answer(personas, fascicolo, adesso):
    erase_caso(fascicolo, WHY, by=personas.dirigente, now=adesso)
    client = enter(Client(), personas.dirigente)
    for view in ("da_fare", "in_attesa", "fatti", "tutti"):
        assert client.get(reverse("scadenzario"), {"vista": view}).status_code == 200
    client.post(reverse("scadenzario_cerca"), {"testo": fascicolo.numero})
    assert client.get(reverse("scadenzario")).status_code == 200
    found = client.post(reverse("persona_cerca"), {"testo": "quaglia"})
    assert "Nessuna persona trovata" in found.content.decode()
    person = client.get(reverse("persona", args=[fascicolo.lavoratore_id]))
    assert person.status_code == 410


# --- redaction -----------------------------------------------------------------------------------


def test_redaction_takes_the_words_and_leaves_the_facts(personas, caso, adesso):
    by = personas.scope(personas.dirigente)
    texts = Texts(racconto=True, note=True)
    proof = redact_caso(caso, texts, base="richiesta", atto="", by=by, now=adesso)
    evento = Evento.objects.get(pk=caso.evento_id)
    assert (evento.dinamica, evento.avvenuto_at) == (None, adesso - timedelta(days=1))
    note = Nota.objects.select_related("caso__data_key").get(caso=caso)
    assert note.testo == "[testo oscurato]"
    assert caso.certificati.count() == 1
    assert proof.conteggi == {"note": 1, "racconti": 1}


def test_redacting_twice_finds_nothing_more(personas, caso, adesso):
    by, texts = personas.scope(personas.dirigente), Texts(note=True)
    redact_caso(caso, texts, base="richiesta", atto="", by=by, now=adesso)
    with pytest.raises(ActionError, match="nessuno dei testi"):
        redact_caso(caso, texts, base="richiesta", atto="", by=by, now=adesso)


def test_the_head_redacts_from_the_page_and_reads_the_proof(personas, caso, adesso):
    client = enter(Client(), personas.dirigente)
    data = {"racconto": "on", "base": "richiesta"}
    answer = client.post(reverse("caso_oscura", args=[caso.pk]), data, follow=True)
    assert "Prova di cancellazione" in answer.content.decode()
    assert "racconti" in answer.content.decode()
    page = client.get(reverse("caso", args=[caso.pk])).content.decode()
    assert "foglie" not in page
    assert "Ha oscurato i testi liberi del caso." in page


def test_an_order_needs_its_number(personas, caso, adesso):
    by = personas.scope(personas.dirigente)
    with pytest.raises(ActionError, match="numero dell’ordine"):
        redact_caso(caso, Texts(note=True), base="ordine", atto=" ", by=by, now=adesso)


def test_the_secretary_does_not_redact(personas, caso):
    answer = enter(Client(), personas.segreteria).get(reverse("caso_oscura", args=[caso.pk]))
    assert answer.status_code == 403


# --- invariants ----------------------------------------------------------------------------------


def test_an_erased_case_keeps_no_facts(caso, adesso):
    with pytest.raises(IntegrityError, match="caso_cancellato_vuoto"):
        Caso.objects.filter(pk=caso.pk).update(cancellato_at=adesso)


def test_an_erased_person_keeps_no_data(caso, adesso):
    with pytest.raises(IntegrityError, match="lavoratore_cancellato_vuoto"):
        Lavoratore.objects.filter(pk=caso.lavoratore_id).update(cancellato_at=adesso)


def test_every_table_about_a_case_is_exported_or_erased() -> None:
    """A new model that hangs from a case must be thought of here, or its data would survive."""
    thought_of = {
        "Adempimento", "Bozza", "Documento", "DomandaPrognosi", "Invio", "Modulo", "Nota",
        "Promemoria", "Proposta", "RiferimentoCertificato", "Tentativo", "Valutazione",
    }  # fmt: skip
    found, roots = set(), [Caso]
    while roots:
        model = roots.pop()
        for relation in model._meta.related_objects:
            child = relation.related_model
            if child is not model and child.__name__ not in found:
                found.add(child.__name__)
                roots.append(child)
    assert found == thought_of


def test_an_event_shared_with_a_draft_stays(personas, adesso):
    evento = EventoFactory(organizzazione=personas.scuola, comune="Milano")
    caso = close(
        CasoFactory(organizzazione=personas.scuola, evento=evento), personas.segreteria, adesso
    )
    BozzaFactory(organizzazione=personas.scuola, evento=evento)
    erase_caso(caso, WHY, by=personas.dirigente, now=adesso)
    evento.refresh_from_db()
    assert evento.comune == "Milano"


def test_the_sites_of_a_blanked_event_are_free(personas, caso, adesso):
    site = Sede.objects.create(organizzazione=personas.scuola, denominazione="Plesso Nord")
    Evento.objects.filter(pk=caso.evento_id).update(sede=site)
    erase_caso(caso, WHY, by=personas.dirigente, now=adesso)
    assert site.delete()[0] == 1


# --- after a restore -----------------------------------------------------------------------------


def test_an_erasure_is_repeated_after_a_restore(personas, caso, adesso, tmp_path, capsys):
    restored = CasoFactory(organizzazione=personas.scuola)
    erase_caso(caso, WHY, by=personas.dirigente, now=adesso)
    call_command("prove_cancellazione")
    lines = capsys.readouterr().out
    assert "Quagliarulo" not in lines
    kept = tmp_path / "prove.jsonl"
    # As if the second case had been erased too, and the backup brought it back open.
    kept.write_text(lines + lines.replace(str(caso.pk), str(restored.pk)), encoding="utf-8")
    call_command("prove_cancellazione", ripeti=str(kept))
    said = capsys.readouterr().out
    assert f"caso {caso.pk} gia_fatta" in said
    assert f"caso {restored.pk} ripetuta" in said
    restored.refresh_from_db()
    assert restored.cancellato_at is not None


def test_what_is_no_list_of_proofs_is_said(tmp_path):
    wrong = tmp_path / "prove.jsonl"
    wrong.write_text("ciao", encoding="utf-8")
    with pytest.raises(CommandError, match="non è un elenco di prove"):
        call_command("prove_cancellazione", ripeti=str(wrong))

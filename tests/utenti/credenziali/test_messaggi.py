"""A message to InailRisponde: sorted, complete, sent once."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from portal.base.audit import AuditEvent
from portal.base.errors import ActionError
from tests.utenti.credenziali.scena import pdf
from utenti.credenziali.actions.messaggi import MAX_FILES, DatiMessaggio, Upload, send_message
from utenti.credenziali.categorie import (
    CATEGORIE,
    REGISTRAZIONE,
    Classificazione,
    categorie,
    names_of,
    oggetti,
    problem,
    sottocategorie,
)
from utenti.credenziali.models import Messaggio

pytestmark = pytest.mark.django_db
DATI = DatiMessaggio(
    indirizzo_risposte="mario.solo@persone.test",
    telefono="02 1234567",
    cap="20121",
    testo="Non riesco a entrare. ",
    **REGISTRAZIONE._asdict(),
)


def send(mario, adesso, dati=DATI, key=None, files=()):
    return send_message(dati, files=files, by=mario, now=adesso, request_key=key or uuid4())


def test_the_triple_of_the_source_hangs_together():
    assert names_of(REGISTRAZIONE) == (
        "Prestazioni a tutela del Lavoratore",
        "Assistenza ai servizi online",
        "Registrazione ed autenticazione",
    )
    assert problem(REGISTRAZIONE) is None


def test_the_choices_of_each_level_come_from_the_same_data():
    assert [code for code, _ in categorie()] == [voce.codice for voce in CATEGORIE]
    subs = [code for _, group in sottocategorie() for code, _ in group]
    objects = [code for _, group in oggetti() for code, _ in group]
    assert len(subs) == len(set(subs))
    assert len(objects) == len(set(objects))
    assert {"assistenza_servizi_online", "denunce_datore"} <= set(subs)


@pytest.mark.parametrize(
    ("triple", "level"),
    [
        (("x", "infortunio", "certificato_infortunio"), "categoria"),
        (("rapporto_assicurativo", "infortunio", "certificato_infortunio"), "sottocategoria"),
        (("prestazioni_lavoratore", "infortunio", "certificato_malattia"), "oggetto"),
    ],
)
def test_a_triple_that_does_not_hang_together_names_the_level(triple, level):
    chosen = Classificazione(*triple)
    assert problem(chosen) == level
    with pytest.raises(KeyError):
        names_of(replace_object(chosen))


def replace_object(chosen):
    """The same with an object of another branch, which has no name there."""
    return chosen._replace(oggetto="codice_ditta", categoria="prestazioni_lavoratore")


def test_a_message_is_stored_with_its_files_and_told_to_the_register(mario, adesso):
    sent = send(mario, adesso, files=[Upload(pdf(), "prova.pdf")])
    found = Messaggio.objects.get()
    assert (found.codice, found.testo) == (sent.codice, "Non riesco a entrare.")
    assert found.allegati.get().file.original_name == "prova.pdf"
    event = AuditEvent.objects.get(code="messaggio.inviato")
    assert event.data == {
        "codice": sent.codice,
        "oggetto": "registrazione_autenticazione",
        "allegati": 1,
    }


def test_two_presses_send_one_message(mario, adesso):
    key = uuid4()
    assert send(mario, adesso, key=key).pk == send(mario, adesso, key=key).pk
    assert Messaggio.objects.count() == 1


def test_the_key_of_another_person_gives_nothing_away(mario, personas, adesso):
    key = uuid4()
    send(mario, adesso, key=key)
    with pytest.raises(ActionError, match="Ricarica la pagina"):
        send(personas.segreteria, adesso, key=key)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("indirizzo_risposte", "", "Scrivi l’indirizzo"),
        ("indirizzo_risposte", "mario", "e-mail"),
        ("telefono", " ", "Scrivi un numero di telefono"),
        ("telefono", "zerodue", "solo cifre"),
        ("categoria", "", "Scegli la categoria"),
        ("sottocategoria", "infortunio", "appartenga a quella sopra"),
        ("oggetto", "", "Scegli l’oggetto"),
        ("cap", "123", "cinque cifre"),
        ("testo", "\n", "Scrivi il messaggio"),
        ("testo", "x" * 4001, "4000"),
        ("numero_caso", "x" * 21, "20"),
    ],
)
def test_a_starred_field_that_is_empty_or_wrong_is_named(mario, adesso, field, value, said):
    with pytest.raises(ActionError, match=said) as refused:
        send(mario, adesso, replace(DATI, **{field: value}))
    wrong = "oggetto" if (field, value) == ("sottocategoria", "infortunio") else field
    assert refused.value.field == wrong
    assert not Messaggio.objects.exists()


def test_a_bad_file_or_too_many_refuse_the_whole_message(mario, adesso):
    with pytest.raises(ActionError, match="vuoto") as refused:
        send(mario, adesso, files=[Upload(b"", "vuoto.pdf")])
    assert refused.value.field == "allegati"
    with pytest.raises(ActionError, match="Al massimo"):
        send(mario, adesso, files=[Upload(pdf(), "p.pdf")] * (MAX_FILES + 1))
    assert not Messaggio.objects.exists()

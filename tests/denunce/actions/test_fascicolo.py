"""Notes and attachments of a case; closing with its outcome."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from denunce.actions.casi import close_caso, reopen_caso
from denunce.actions.fascicolo import add_nota, attach_file
from denunce.models import Caso, Documento, Nota
from portal.base.audit import AuditEvent
from portal.base.errors import ActionError
from portal.base.files import read
from tests.denunce.actions.test_dispatch import PNG


def test_a_note_says_who_and_when_and_stays_out_of_the_audit(caso, laura, adesso):
    nota = add_nota(caso, " La madre richiama. ", request_key=uuid4(), by=laura, now=adesso)
    assert Nota.objects.get().testo == "La madre richiama."
    assert (nota.created_at, nota.created_by) == (adesso, laura.user)
    event = AuditEvent.objects.get(code="caso.nota")
    assert (event.target_id, event.data) == (nota.pk, {"caso": str(caso.pk)})


def test_two_presses_are_one_note(caso, laura, adesso):
    key = uuid4()
    first, second = (
        add_nota(caso, "La madre richiama.", request_key=key, by=laura, now=adesso)
        for _ in range(2)
    )
    assert first == second


@pytest.mark.parametrize("testo", ["", " \n "])
def test_an_empty_note_is_none(caso, laura, adesso, testo):
    with pytest.raises(ActionError) as refusal:
        add_nota(caso, testo, request_key=uuid4(), by=laura, now=adesso)
    assert refusal.value.field == "testo"


def test_an_attachment_is_a_document_of_the_case(caso, laura, adesso):
    added = attach_file(
        caso, PNG, name="foto.png", titolo=" Foto  del cortile ", by=laura, now=adesso
    )
    assert (added.titolo, added.tipo, added.stato) == ("Foto del cortile", "allegato", "pronto")
    assert read(added.file).startswith(b"\x89PNG")
    assert AuditEvent.objects.get(code="documento.allegato").target_id == added.pk


def test_the_same_file_pressed_twice_is_one_attachment(caso, laura, adesso):
    for _ in range(2):
        attach_file(caso, PNG, name="foto.png", titolo="Foto", by=laura, now=adesso)
    assert Documento.objects.count() == 1
    assert AuditEvent.objects.filter(code="documento.allegato").count() == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vuoto"),
        (b"MZ\x90\x00" * 40, "non ammesso"),
        (b"<!doctype html><script>", "non ammesso"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * (11 * 1024 * 1024), "10 MB"),
    ],
    ids=["vuoto", "eseguibile rinominato", "HTML", "30 MB"],
)
def test_what_is_no_document_is_refused_on_its_field(caso, laura, adesso, content, said):
    with pytest.raises(ActionError, match=said) as refusal:
        attach_file(caso, content, name="foto.png", titolo="Foto", by=laura, now=adesso)
    assert refusal.value.field == "file"
    assert not Documento.objects.exists()


def test_an_attachment_has_a_title(caso, laura, adesso):
    with pytest.raises(ActionError) as refusal:
        attach_file(caso, PNG, name="foto.png", titolo=" ", by=laura, now=adesso)
    assert refusal.value.field == "titolo"


def test_a_case_closed_meanwhile_takes_neither(caso, laura, adesso):
    values = {"stato": "chiuso", "chiuso_at": adesso, "chiuso_by": laura.user}
    Caso.objects.filter(pk=caso.pk).update(**values)
    with pytest.raises(PermissionDenied, match="riaprilo"):
        add_nota(caso, "Nota", request_key=uuid4(), by=laura, now=adesso)
    with pytest.raises(PermissionDenied, match="riaprilo"):
        attach_file(caso, PNG, name="foto.png", titolo="Foto", by=laura, now=adesso)


# --- closing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("esito", ["", "boh"])
def test_a_case_closes_with_a_known_outcome(caso, laura, adesso, esito):
    with pytest.raises(ActionError) as refusal:
        close_caso(caso, esito=esito, expected=caso.version, by=laura, now=adesso)
    assert refusal.value.field == "esito"


def test_a_death_is_first_told_among_the_facts(caso, laura, adesso):
    with pytest.raises(ActionError, match="24 ore") as refusal:
        close_caso(caso, esito="decesso", expected=caso.version, by=laura, now=adesso)
    assert refusal.value.field == "esito"


def test_a_case_opened_by_mistake_owes_nothing_and_reopened_owes_again(
    caso, laura, adesso, adempimenti
):
    closed = close_caso(caso, esito="errore", expected=caso.version, by=laura, now=adesso)
    assert closed.esito == "errore"
    assert adempimenti(caso) == {}
    assert AuditEvent.objects.filter(code="adempimento.non_dovuto").count() == 1
    again = reopen_caso(closed, expected=closed.version, by=laura, now=adesso)
    assert again.esito == ""
    assert adempimenti(caso)["denuncia_assicurazione"].is_open

"""Luca's form: begun from the case, saved half done, frozen, printed once."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pikepdf
import pytest
from django.db import IntegrityError

from denunce.actions.moduli import finalize_modulo, request_pdf, save_modulo, start_modulo
from denunce.documents import fail_abandoned, render_modulo
from denunce.models import Documento, Modulo
from denunce.moduli.blocchi.lavoratore import ALUNNO
from denunce.moduli.registry import declaration_version
from denunce.moduli.stampa.render import NotPrintable
from denunce.moduli.validation import problems
from portal.base import background, files, outbox
from portal.base.audit import AuditEvent
from portal.base.authz import PermissionDenied
from portal.base.db import VersionConflict
from portal.base.errors import ActionError
from portal.base.outbox import OutboxMessage
from portal.base.pdf import PdfError

pytestmark = pytest.mark.django_db


@pytest.fixture
def denuncia(caso, certifica, riferimenti, adempimenti):
    """The denuncia that six days of absence make due."""
    certifica(caso, riferimenti)
    return next(row for row in adempimenti(caso).values() if row.tipo == "denuncia")


@pytest.fixture
def bozza(denuncia, laura, adesso):
    """The form just begun."""
    return start_modulo(denuncia, by=laura, now=adesso)


COMPLETAMENTO = {
    "datore": {
        "codice_fiscale": "01234560157",
        "indirizzo": "Via della Scuola",
        "comune": "Milano",
        "provincia": "MI",
        "cap": "20121",
    },
    "lavoratore": {
        "cittadinanza": "Italiana",
        "domicilio_indirizzo": "Via Prova",
        "domicilio_comune": "Milano",
        "domicilio_provincia": "MI",
        "domicilio_cap": "20122",
        "telefono_non_disponibile": True,
    },
    "luogo": {"cantiere": False, "comune": "Milano", "provincia": "MI"},
    "evento": {"notizia": "2026-03-10T10:20"},
    "cause": {"natura_lesione": "FRATTURA", "sede_lesione": "POLSO DESTRO"},
    "dichiarante": {"qualita": "delegato"},
}


def completed(modulo):
    data = json.loads(modulo.dati)
    for group, values in COMPLETAMENTO.items():
        data[group] = data.get(group, {}) | values
    return data


@pytest.fixture
def definitivo(bozza, laura, adesso):
    """The form complete and frozen."""
    save_modulo(bozza, completed(bozza), expected=1, by=laura, now=adesso)
    bozza.refresh_from_db()
    return finalize_modulo(bozza, expected=bozza.version, by=laura, now=adesso)


def test_the_form_knows_what_the_case_knows(bozza, laura):
    data = json.loads(bozza.dati)
    assert bozza.dichiarazione == "2025-05-23"
    assert data["invio"] == {"tipo": "denuncia", "gestione": "conto_stato"}
    assert data["lavoratore"] == {
        "cognome": "Bianchi",
        "nome": "Luca",
        "codice_fiscale": "BNCLCU13E03F205S",
        "sesso": "M",
        "nato_il": "2013-05-03",
        "nato_a": "Milano",
    }
    assert data["rapporto"] == {"studente": True, "qualifica_assicurativa": ALUNNO}
    assert data["evento"] == {"data": "2026-03-10", "ora": "10:15", "mortale": False}
    assert data["certificato"] == {
        "numero": "A00000000003",
        "rilasciato": "2026-03-10",
        "prognosi_dal": "2026-03-11",
        "prognosi_al": "2026-03-16",
        "ricevuto": "2026-03-12T09:00",
    }
    assert data["cause"] == {"dinamica": "Caduta in palestra"}
    assert data["luogo"]["in_itinere"] is False
    assert data["dichiarante"]["cognome"] == laura.user.cognome
    found = problems(declaration_version("mod4bis", bozza.dichiarazione), data)
    assert {problem.kind for problem in found} == {"mancante"}, "nothing prefilled is wrong"


def test_begun_twice_it_is_the_same_draft(denuncia, bozza, laura, adesso):
    assert start_modulo(denuncia, by=laura, now=adesso) == bozza
    assert Modulo.objects.count() == 1


def test_only_denuncia_and_comunicazione_have_this_form(caso, adempimenti, laura, adesso):
    insurer = next(
        row for row in adempimenti(caso).values() if row.tipo == "denuncia_assicurazione"
    )
    with pytest.raises(ActionError, match="non c’è un modulo ufficiale"):
        start_modulo(insurer, by=laura, now=adesso)


def test_another_school_may_do_nothing(denuncia, bozza, personas, adesso):
    stranger = personas.scope(personas.segreteria2)
    for act in (
        lambda: start_modulo(denuncia, by=stranger, now=adesso),
        lambda: save_modulo(bozza, {}, expected=1, by=stranger, now=adesso),
        lambda: finalize_modulo(bozza, expected=bozza.version, by=stranger, now=adesso),
        lambda: request_pdf(bozza, by=stranger, now=adesso),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_draft_is_kept_with_anything_missing_and_an_old_page_loses(bozza, laura, adesso):
    saved = save_modulo(
        bozza, {"lavoratore": {"cognome": "Neri", "nome": None}}, expected=1, by=laura, now=adesso
    )
    assert saved.dati == '{"lavoratore":{"cognome":"Neri"}}'
    assert saved.version == 2
    with pytest.raises(VersionConflict):
        save_modulo(bozza, {}, expected=1, by=laura, now=adesso)
    assert Modulo.objects.get().dati == saved.dati


def test_a_draft_refuses_what_the_form_cannot_hold(bozza, laura, adesso):
    with pytest.raises(ActionError) as refused:
        save_modulo(bozza, {"lavoratore": {"cognome": 5}}, expected=1, by=laura, now=adesso)
    assert refused.value.field == "lavoratore__cognome"
    with pytest.raises(ActionError, match="oggetto JSON"):
        save_modulo(bozza, [], expected=1, by=laura, now=adesso)
    with pytest.raises(ActionError, match="2013"):
        save_modulo(bozza, {"evento": {"data": "2001-01-01"}}, expected=1, by=laura, now=adesso)


def test_the_version_follows_the_day_of_the_event(bozza, laura, adesso):
    data = completed(bozza)
    data["evento"]["data"] = "2024-03-10"
    saved = save_modulo(bozza, data, expected=1, by=laura, now=adesso)
    assert saved.dichiarazione == "2013-07-01"
    assert "cantiere" not in json.loads(saved.dati)["luogo"]


def test_an_incomplete_form_is_not_frozen_and_says_what_is_missing(bozza, laura, adesso):
    with pytest.raises(ActionError, match="Manca: Codice fiscale") as refused:
        finalize_modulo(bozza, expected=bozza.version, by=laura, now=adesso)
    assert refused.value.field == "datore__codice_fiscale"
    assert Modulo.objects.get().stato == "bozza"


def test_what_another_tab_changed_is_not_frozen_unread(bozza, laura, adesso):
    read_at = bozza.version
    save_modulo(bozza, completed(bozza), expected=read_at, by=laura, now=adesso)
    with pytest.raises(VersionConflict):
        finalize_modulo(bozza, expected=read_at, by=laura, now=adesso)
    assert Modulo.objects.get().stato == "bozza"


def test_a_frozen_form_never_changes(definitivo, laura, adesso):
    assert definitivo.stato == "definitivo"
    assert (definitivo.definitivo_at, definitivo.definitivo_by) == (adesso, laura.user)
    assert len(definitivo.dati_sha256) == 64
    for act in (
        lambda: save_modulo(definitivo, {}, expected=3, by=laura, now=adesso),
        lambda: finalize_modulo(definitivo, expected=definitivo.version, by=laura, now=adesso),
    ):
        with pytest.raises(ActionError, match="definitivo"):
            act()


def test_a_new_form_starts_from_the_frozen_one_and_replaces_it(denuncia, definitivo, laura, adesso):
    again = start_modulo(denuncia, by=laura, now=adesso + timedelta(hours=1))
    assert json.loads(again.dati)["cause"] == json.loads(definitivo.dati)["cause"]
    assert json.loads(again.dati)["dichiarante"]["data"] == "2026-03-12"
    finalize_modulo(again, expected=again.version, by=laura, now=adesso + timedelta(hours=1))
    definitivo.refresh_from_db()
    assert definitivo.stato == "sostituito"
    assert definitivo.dati_sha256


def test_a_form_that_fails_its_promise_is_refused_by_the_database(bozza):
    with pytest.raises(IntegrityError):
        Modulo.objects.filter(pk=bozza.pk).update(stato="definitivo")


def run_outbox(adesso):
    return outbox.dispatch(now=lambda: adesso, limit=50)


def test_the_pdf_is_made_by_the_worker_once_and_kept(definitivo, laura, adesso, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    documento = request_pdf(definitivo, by=laura, now=adesso)
    assert documento.stato == "in_preparazione"
    assert request_pdf(definitivo, by=laura, now=adesso + timedelta(seconds=5)) == documento
    assert OutboxMessage.objects.filter(handler="denunce.render_modulo").count() == 1
    run_outbox(adesso)
    documento.refresh_from_db()
    assert (documento.stato, documento.ready_at) == ("pronto", adesso)
    content = files.read(documento.file)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert "BOZZA" not in str(pdf.docinfo.Title)
        assert "2026/0001" in str(pdf.docinfo.Title)
    assert documento.file.original_name == "mod-4-bis-caso-2026-0001.pdf"
    before = documento.file_id
    render_modulo({"documento": str(documento.pk)}, now=adesso)
    documento.refresh_from_db()
    assert documento.file_id == before
    codes = list(AuditEvent.objects.order_by("at", "code").values_list("code", flat=True))
    assert {"modulo.iniziato", "modulo.definitivo", "modulo.stampato", "documento.pronto"} <= set(
        codes
    )


def test_a_draft_and_the_frozen_form_with_the_same_data_are_two_prints(
    bozza, laura, adesso, settings, tmp_path
):
    settings.FILES_DIR = tmp_path
    save_modulo(bozza, completed(bozza), expected=1, by=laura, now=adesso)
    draft = request_pdf(bozza, by=laura, now=adesso)
    run_outbox(adesso)
    bozza.refresh_from_db()
    frozen = request_pdf(
        finalize_modulo(bozza, expected=bozza.version, by=laura, now=adesso), by=laura, now=adesso
    )
    run_outbox(adesso)
    assert draft != frozen
    assert draft.dati_sha256 == frozen.dati_sha256
    draft.refresh_from_db()
    with pikepdf.open(io.BytesIO(files.read(draft.file))) as pdf:
        assert "BOZZA" in str(pdf.docinfo.Title)
    assert draft.file.original_name.endswith("-bozza.pdf")
    assert draft.titolo == "Mod. 4 bis R.A. (bozza)"


def test_a_draft_changed_before_its_print_is_not_printed_under_the_old_name(bozza, laura, adesso):
    documento = request_pdf(bozza, by=laura, now=adesso)
    save_modulo(bozza, {"lavoratore": {"nome": "Ada"}}, expected=1, by=laura, now=adesso)
    render_modulo({"documento": str(documento.pk)}, now=adesso)
    documento.refresh_from_db()
    assert (documento.stato, documento.file) == ("fallito", None)


@pytest.mark.parametrize("fault", [PdfError("tempo"), NotPrintable([])])
def test_a_print_that_fails_is_said_and_may_be_asked_again(
    definitivo, laura, adesso, monkeypatch, fault
):
    def fail(*args):
        raise fault

    documento = request_pdf(definitivo, by=laura, now=adesso)
    monkeypatch.setattr("denunce.documents.render_pdf", fail)
    render_modulo({"documento": str(documento.pk)}, now=adesso)
    documento.refresh_from_db()
    assert documento.stato == "fallito"
    later = adesso + timedelta(minutes=1)
    assert request_pdf(definitivo, by=laura, now=later).stato == "in_preparazione"
    assert OutboxMessage.objects.filter(handler="denunce.render_modulo").count() == 2


def test_a_print_that_killed_its_worker_is_said_to_have_failed(
    definitivo, laura, adesso, monkeypatch
):
    def burst(*args):
        raise MemoryError

    monkeypatch.setattr("denunce.documents.render_pdf", burst)
    documento = request_pdf(definitivo, by=laura, now=adesso)
    fail_abandoned(adesso)
    assert Documento.objects.get(pk=documento.pk).stato == "in_preparazione"
    for turn in range(1, 10):
        run_outbox(adesso + timedelta(hours=turn))
    assert OutboxMessage.objects.get(handler="denunce.render_modulo").state == "sospeso"
    background.run_round(adesso + timedelta(hours=11))
    assert Documento.objects.get(pk=documento.pk).stato == "fallito"
    again = request_pdf(definitivo, by=laura, now=adesso + timedelta(hours=12))
    fail_abandoned(adesso + timedelta(hours=12))
    again.refresh_from_db()
    assert again.stato == "in_preparazione"


def test_a_document_that_is_gone_or_without_form_stops_nobody(caso, laura, adesso):
    render_modulo({"documento": "00000000-0000-4000-8000-000000000000"}, now=adesso)
    orphan = Documento.objects.create(
        caso=caso,
        tipo="modulo_pdf",
        titolo="x",
        stato="in_preparazione",
        created_at=adesso,
        created_by=laura.user,
    )
    render_modulo({"documento": str(orphan.pk)}, now=adesso)
    orphan.refresh_from_db()
    assert orphan.stato == "fallito"


def test_two_workers_leave_one_file(definitivo, laura, adesso, monkeypatch, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    documento = request_pdf(definitivo, by=laura, now=adesso)
    from denunce import documents

    real = documents.render_pdf

    def slower(*args):
        monkeypatch.setattr(documents, "render_pdf", real)
        render_modulo({"documento": str(documento.pk)}, now=adesso)  # the faster one
        return real(*args)

    monkeypatch.setattr(documents, "render_pdf", slower)
    render_modulo({"documento": str(documento.pk)}, now=adesso)
    assert files.StoredFile.objects.count() == 1

"""Whose data certificates are: copies, terms, erasure with proof, who read; a canary patient."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from certificati import personal as part
from certificati import riferimenti
from certificati.actions.cancellazione import erase_certificato, forget_stale_drafts
from certificati.actions.vita import annul_certificato, record_transmission
from certificati.dati import DatiCertificato
from certificati.models import Certificato, Stampa
from certificati.numero import grouped
from denunce.riservatezza.again import listed, repeat
from portal.base import background, files, outbox, personal
from portal.base.audit import record_access, seal, verify
from portal.base.audit.models import AuditEvent
from portal.base.errors import ActionError
from portal.base.files import StoredFile, produced
from portal.base.keys import DataKey, KeyDestroyed
from portal.base.personal import Disposed
from tests.certificati.scena import INFORTUNIO, MALATTIA, bozza, continuativo, emesso
from tests.dumping import readable
from tests.logins import enter
from tests.personas import Personas
from utenti.models import Organizzazione, Utente
from utenti.organizzazioni.actions.dati import close_organizzazione
from utenti.personal import person_of
from utenti.riservatezza.actions import conservazione, lavori, rimozione
from utenti.riservatezza.actions.account import erase_account
from utenti.riservatezza.choices import Base, StatoLavoro
from utenti.riservatezza.models import ProvaCancellazione
from utenti.riservatezza.page_models.conservazione import COUNTED

pytestmark = pytest.mark.django_db
WHY = Disposed("termine", "prot. 9/2041")
INJURIES, DISEASES = (
    personal.rule("certificati_infortunio"),
    personal.rule("certificati_malattia"),
)
# Ermenegildo Quagliarulo, a pupil born in Milano on 4 May 2012.
CODE = "QGLRNG12E04F205Y"
CANARINO: DatiCertificato = replace(
    INFORTUNIO,
    cognome="Quagliarulo",
    nome="Ermenegildo",
    codice_fiscale=CODE,
    nato_on=date(2012, 5, 4),
    indirizzo="Via dei Glicini 7",
    telefono="3471234567",
    diagnosi="trauma del canarino",
    racconto="scivolato sulle foglie",
    datore_denominazione="Scuola dei Merli",
    datore_codice_fiscale="01234560157",
)
TRACES = (
    "Quagliarulo", "quagliarulo", "Ermenegildo", CODE, "3471234567", "Glicini", "canarino",
    "foglie", "Merli", "01234560157", "per errore di Quagliarulo",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _still(a_tempo_fermo) -> None:
    """Thursday 12 March 2026."""


def paper(certificato: Certificato, tipo: str, by: Utente, now: datetime) -> Stampa:
    """A ready paper that names the patient in its title."""
    content = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Title"] = "Certificato di Quagliarulo"
        document.save(content)
    file = files.store(
        content.getvalue(),
        name="quagliarulo.pdf",
        allowed=frozenset({files.Kind.PDF}),
        organizzazione_id=certificato.organizzazione_id,
        by=by,
        now=now,
    )
    made = Stampa.objects.get(certificato=certificato, tipo=tipo, revisione=1)  # asked at the issue
    made.stato, made.file = "pronta", file
    made.save()
    return made


@pytest.fixture
def canarino(personas: Personas, adesso: datetime) -> Certificato:
    """A certificate of the canary, annulled with words about him, transmitted, with two papers."""
    found = emesso(personas, adesso, CANARINO)
    by = personas.scope(found.medico)
    for tipo in ("lavoratore", "datore"):
        paper(found, tipo, found.medico, adesso)
    record_transmission(found, trasmesso_at=adesso, by=by, now=adesso)
    return annul_certificato(
        found, motivo="altro", nota="per errore di Quagliarulo", by=by, now=adesso
    )


@pytest.fixture
def paziente(personas: Personas, adesso: datetime) -> Utente:
    """The canary himself, whose identity was verified."""
    user = personas.cittadino
    user.set_codice_fiscale(CODE, now=adesso)
    user.identita_verificata_at = adesso
    user.save()
    return user


def old(row: Certificato, at: datetime) -> Certificato:
    """As if it had been released then."""
    Certificato.objects.filter(pk=row.pk).update(rilasciato_at=at)
    return Certificato.objects.get(pk=row.pk)


# --- erasing one ---------------------------------------------------------------------------------


def test_nothing_of_the_patient_is_left_in_any_table_or_file(
    personas, canarino, adesso, django_capture_on_commit_callbacks
):
    before = readable()
    assert [trace for trace in TRACES if trace not in before] == []
    with django_capture_on_commit_callbacks(execute=True):
        erase_certificato(canarino, WHY, by=personas.amministratore_presidio, now=adesso)
    after = readable()
    assert [trace for trace in TRACES if trace in after] == []
    assert not [f for f in StoredFile.objects.all() if (settings.FILES_DIR / f.path).exists()]


def test_the_tombstone_keeps_number_state_and_author(personas, canarino, adesso):
    erase_certificato(canarino, WHY, by=personas.amministratore_presidio, now=adesso)
    left = Certificato.objects.get(pk=canarino.pk)
    assert (left.numero, left.stato, left.genere) == (canarino.numero, "annullato", "infortunio")
    assert (left.cancellato_at, left.rilasciato_at) == (adesso, canarino.rilasciato_at)
    assert (left.medico, left.person) == (canarino.medico, "dati cancellati")
    assert (left.prognosi_al, left.evento_on, left.impronta) == (None, None, "-")
    with pytest.raises(KeyDestroyed):
        left.dati  # noqa: B018
    assert riferimenti.by_ids([left.pk]) == []


def test_the_proof_counts_and_holds_no_name(personas, canarino, adesso):
    papers = Stampa.objects.filter(certificato=canarino).count()
    proof = erase_certificato(canarino, WHY, by=personas.amministratore_presidio, now=adesso)
    again = erase_certificato(canarino, WHY, by=personas.amministratore_presidio, now=adesso)
    assert again.pk == proof.pk
    assert proof.conteggi == {"certificati": 1, "chiavi": 3, "file": 2, "stampe": papers}
    assert not Stampa.objects.exists()
    assert proof.conteggi.keys() <= COUNTED.keys()
    assert (proof.riferimento, proof.atto) == (canarino.numero, WHY.act)
    seal(adesso)
    assert verify() == []


def test_a_paper_that_was_gone_already_is_not_counted_again(personas, canarino, adesso):
    own = Stampa.objects.select_related("file__data_key").get(
        certificato=canarino, tipo="lavoratore", revisione=1
    )
    files.delete(own.file, by=None, now=adesso)
    proof = erase_certificato(canarino, WHY, by=personas.amministratore_presidio, now=adesso)
    assert (proof.conteggi["chiavi"], proof.conteggi["file"]) == (2, 1)


def test_a_replaced_one_goes_and_what_went_on_from_it_keeps_its_number(personas, adesso):
    first = emesso(personas, adesso)
    second = continuativo(personas, adesso + timedelta(hours=1), first)
    erase_certificato(first, WHY, by=personas.amministratore_presidio, now=adesso)
    second.refresh_from_db()
    assert (second.precedente, second.precedente_numero) == (None, first.numero)
    assert second.dati.cognome == "Bianchi"


def test_a_draft_is_not_erased_with_a_proof(personas, adesso):
    draft, by = bozza(personas, adesso)
    with pytest.raises(ActionError, match="bozza si elimina"):
        erase_certificato(draft, WHY, by=by.actor, now=adesso)


def test_an_erased_one_keeps_no_facts(canarino, adesso):
    with (
        pytest.raises(IntegrityError, match="certificato_cancellato_vuoto"),
        transaction.atomic(),
    ):
        Certificato.objects.filter(pk=canarino.pk).update(cancellato_at=adesso)


def test_an_erasure_is_repeated_after_a_restore(personas, canarino, adesso):
    erase_certificato(canarino, WHY, by=personas.amministratore_presidio, now=adesso)
    lines = list(listed())
    assert [done.outcome for done in repeat(lines, now=adesso)] == ["gia_fatta"]
    other = emesso(personas, adesso)
    line = lines[0].replace(str(canarino.pk), str(other.pk))
    assert [done.outcome for done in repeat([line], now=adesso)] == ["ripetuta"]
    other.refresh_from_db()
    assert other.cancellato_at == adesso
    nowhere = lines[0].replace(str(canarino.pk), "6d6f6465-6d6f-4d6f-8d6f-64656d6f0001")
    assert [done.outcome for done in repeat([nowhere], now=adesso)] == ["assente"]


# --- terms ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dati", "rule", "years"), [(INFORTUNIO, INJURIES, 10), (MALATTIA, DISEASES, 15)]
)
def test_it_is_proposed_when_its_years_have_passed(personas, adesso, dati, rule, years):
    made = emesso(personas, adesso, dati)
    place = personas.presidio_org
    end = date(adesso.year + years, adesso.month, adesso.day)
    assert not conservazione.proposals(place, rule, end - timedelta(days=1))
    due = conservazione.proposals(place, rule, end)
    assert [(one.pk, one.kept_until) for one in due] == [(made.pk, end)]
    assert "Quagliarulo" not in due[0].label
    other = DISEASES if rule is INJURIES else INJURIES
    assert not conservazione.proposals(place, other, date(2090, 1, 1))


def test_a_chain_is_kept_until_its_last_certificate_is_old(personas, adesso):
    first = emesso(personas, adesso)
    continuativo(personas, adesso + timedelta(days=40), first, prima_assistenza_at=adesso)
    place = personas.presidio_org
    assert not conservazione.proposals(place, INJURIES, date(2036, 4, 1))
    assert len(conservazione.proposals(place, INJURIES, date(2036, 4, 21))) == 2


def test_the_hospital_keeps_longer_and_confirms_by_its_own_page(personas, adesso):
    made = old(emesso(personas, adesso), datetime(2010, 1, 10, 10, tzinfo=adesso.tzinfo))
    head, place = personas.amministratore_presidio, personas.presidio_org
    by = personas.scope(head)
    conservazione.choose_term(place, INJURIES, 30, by=by, now=adesso)
    assert not conservazione.proposals(place, INJURIES, adesso.date())
    conservazione.choose_term(place, INJURIES, 10, by=by, now=adesso)
    client = enter(Client(), head)
    listed_page = client.get(reverse("conservazione", args=[place.pk])).content.decode()
    assert "dal rilascio dell’ultimo certificato dello stesso evento" in listed_page
    assert "Da verificare" in listed_page
    address = reverse("conservazione_regola", args=[place.pk, INJURIES.code])
    assert made.numero in client.get(address).content.decode()
    said = {"scelti": [str(made.pk)], "atto": "", "capito": "on"}
    page = client.post(address, said, follow=True).content.decode()
    assert "Dati cancellati: la prova è qui sotto." in page
    assert f"Certificato medico {made.numero}" in page
    assert conservazione.confirm(place, INJURIES, [made.pk], atto="", by=by, now=adesso) == 0


def test_no_job_erases_an_issued_one(personas, adesso):
    made = old(emesso(personas, adesso), datetime(1990, 1, 10, 10, tzinfo=adesso.tzinfo))
    background.run_round(adesso)
    made.refresh_from_db()
    assert made.cancellato_at is None


def test_only_a_person_disposes(personas, adesso):
    with pytest.raises(TypeError):
        INJURIES.dispose(personas.presidio_org.pk, [], WHY, personas.presidio_org, adesso)
    with pytest.raises(TypeError):
        part.remove(personas.presidio_org.pk, personas.presidio_org, adesso)


# --- drafts left alone ---------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "left"), [(89, 1), (90, 0), (400, 0)])
def test_a_draft_that_nobody_touches_goes_by_itself(personas, adesso, days, left):
    draft, _by = bozza(personas, adesso)
    issued = emesso(personas, adesso, MALATTIA)
    background.run_round(adesso + timedelta(days=days))
    assert Certificato.objects.drafts().count() == left
    assert (DataKey.objects.get(pk=draft.data_key_id).destroyed_at is None) is bool(left)
    assert Certificato.objects.issued().get() == issued
    told = AuditEvent.objects.filter(code="certificato.bozza_scaduta")
    assert [event.actor_id for event in told] == [None] * (1 - left)


def test_a_draft_saved_meanwhile_stays(personas, adesso):
    draft, _by = bozza(personas, adesso)
    saved = adesso + timedelta(days=30)
    Certificato.objects.filter(pk=draft.pk).update(saved_at=saved, saved_by=draft.medico)
    assert forget_stale_drafts(adesso + timedelta(days=100)) == 0
    assert forget_stale_drafts(saved + timedelta(days=90)) == 1


def test_a_draft_touched_between_the_list_and_the_lock_stays(personas, adesso, monkeypatch):
    """The list was read, then the doctor came back, issued it or threw it away."""
    from certificati.actions import cancellazione

    draft, _by = bozza(personas, adesso)
    later = adesso + timedelta(days=90)
    Certificato.objects.filter(pk=draft.pk).update(saved_at=later, saved_by=draft.medico)
    assert cancellazione._forget_stale(draft.pk, later) is False
    issued = emesso(personas, adesso, MALATTIA)
    assert cancellazione._forget_stale(issued.pk, later) is False
    Certificato.objects.filter(pk=draft.pk).delete()
    assert cancellazione._forget_stale(draft.pk, later) is False


def test_the_drafts_are_looked_for_once_an_hour(personas, adesso):
    part.tidy(adesso)
    bozza(personas, adesso - timedelta(days=100))
    part.tidy(adesso + timedelta(minutes=59))
    assert Certificato.objects.drafts().exists()
    part.tidy(adesso + timedelta(minutes=60))
    assert not Certificato.objects.drafts().exists()


# --- the patient ---------------------------------------------------------------------------------


def copy_of(user: Utente, now: datetime) -> zipfile.ZipFile:
    lavori.request_own_data(user, now=now)
    outbox.dispatch(now=lambda: now)
    made = StoredFile.objects.filter(content_type="application/zip").latest("created_at")
    return zipfile.ZipFile(io.BytesIO(b"".join(produced.stream(made))))


def test_the_patients_copy_holds_all_that_the_doctor_wrote(personas, canarino, paziente, adesso):
    emesso(personas, adesso)  # of somebody else
    with copy_of(paziente, adesso) as archive:
        [row] = json.loads(archive.read("certificati/certificati_su_di_te.json"))
        papers = [name for name in archive.namelist() if name.startswith("certificati/file/")]
    assert row["numero"] == canarino.numero
    assert (row["struttura"], row["medico"]) == ("Ospedale Esempio", "Rita Cura")
    assert row["dati"]["diagnosi"] == "trauma del canarino"
    assert f"certificati/file/{canarino.numero}-lavoratore-1.pdf" in papers
    assert [name for name in papers if "-datore-" in name] == []


def test_who_is_not_verified_gets_nothing(personas, canarino, paziente, adesso):
    Utente.objects.filter(pk=paziente.pk).update(identita_verificata_at=None)
    paziente.refresh_from_db()
    with copy_of(paziente, adesso) as archive:
        assert json.loads(archive.read("certificati/certificati_su_di_te.json")) == []
    assert part.subjects(person_of(paziente)) == {}
    assert part.holders(person_of(paziente)) == set()


def test_an_erased_certificate_is_not_theirs_any_more(personas, canarino, paziente, adesso):
    erase_certificato(canarino, WHY, by=personas.amministratore_presidio, now=adesso)
    assert part.subjects(person_of(paziente)) == {}


def test_the_request_goes_to_the_hospital(personas, canarino, paziente):
    page = enter(Client(), paziente).get(reverse("diritti")).content.decode()
    assert "Ospedale Esempio" in page


def test_the_patients_account_goes_and_the_certificate_stays(personas, canarino, paziente, adesso):
    erase_account(paziente, now=adesso)
    kept = Certificato.objects.get(pk=canarino.pk)
    assert (kept.cancellato_at, kept.dati.cognome) == (None, "Quagliarulo")


def read_by(user: Utente, kind: str, pk: Any, place: Organizzazione, now: datetime) -> None:
    record_access(user.pk, kind, pk, place.pk, "view", now, role="medico_ospedaliero")


def test_who_opened_certificate_or_paper_is_told_to_the_patient(
    personas, canarino, paziente, adesso
):
    doctor, place = canarino.medico, personas.presidio_org
    own = Stampa.objects.filter(certificato=canarino)[0]
    read_by(doctor, "certificati.certificato", canarino.pk, place, adesso)
    read_by(doctor, "certificati.stampa", own.pk, place, adesso)
    page = enter(Client(), paziente).get(reverse("chi_ha_visto")).content.decode()
    assert page.count(f"Il tuo certificato {canarino.numero} (Ospedale Esempio)") >= 2
    assert "Rita Cura" in page
    assert "Medico ospedaliero" in page


def test_the_hospitals_register_names_certificates_and_follows_their_papers(
    personas, canarino, adesso
):
    doctor, place = canarino.medico, personas.presidio_org
    own = Stampa.objects.get(certificato=canarino, tipo="lavoratore", revisione=1)
    read_by(doctor, "certificati.stampa", own.pk, place, adesso)
    read_by(doctor, "certificati.certificato", canarino.pk, place, adesso)
    client = enter(Client(), personas.amministratore_presidio)
    address = reverse("registro_accessi", args=[place.pk])
    page = client.get(address, {"oggetto": str(canarino.pk)}).content.decode()
    assert f"certificato medico: {grouped(canarino.numero)}, Quagliarulo Ermenegildo" in page
    assert "copia di un certificato: Copia per il lavoratore" in page
    assert "canarino" not in page
    erase_certificato(canarino, WHY, by=personas.amministratore_presidio, now=adesso)
    gone = client.get(address).content.decode()
    assert f"{grouped(canarino.numero)}, dati cancellati" in gone
    assert "copia di un certificato: cancellato" in gone


def test_the_hospitals_register_does_not_say_whose_a_draft_is(personas, adesso):
    draft, _by = bozza(personas, adesso, CANARINO)
    read_by(draft.medico, "certificati.certificato", draft.pk, personas.presidio_org, adesso)
    client = enter(Client(), personas.amministratore_presidio)
    page = client.get(reverse("registro_accessi", args=[personas.presidio_org.pk])).content.decode()
    assert "certificato medico: bozza" in page
    assert "Quagliarulo" not in page


# --- the doctor ----------------------------------------------------------------------------------


def test_the_doctors_copy_lists_acts_without_patients(personas, canarino, adesso):
    with copy_of(canarino.medico, adesso) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
        [row] = json.loads(archive.read("certificati/certificati_scritti_da_te.json"))
    assert (row["numero"], row["stato"]) == (canarino.numero, "annullato")
    assert [trace for trace in TRACES if trace in everything] == []


def test_a_doctor_goes_their_drafts_go_and_what_they_issued_stays(personas, canarino, adesso):
    doctor = canarino.medico
    draft, _by = bozza(personas, adesso, CANARINO)
    proof = erase_account(doctor, now=adesso)
    assert proof.conteggi["bozze"] == 1
    assert not Certificato.objects.filter(pk=draft.pk).exists()
    kept = Certificato.objects.select_related("medico", "data_key").get()
    assert kept.dati.diagnosi == "trauma del canarino"
    assert str(kept.medico) == "account cancellato"
    assert riferimenti.by_ids([kept.pk])[0].numero == canarino.numero


def test_a_doctor_with_a_term_that_runs_transmits_first(personas, adesso):
    made = emesso(personas, adesso)
    with pytest.raises(ActionError, match="1 certificati da trasmettere"):
        erase_account(made.medico, now=adesso)
    erase_account(made.medico, now=adesso + timedelta(days=2))


# --- a whole hospital ----------------------------------------------------------------------------


def run(now: datetime) -> None:
    while outbox.dispatch(now=lambda: now).done:
        pass


def remove(personas: Personas, place: Organizzazione, now: datetime):
    by = personas.scope(personas.gestore)
    close_organizzazione(place, by=by, now=now)
    later = now + timedelta(minutes=1)
    lavori.request_organisation(place, by=by, now=later)
    run(later)
    asked = {"base": Base.RIMOZIONE, "atto": "Lettera 7/2026", "phrase": place.denominazione}
    work = rimozione.request_removal(place, by=by, now=later, **asked)
    run(later)
    lavori.tend(later)
    work.refresh_from_db()
    return work


def test_a_hospital_goes_with_its_certificates_and_the_others_stay(
    personas, canarino, adesso, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(part, "_STEP", 1)
    bozza(personas, adesso, CANARINO)
    bozza(personas, adesso, MALATTIA)
    emesso(personas, adesso, CANARINO)
    other = emesso(
        personas,
        adesso,
        medico=personas.medico_esterno,
        organizzazione=personas.studio_medico,
    )
    with django_capture_on_commit_callbacks(execute=True):
        work = remove(personas, personas.presidio_org, adesso)
    assert work.stato == StatoLavoro.PRONTO
    counted = {"bozze": 2, "certificati": 2}
    assert counted.items() <= work.conteggi.items()
    assert work.conteggi["stampe"] >= 4
    after = readable()
    assert [trace for trace in TRACES if trace in after] == []
    left = Certificato.objects.filter(organizzazione=personas.presidio_org)
    assert {row.cancellato_at is None for row in left} == {False}
    assert not DataKey.objects.filter(pk__in=left.values("data_key"), destroyed_at=None).exists()
    assert Certificato.objects.get(pk=other.pk).dati == INFORTUNIO
    assert ProvaCancellazione.objects.filter(oggetto="certificato").count() == 2


def test_the_copy_of_a_hospital_holds_its_certificates_and_papers(personas, canarino, adesso):
    bozza(personas, adesso, CANARINO)
    row = lavori.request_organisation(
        personas.presidio_org, by=personas.scope(personas.amministratore_presidio), now=adesso
    )
    run(adesso)
    row.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(b"".join(produced.stream(row.file)))) as archive:
        rows = json.loads(archive.read("certificati/certificati.json"))
        papers = json.loads(archive.read("certificati/stampe.json"))
        inside = [name for name in archive.namelist() if name.startswith("certificati/file/")]
    assert sorted(one["stato"] for one in rows) == ["annullato", "bozza"]
    assert any("trauma del canarino" in (one["contenuto"] or "") for one in rows)
    assert len(papers) >= len(inside) >= 2


def test_a_deleted_paper_is_left_out_of_a_copy(personas, canarino, adesso):
    own = Stampa.objects.select_related("file__data_key").get(
        certificato=canarino, tipo="lavoratore", revisione=1
    )
    files.delete(own.file, by=None, now=adesso)
    pieces = list(part.export_organisation(personas.presidio_org.pk))
    assert [piece.name for piece in pieces] == [
        "certificati",
        "stampe",
        f"file/{canarino.numero}-datore-1.pdf",
    ]


# --- notices -------------------------------------------------------------------------------------


def test_the_notice_says_who_reads_what(client: Client):
    page = client.get(reverse("privacy")).content.decode()
    for said in (
        "Un medico ha scritto un certificato su di te",
        "art. 9.2.h",
        "mai la diagnosi",
        "Sei un medico e rilasci certificati",
        "Bozze di certificati medici",
        "90 giorni",
    ):
        assert said in page

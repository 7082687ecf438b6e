"""A whole hospital and a school with invitations removed: the others stay as they were."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import models

from portal.base import outbox, personal
from portal.base.files import StoredFile, produced
from tests.dumping import readable
from tests.utenti.organizzazioni import scena as organizzazioni
from tests.utenti.profili.scena import as_csv, dati
from utenti.actions.memberships import Period, assign_role
from utenti.models import Delega, Membership, Organizzazione, Sede, TipoOrganizzazione, Utente
from utenti.organizzazioni import personal as invitations
from utenti.organizzazioni.actions import attivazioni, inviti
from utenti.organizzazioni.actions.dati import close_organizzazione
from utenti.organizzazioni.models import Invito, RichiestaAttivazione
from utenti.profili import personal as doctors
from utenti.profili.actions.groups import create_gruppo
from utenti.profili.actions.imports import discard, upload
from utenti.profili.actions.profiles import create_profilo, remove_profilo
from utenti.profili.models import Gruppo, Importazione, ProfiloMedico
from utenti.riservatezza.actions import lavori, rimozione
from utenti.riservatezza.choices import Base, StatoLavoro
from utenti.riservatezza.models import Lavoro, ProvaCancellazione
from utenti.riservatezza.page_models.conservazione import COUNTED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _still(a_tempo_fermo) -> None:
    """Thursday 12 March 2026."""


@pytest.fixture
def altro(personas) -> Organizzazione:
    """Another hospital, with an administrator of its own."""
    place = Organizzazione.objects.create(
        tipo=TipoOrganizzazione.PRESIDIO, denominazione="Clinica Esempio", comune="Torino"
    )
    personas._member("carlo.altri", "Carlo", "Altri", place, "amministratore_presidio")
    return place


def fill_hospital(personas, place: Organizzazione, head: Utente, number: int, now: datetime):
    """Groups, doctors of every kind, files, invitations, roles, a site and a delegation."""
    by = personas.scope(head)
    gruppo = create_gruppo(place, "Ortopedia Fantasma", by=by, now=now)
    create_gruppo(place, "Pediatria Fantasma", by=by, now=now)
    first = dati(number, cognome="Ombroso", email=f"ombroso{number}@medici.test")
    profilo = create_profilo(first, gruppo, by=by, now=now)
    again = dati(number + 1, cognome="Ritornato", email=f"torna{number}@medici.test")
    gone = create_profilo(again, gruppo, by=by, now=now)
    remove_profilo(gone, by=by, now=now)
    create_profilo(again, gruppo, by=by, now=now)
    rows = as_csv(dati(number + 2, cognome="Nuvoloso"))
    upload(rows, organizzazione=place, tipo="aggiunta", by=by, now=now)
    discard(upload(rows, organizzazione=place, tipo="elenco", by=by, now=now), by=by, now=now)
    Sede.objects.create(organizzazione=place, denominazione="Padiglione Fantasma")
    Delega.objects.create(
        delegante=place, delegato=personas.piattaforma, tipo="assistenza", motivo="Fantasma",
        valid_from=now.date(), valid_to=now.date() + timedelta(days=3),
    )  # fmt: skip
    invite(personas, place, head, "amministratore_presidio", now)
    return profilo


def invite(personas, place: Organizzazione, head: Utente, ruolo: str, now: datetime) -> None:
    """One invitation accepted, one that waits."""
    by = personas.scope(head)
    guest = personas._utente(f"ospite.{place.pk.hex[:6]}", "Ospite", "Di Passaggio")
    invito = inviti.invite(place, inviti.DatiInvito(guest.email, ruolo), by=by, now=now)
    key = re.search(rf"{invito.pk}/([^/\s]+)", mail.outbox[-1].body)[1]
    inviti.accept(invito, key, by=guest, now=now)
    waiting = f"attesa.{place.pk.hex[:6]}@fantasma.test"
    inviti.invite(place, inviti.DatiInvito(waiting, ruolo), by=by, now=now)


def of(place: Organizzazione) -> dict[str, list[dict[str, Any]]]:
    """Every row that names an organisation, whole."""
    found = {}
    for model in apps.get_models():
        named = [f.name for f in model._meta.fields if f.related_model is Organizzazione]
        named += [f.name for f in model._meta.fields if f.name == "organizzazione_id"]
        for name in named:
            rows = model._base_manager.filter(**{name: place.pk}).order_by("pk")
            found[f"{model._meta.label}.{name}"] = list(rows.values())
    return found


def run(now: datetime) -> None:
    while outbox.dispatch(now=lambda: now).done:
        pass


def remove(personas, place: Organizzazione, now: datetime) -> tuple[Lavoro, datetime]:
    """Closed, exported, removed by order."""
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
    return work, later


def test_a_hospital_goes_whole_and_the_other_stays(personas, altro, adesso):
    head, other_head = personas.amministratore_presidio, Utente.objects.get(cognome="Altri")
    profilo = fill_hospital(personas, personas.presidio_org, head, 0, adesso)
    fill_hospital(personas, altro, other_head, 10, adesso)
    used = assign_role(
        personas.cittadino, personas.presidio_org, "medico_ospedaliero",
        Period(adesso.date()), by=head, now=adesso,
    ).utente  # fmt: skip
    invite(personas, personas.scuola, personas.dirigente, "docente", adesso)
    before = {place: of(place) for place in (altro, personas.scuola)}
    work, later = remove(personas, personas.presidio_org, adesso)
    assert (work.stato, work.fatti) == (StatoLavoro.PRONTO, work.totale)
    assert {place: of(place) for place in (altro, personas.scuola)} == before
    mine = {"organizzazione": personas.presidio_org}
    for model in (Gruppo, ProfiloMedico, Importazione, Invito, Membership, Sede):
        assert not model.objects.filter(**mine).exists()
    assert not Delega.objects.filter(delegante=personas.presidio_org).exists()
    # The account that only the hospital had made is empty; whoever used theirs keeps it.
    assert Utente.objects.get(pk=profilo.utente_id).cancellato_at == later
    assert str(Utente.objects.get(pk=used.pk)) == "Mario Solo"
    proof = ProvaCancellazione.objects.get(oggetto="organizzazione")
    counted = {
        "profili": 3,
        "gruppi": 2,
        "importazioni": 2,
        "inviti": 2,
        "account": 2,
        "deleghe": 1,
    }
    assert counted.items() <= proof.conteggi.items()
    assert proof.conteggi.keys() <= COUNTED.keys()


def test_the_copy_of_a_hospital_names_its_doctors_and_whom_it_invited(personas, adesso):
    head = personas.amministratore_presidio
    fill_hospital(personas, personas.presidio_org, head, 0, adesso)
    by = personas.scope(head)
    row = lavori.request_organisation(personas.presidio_org, by=by, now=adesso)
    run(adesso)
    row.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(b"".join(produced.stream(row.file)))) as archive:
        listed = json.loads(archive.read("profili/profili.json"))
        groups = json.loads(archive.read("profili/gruppi.json"))
        loaded = json.loads(archive.read("profili/importazioni.json"))
        invited = json.loads(archive.read("organizzazioni/inviti.json"))
    assert {one["persona"] for one in listed} == {"Ombroso Anna", "Ritornato Anna"}
    assert len(groups) == 2
    assert "righe" not in loaded[0]
    assert any(one["email"].startswith("attesa.") for one in invited)


def test_nothing_of_a_removed_hospital_is_left(personas, adesso):
    head = personas.amministratore_presidio
    fill_hospital(personas, personas.presidio_org, head, 0, adesso)
    traces = ("Fantasma", "fantasma.test", "Ombroso", "ombroso0@", "Nuvoloso", "AB00000")
    assert [trace for trace in traces if trace not in readable()] == []
    remove(personas, personas.presidio_org, adesso)
    after = readable()
    assert [trace for trace in traces if trace in after] == []


def test_a_school_with_invitations_goes_and_the_hospital_stays(personas, adesso):
    invite(personas, personas.scuola, personas.dirigente, "docente", adesso)
    head = personas.amministratore_presidio
    fill_hospital(personas, personas.presidio_org, head, 0, adesso)
    before = of(personas.presidio_org)
    work, _later = remove(personas, personas.scuola, adesso)
    assert work.stato == StatoLavoro.PRONTO
    assert of(personas.presidio_org) == before
    assert not Invito.objects.filter(organizzazione=personas.scuola).exists()
    assert not Membership.objects.filter(organizzazione=personas.scuola).exists()


def test_what_was_declared_to_begin_goes_with_the_organisation(personas, adesso):
    asked = organizzazioni.dati(denominazione="Cascina Fantasma")
    proof = (organizzazioni.pdf(), "visura-fantasma.pdf")
    begun = attivazioni.submit(asked, proof, by=personas.cittadino, now=adesso)
    by = personas.scope(personas.gestore)
    place = attivazioni.approve(begun, by=by, now=adesso).organizzazione
    remove(personas, place, adesso)
    row = RichiestaAttivazione.objects.get()
    assert (row.denominazione, row.codice_fiscale, row.pec, row.stato) == (
        "-",
        "-",
        "",
        "approvata",
    )
    assert StoredFile.objects.get(pk=row.prova_id).deleted_at is not None
    assert "Fantasma" not in readable()


def test_a_removal_goes_on_by_steps(personas, adesso, monkeypatch):
    """Interrupted after any of them, nothing is done twice and nothing is left behind."""
    monkeypatch.setattr(invitations, "_STEP", 1)
    monkeypatch.setattr(doctors, "_STEP", 1)
    head = personas.amministratore_presidio
    fill_hospital(personas, personas.presidio_org, head, 0, adesso)
    work, _later = remove(personas, personas.presidio_org, adesso)
    assert (work.stato, work.conteggi["profili"], work.conteggi["inviti"]) == ("pronto", 3, 2)


# --- the order -----------------------------------------------------------------------------------


def test_what_hangs_from_a_row_goes_before_it() -> None:
    """A part that holds a protected relation to the rows of another has the greater order."""
    owner = {label: part for part in personal.parts() for label in part.apps}
    wrong = set()
    for model in apps.get_models():
        mine = owner.get(model._meta.app_label)
        for field in model._meta.fields:
            theirs = owner.get(getattr(field.related_model, "_meta", model._meta).app_label)
            if mine is None or theirs is None or mine is theirs or theirs.code == "registri":
                continue  # of the base only keys and files are meant, and their rows stay
            if field.remote_field.on_delete is models.PROTECT and mine.order <= theirs.order:
                wrong.add((mine.code, theirs.code))
    assert wrong == set()
    assert min(owner.values(), key=lambda part: part.order).code == "account"

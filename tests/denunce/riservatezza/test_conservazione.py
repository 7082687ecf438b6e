"""The retention schedule at work, and a whole organisation: exported, closed, removed."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from denunce.choices import TipoEvento
from denunce.models import Caso, Lavoratore
from denunce.workflow import StatoCaso
from portal.base import background, outbox, personal
from portal.base.audit import seal, verify
from portal.base.errors import ActionError
from portal.base.files import produced
from tests.factories import (
    BozzaFactory,
    CasoFactory,
    EventoFactory,
    LavoratoreFactory,
    NotaFactory,
    SedeFactory,
)
from tests.logins import enter
from utenti.models import Utente
from utenti.organizzazioni.actions.dati import close_organizzazione
from utenti.riservatezza.actions import conservazione as actions
from utenti.riservatezza.actions import lavori, rimozione
from utenti.riservatezza.choices import Base, StatoLavoro
from utenti.riservatezza.models import Lavoro, ProvaCancellazione, TermineConservazione

pytestmark = pytest.mark.django_db
RULE = personal.rule("casi_infortunio")
FINITO = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)
DISEASES = personal.rule("casi_malattia")


def closed(personas, org, at: datetime, tipo: str = TipoEvento.INFORTUNIO) -> Caso:
    evento = EventoFactory(organizzazione=org, tipo=tipo)
    caso = CasoFactory(organizzazione=org, evento=evento)
    Caso.objects.filter(pk=caso.pk).update(
        stato=StatoCaso.CHIUSO, chiuso_at=at, chiuso_by=personas.dirigente
    )
    return caso


@pytest.fixture
def gestore(personas) -> Utente:
    return personas.gestore


# --- what is due ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closed_on", "today", "due"),
    [
        ("2016-03-12", "2026-03-11", False),
        ("2016-03-12", "2026-03-12", True),
        ("2016-02-29", "2026-02-27", False),
        ("2016-02-29", "2026-02-28", False),
        ("2016-02-29", "2026-03-01", True),
    ],
)
def test_a_case_is_proposed_ten_years_after_its_closing(personas, ora, closed_on, today, due):
    closed(personas, personas.scuola, ora(f"{closed_on} 23:30"))
    found = actions.proposals(personas.scuola, RULE, ora(f"{today} 00:30").date())
    assert bool(found) is due


def test_a_disease_waits_fifteen_years(personas, ora):
    tipo = TipoEvento.MALATTIA_PROFESSIONALE
    closed(personas, personas.impresa, ora("2012-01-10 10:00"), tipo)
    assert not actions.proposals(personas.impresa, DISEASES, ora("2026-03-12 10:00").date())
    assert actions.proposals(personas.impresa, DISEASES, ora("2027-01-10 10:00").date())


def test_an_organisation_may_keep_longer_and_never_shorter(personas, ora, adesso):
    closed(personas, personas.scuola, ora("2010-01-10 10:00"))
    by = personas.scope(personas.dirigente)
    actions.choose_term(personas.scuola, RULE, 20, by=by, now=adesso)
    assert not actions.proposals(personas.scuola, RULE, adesso.date())
    with pytest.raises(ActionError, match="da 10 a 99 anni"):
        actions.choose_term(personas.scuola, RULE, 9, by=by, now=adesso)
    who = personas.scope(personas.segreteria)
    with pytest.raises(PermissionDenied):
        actions.choose_term(personas.scuola, RULE, 30, by=who, now=adesso)


def test_the_database_refuses_fewer_years_too(personas, adesso):
    with pytest.raises(IntegrityError, match="termineconservazione_anni"):
        TermineConservazione.objects.create(
            organizzazione=personas.scuola,
            regola=RULE.code,
            anni=9,
            changed_at=adesso,
            changed_by=personas.dirigente,
        )


def test_nothing_is_erased_by_itself(personas, ora, adesso):
    caso = closed(personas, personas.impresa, ora("2000-01-10 10:00"))
    background.run_round(adesso)
    caso.refresh_from_db()
    assert caso.cancellato_at is None


# --- confirming ----------------------------------------------------------------------------------


def test_a_state_school_needs_the_clearance(personas, ora, adesso):
    caso = closed(personas, personas.scuola, ora("2010-01-10 10:00"))
    by = personas.scope(personas.dirigente)
    with pytest.raises(ActionError, match="nulla osta"):
        actions.confirm(personas.scuola, RULE, [caso.pk], atto=" ", by=by, now=adesso)
    actions.confirm(personas.scuola, RULE, [caso.pk], atto="MIC 12/2026", by=by, now=adesso)
    assert ProvaCancellazione.objects.get().atto == "MIC 12/2026"


def test_a_firm_confirms_and_a_second_press_changes_nothing(personas, ora, adesso):
    caso = closed(personas, personas.impresa, ora("2010-01-10 10:00"))
    by = personas.scope(personas.datore)
    assert actions.confirm(personas.impresa, RULE, [caso.pk], atto="", by=by, now=adesso) == 1
    assert actions.confirm(personas.impresa, RULE, [caso.pk], atto="", by=by, now=adesso) == 0


def test_a_case_that_is_not_due_is_refused_with_all_the_others(personas, ora, adesso):
    due = closed(personas, personas.impresa, ora("2010-01-10 10:00"))
    young = closed(personas, personas.impresa, ora("2025-01-10 10:00"))
    by = personas.scope(personas.datore)
    with pytest.raises(ActionError, match="L’elenco è cambiato"):
        actions.confirm(personas.impresa, RULE, [due.pk, young.pk], atto="", by=by, now=adesso)
    assert not ProvaCancellazione.objects.exists()


def test_the_head_chooses_from_the_page_and_prints_the_proof(personas, ora):
    caso = closed(personas, personas.scuola, ora("2010-01-10 10:00"))
    client = enter(Client(), personas.dirigente)
    listed = client.get(reverse("conservazione", args=[personas.scuola.pk])).content.decode()
    assert "Scegli che cosa cancellare" in listed
    assert "almeno 10 anni, dalla chiusura del caso" in listed
    address = reverse("conservazione_regola", args=[personas.scuola.pk, RULE.code])
    said = {"scelti": [str(caso.pk)], "atto": "MIC 12/2026", "capito": "on"}
    page = client.post(address, said, follow=True).content.decode()
    assert "Dati cancellati: la prova è qui sotto." in page
    proof = ProvaCancellazione.objects.get()
    printed = client.get(reverse("prova_cancellazione", args=[proof.pk])).content.decode()
    assert "MIC 12/2026" in printed
    assert proof.impronta in printed
    assert "è stata alterata" not in printed


def test_an_altered_proof_shows(personas, ora, adesso):
    caso = closed(personas, personas.impresa, ora("2010-01-10 10:00"))
    by = personas.scope(personas.datore)
    actions.confirm(personas.impresa, RULE, [caso.pk], atto="", by=by, now=adesso)
    QuerySet(ProvaCancellazione).update(atto="un altro")
    page = enter(Client(), personas.datore).get(
        reverse("prova_cancellazione", args=[ProvaCancellazione.objects.get().pk])
    )
    assert "è stata alterata" in page.content.decode()


# --- a whole organisation ------------------------------------------------------------------------


def fill(personas, org) -> None:
    for _ in range(3):
        caso = CasoFactory(organizzazione=org)
        NotaFactory(caso=caso)
    BozzaFactory(organizzazione=org)
    LavoratoreFactory(organizzazione=org, cognome="Grimaldello")
    SedeFactory(organizzazione=org, denominazione="Plesso Grimaldello")


def run(now: datetime) -> None:
    while outbox.dispatch(now=lambda: now).done:
        pass


def test_the_copy_has_a_file_for_each_table_and_its_hashes(personas, adesso):
    fill(personas, personas.scuola)
    row = lavori.request_organisation(
        personas.scuola, by=personas.scope(personas.dirigente), now=adesso
    )
    run(adesso)
    row.refresh_from_db()
    content = b"".join(produced.stream(row.file))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        people = json.loads(archive.read("casi/lavoratori.json"))
        notes = json.loads(archive.read("casi/note.json"))
        manifest = json.loads(archive.read("impronte.json"))
    assert len(people) == 4
    assert {note["testo"] for note in notes} == {"La famiglia porta il certificato domani."}
    assert all(len(one["sha256"]) == 64 for one in manifest["file"])
    assert (row.fatti, row.stato) == (row.totale, StatoLavoro.PRONTO)


def test_the_platform_downloads_it_only_once_it_is_closed(personas, gestore, adesso):
    row = lavori.request_organisation(personas.scuola, by=personas.scope(gestore), now=adesso)
    run(adesso)
    client, address = enter(Client(), gestore), reverse("lavoro_scarica", args=[row.pk])
    assert client.get(address).status_code == 403
    close_organizzazione(personas.scuola, by=personas.scope(gestore), now=adesso)
    assert client.get(address).status_code == 200


def ready_to_remove(personas, gestore, now):
    by = personas.scope(gestore)
    close_organizzazione(personas.scuola, by=by, now=now)
    later = now + timedelta(minutes=1)
    lavori.request_organisation(personas.scuola, by=by, now=later)
    run(later)
    return by, later


def of(org) -> dict[str, int]:
    """Rows of every table that names an organisation, for this one."""
    return {
        model._meta.label: model._default_manager.filter(organizzazione_id=org.pk).count()
        for model in apps.get_models()
        if any(f.name in ("organizzazione", "organizzazione_id") for f in model._meta.fields)
    }


def test_removing_one_leaves_the_other_as_it_was(personas, gestore, adesso):
    fill(personas, personas.scuola)
    fill(personas, personas.altra_scuola)
    personas.segreteria2  # noqa: B018  (who works there)
    before = of(personas.altra_scuola)
    by, later = ready_to_remove(personas, gestore, adesso)
    asked = {"base": Base.RIMOZIONE, "atto": "Lettera 7/2026", "phrase": "IC Esempio Nord"}
    work = rimozione.request_removal(personas.scuola, by=by, now=later, **asked)
    run(later)
    work.refresh_from_db()
    assert (work.stato, work.fatti) == (StatoLavoro.PRONTO, work.totale)
    assert of(personas.altra_scuola) == before
    assert not Lavoratore.objects.filter(
        organizzazione=personas.scuola, cancellato_at__isnull=True
    ).exists()
    left = Caso.objects.filter(organizzazione=personas.scuola)
    assert {caso.cancellato_at for caso in left} == {later}
    personas.scuola.refresh_from_db()
    assert str(personas.scuola) == "Organizzazione rimossa"
    proof = ProvaCancellazione.objects.get(oggetto="organizzazione")
    assert proof.conteggi["casi"] == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM denunce_lavoratore WHERE cognome = 'Grimaldello'")
        assert cursor.fetchone()[0] == 1  # that of the other school
    seal(later)
    assert verify() == []


def test_before_the_terms_it_needs_an_order_and_the_right_name(personas, gestore, adesso):
    asked = {"base": Base.TERMINE, "atto": "", "phrase": "IC Esempio Nord"}
    by = personas.scope(gestore)
    with pytest.raises(ActionError, match="Chiudi prima"):
        rimozione.request_removal(personas.scuola, by=by, now=adesso, **asked)
    close_organizzazione(personas.scuola, by=by, now=adesso)
    with pytest.raises(ActionError, match="esportazione dopo la chiusura"):
        rimozione.request_removal(personas.scuola, by=by, now=adesso, **asked)
    by, later = ready_to_remove(personas, gestore, adesso)
    with pytest.raises(ActionError, match="non sono ancora passati"):
        rimozione.request_removal(personas.scuola, by=by, now=later, **asked)
    asked["base"] = Base.RIMOZIONE
    with pytest.raises(ActionError, match="numero e data"):
        rimozione.request_removal(personas.scuola, by=by, now=later, **asked)
    asked |= {"atto": "Lettera 7/2026", "phrase": "IC Esempio"}
    with pytest.raises(ActionError, match="Scrivi il nome"):
        rimozione.request_removal(personas.scuola, by=by, now=later, **asked)


def test_a_head_does_not_remove(personas, adesso):
    by = personas.scope(personas.dirigente)
    asked = {"base": Base.RIMOZIONE, "atto": "1", "phrase": "IC Esempio Nord"}
    with pytest.raises(PermissionDenied):
        rimozione.request_removal(personas.scuola, by=by, now=adesso, **asked)


def test_a_removal_interrupted_goes_on_where_it_was(personas, gestore, adesso, monkeypatch):
    fill(personas, personas.scuola)
    by, later = ready_to_remove(personas, gestore, adesso)
    asked = {"base": Base.RIMOZIONE, "atto": "7", "phrase": "IC Esempio Nord"}
    work = rimozione.request_removal(personas.scuola, by=by, now=later, **asked)
    monkeypatch.setattr(rimozione, "_STEPS", 1)
    rimozione.remove({"lavoro": str(work.pk)}, now=later)  # a process that dies afterwards
    rimozione.remove({"lavoro": str(work.pk)}, now=later)
    run(later)
    work.refresh_from_db()
    assert work.stato == StatoLavoro.PRONTO
    assert ProvaCancellazione.objects.filter(oggetto="organizzazione").count() == 1


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"stato": "strano", "finito_at": FINITO}, "lavoro_stato_noto"),
        ({"tipo": "strano"}, "lavoro_tipo_noto"),
        ({"tipo": "dati_persona"}, "lavoro_di_una_organizzazione"),
        ({"stato": "pronto"}, "lavoro_finito_con_data|lavoro_pronto_con_file"),
        ({"fatti": 5}, "lavoro_passi"),
    ],
)
def test_a_piece_of_work_is_whole(personas, adesso, values, name):
    row = Lavoro.objects.create(
        tipo="esportazione",
        organizzazione=personas.scuola,
        chiesto_by=personas.dirigente,
        created_at=adesso,
    )
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Lavoro.objects.filter(pk=row.pk).update(**values)

"""Synthetic cases: fictional, of realistic shape, as the engine decides, the same for a seed."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from codicefiscale import codicefiscale
from django.core.management import CommandError, call_command
from django.db import models

from denunce.actions.evaluation import evaluate
from denunce.choices import TipoEvento
from denunce.demo.synthetic import people
from denunce.demo.synthetic.generate import Plan, generate
from denunce.demo.synthetic.names import MEN, SURNAMES, TOWNS, WOMEN
from denunce.demo.synthetic.parallel import each
from denunce.demo.synthetic.rows import ORDER
from denunce.demo.synthetic.shapes import draw_shape
from denunce.models import Adempimento, Caso, Lavoratore, Numerazione, Valutazione
from denunce.workflow import OPEN_STATES, StatoCaso
from portal.base.keys import DataKey
from tests.faults import everything
from utenti.access import Scope
from utenti.models import Organizzazione, TipoOrganizzazione, Utente

PLAN = Plan(casi=240, seme=7)


@pytest.fixture
def generated(db, adesso):
    return generate(PLAN, adesso)


def values(model: type[models.Model]) -> list[dict]:
    """What is stored, apart from ciphertext, which is never the same twice."""
    hidden = {f.name for f in model._meta.concrete_fields if isinstance(f, models.BinaryField)}
    names = [f.attname for f in model._meta.concrete_fields if f.name not in hidden]
    return list(model._base_manager.order_by("pk").values(*names))


def test_as_many_cases_as_asked(generated):
    assert Caso.objects.count() == generated.casi == 240
    assert generated.organizzazioni == Organizzazione.objects.count() == 4


@pytest.mark.parametrize(("casi", "organizzazioni"), [(1, 0), (3, 0), (7, 5), (2, 5), (50, 1)])
def test_shares_add_up_and_everybody_has_one(casi, organizzazioni):
    shares = Plan(casi=casi, organizzazioni=organizzazioni).shares()
    assert sum(shares) == casi
    assert min(shares) >= 1


def test_the_same_seed_gives_the_same_rows(generated, adesso):
    kept = {model: values(model) for model in ORDER}
    personal = [(row.codice_fiscale, row.cognome) for row in Lavoratore.objects.order_by("pk")]
    for model in (Numerazione, *reversed(ORDER)):
        models.QuerySet(model).delete()
    Organizzazione.objects.all().update(codice_fiscale="")
    wipe_people()
    generate(PLAN, adesso)
    for model in ORDER:
        assert values(model) == kept[model], model
    again = [(row.codice_fiscale, row.cognome) for row in Lavoratore.objects.order_by("pk")]
    assert again == personal


def wipe_people():
    from utenti.models import Delega, Membership

    for model in (Delega, Membership, Organizzazione, Utente):
        models.QuerySet(model).delete()


def test_another_seed_gives_other_people(generated, adesso):
    generate(Plan(casi=240, seme=8), adesso)
    assert Caso.objects.count() == 480
    assert Lavoratore.objects.values("codice_fiscale_index").distinct().count() > 470


def test_an_interrupted_run_is_taken_up_where_it_stopped(generated, adesso):
    before = everything()
    again = generate(PLAN, adesso)
    assert (again.casi, again.skipped) == (0, 4)
    assert everything() == before


def test_the_stored_decision_is_the_one_the_engine_gives_today(generated, adesso):
    """Asked through the ordinary action, an open case of each sort answers what is stored."""
    asked = 0
    for caso in Caso.objects.filter(stato=StatoCaso.APERTO).order_by("pk")[:60]:
        evaluate(caso, by=None, now=adesso)
        asked += 1
    assert asked > 20
    assert Valutazione.objects.count() == 240
    open_now = Adempimento.objects.filter(caso__stato=StatoCaso.APERTO)
    assert not open_now.filter(ended_at__isnull=False).exists()


def test_the_waiting_flag_is_the_one_the_action_keeps(generated, adesso):
    for caso in Caso.objects.filter(stato=StatoCaso.APERTO).order_by("pk"):
        kept = caso.attesa_certificato
        evaluate(caso, by=None, now=adesso)
        caso.refresh_from_db()
        assert caso.attesa_certificato == kept


def test_numbers_are_without_gaps_in_each_organisation_and_year(generated):
    for row in Numerazione.objects.all():
        mine = Caso.objects.filter(organizzazione=row.organizzazione, anno=row.anno)
        numbers = mine.order_by("created_at", "progressivo").values_list("progressivo", flat=True)
        assert list(numbers) == list(range(1, row.ultimo + 1))


def test_cases_of_other_organisations_keep_their_numbers(personas, adesso, apri_caso):
    mine = apri_caso()
    generate(Plan(casi=20), adesso)
    mine.refresh_from_db()
    assert mine.numero == "2026/0001"
    assert Numerazione.objects.get(organizzazione=personas.scuola).ultimo == 1


@pytest.fixture
def apri_caso(personas, adesso, ora):
    """A real case, opened by a person."""
    from uuid import uuid4

    from denunce.actions.casi import DatiCaso, open_caso
    from tests.factories import LavoratoreFactory

    def opened():
        return open_caso(
            DatiCaso(avvenuto_at=ora("2026-03-10 10:15")),
            lavoratore=LavoratoreFactory(organizzazione=personas.scuola),
            organizzazione=personas.scuola,
            by=personas.scope(personas.segreteria),
            now=adesso,
            request_key=uuid4(),
        )

    return opened


def test_the_shape_is_realistic(db, adesso):
    generate(Plan(casi=900, seme=3, organizzazioni=12), adesso)
    kinds = Counter(Adempimento.objects.values_list("tipo", flat=True))
    assert kinds["denuncia"] > kinds["comunicazione"] > 50
    assert kinds["denuncia_assicurazione"] > 200
    states = Counter(Caso.objects.values_list("stato", flat=True))
    assert states["chiuso"] > states["aperto"] > 90
    assert states["archiviato"] > 90
    assert Caso.objects.filter(evento__tipo=TipoEvento.MALATTIA_PROFESSIONALE).exists()
    assert Caso.objects.waiting_for_certificate().exists()
    prolonged = Caso.objects.annotate(n=models.Count("certificati")).filter(n=2)
    assert prolonged.exists()


def test_every_share_of_recent_cases_is_open_when_asked(db, adesso):
    generate(Plan(casi=60, seme=2, aperti=1.0), adesso)
    assert set(Caso.objects.values_list("stato", flat=True)) == {"aperto"}
    assert Adempimento.objects.filter(stato__in=OPEN_STATES).count() > 60


def test_open_duties_have_their_reminder_planned(generated):
    open_now = Adempimento.objects.filter(stato__in=OPEN_STATES, obbligato="datore")
    assert open_now.exclude(prossimo_promemoria_at=None).exists()
    done = Adempimento.objects.exclude(stato__in=OPEN_STATES)
    assert not done.exclude(prossimo_promemoria_at=None).exists()


def test_people_can_be_read_back_and_searched(generated):
    person = Lavoratore.objects.order_by("pk")[0]
    assert codicefiscale.is_valid(person.codice_fiscale)
    assert person.codice_fiscale_index == Lavoratore.index_of(person.codice_fiscale)
    assert person in Lavoratore.objects.search(f"{person.cognome} {person.nome}")
    assert DataKey.objects.count() == 240


def test_memory_is_bounded_by_storing_in_chunks(db, adesso, monkeypatch):
    monkeypatch.setattr("denunce.demo.synthetic.generate.CHUNK", 7)
    generate(Plan(casi=30, organizzazioni=2), adesso)
    assert Caso.objects.count() == 30


def test_nobody_has_the_codice_fiscale_of_another():
    taken: set[str] = set()
    first = people.draw_person(Random(1), "lavoratore", taken)
    again = people.draw_person(Random(1), "lavoratore", taken)
    assert first.codice_fiscale != again.codice_fiscale


def test_what_is_not_received_yet_is_left_out(adesso):
    just_now = adesso - timedelta(minutes=30)
    for seed in range(20):
        assert draw_shape(Random(seed), "impresa", just_now, adesso).certificates == []


def test_derivations_are_whole(generated):
    for row in Adempimento.objects.all()[:50]:
        assert json.loads(row.derivazione)["passi"][0]["testo"]


@pytest.mark.parametrize("turn", range(8))
def test_our_fast_codice_fiscale_is_the_official_one(turn):
    """Every surname, every first name and every town, each several times."""
    names = (*WOMEN, *MEN)
    for index, surname in enumerate(SURNAMES):
        nome = names[(index * 8 + turn) % len(names)]
        sesso = "F" if nome in WOMEN else "M"
        town, catastale, _province = TOWNS[(index + turn) % len(TOWNS)]
        born = date(1980, 1, 1) + timedelta(days=index * 37 + turn * 401)
        ours = people.codice_fiscale(surname, nome, sesso, born, catastale)
        assert ours == codicefiscale.encode(surname, nome, sesso, f"{born:%d/%m/%Y}", town)


# --- the consultant -----------------------------------------------------------------------------


def test_a_new_consultant_sees_every_generated_case(db, adesso):
    generate(Plan(casi=30, consulente="Elena@prova.test"), adesso)
    scope = Scope(Utente.objects.get(email="elena@prova.test"), adesso.date())
    assert Caso.objects.visible_to(scope).count() == 30


def test_a_known_consultant_keeps_the_studio_they_have(personas, adesso):
    elena = personas.consulente
    generate(Plan(casi=30, consulente=elena.email), adesso)
    assert Organizzazione.objects.filter(tipo=TipoOrganizzazione.INTERMEDIARIO).count() == 1
    assert Caso.objects.visible_to(personas.scope(elena)).count() == 30


# --- the command --------------------------------------------------------------------------------


def test_the_command_says_how_many_and_how_fast(db, capsys):
    call_command("genera", casi=5, adesso="2026-03-12T10:00:00+01:00")
    said = capsys.readouterr().out
    assert said.startswith("5 casi in 3 organizzazioni (0 c’erano già)")
    assert "casi al secondo" in said


def test_the_command_may_be_silent_and_count_from_now(db, capsys):
    call_command("genera", casi=1, verbosity=0)
    assert capsys.readouterr().out == ""
    assert Caso.objects.count() == 1


def test_an_instant_without_offset_is_of_rome(db):
    call_command("genera", casi=1, adesso="2026-03-12T10:00:00", verbosity=0)
    assert Caso.objects.filter(created_at__lt="2026-03-12T09:00:00Z").count() == 1


@pytest.mark.parametrize(
    "options",
    [
        {"casi": 0},
        {"casi": -5},
        {"casi": 5, "organizzazioni": -1},
        {"casi": 5, "aperti": 1.5},
        {"casi": 5, "certificati": -0.1},
        {"casi": 5, "certificati": 2.0},
        {"casi": 5, "consulente": "elena"},
        {"casi": 5, "adesso": "ieri"},
        {"casi": 5, "adesso": "2026-13-45T99:00:00"},
    ],
)
def test_impossible_options_are_a_usage_error(db, options):
    with pytest.raises(CommandError) as refusal:
        call_command("genera", **options)
    assert refusal.value.returncode == 2
    assert not Organizzazione.objects.exists()


def test_production_refuses(db, settings):
    settings.PRODUZIONE = True
    with pytest.raises(CommandError, match="produzione") as refusal:
        call_command("genera", casi=5)
    assert refusal.value.returncode == 1
    assert not Organizzazione.objects.exists()


# --- on every core ------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_organisations_generated_at_once_are_as_whole_as_one_by_one(adesso):
    generate(Plan(casi=40, organizzazioni=8), adesso)
    assert Caso.objects.count() == 40
    assert Organizzazione.objects.count() == 8
    assert Numerazione.objects.aggregate(total=models.Sum("ultimo"))["total"] == 40


def leave_one_out(place: int) -> None:
    """Work that fails for one thing."""
    if place == 2:
        raise LookupError("due")


@pytest.mark.django_db(transaction=True)
def test_an_error_on_any_core_reaches_who_asked():
    with pytest.raises(LookupError, match="due"):
        each(leave_one_out, range(4))


@pytest.mark.django_db(transaction=True)
def test_no_organisation_is_left_half_done(adesso, monkeypatch):
    monkeypatch.setattr("denunce.demo.synthetic.generate.numbers", lambda _instants: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        generate(Plan(casi=4, organizzazioni=2), adesso)
    assert not Organizzazione.objects.exists()
    assert not Utente.objects.exists()

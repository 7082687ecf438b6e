"""The demo shows every state and every urgency, whatever the day and the hour."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from codicefiscale import codicefiscale
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from denunce.actions.moduli import form_of
from denunce.choices import Categoria, Luogo, TipoEvento
from denunce.demo.cast import PASSWORD, read_fixture
from denunce.demo.loading import load_demo
from denunce.models import Adempimento, Caso, Lavoratore
from denunce.workflow import StatoAdempimento, StatoCaso
from portal.base.wording import urgency
from utenti.access import Scope
from utenti.models import Membership, Organizzazione, TipoOrganizzazione, Utente
from utenti.profili.actions.planning import name_doubts
from utenti.profili.models import ProfiloMedico

ROME = ZoneInfo("Europe/Rome")
QUERIES_MAX = 3_500
# A working day, a Sunday before dawn, the last minute of a Saturday, New Year, a clock change.
PRESENTS = [
    datetime(2026, 3, 12, 10, 0, tzinfo=ROME),
    datetime(2026, 3, 15, 5, 30, tzinfo=ROME),
    datetime(2026, 11, 21, 23, 40, tzinfo=ROME),
    datetime(2027, 1, 1, 9, 0, tzinfo=ROME),
    datetime(2026, 10, 25, 12, 0, tzinfo=ROME),
]


@pytest.fixture
def loaded(db, adesso):
    return load_demo(adesso)


@pytest.mark.django_db
@pytest.mark.parametrize("now", PRESENTS, ids=lambda now: f"{now:%Y-%m-%dT%H:%M}")
def test_every_state_and_urgency_is_on_show(now):
    load_demo(now)
    rows = list(Adempimento.objects.select_related("caso"))
    shown = {urgency(row.termine_at, now, row.stato).code for row in rows}
    assert {"scaduto", "oggi", "domani", "nei-termini", "fatto", "non-dovuto"} <= shown
    assert {row.stato for row in rows} >= set(StatoAdempimento.values) - {"rettificato"}
    assert {caso.stato for caso in Caso.objects.all()} == set(StatoCaso.values)
    assert Caso.objects.waiting_for_certificate().exists()


def test_the_hospital_has_its_doctors_in_every_state(loaded, adesso):
    on = adesso.date()
    profiles = ProfiloMedico.objects.with_people().order_by("nome_ricerca")
    states = [profile.stato(on) for profile in profiles]
    assert len(states) == 12
    assert set(states) == {"attivo", "disabilitato", "eliminato"}
    assert "medico.ospedaliero@demo.test" in {profile.utente.email for profile in profiles}
    for profile in profiles:
        assert not name_doubts(
            profile.utente.codice_fiscale, profile.utente.cognome, profile.utente.nome
        )


def test_the_cast_is_the_one_promised(loaded):
    kinds = [org.tipo for org in Organizzazione.objects.all()]
    assert kinds.count(TipoOrganizzazione.SCUOLA_STATALE) == 2
    assert kinds.count(TipoOrganizzazione.IMPRESA) == 3
    for tipo in ("armatore", "presidio", "patronato", "sede_inail", "intermediario", "piattaforma"):
        assert kinds.count(tipo) == 1
    assert {row["email"] for row in read_fixture("utenti")} == set(
        Utente.objects.filter(email__endswith="@demo.test").values_list("email", flat=True)
    )


def test_the_cases_are_of_every_sort(loaded):
    assert Caso.objects.filter(evento__tipo=TipoEvento.MALATTIA_PROFESSIONALE).exists()
    assert Caso.objects.filter(mortale=True).exists()
    assert Caso.objects.filter(pericolo_di_morte=True).exists()
    assert Caso.objects.filter(evento__luogo=Luogo.IN_ITINERE).count() >= 2
    assert Caso.objects.filter(lavoratore__categoria=Categoria.MARITTIMO).exists()
    assert Adempimento.objects.filter(sostituito_da__isnull=False).exists()


def test_the_employer_has_an_occupational_disease_to_report(loaded):
    [duty] = Adempimento.objects.filter(tipo="denuncia_mp", stato=StatoAdempimento.DA_FARE)
    assert duty.caso.organizzazione.denominazione == "Officine Esempio S.r.l."
    assert form_of(duty) == "mod101"


def test_two_pupils_hurt_on_one_trip_share_the_event(loaded):
    villa = Caso.objects.get(lavoratore__cognome="Villa")
    mancini = Caso.objects.get(lavoratore__cognome="Mancini")
    assert villa.evento_id == mancini.evento_id
    assert villa.pk != mancini.pk


def test_numbers_follow_time_without_gaps(loaded):
    for org in Organizzazione.objects.all():
        numbers = list(
            Caso.objects.filter(organizzazione=org)
            .order_by("created_at", "progressivo")
            .values_list("progressivo", flat=True)
        )
        assert numbers == list(range(1, len(numbers) + 1))


def test_every_account_can_log_in(loaded, rf):
    emails = [row["email"] for row in read_fixture("utenti")]
    assert len(emails) > 10
    for email in emails:
        request = rf.post("/accesso/")
        assert authenticate(request, email=email, password=PASSWORD) is not None, email


def test_only_the_citizen_has_no_role(loaded):
    without = Utente.objects.exclude(pk__in=Membership.objects.values("utente"))
    assert {user.email for user in without} == {"cittadino@demo.test"}


def test_the_consultant_works_for_two_firms_and_no_other(loaded, adesso):
    scope = Scope(Utente.objects.get(email="consulente@demo.test"), adesso.date())
    names = {place.name for place in scope.workplaces if place.delegated}
    assert names == {"Molino Esempio S.n.c.", "Pulito Esempio Soc. coop."}


def test_every_codice_fiscale_is_valid_and_of_its_person(loaded):
    for person in Lavoratore.objects.all():
        decoded = codicefiscale.decode(person.codice_fiscale)
        assert decoded["gender"] == person.sesso
        assert decoded["birthdate"].date() == person.nato_on


def test_addresses_are_fictional():
    for row in [*read_fixture("utenti"), *read_fixture("organizzazioni")]:
        for key in ("email", "pec"):
            assert row.get(key, "x.test").endswith(".test")


def test_a_second_load_changes_nothing(loaded, adesso):
    before = Caso.objects.count()
    again = load_demo(adesso + timedelta(days=3))
    assert not again.created
    assert Caso.objects.count() == before


def test_production_refuses(db, settings):
    settings.PRODUZIONE = True
    with pytest.raises(CommandError, match="produzione"):
        call_command("carica_demo")
    assert not Organizzazione.objects.exists()


def test_without_demo_it_refuses(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("carica_demo")
    assert not Organizzazione.objects.exists()


def test_beside_real_organisations_it_refuses(db, personas):
    personas.segreteria  # noqa: B018  (a real school and its secretary)
    with pytest.raises(CommandError, match="organizzazioni vere"):
        call_command("carica_demo")


def test_the_command_says_what_it_made_and_then_that_it_is_there(db, capsys):
    call_command("carica_demo")
    assert "15 account" in capsys.readouterr().out
    call_command("carica_demo")
    assert "ci sono già" in capsys.readouterr().out


def test_loading_asks_the_database_for_little(db, adesso):
    """Four seconds of work on a small machine; a query for each row of a table would show here."""
    with CaptureQueriesContext(connection) as asked:
        load_demo(adesso)
    assert len(asked) < QUERIES_MAX


def test_people_were_born_before_everything_that_happened(loaded):
    for caso in Caso.objects.select_related("evento", "lavoratore"):
        happened = caso.evento.avvenuto_at
        day = happened.date() if happened else caso.evento.manifestata_on
        assert isinstance(day, date)
        assert caso.lavoratore.nato_on < day

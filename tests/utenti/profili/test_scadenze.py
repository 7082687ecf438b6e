"""Roles with an end: they end alone, and the hospital is told once, two weeks before."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from portal.base import heartbeat
from portal.base.authz import Permission
from portal.base.outbox.models import OutboxMessage
from tests.logins import enter
from tests.utenti.profili.scena import as_csv, dati
from utenti.access import Scope
from utenti.models import Membership
from utenti.profili.actions.expiry import announce_ends
from utenti.profili.actions.imports import upload
from utenti.profili.actions.profiles import (
    Modifica,
    create_profilo,
    disable_profilo,
    update_profilo,
)
from utenti.profili.handlers import JOB, send_notice, tidy
from utenti.profili.models import Importazione

pytestmark = pytest.mark.django_db


@pytest.fixture
def ending(ortopedia, by, adesso):
    """A doctor whose role ends in twenty days."""
    end = by.on + timedelta(days=20)
    return create_profilo(dati(scadenza=end), ortopedia, by=by, now=adesso)


def notices():
    return OutboxMessage.objects.filter(handler="profili.in_scadenza")


def test_the_role_ends_by_itself(ending, by):
    assert Scope(ending.utente, by.on + timedelta(days=20)).has(Permission.CERTIFICATO_ISSUE)
    assert not Scope(ending.utente, by.on + timedelta(days=21)).has(Permission.CERTIFICATO_ISSUE)


def test_the_list_of_those_who_end_within_thirty_days(bruna, ending):
    page = bruna.get("/profili/medici/?stato=in_scadenza").content.decode()
    assert "Verdi Anna" in page
    assert "fra 20 giorni" in page


def test_told_once_fourteen_days_before(ending, by, adesso):
    assert announce_ends(adesso + timedelta(days=5)) == 0
    assert announce_ends(adesso + timedelta(days=6)) == 1
    assert announce_ends(adesso + timedelta(days=7)) == 0
    [notice] = notices()
    assert notice.payload["destinatario"] == str(by.actor.pk)


def test_another_end_is_told_again(ending, by, adesso):
    day = adesso + timedelta(days=6)
    announce_ends(day)
    later = Modifica(ending.gruppo, "A1", by.on + timedelta(days=60))
    update_profilo(ending, later, expected=ending.version, by=by, now=day)
    assert announce_ends(day + timedelta(days=1)) == 0
    assert announce_ends(day + timedelta(days=41)) == 1


def test_an_end_chosen_so_near_is_known_to_who_chose_it(ortopedia, by, adesso):
    near = by.on + timedelta(days=3)
    create_profilo(dati(scadenza=near), ortopedia, by=by, now=adesso)
    assert announce_ends(adesso) == 0


def test_nobody_is_told_of_a_disabled_doctor(ending, by, adesso):
    disable_profilo(ending, by=by, now=adesso)
    assert announce_ends(adesso + timedelta(days=6)) == 0


def test_the_mail_counts_and_names_nobody(ending, adesso, settings, tmp_path):
    settings.MAIL_DIR = tmp_path
    day = adesso + timedelta(days=6)
    announce_ends(day)
    send_notice(notices().get().payload, now=day)
    [letter] = [path.read_text() for path in tmp_path.glob("*.eml")]
    assert "stato=in_scadenza" in letter.replace("=3D", "=").replace("=\n", "")
    assert "Verdi" not in letter


def test_who_does_not_manage_the_hospital_any_more_is_not_told(
    ending, by, adesso, settings, tmp_path
):
    settings.MAIL_DIR = tmp_path
    day = adesso + timedelta(days=6)
    announce_ends(day)
    Membership.objects.filter(utente=by.actor).update(valid_to=adesso.date())
    send_notice(notices().get().payload, now=day)
    assert not list(tmp_path.glob("*.eml"))


def test_the_job_runs_once_an_hour_and_forgets_old_previews(ending, personas, by, adesso):
    content, hospital = as_csv(dati(1)), personas.presidio_org
    upload(content, organizzazione=hospital, tipo="aggiunta", by=by, now=adesso)
    day = adesso + timedelta(days=6)
    heartbeat.beat(JOB, day - timedelta(minutes=59))
    tidy(day)
    assert not notices().exists()
    tidy(day + timedelta(minutes=1))
    assert notices().count() == 1
    assert Importazione.objects.get().stato == "scaduta"


def test_an_expired_doctor_can_be_found_and_prolonged(bruna, ending, by, adesso, a_tempo_fermo):
    a_tempo_fermo.move_to(adesso + timedelta(days=30))
    browser = enter(Client(), by.actor)
    page = browser.get("/profili/medici/?stato=scaduto").content.decode()
    assert re.search(r"scaduto (luned|marted|mercoled|gioved|venerd|sabato|domenica)", page)
    page = browser.get(f"/profili/medici/{ending.pk}/modifica/")
    assert page.status_code == 200

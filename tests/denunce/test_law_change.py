"""A change of law is one table entry: command, page and mail follow, nothing else changes."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from denunce.models import Adempimento
from denunce.promemoria.scan import scan
from denunce.scadenze import termini
from portal.base import outbox
from tests.denunce.promemoria.scena import Scena

NOW = datetime(2026, 3, 12, 10, 0, tzinfo=ZoneInfo("Europe/Rome"))
# Received on Thursday the 12th: two days end on Saturday, three on Sunday and so on Monday.
TODAYS_LAW = ("2026-03-14T23:59:59+01:00", "sabato 14 marzo")
CHANGED_LAW = ("2026-03-16T23:59:59+01:00", "lunedì 16 marzo")


@pytest.fixture(autouse=True)
def _mail_is_kept_in_memory(settings):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"


def what_everybody_says(scena: Scena, client, tmp_path, capsys, mailoutbox) -> tuple[str, str, str]:
    """The term by the command, the case page and the subject of the mail, for one new denuncia."""
    duty: Adempimento = scena.denuncia()
    question = tmp_path / "caso.json"
    question.write_text(duty.valutazione.fatti, encoding="utf-8")
    call_command("valuta", str(question))
    answer = json.loads(capsys.readouterr().out)
    terms = {item["tipo"]: item["termine"] for item in answer["adempimenti"]}
    client.force_login(scena.personas.segreteria)
    page = client.get(reverse("caso", args=[duty.caso_id])).content.decode()
    scan(NOW)
    outbox.dispatch(now=lambda: NOW)
    return terms["denuncia"], page, mailoutbox[-1].subject


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "says"), [(2, TODAYS_LAW), (3, CHANGED_LAW)])
def test_one_entry_moves_the_term_everywhere(
    days, says, personas, client, tmp_path, capsys, mailoutbox
):
    instant, in_words = says
    with time_machine.travel(NOW, tick=False), termini.override("denuncia_days", days):
        command, page, subject = what_everybody_says(
            Scena(personas), client, tmp_path, capsys, mailoutbox
        )
    assert command == instant
    assert in_words in page
    assert in_words in subject


@pytest.mark.django_db
def test_an_old_case_keeps_its_law(personas):
    scena = Scena(personas)
    duty = scena.denuncia()
    with termini.override("denuncia_days", 3):
        duty.refresh_from_db()
        version = duty.valutazione.regole_del
        assert duty.termine_at == datetime.fromisoformat(TODAYS_LAW[0])
        assert version != scena.denuncia(cognome="Verdi").valutazione.regole_del

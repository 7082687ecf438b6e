"""The scan asks once, in office hours, only where a later certificate could matter."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from denunce.actions.casi import close_caso
from denunce.actions.certificati import withdraw_certificato
from denunce.actions.persone_dei_casi import assign_caso
from denunce.models import Caso
from denunce.prognosi.actions import answer
from denunce.prognosi.models import DomandaPrognosi
from denunce.prognosi.scan import HANDLER, cases_to_ask, scan
from portal.base.outbox import OutboxMessage

pytestmark = pytest.mark.django_db


def mails() -> int:
    return OutboxMessage.objects.filter(handler=HANDLER).count()


def test_nobody_is_asked_before_the_last_day(caso, ora):
    assert scan(ora("2026-03-11 10:00")) == 0
    assert not DomandaPrognosi.objects.exists()


def test_on_the_last_day_it_is_asked_once_in_office_hours(caso, ora):
    assert scan(ora("2026-03-12 07:59")) == 0
    assert scan(ora("2026-03-12 08:00")) == 1
    assert scan(ora("2026-03-12 08:01")) == 0
    assert scan(ora("2026-03-13 09:00")) == 0
    domanda = DomandaPrognosi.objects.get()
    assert (domanda.volte, domanda.prossima_on, domanda.chiesta_at) == (
        1,
        None,
        ora("2026-03-12 08:00"),
    )
    assert mails() > 0


def test_a_prognosis_that_ends_on_saturday_is_asked_about_on_monday(apri, ora):
    apri(13)  # ends on Friday: three days of absence
    late = apri(12)
    Caso.objects.filter(pk=late.pk).update(prognosi_fino_al="2026-03-14")
    assert scan(ora("2026-03-14 10:00")) == 0
    assert scan(ora("2026-03-15 10:00")) == 0
    assert scan(ora("2026-03-16 08:30")) == 2


def test_a_denuncia_a_closed_case_and_an_old_prognosis_are_not_asked_about(
    apri, certifica, by, ora
):
    apri(20)
    closed = apri()
    Caso.objects.filter(pk=closed.pk).update(
        stato="chiuso", chiuso_at=ora("2026-03-12 07:00"), chiuso_by=by.user.pk
    )
    old = apri()
    Caso.objects.filter(pk=old.pk).update(prognosi_fino_al="2026-02-20")
    assert scan(ora("2026-03-12 10:00")) == 0


def test_a_newer_certificate_moves_the_question(caso, certifica, ora):
    assert scan(ora("2026-03-12 08:00")) == 1
    certifica(caso, 13, dal=13, at="2026-03-12 09:00", tipo="continuativo")
    assert scan(ora("2026-03-12 10:00")) == 0
    assert scan(ora("2026-03-13 10:00")) == 1
    assert DomandaPrognosi.objects.count() == 2


def test_a_closing_certificate_ends_it(caso, certifica, ora):
    certifica(caso, 12, dal=12, at="2026-03-12 07:00", tipo="definitivo", numero="B00000000001")
    assert caso.prognosi_fino_al is None
    assert scan(ora("2026-03-12 10:00")) == 0


def test_a_certificate_withdrawn_in_time_brings_the_former_end_back(caso, certifica, by, ora):
    certifica(caso, 13, dal=13, at="2026-03-12 09:00", tipo="continuativo")
    last = caso.certificati.get(tipo="continuativo")
    withdraw_certificato(
        last, annullato_at=ora("2026-03-12 09:30"), by=by, now=ora("2026-03-12 10:00")
    )
    caso.refresh_from_db()
    assert caso.prognosi_fino_al.day == 12


def test_not_known_yet_is_asked_again_and_not_for_ever(caso, by, ora):
    days = ["2026-03-12", "2026-03-13", "2026-03-16", "2026-03-17"]
    for day in days:
        assert scan(ora(f"{day} 09:00")) == 1
        answer(caso, "non_so", fino_al=caso.prognosi_fino_al, by=by, now=ora(f"{day} 11:00"))
    assert scan(ora("2026-03-18 09:00")) == 0
    assert DomandaPrognosi.objects.get().volte == len(days)


def test_one_who_is_back_is_not_asked_about(caso, by, ora):
    answer(caso, "rientrato", fino_al=caso.prognosi_fino_al, by=by, now=ora("2026-03-12 07:30"))
    assert scan(ora("2026-03-12 09:00")) == 0
    assert mails() == 0


def test_the_assignee_alone_is_written_to(caso, by, personas, ora):
    assert personas.dirigente  # a colleague who would be asked as well
    assign_caso(
        caso, personas.segreteria, expected=caso.version, by=by, now=ora("2026-03-11 09:00")
    )
    scan(ora("2026-03-12 08:00"))
    asked = OutboxMessage.objects.get(handler=HANDLER).payload["destinatario"]
    assert asked == str(personas.segreteria.pk)


def test_without_an_assignee_every_colleague_is(caso, personas, ora):
    assert personas.dirigente
    scan(ora("2026-03-12 08:00"))
    assert mails() == 2


def test_the_cost_follows_what_is_due(apri, ora):
    """No query out of office hours; inside, the indexes of what is due."""
    apri()
    with CaptureQueriesContext(
        connection,
    ) as one:
        scan(ora("2026-03-12 07:00"))
    assert len(one) == 0
    plan = cases_to_ask(ora("2026-03-12 10:00").date()).explain()
    if connection.vendor == "sqlite":  # PostgreSQL reads a table of one page whole
        assert "caso_prognosi_breve" in plan
    found = DomandaPrognosi.objects.filter(prossima_on__lte="2026-03-12").explain()
    if connection.vendor == "sqlite":
        assert "domanda_prognosi_da_fare" in found


def test_closing_needs_nothing_of_the_question(caso, by, ora):
    scan(ora("2026-03-12 08:00"))
    caso.refresh_from_db()
    close_caso(caso, esito="errore", expected=caso.version, by=by, now=ora("2026-03-12 09:00"))
    assert scan(ora("2026-03-12 10:00")) == 0

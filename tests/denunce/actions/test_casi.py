"""Correcting, closing, opening again and putting away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from denunce.actions.casi import archive_caso, close_caso, reopen_caso, update_caso
from denunce.actions.dati import DatiCaso, DatiInvio
from denunce.actions.dispatch import record_dispatch
from denunce.models import Caso, Evento
from portal.base.audit import AuditEvent
from portal.base.db import VersionConflict
from portal.base.errors import ActionError
from tests.factories import LavoratoreFactory, SedeFactory


@pytest.fixture
def finito(caso, adempimenti, laura, adesso):
    """Luca's case with nothing left to do: only the insurer was owed, and was told."""
    record_dispatch(
        adempimenti(caso)["denuncia_assicurazione"],
        DatiInvio(canale="portale_assicurazione", sent_at=adesso),
        request_key=uuid4(),
        by=laura,
        now=adesso,
    )
    caso.refresh_from_db()
    return caso


def test_corrected_facts_are_stored_and_audited(caso, caduta, laura, adesso):
    data = replace(caduta, dinamica="Caduta dalle scale", pericolo_di_morte=True)
    updated = update_caso(caso, data, expected=caso.version, by=laura, now=adesso)
    stored = Evento.objects.get(pk=caso.evento_id)
    assert stored.dinamica == "Caduta dalle scale"
    assert updated.pericolo_di_morte
    event = AuditEvent.objects.get(code="caso.modificato", target_id=caso.pk)
    assert event.data == {"campi": ["pericolo_di_morte", "dinamica"]}


def test_a_worse_gravity_adds_its_duties(caso, caduta, laura, adesso, adempimenti, ora):
    data = replace(caduta, pericolo_di_morte=True, noto_at=ora("2026-03-10 10:30"))
    update_caso(caso, data, expected=caso.version, by=laura, now=adesso)
    assert "segnalazione_24h" in adempimenti(caso)


def test_the_facts_of_a_shared_event_change_every_case_of_it(
    caso, apri, caduta, personas, laura, adesso, adempimenti, ora
):
    anna = LavoratoreFactory(organizzazione=personas.scuola, nome="Anna", cognome="Verdi")
    other = apri(DatiCaso(), lavoratore=anna, evento=caso.evento)
    earlier = replace(caduta, avvenuto_at=ora("2026-03-09 10:15"))
    update_caso(caso, earlier, expected=caso.version, by=laura, now=adesso)
    for row in (caso, other):
        due = adempimenti(row)["denuncia_assicurazione"].termine_at
        assert due == ora("2026-04-08 23:59:59")


def test_who_read_the_event_through_another_case_does_not_overwrite_it(
    caso, apri, caduta, laura, adesso, personas
):
    friend = LavoratoreFactory(organizzazione=personas.scuola)
    other = apri(caduta, lavoratore=friend, evento=caso.evento)
    read_at = other.version
    update_caso(
        caso, replace(caduta, dinamica="Spinto"), expected=caso.version, by=laura, now=adesso
    )
    with pytest.raises(VersionConflict):
        update_caso(other, caduta, expected=read_at, by=laura, now=adesso)
    assert Caso.objects.get(pk=caso.pk).evento.dinamica == "Spinto"


def test_an_event_is_not_moved_to_a_site_of_others(caso, caduta, laura, adesso):
    with pytest.raises(ActionError) as refused:
        update_caso(
            caso, replace(caduta, sede=SedeFactory()), expected=caso.version, by=laura, now=adesso
        )
    assert refused.value.field == "sede"


def test_a_closed_case_of_a_shared_event_owes_nothing_new(
    caso, apri, caduta, personas, laura, adesso, finito, ora
):
    closed = close_caso(finito, esito="guarigione", expected=finito.version, by=laura, now=adesso)
    anna = LavoratoreFactory(organizzazione=personas.scuola, nome="Anna", cognome="Verdi")
    other = apri(DatiCaso(), lavoratore=anna, evento=caso.evento)
    duties = closed.adempimenti.count()
    earlier = replace(caduta, avvenuto_at=ora("2026-03-09 10:15"))
    update_caso(other, earlier, expected=other.version, by=laura, now=adesso)
    assert closed.adempimenti.count() == duties


def test_a_shared_event_is_not_moved_before_anybody_s_birth(
    caso, apri, caduta, personas, laura, adesso, ora
):
    young = LavoratoreFactory(organizzazione=personas.scuola, nato_on=date(2023, 3, 10))
    apri(DatiCaso(), lavoratore=young, evento=caso.evento)
    data = replace(caduta, avvenuto_at=ora("2023-03-09 10:00"))
    with pytest.raises(ActionError, match="nascita"):
        update_caso(caso, data, expected=caso.version, by=laura, now=adesso)


def test_two_people_who_correct_at_once_do_not_overwrite_each_other(caso, caduta, laura, adesso):
    read_at = caso.version
    update_caso(caso, caduta, expected=read_at, by=laura, now=adesso)
    lost = replace(caduta, dinamica="Altro racconto")
    with pytest.raises(VersionConflict):
        update_caso(caso, lost, expected=read_at, by=laura, now=adesso)
    assert Evento.objects.get(pk=caso.evento_id).dinamica == "Caduta in palestra"


def test_a_case_with_open_duties_does_not_close(caso, laura, adesso):
    with pytest.raises(ActionError, match="ancora adempimenti da fare"):
        close_caso(caso, esito="guarigione", expected=caso.version, by=laura, now=adesso)


def test_a_finished_case_closes_with_date_and_author(finito, laura, adesso):
    closed = close_caso(finito, esito="guarigione", expected=finito.version, by=laura, now=adesso)
    assert (closed.stato, closed.chiuso_at, closed.chiuso_by) == ("chiuso", adesso, laura.user)


def test_a_closed_case_is_not_corrected(finito, caduta, laura, adesso):
    closed = close_caso(finito, esito="guarigione", expected=finito.version, by=laura, now=adesso)
    with pytest.raises(PermissionDenied, match="riaprilo"):
        update_caso(closed, caduta, expected=closed.version, by=laura, now=adesso)


def test_a_page_read_before_the_closing_does_not_correct_it(finito, caduta, laura, adesso):
    """The row in hand still says "aperto"; the locked one does not."""
    close_caso(finito, esito="guarigione", expected=finito.version, by=laura, now=adesso)
    with pytest.raises(PermissionDenied, match="riaprilo"):
        update_caso(finito, caduta, expected=finito.version, by=laura, now=adesso)


def test_a_reopened_case_is_evaluated_again(finito, laura, adesso):
    closed = close_caso(finito, esito="guarigione", expected=finito.version, by=laura, now=adesso)
    again = reopen_caso(closed, expected=closed.version, by=laura, now=adesso)
    assert (again.stato, again.chiuso_at, again.chiuso_by) == ("aperto", None, None)


def test_an_archived_case_keeps_its_closing_and_stays_closed(finito, laura, adesso):
    closed = close_caso(finito, esito="guarigione", expected=finito.version, by=laura, now=adesso)
    away = archive_caso(closed, expected=closed.version, by=laura, now=adesso)
    assert (away.stato, away.chiuso_at) == ("archiviato", adesso)
    with pytest.raises(ActionError, match="Archiviato"):
        reopen_caso(away, expected=away.version, by=laura, now=adesso)


def test_an_open_case_is_not_archived(finito, laura, adesso):
    with pytest.raises(ActionError, match="Aperto"):
        archive_caso(finito, expected=finito.version, by=laura, now=adesso)


def test_every_move_is_audited(finito, laura, adesso):
    closed = close_caso(finito, esito="guarigione", expected=finito.version, by=laura, now=adesso)
    again = reopen_caso(closed, expected=closed.version, by=laura, now=adesso)
    closed = close_caso(again, esito="guarigione", expected=again.version, by=laura, now=adesso)
    archive_caso(closed, expected=closed.version, by=laura, now=adesso)
    codes = [
        event.code
        for event in AuditEvent.objects.filter(target_id=finito.pk)
        if event.code in ("caso.chiuso", "caso.riaperto", "caso.archiviato")
    ]
    assert sorted(codes) == ["caso.archiviato", "caso.chiuso", "caso.chiuso", "caso.riaperto"]


def test_a_version_read_long_ago_closes_nothing(finito, laura, adesso):
    with pytest.raises(VersionConflict):
        close_caso(finito, esito="guarigione", expected=finito.version + 1, by=laura, now=adesso)

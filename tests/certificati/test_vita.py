"""Rare turns of issue and end: a number drawn twice, a wrong code, words too long, two at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from certificati.actions import emissione
from certificati.actions.bozze import Partenza
from certificati.actions.emissione import doubts_about, issue_certificato
from certificati.actions.vita import NOTA_MAX, annul_certificato, record_transmission
from certificati.models import Certificato, Stampa
from certificati.numero import draw_numero
from portal.base.audit.models import AuditEvent
from portal.base.errors import ActionError
from tests.certificati.scena import INFORTUNIO, MALATTIA, bozza, continuativo, emesso
from tests.personas import Personas

pytestmark = pytest.mark.django_db


def issue(begun, said, by, now):
    return issue_certificato(
        begun, said, firmato=True, expected=begun.version, by=by, now=now, confirmed=True
    )


# --- the number ----------------------------------------------------------------------------------


def test_a_number_that_was_taken_is_drawn_again(personas, adesso, monkeypatch):
    taken, free = emesso(personas, adesso).numero, draw_numero()
    drawn = iter([taken, taken, free])
    monkeypatch.setattr(emissione, "draw_numero", lambda: next(drawn))
    assert emesso(personas, adesso, MALATTIA).numero == free


def test_five_taken_numbers_are_not_chance(personas, adesso, monkeypatch):
    taken = emesso(personas, adesso).numero
    monkeypatch.setattr(emissione, "draw_numero", lambda: taken)
    with pytest.raises(IntegrityError):
        emesso(personas, adesso, MALATTIA)
    assert Certificato.objects.issued().count() == 1


# --- issuing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"genere": "malattia_professionale"}, {"tipo": "definitivo"}])
def test_what_it_is_was_chosen_at_the_beginning(personas, adesso, change):
    begun, by = bozza(personas, adesso)
    with pytest.raises(ActionError) as refusal:
        issue(begun, replace(INFORTUNIO, **change), by, adesso)
    assert refusal.value.field == "tipo"


def test_only_one_takes_the_place_of_a_certificate(personas, adesso):
    """The old one was annulled while the new one was being written."""
    old = emesso(personas, adesso)
    begun, by = bozza(personas, adesso, da=old, partenza=Partenza.SOSTITUISCE)
    annul_certificato(old, motivo="dati", by=by, now=adesso)
    with pytest.raises(ActionError, match="non è più valido"):
        issue(begun, INFORTUNIO, by, adesso)
    begun.refresh_from_db()
    assert begun.stato == "bozza"


def test_a_code_of_no_day_is_doubted_once_without_asking_for_its_town(personas, adesso):
    begun, _by = bozza(personas, adesso)
    found = doubts_about(begun, replace(INFORTUNIO, codice_fiscale="BNCLCU13B30F205G"))
    assert [one.field for one in found] == ["codice_fiscale"]


def test_a_second_first_certificate_is_asked_about_but_not_its_replacement(personas, adesso):
    old = emesso(personas, adesso)
    again, _by = bozza(personas, adesso)
    assert "evento_on" in [one.field for one in doubts_about(again, INFORTUNIO)]
    instead, _by = bozza(personas, adesso, da=old, partenza=Partenza.SOSTITUISCE)
    assert doubts_about(instead, INFORTUNIO) == []


def test_a_second_first_one_of_a_disease_points_to_its_day(personas, adesso):
    emesso(personas, adesso, MALATTIA)
    again, _by = bozza(personas, adesso, MALATTIA)
    assert [one.field for one in doubts_about(again, MALATTIA)] == ["manifestata_on"]


def test_a_continuation_of_another_doctors_number_is_not_doubted(personas, adesso):
    said = replace(INFORTUNIO, tipo="continuativo", precedente_numero="A1B2C3D4E5F6")
    begun, by = bozza(personas, adesso, said)
    assert doubts_about(begun, said) == []
    assert issue(begun, said, by, adesso).precedente_numero == "A1B2C3D4E5F6"


def test_a_continuation_of_what_the_portal_knows_is_not_doubted(personas, adesso):
    first = emesso(personas, adesso)
    second = continuativo(personas, adesso, first)
    said = replace(second.dati, prognosi_dal=None, prognosi_al=None, prognosi_riservata=True)
    begun, _by = bozza(personas, adesso, said)
    assert doubts_about(begun, said) == []


# --- its end -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("motivo", "nota", "field"),
    [
        ("", "", "motivo"),
        ("noia", "", "motivo"),
        ("altro", "  ", "nota"),
        ("dati", "x" * (NOTA_MAX + 1), "nota"),
    ],
)
def test_the_reason_is_one_of_the_list_and_another_is_explained(
    personas, adesso, motivo, nota, field
):
    made = emesso(personas, adesso)
    by = personas.scope(made.medico)
    with pytest.raises(ActionError) as refusal:
        annul_certificato(made, motivo=motivo, nota=nota, by=by, now=adesso)
    assert refusal.value.field == field


def test_the_explanation_is_kept_encrypted_and_never_in_the_register(personas, adesso):
    made = emesso(personas, adesso)
    by = personas.scope(made.medico)
    annul_certificato(made, motivo="altro", nota=" era sua sorella ", by=by, now=adesso)
    kept = Certificato.objects.select_related("data_key").get()
    assert kept.annullato_nota == "era sua sorella"
    said = AuditEvent.objects.get(code="certificato.annullato").data
    assert (said["motivo"], "sorella" in str(said)) == ("altro", False)


def test_a_draft_is_not_annulled(personas, adesso):
    begun, by = bozza(personas, adesso)
    with pytest.raises(PermissionDenied):
        annul_certificato(begun, motivo="dati", by=by, now=adesso)


# --- transmitted ---------------------------------------------------------------------------------


def test_it_is_transmitted_after_it_exists_and_after_first_aid(personas: Personas, adesso):
    begun, by = bozza(personas, adesso)
    with pytest.raises(ActionError, match="Prima emetti"):
        record_transmission(begun, trasmesso_at=adesso, by=by, now=adesso)
    made = emesso(personas, adesso, MALATTIA)
    record_transmission(made, trasmesso_at=adesso, by=by, now=adesso)
    injury = emesso(personas, adesso)
    before = injury.prima_assistenza_at - timedelta(minutes=1)
    with pytest.raises(ActionError, match="prima assistenza"):
        record_transmission(injury, trasmesso_at=before, by=by, now=adesso)


def test_noting_it_again_corrects_it_and_the_same_changes_nothing(personas, adesso):
    made = emesso(personas, adesso)
    by = personas.scope(made.medico)
    for minutes in (5, 5, 4):
        later = adesso + timedelta(hours=1)
        at = later - timedelta(minutes=minutes)
        made = record_transmission(made, trasmesso_at=at, by=by, now=later)
    assert made.trasmesso_at == later - timedelta(minutes=4)
    assert AuditEvent.objects.filter(code="certificato.trasmesso").count() == 2


def test_a_paper_is_named_by_what_it_is(personas, adesso):
    made = emesso(personas, adesso)
    own = Stampa(certificato=made, tipo="datore")
    assert str(own) == f"datore {made.pk}"

"""Issuing, annulling, replacing a certificate: the checks, the number, what is told upward."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from certificati.actions.bozze import Partenza
from certificati.actions.emissione import issue_certificato
from certificati.actions.vita import annul_certificato, record_transmission
from certificati.eventi import EMESSI, RITIRATI
from certificati.models import Certificato
from certificati.numero import is_ours
from portal.base.errors import ActionError, ConfirmationNeeded
from portal.base.outbox import OutboxMessage
from tests.certificati.scena import INFORTUNIO, MALATTIA, ROME, bozza, continuativo, emesso
from tests.personas import Personas

pytestmark = pytest.mark.django_db


def told(event: str) -> list[list[str]]:
    rows = OutboxMessage.objects.filter(handler=event).order_by("created_at")
    return [row.payload["certificati"] for row in rows]


def test_an_issued_certificate_has_number_release_and_term(personas: Personas, adesso: datetime):
    found = emesso(personas, adesso)
    found.refresh_from_db()
    assert is_ours(found.numero)
    assert found.rilasciato_at == adesso
    # first aid on 11 March: until 24:00 of the 12th
    assert found.termine_at == adesso.replace(hour=23, minute=59, second=59)
    assert found.dati == INFORTUNIO
    assert found.testi is None
    assert told(EMESSI) == [[str(found.pk)]]


def test_it_is_issued_once(personas: Personas, adesso: datetime):
    begun, by = bozza(personas, adesso)
    same = {"firmato": True, "expected": begun.version, "by": by, "now": adesso}
    first = issue_certificato(begun, INFORTUNIO, **same)
    again = issue_certificato(begun, INFORTUNIO, **same)
    assert again.numero == first.numero
    assert len(told(EMESSI)) == 1


def test_without_the_signature_nothing_is_issued(personas: Personas, adesso: datetime):
    begun, by = bozza(personas, adesso)
    with pytest.raises(ActionError) as refusal:
        issue_certificato(
            begun, INFORTUNIO, firmato=False, expected=begun.version, by=by, now=adesso
        )
    assert refusal.value.field == "firmato"
    assert not Certificato.objects.issued().exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"diagnosi": ""}, "diagnosi"),
        ({"lesioni": ()}, "lesioni"),
        ({"codice_fiscale": "BNCLCU13E03F205X"}, "codice_fiscale"),
        ({"prognosi_al": date(2026, 3, 10)}, "prognosi_al"),
        ({"prognosi_dal": None}, "prognosi_dal"),
        ({"prognosi_dal": None, "prognosi_al": None}, "prognosi_al"),
        (
            {"prima_assistenza_at": datetime(2026, 3, 9, 9, 0, tzinfo=ROME)},
            "prima_assistenza_at",
        ),
        ({"evento_on": date(2026, 3, 13)}, "evento_on"),
        ({"esito": "guarigione"}, "esito"),
        ({"sesso": "X"}, "sesso"),
        ({"cap": "123"}, "cap"),
        ({"precedente_numero": "ABC"}, "precedente_numero"),
        ({"diagnosi": "a" * 2001}, "diagnosi"),
    ],
)
def test_what_cannot_be_true_is_refused_beside_its_field(
    personas: Personas, adesso: datetime, changes, field
):
    dati = replace(INFORTUNIO, **changes)
    begun, by = bozza(personas, adesso, dati)
    with pytest.raises(ActionError) as refusal:
        issue_certificato(
            begun, dati, firmato=True, expected=begun.version, by=by, now=adesso, confirmed=True
        )
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"cognome": "Verdi"}, "cognome"),
        ({"sesso": "F"}, "sesso"),
        ({"nato_on": date(2013, 5, 4)}, "nato_on"),
        ({"nato_a": "Torino"}, "nato_a"),
        ({"prognosi_dal": date(2026, 3, 9)}, "prognosi_dal"),
        ({"prognosi_al": date(2027, 3, 13)}, "prognosi_al"),
    ],
)
def test_what_looks_odd_is_asked_first(personas: Personas, adesso: datetime, changes, field):
    dati = replace(INFORTUNIO, **changes)
    begun, by = bozza(personas, adesso, dati)
    with pytest.raises(ConfirmationNeeded) as doubt:
        issue_certificato(begun, dati, firmato=True, expected=begun.version, by=by, now=adesso)
    assert field in [one.field for one in doubt.value.doubts]


def test_days_of_another_doctor_are_told_without_telling_who(personas: Personas, adesso: datetime):
    emesso(
        personas,
        adesso,
        medico=personas.medico_esterno,
        organizzazione=personas.studio_medico,
    )
    begun, by = bozza(personas, adesso)
    with pytest.raises(ConfirmationNeeded) as doubt:
        issue_certificato(
            begun, INFORTUNIO, firmato=True, expected=begun.version, by=by, now=adesso
        )
    said = " ".join(one.message for one in doubt.value.doubts)
    assert "copre già i giorni" in said
    assert "Visita" not in said
    assert "distorsione" not in said


def test_a_continuation_of_nothing_is_asked(personas: Personas, adesso: datetime):
    dati = replace(INFORTUNIO, tipo="continuativo")
    begun, by = bozza(personas, adesso, dati)
    with pytest.raises(ConfirmationNeeded, match="non c’è un primo certificato"):
        issue_certificato(begun, dati, firmato=True, expected=begun.version, by=by, now=adesso)


def test_a_continuation_starts_the_day_after(personas: Personas, adesso: datetime):
    first = emesso(personas, adesso)
    second = continuativo(personas, adesso + timedelta(days=1), first)
    assert second.prognosi_dal == date(2026, 3, 14)
    assert second.catena_index == first.catena_index
    assert second.precedente == first


def test_a_disease_in_agriculture_has_ten_days(personas: Personas, adesso: datetime):
    found = emesso(personas, adesso, MALATTIA, categoria="operaio_agricolo_otd")
    assert found.termine_at == datetime(2026, 3, 19, 23, 59, 59, tzinfo=adesso.tzinfo)
    other = emesso(personas, adesso, MALATTIA)
    assert other.termine_at is None


def test_annulled_with_its_reason_and_told_once(personas: Personas, adesso: datetime):
    found = emesso(personas, adesso)
    by = personas.scope(found.medico)
    later = adesso + timedelta(hours=1)
    with pytest.raises(ActionError):
        annul_certificato(found, motivo="", by=by, now=later)
    with pytest.raises(ActionError):
        annul_certificato(found, motivo="altro", by=by, now=later)
    annul_certificato(found, motivo="persona", by=by, now=later)
    again = annul_certificato(found, motivo="persona", by=by, now=later)
    assert again.stato == "annullato"
    assert told(RITIRATI) == [[str(found.pk)]]


def test_a_replacement_ends_the_old_one(personas: Personas, adesso: datetime):
    old = emesso(personas, adesso)
    new = emesso(
        personas,
        adesso + timedelta(hours=1),
        da=old,
        partenza=Partenza.SOSTITUISCE,
        diagnosi="frattura composta",
    )
    old.refresh_from_db()
    assert old.stato == "sostituito"
    assert old.sostituito_da == new
    assert told(RITIRATI) == [[str(old.pk)]]


def test_another_doctor_touches_nothing(personas: Personas, adesso: datetime):
    found = emesso(personas, adesso)
    by = personas.scope(personas.medico_esterno)
    with pytest.raises(PermissionDenied):
        annul_certificato(found, motivo="persona", by=by, now=adesso)
    with pytest.raises(PermissionDenied):
        record_transmission(found, trasmesso_at=adesso, by=by, now=adesso)
    assert not Certificato.objects.visible_to(by).exists()


def test_the_transmission_is_what_the_doctor_says(personas: Personas, adesso: datetime):
    found = emesso(personas, adesso)
    by = personas.scope(found.medico)
    late = adesso + timedelta(days=2)
    assert Certificato.objects.late(late).get() == found
    with pytest.raises(ActionError):
        record_transmission(found, trasmesso_at=late + timedelta(hours=1), by=by, now=late)
    record_transmission(found, trasmesso_at=late, by=by, now=late)
    assert not Certificato.objects.to_transmit().exists()

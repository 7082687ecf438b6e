"""Audit events: ids and codes, written once."""

from datetime import datetime
from uuid import uuid4

import pytest

from portal.base.audit import AuditEvent, present, presents, record
from portal.base.audit.models import AppendOnly
from portal.base.audit.presenters import presented_codes
from portal.base.keys import DataKey
from portal.base.privacy import FreeText

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(adesso: datetime) -> AuditEvent:
    return record("caso.aperto", by=uuid4(), now=adesso, target=None, organizzazione_id=None)


def test_an_event_says_who_did_what_to_what_and_where(adesso: datetime) -> None:
    target, who, where = DataKey.create(adesso), uuid4(), uuid4()
    event = record(
        "caso.aperto",
        by=who,
        now=adesso,
        target=target,
        organizzazione_id=where,
        data={"numero": 12, "regole": ["R-DEN-2G"], "termine": "2026-03-14T10:00:00+01:00"},
    )
    stored = AuditEvent.objects.get()
    assert stored == event
    assert (stored.actor_id, stored.organizzazione_id) == (who, where)
    assert (stored.target_type, stored.target_id) == ("base.datakey", target.pk)
    assert stored.data["regole"] == ["R-DEN-2G"]
    assert (stored.seq, stored.hash, stored.sealed_at) == (None, "", None)
    assert str(stored) == f"caso.aperto base.datakey:{target.pk}"


def test_the_actor_may_be_a_row_or_the_system(adesso: datetime) -> None:
    row = DataKey.create(adesso)
    kept = {"now": adesso, "target": None, "organizzazione_id": None}
    assert record("a", by=row, **kept).actor_id == row.pk
    assert record("a", by=None, **kept).actor_id is None


@pytest.mark.parametrize(
    "data",
    [
        {"nome": "Mario Rossi"},
        {"cf": "RSSMRA85T10A562S"},
        {"cf": "rssmra85t10a562s"},
        {"email": "mario@esempio.test"},
        {"diagnosi": ["frattura del polso"]},
        {"Mario Rossi": 1},
        {"dove": {"qui": "via Graf, 74"}},
        {"peso": 1.5},
        {"quando": datetime(2026, 1, 1)},
        {"lungo": "x" * 129},
        {"riga": "a\nb"},
    ],
)
def test_free_text_is_refused_and_not_repeated_in_the_error(adesso: datetime, data) -> None:
    with pytest.raises(FreeText) as refused:
        record("a", by=None, now=adesso, target=None, organizzazione_id=None, data=data)
    assert "Rossi" not in str(refused.value)
    assert not AuditEvent.objects.exists()


def test_an_event_is_never_changed_nor_deleted(event: AuditEvent) -> None:
    event.code = "altro"
    with pytest.raises(AppendOnly):
        event.save()
    with pytest.raises(AppendOnly):
        event.delete()
    with pytest.raises(AppendOnly):
        AuditEvent.objects.update(code="altro")
    with pytest.raises(AppendOnly):
        AuditEvent.objects.all().delete()
    with pytest.raises(AppendOnly):
        AuditEvent.objects.bulk_update([event], ["code"])
    assert AuditEvent.objects.get().code == "caso.aperto"


def test_an_event_reads_as_an_italian_sentence(adesso: datetime) -> None:
    presents({"prova.contata": "Contate {numero} prove."})
    event = AuditEvent(code="prova.contata", data={"numero": 3})
    assert present(event) == "Contate 3 prove."
    assert "prova.contata" in presented_codes()
    event.data = {}
    assert present(event) == "Contate {numero} prove."
    assert present(AuditEvent(code="mai.visto")) == "Operazione registrata: mai.visto"


def test_a_code_has_one_sentence() -> None:
    presents({"prova.unica": "Una."})
    presents({"prova.unica": "Una."})
    with pytest.raises(ValueError, match="two sentences"):
        presents({"prova.unica": "Due."})

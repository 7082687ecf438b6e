"""The database itself keeps the registers whole: by hand as well, only a seal can be added."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, models, transaction

from portal.base.audit import AccessEvent, AuditEvent, record, record_access, seal, verify

pytestmark = pytest.mark.django_db
Row = AuditEvent | AccessEvent


@pytest.fixture(params=["AuditEvent", "AuditEvent sigillato", "AccessEvent"])
def row(request: pytest.FixtureRequest, adesso: datetime) -> Row:
    if request.param == "AccessEvent":
        return record_access(uuid4(), "denunce.caso", uuid4(), uuid4(), "view", adesso)
    event = record("prova", by=uuid4(), now=adesso, target=None, organizzazione_id=uuid4())
    if request.param.endswith("sigillato"):
        seal(adesso)
    return event


def refused(sql: str, *values: object) -> bool:
    """True when the database refuses a statement written by hand."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except IntegrityError as error:
        return "append-only" in str(error)
    return False


def test_no_column_is_changed_by_hand(row: Row) -> None:
    plain = models.QuerySet(type(row)).filter(pk=row.pk)
    for field in row._meta.concrete_fields:
        if field.name in ("seq", "prev_hash", "hash", "sealed_at"):
            continue
        values = {"id": uuid4(), "data": {"numero": 9}, "at": datetime(2020, 1, 1, tzinfo=UTC)}
        other = values.get(field.name, uuid4() if "UUID" in type(field).__name__ else "export")
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            plain.update(**{field.name: other})


def test_no_row_is_deleted_by_hand_and_no_table_emptied(row: Row) -> None:
    table = row._meta.db_table
    assert refused(f"DELETE FROM {table}")
    if connection.vendor == "postgresql":
        assert refused(f"TRUNCATE {table}")
    assert models.QuerySet(type(row)).count() == 1


def test_a_seal_is_put_once_and_never_taken_off(adesso: datetime) -> None:
    event = record("prova", by=None, now=adesso, target=None, organizzazione_id=uuid4())
    assert seal(adesso) == 1
    assert verify() == []
    table = AuditEvent._meta.db_table
    assert refused(f"UPDATE {table} SET hash = 'altro'")
    assert refused(f"UPDATE {table} SET seq = NULL, hash = '', prev_hash = '', sealed_at = NULL")
    assert models.QuerySet(AuditEvent).get(pk=event.pk).seq == 1


def test_a_seal_does_not_smuggle_another_change_in(adesso: datetime) -> None:
    record("prova", by=None, now=adesso, target=None, organizzazione_id=uuid4())
    table = AuditEvent._meta.db_table
    assert refused(f"UPDATE {table} SET seq = 1, hash = 'x', sealed_at = at, code = 'altro'")

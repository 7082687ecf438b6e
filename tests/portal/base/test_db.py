"""Search forms, locks and the optimistic version."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.transaction import TransactionManagementError

from portal.base.db import (
    VersionConflict,
    VersionedModel,
    has_field,
    insert_each,
    lock,
    normalize,
    update_versioned,
)
from portal.base.fields import EncryptedTextField
from portal.base.keys import DataKey


class Scheda(VersionedModel):
    """A versioned row of the tests alone."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT)
    titolo = models.CharField(max_length=40)
    nota = EncryptedTextField(null=True)

    class Meta:
        app_label = "prove"

    def __str__(self) -> str:
        return self.titolo


@pytest.fixture
def tabella(transactional_db: None) -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Scheda)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Scheda)


@pytest.fixture
def scheda(tabella: None, adesso: datetime) -> Scheda:
    return Scheda.objects.create(data_key=DataKey.create(adesso), titolo="prima")


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("Nicolò  D’Angelo ", "nicolo d'angelo"),
        ("ALÀ dei Sardi", "ala dei sardi"),
        ("Straße", "strasse"),
        ("Mon\0za", "monza"),
        ("", ""),
    ],
)
def test_normalize_drops_accents_case_and_extra_blanks(written: str, searched: str) -> None:
    assert normalize(written) == searched


def test_a_model_is_asked_for_a_field_by_name() -> None:
    assert has_field(Scheda, "titolo")
    assert has_field(Scheda, "data_key_id")
    assert not has_field(Scheda, "organizzazione")


def test_a_write_at_the_version_read_succeeds_and_raises_the_version(scheda: Scheda) -> None:
    update_versioned(scheda, expected=1, titolo="seconda", nota="riservata")

    stored = Scheda.objects.get(pk=scheda.pk)
    assert (stored.version, stored.titolo, stored.nota) == (2, "seconda", "riservata")
    assert (scheda.version, scheda.titolo, scheda.nota) == (2, "seconda", "riservata")


def test_a_second_writer_with_the_old_version_is_told_and_changes_nothing(scheda: Scheda) -> None:
    late = Scheda.objects.get(pk=scheda.pk)
    update_versioned(scheda, expected=1, titolo="di Laura")

    with pytest.raises(VersionConflict, match="Qualcun altro ha modificato"):
        update_versioned(late, expected=1, titolo="di Marco")

    assert (late.titolo, late.version) == ("prima", 1)
    assert Scheda.objects.get(pk=scheda.pk).titolo == "di Laura"


def test_lock_reads_the_row_anew(scheda: Scheda) -> None:
    Scheda.objects.filter(pk=scheda.pk).update(titolo="cambiata")
    with transaction.atomic():
        assert lock(scheda).titolo == "cambiata"
        assert [row.titolo for row in lock(Scheda.objects.order_by("pk"))] == ["cambiata"]


def test_lock_outside_a_transaction_is_an_error_on_both_databases(scheda: Scheda) -> None:
    with pytest.raises(TransactionManagementError):
        lock(scheda)


@pytest.mark.django_db
def test_insert_each_stores_whole_rows_with_one_statement(
    adesso, django_assert_num_queries
) -> None:
    keys = [DataKey.fresh(adesso) for _number in range(3)]
    with django_assert_num_queries(1):
        insert_each(keys)
    assert {row.pk: row.material() for row in DataKey.objects.order_by("pk")} == {
        key.pk: key.material() for key in keys
    }
    assert not any(key._state.adding for key in keys)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_each(keys[:1])
    insert_each([])


@pytest.mark.django_db
def test_update_each_writes_to_every_row_its_own_value(adesso, django_assert_num_queries) -> None:
    from portal.base.db import update_each
    from portal.base.outbox import OutboxMessage

    rows = [
        OutboxMessage(handler="x", key=f"k{n}", due_at=adesso, created_at=adesso) for n in range(3)
    ]
    OutboxMessage.objects.bulk_create(rows)
    wanted = {row.pk: adesso + timedelta(days=n) for n, row in enumerate(rows)}
    with django_assert_num_queries(1):
        update_each(OutboxMessage, "due_at", wanted)
    assert dict(OutboxMessage.objects.order_by("pk").values_list("pk", "due_at")) == wanted
    update_each(OutboxMessage, "done_at", dict.fromkeys(wanted, None))
    update_each(OutboxMessage, "due_at", {})

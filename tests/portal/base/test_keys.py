"""Data keys: wrapped, rotated, destroyed."""

from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from portal.base.audit.models import AuditEvent
from portal.base.crypto import DecryptionError, UnknownKey
from portal.base.keys import DataKey, KeyDestroyed, rewrap_all

pytestmark = pytest.mark.django_db

OLD, NEW = b"o" * 32, b"n" * 32


@pytest.fixture(autouse=True)
def _one_master_key(settings) -> None:
    settings.ENCRYPTION_KEYS = {"k1": OLD}


def test_a_key_is_stored_wrapped_and_read_back(adesso: datetime) -> None:
    key = DataKey.create(adesso)
    material = key.material()
    stored = DataKey.objects.get(pk=key.pk)
    assert len(material) == 32
    assert material not in bytes(stored.wrapped)
    assert stored.material() == material
    assert str(stored) == str(key.pk)


def test_rotation_rewraps_every_living_key_and_the_data_stay_readable(
    adesso: datetime, settings
) -> None:
    keys = [DataKey.create(adesso) for _ in range(5)]
    dead = DataKey.create(adesso)
    dead.destroy(adesso)
    before = {key.pk: key.material() for key in keys}

    settings.ENCRYPTION_KEYS = {"k2": NEW, "k1": OLD}
    assert rewrap_all(batch=2) == 5
    assert rewrap_all(batch=2) == 0

    settings.ENCRYPTION_KEYS = {"k2": NEW}
    for key in DataKey.objects.filter(pk__in=before).order_by("pk"):
        assert (key.key_id, key.material()) == ("k2", before[key.pk])


def test_the_command_rotates_and_writes_it_down(adesso: datetime, settings, capsys) -> None:
    DataKey.create(adesso)
    settings.ENCRYPTION_KEYS = {"k2": NEW, "k1": OLD}
    call_command("ruota_chiavi")
    assert "Chiavi riavvolte: 1." in capsys.readouterr().out
    event = AuditEvent.objects.get(code="chiavi.ruotate")
    assert event.data == {"numero": 1, "chiave": "k2"}


def test_the_command_says_which_old_key_is_missing(adesso: datetime, settings) -> None:
    DataKey.create(adesso)
    settings.ENCRYPTION_KEYS = {"k2": NEW}
    with pytest.raises(CommandError, match="k1"):
        call_command("ruota_chiavi")


def test_without_the_master_key_nothing_opens(adesso: datetime, settings) -> None:
    key = DataKey.create(adesso)
    settings.ENCRYPTION_KEYS = {"k2": NEW}
    with pytest.raises(UnknownKey):
        DataKey.objects.get(pk=key.pk).material()


def test_a_destroyed_key_is_gone_for_good(adesso: datetime) -> None:
    key = DataKey.create(adesso)
    key.material()
    key.destroy(adesso)
    with pytest.raises(KeyDestroyed):
        key.material()
    stored = DataKey.objects.get(pk=key.pk)
    assert (stored.wrapped, stored.destroyed_at) == (None, adesso)


def test_destroying_twice_keeps_the_first_instant(adesso: datetime, ora) -> None:
    key = DataKey.create(adesso)
    key.destroy(adesso)
    key.destroy(ora("2026-12-31 10:00"))
    assert key.destroyed_at == adesso


def test_a_wrapped_key_copied_onto_another_row_does_not_open(adesso: datetime) -> None:
    one, other = DataKey.create(adesso), DataKey.create(adesso)
    DataKey.objects.filter(pk=other.pk).update(wrapped=one.wrapped)
    with pytest.raises(DecryptionError):
        DataKey.objects.get(pk=other.pk).material()


def test_the_database_refuses_a_key_half_destroyed(adesso: datetime) -> None:
    key = DataKey.create(adesso)
    for change in ({"wrapped": None}, {"destroyed_at": adesso}):
        with (
            pytest.raises(IntegrityError, match="datakey_wrapped_or_destroyed"),
            transaction.atomic(),
        ):
            DataKey.objects.filter(pk=key.pk).update(**change)

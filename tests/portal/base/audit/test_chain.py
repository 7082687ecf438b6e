"""The chain: what was edited, deleted, swapped or cut is found and named."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import connection, models

from portal.base.audit import AuditEvent, Broken, record, seal, verify
from portal.base.audit.models import AuditHead
from tests.registers import unlocked

pytestmark = pytest.mark.django_db

SCUOLA, DITTA = uuid4(), uuid4()


@pytest.fixture
def registro(adesso: datetime) -> Iterator[None]:
    """Six events of a school, three of a firm, two of the system, all sealed."""
    for organizzazione_id, count in ((SCUOLA, 6), (DITTA, 3), (None, 2)):
        for number in range(count):
            record(
                "prova",
                by=None,
                now=adesso + timedelta(seconds=number),
                target=None,
                organizzazione_id=organizzazione_id,
                data={"numero": number, "codici": ["b", "a"]},
            )
    assert seal(adesso) == 11
    with unlocked(connection):
        yield


def raw(organizzazione_id: UUID | None = SCUOLA) -> models.QuerySet[AuditEvent]:
    """The hand of someone with access to the database, past the append-only rule."""
    return models.QuerySet(AuditEvent).filter(organizzazione_id=organizzazione_id)


def test_a_sealed_register_is_intact_and_numbered_by_organisation(registro: None) -> None:
    assert verify() == []
    assert list(raw().order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert list(raw(None).order_by("seq").values_list("seq", flat=True)) == [1, 2]
    assert [row.data["numero"] for row in raw().order_by("seq")] == [0, 1, 2, 3, 4, 5]


def test_sealing_again_continues_the_chain_and_a_limit_leaves_the_rest(
    registro: None, adesso: datetime
) -> None:
    assert seal(adesso) == 0
    for _ in range(3):
        record("dopo", by=None, now=adesso, target=None, organizzazione_id=SCUOLA)
    assert seal(adesso, limit=2) == 2
    assert seal(adesso, limit=2) == 1
    assert raw().order_by("-seq").first().seq == 9
    assert verify(SCUOLA) == []


@pytest.mark.parametrize(
    "change",
    [
        {"code": "altra"},
        {"data": {"numero": 99}},
        {"actor_id": uuid4()},
        {"target_id": uuid4()},
        {"at": datetime.fromisoformat("2020-01-01T00:00:00+00:00")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_edited_event_is_found(registro: None, change: dict[str, object]) -> None:
    raw().filter(seq=3).update(**change)
    assert verify(SCUOLA) == [Broken(str(SCUOLA), 3, "alterato")]
    assert verify(DITTA) == []


def test_a_deleted_event_is_found_by_the_gap(registro: None) -> None:
    raw().filter(seq=3).delete()
    assert verify(SCUOLA) == [Broken(str(SCUOLA), 4, "mancante")]


def test_a_truncated_middle_is_found(registro: None) -> None:
    raw().filter(seq__in=[2, 3, 4]).delete()
    assert verify(SCUOLA) == [Broken(str(SCUOLA), 5, "mancante")]


def test_a_deletion_with_renumbering_is_found(registro: None) -> None:
    raw().filter(seq=3).delete()
    for old, new in ((4, 3), (5, 4), (6, 5)):
        raw().filter(seq=old).update(seq=new)
    faults = verify(SCUOLA)
    assert Broken(str(SCUOLA), 3, "scollegato") in faults
    assert Broken(str(SCUOLA), 3, "alterato") in faults


def test_two_swapped_events_are_found(registro: None) -> None:
    second, third = raw().get(seq=2), raw().get(seq=3)
    raw().filter(pk=second.pk).update(seq=99)
    raw().filter(pk=third.pk).update(seq=2)
    raw().filter(pk=second.pk).update(seq=3)
    assert verify(SCUOLA)[0] == Broken(str(SCUOLA), 2, "scollegato")


def test_a_cut_tail_is_found(registro: None) -> None:
    raw().filter(seq__gte=5).delete()
    assert verify(SCUOLA) == [Broken(str(SCUOLA), 4, "troncato")]


def test_a_whole_chain_gone_is_found(registro: None) -> None:
    raw(DITTA).delete()
    assert verify() == [Broken(str(DITTA), 0, "troncato")]


def test_a_head_moved_back_or_lost_is_found(registro: None) -> None:
    last = raw().get(seq=4)
    raw().filter(seq__gte=5).delete()
    AuditHead.objects.filter(chain=str(SCUOLA)).update(seq=4, hash=last.hash)
    assert verify(SCUOLA) == [Broken(str(SCUOLA), 4, "testa")]
    AuditHead.objects.filter(chain=str(SCUOLA)).delete()
    assert verify(SCUOLA) == [Broken(str(SCUOLA), 4, "testa")]


def test_an_event_slipped_in_with_a_plain_hash_is_found(registro: None, adesso: datetime) -> None:
    AuditEvent.objects.bulk_create(
        [
            AuditEvent(
                organizzazione_id=SCUOLA,
                code="falso",
                at=adesso,
                seq=7,
                prev_hash=raw().get(seq=6).hash,
                hash="f" * 64,
                sealed_at=adesso,
            )
        ]
    )
    assert [fault.reason for fault in verify(SCUOLA)] == ["alterato", "troncato"]


def test_an_event_moved_to_another_organisation_is_found(registro: None) -> None:
    raw().filter(seq=6).update(organizzazione_id=DITTA)
    assert {fault.chain for fault in verify()} == {str(SCUOLA), str(DITTA)}


def test_the_key_is_needed_to_seal_a_chain_that_verifies(registro: None, settings) -> None:
    settings.AUDIT_KEY = b"di un altro"
    assert len(verify()) == 11 + 3


def test_the_command_prints_each_fault_and_fails(
    registro: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verifica_registro")
    assert "Registro integro." in capsys.readouterr().out
    raw().filter(seq=3).update(code="altra")
    with pytest.raises(SystemExit) as left:
        call_command("verifica_registro", organizzazione=SCUOLA)
    assert left.value.code == 1
    assert capsys.readouterr().err == f"{SCUOLA} #3: alterato\n"


def test_sealing_costs_a_constant_number_of_queries_for_each_event(
    adesso: datetime, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for _ in range(50):
        record("prova", by=None, now=adesso, target=None, organizzazione_id=SCUOLA)
    with django_assert_max_num_queries(50 + 8):
        assert seal(adesso) == 50

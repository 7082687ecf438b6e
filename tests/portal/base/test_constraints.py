"""Helpers for named constraints, and every constraint of the base broken once."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from portal.base.audit.models import AccessEvent, AuditEvent
from portal.base.constraints import named_check, named_unique, one_of, ordered, paired
from portal.base.files.models import StoredFile
from portal.base.keys import DataKey
from portal.base.mail.models import MessaggioPosta
from portal.base.models import Comune, ListaCodici, OutboxMessage, StatoEstero, VoceLista


class Turno(models.Model):
    """A row of the tests alone, with one constraint of each helper."""

    inizio_on = models.DateField(null=True)
    fine_on = models.DateField(null=True)
    inviato_at = models.DateTimeField(null=True)
    inviato_by = models.IntegerField(null=True)
    stato = models.CharField(max_length=10, default="bozza")
    ore = models.IntegerField(default=8)

    class Meta:
        app_label = "prove"
        constraints = [
            ordered("turno_date", "inizio_on", "fine_on", "Finisce prima di cominciare."),
            paired("turno_invio", ["inviato_at", "inviato_by"], "Manca chi o quando."),
            one_of("turno_stato", "stato", ["bozza", "inviato"], "Stato sconosciuto."),
            named_check("turno_ore", models.Q(ore__lte=24), "Un giorno ha 24 ore."),
            named_unique(
                "turno_unico", ["inizio_on"], "C'è già.", condition=models.Q(stato="inviato")
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


@pytest.fixture
def tabella(transactional_db: None) -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Turno)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Turno)


BROKEN = [
    ("turno_date", "Finisce prima", {"inizio_on": date(2026, 2, 1), "fine_on": date(2026, 1, 1)}),
    ("turno_invio", "Manca chi", {"inviato_by": 1}),
    ("turno_stato", "Stato sconosciuto", {"stato": "perso"}),
    ("turno_ore", "24 ore", {"ore": 25}),
]


@pytest.mark.parametrize(("name", "message", "values"), BROKEN)
def test_the_helpers_refuse_in_the_database_and_in_italian(
    tabella: None, name: str, message: str, values: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Turno.objects.create(**values)
    with pytest.raises(ValidationError, match=message):
        Turno(**values).validate_constraints()


def test_the_helpers_let_unknown_and_whole_rows_through(tabella: None, adesso: datetime) -> None:
    Turno.objects.create()
    Turno.objects.create(inizio_on=date(2026, 1, 1))
    Turno.objects.create(
        inizio_on=date(2026, 1, 1),
        fine_on=date(2026, 1, 1),
        inviato_at=adesso,
        inviato_by=1,
        stato="inviato",
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Turno.objects.create(inizio_on=date(2026, 1, 1), stato="inviato")


def _audit(now: datetime, **values: Any) -> AuditEvent:
    return AuditEvent(**({"code": "prova", "at": now} | values))


def _message(now: datetime, **values: Any) -> OutboxMessage:
    fixed = {"handler": "x", "key": str(uuid4()), "due_at": now, "created_at": now}
    return OutboxMessage(**(fixed | values))


def _file(now: datetime, **values: Any) -> StoredFile:
    fixed = {
        "data_key": DataKey.create(now),
        "content_type": "application/pdf",
        "size": 1,
        "sha256": "0" * 64,
        "path": str(uuid4()),
        "scan_state": "pulito",
        "created_at": now,
    }
    return StoredFile(**(fixed | values))


def _mail(now: datetime, **values: Any) -> MessaggioPosta:
    fixed = {"data_key": DataKey.create(now), "message_id": str(uuid4()), "created_at": now}
    return MessaggioPosta(**(fixed | values))


ORG = uuid4()
BASE: list[tuple[str, Callable[[datetime], list[models.Model]]]] = [
    (
        "auditevent_seq_unique",
        lambda now: [
            _audit(now, organizzazione_id=ORG, seq=1, hash="h", sealed_at=now) for _ in "ab"
        ],
    ),
    (
        "auditevent_seq_unique_system",
        lambda now: [_audit(now, seq=1, hash="h", sealed_at=now) for _ in "ab"],
    ),
    ("auditevent_sealed_whole", lambda now: [_audit(now, seq=1)]),
    (
        "accessevent_kind",
        lambda now: [AccessEvent(user_id=ORG, target_type="x", kind="steal", at=now)],
    ),
    ("outboxmessage_key", lambda now: [_message(now, key="k") for _ in "ab"]),
    ("outboxmessage_state", lambda now: [_message(now, state="perso")]),
    ("outboxmessage_lease_while_running", lambda now: [_message(now, state="in_corso")]),
    ("outboxmessage_done_at_when_done", lambda now: [_message(now, state="fatto")]),
    ("storedfile_path", lambda now: [_file(now, path="a") for _ in "ab"]),
    ("storedfile_scan", lambda now: [_file(now, scan_state="boh")]),
    ("storedfile_not_empty", lambda now: [_file(now, size=0)]),
    (
        "storedfile_deleted_nameless",
        lambda now: [_file(now, original_name="rossi.pdf", deleted_at=now)],
    ),
    (
        "messaggioposta_message_id",
        lambda now: (
            [_mail(now, message_id="m", contenuto="{}")] * 1
            + [_mail(now, message_id="m", contenuto="{}")]
        ),
    ),
    ("messaggioposta_blank_once_sent", lambda now: [_mail(now, contenuto="{}", sent_at=now)]),
    (
        "listacodici_code",
        lambda now: [
            ListaCodici(code="a", title="A", source="s", retrieved_on=now.date()) for _ in "ab"
        ],
    ),
    (
        "comune_once",
        lambda now: [
            Comune(catastale="F205", nome="Milano", provincia="MI", valid_from=date(2000, 1, 1))
            for _ in "ab"
        ],
    ),
    (
        "comune_dates",
        lambda now: [
            Comune(
                catastale="F205",
                nome="Milano",
                provincia="MI",
                valid_from=date(2000, 1, 1),
                valid_to=date(1999, 1, 1),
            )
        ],
    ),
    ("statoestero_once", lambda now: [StatoEstero(catastale="Z1", nome="X") for _ in "ab"]),
    (
        "statoestero_dates",
        lambda now: [
            StatoEstero(
                catastale="Z1", nome="X", valid_from=date(2000, 1, 1), valid_to=date(1999, 1, 1)
            )
        ],
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "make"), BASE, ids=[name for name, _make in BASE])
def test_the_database_refuses_what_the_base_forbids(
    name: str, make: Callable[[datetime], list[models.Model]], adesso: datetime
) -> None:
    *first, last = make(adesso)
    for row in first:
        row.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        last.save()
    with pytest.raises(ValidationError) as refused:
        last.validate_constraints()
    assert name in {error.code for error in refused.value.error_dict["__all__"]}


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["code", "dates"])
def test_a_list_holds_each_code_once_and_dates_in_order(change: str, adesso: datetime) -> None:
    lista = ListaCodici.objects.create(code="a", title="A", source="s", retrieved_on=adesso.date())
    VoceLista.objects.create(lista=lista, code="X", label="X", label_display="x", order=1)
    wrong = {
        "code": VoceLista(lista=lista, code="X", label="X", label_display="x", order=2),
        "dates": VoceLista(
            lista=lista,
            code="Y",
            label="Y",
            label_display="y",
            order=2,
            valid_from=date(2000, 1, 1),
            valid_to=date(1999, 1, 1),
        ),
    }[change]
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save()


def test_every_constraint_of_the_base_is_named_by_a_test_of_this_page() -> None:
    declared = {
        constraint.name
        for model in apps.get_app_config("base").get_models()
        for constraint in model._meta.constraints
    }
    tested = {name for name, _make in BASE}
    elsewhere = {"datakey_wrapped_or_destroyed", "vocelista_code", "vocelista_dates"}
    assert declared == tested | elsewhere

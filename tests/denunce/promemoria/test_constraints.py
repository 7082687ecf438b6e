"""Every invariant of the reminders, broken once: the database says no by name, in Italian."""

from __future__ import annotations

from datetime import time
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from denunce.promemoria.models import Impostazioni, Promemoria, Tentativo
from denunce.promemoria.scan import scan
from tests.denunce.promemoria.scena import at

pytestmark = pytest.mark.django_db

NOW = at("2026-03-12 10:00")


@pytest.fixture
def promemoria(scena) -> Promemoria:
    scena.denuncia("2026-03-12 10:00")
    scan(NOW)
    return Promemoria.objects.get()


def attempt(promemoria: Promemoria, **values: object) -> Tentativo:
    given = {"numero": 1, "started_at": NOW, **values}
    return Tentativo(promemoria=promemoria, **given)


def changed(row: Promemoria, **values: object) -> Promemoria:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def second_attempt(row: Promemoria) -> Tentativo:
    attempt(row).save()
    return attempt(row)


def choices(row: Promemoria, **values: object) -> Impostazioni:
    return Impostazioni(
        organizzazione=row.adempimento.organizzazione,
        updated_at=NOW,
        updated_by=row.destinatario,
        **values,
    )


def second_choices(row: Promemoria) -> Impostazioni:
    choices(row).save()
    return choices(row)


BREAKERS = {
    "promemoria_unico": lambda row: changed(row, pk=uuid4(), _state=type(row)()._state),
    "promemoria_inviato_con_data": lambda row: changed(row, stato="inviato"),
    "promemoria_non_inviato_con_motivo": lambda row: changed(row, stato="annullato"),
    "promemoria_stato_noto": lambda row: changed(row, stato="perso"),
    "promemoria_gradino_noto": lambda row: changed(row, gradino="forse"),
    "tentativo_numero_unico": second_attempt,
    "tentativo_finito_con_esito": lambda row: attempt(row, esito="accettato"),
    "impostazioni_uniche": second_choices,
    "impostazioni_orario": lambda row: choices(row, opens=time(9), closes=time(9)),
    "impostazioni_giorni": lambda row: choices(row, office_days=""),
    "impostazioni_anche_noto": lambda row: choices(row, anche="forse"),
}


def test_every_constraint_has_its_breaker():
    named = {
        constraint.name
        for model in (Promemoria, Tentativo, Impostazioni)
        for constraint in model._meta.constraints
    }
    assert named == set(BREAKERS)


@pytest.mark.parametrize("name", BREAKERS)
def test_the_form_and_the_database_say_no(promemoria, name):
    row = BREAKERS[name](promemoria)
    with pytest.raises(ValidationError) as refused:
        row.validate_constraints()
    constraint = next(one for one in row._meta.constraints if one.name == name)
    assert str(constraint.violation_error_message) in str(refused.value)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=row._state.adding)

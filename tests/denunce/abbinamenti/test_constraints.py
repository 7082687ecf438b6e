"""Every invariant of a proposal, broken once: the database says no by name, in Italian."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from denunce.abbinamenti.models import Proposta

pytestmark = pytest.mark.django_db


def changed(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    return row


def decided(row, **values):
    about = {"decisa_at": row.created_at, "decisa_by": row.caso.created_by}
    return changed(row, **about | values)


BREAKERS = {
    "proposta_unica": [lambda row: changed(row, pk=uuid4(), _state=Proposta()._state)],
    "proposta_stato": [lambda row: changed(row, stato="forse")],
    "proposta_codici_noti": [
        lambda row: changed(row, genere="raffreddore"),
        lambda row: changed(row, tipo="ultimo"),
    ],
    "proposta_decisa_con_autore": [
        lambda row: changed(row, stato="scartata"),
        lambda row: decided(row, stato="confermata", decisa_by=None),
        lambda row: decided(row),
    ],
    "proposta_confermata_con_caso": [lambda row: decided(row, stato="confermata", caso=None)],
    "proposta_ritirata_con_data": [lambda row: changed(row, stato="ritirata")],
    "proposta_ritiro_con_autore": [
        lambda row: changed(row, ritiro="tenuto"),
        lambda row: changed(
            row, ritiro="tenuto", ritiro_at=row.created_at, ritiro_by=row.caso.created_by
        ),
        lambda row: changed(row, ritiro_at=row.created_at + timedelta(hours=1)),
    ],
}


def test_every_constraint_is_broken_here():
    assert set(BREAKERS) == {each.name for each in Proposta._meta.constraints}


@pytest.mark.parametrize(
    ("name", "number"), [(name, n) for name, each in BREAKERS.items() for n in range(len(each))]
)
def test_the_database_says_no_by_name_and_in_italian(proposta, name, number):
    row = BREAKERS[name][number](proposta)
    said = next(
        each.violation_error_message for each in Proposta._meta.constraints if each.name == name
    )
    with pytest.raises(ValidationError) as refused:
        row.validate_constraints()
    assert str(said) in refused.value.messages
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()

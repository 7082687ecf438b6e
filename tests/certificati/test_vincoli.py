"""The database says no first: every constraint of certificates and papers, broken once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import CheckConstraint

from certificati.choices import Genere
from certificati.models import Certificato, Stampa
from portal.base.files.models import StoredFile
from tests import factories as make
from tests.certificati.scena import MALATTIA, bozza, emesso
from tests.personas import Personas

pytestmark = pytest.mark.django_db
Row = Callable[[Personas, datetime], models.Model]


def draft(**values: Any) -> Row:
    """A draft with the change that breaks it, not saved yet."""
    return lambda people, now: _changed(bozza(people, now)[0], values, people, now)


def issued(**values: Any) -> Row:
    """The same of an issued one."""
    return lambda people, now: _changed(emesso(people, now), values, people, now)


def paper(**values: Any) -> Row:
    """The same of a paper that is being made."""

    def build(people: Personas, now: datetime) -> models.Model:
        made = Stampa(
            certificato=emesso(people, now),
            tipo="datore",
            revisione=7,
            created_at=now,
            created_by=people.medico_ospedaliero,
        )
        made.save()
        return _changed(made, values, people, now)

    return build


def _changed(row: models.Model, values: dict[str, Any], people: Personas, now: datetime) -> Any:
    for name, value in values.items():
        setattr(row, name, value(people, now) if callable(value) else value)
    return row


def present(_people: Personas, now: datetime) -> datetime:
    return now


def rita(people: Personas, _now: datetime) -> models.Model:
    return people.medico_ospedaliero


def second_number(people: Personas, now: datetime) -> models.Model:
    other = emesso(people, now, MALATTIA)
    return _changed(emesso(people, now), {"numero": other.numero}, people, now)


def second_id(people: Personas, now: datetime) -> models.Model:
    other = emesso(people, now, MALATTIA)
    Certificato.objects.filter(pk=other.pk).update(id_esterno="PS-77")
    return _changed(emesso(people, now), {"id_esterno": "PS-77"}, people, now)


def second_paper(people: Personas, now: datetime) -> models.Model:
    made = paper()(people, now)
    return Stampa(
        id=uuid4(),
        certificato=made.certificato,  # type: ignore[attr-defined]
        tipo="datore",
        revisione=7,
        created_at=now,
        created_by=people.medico_ospedaliero,
    )


BREAKERS: dict[str, list[Row]] = {
    "certificato_stato": [draft(stato="smarrito")],
    "certificato_codici_noti": [
        draft(genere="raffreddore"),
        draft(tipo="secondo"),
        draft(redatto_da="parente"),
        draft(origine="fax"),
    ],
    "certificato_numero_unico": [second_number],
    "certificato_id_esterno_unico": [second_id],
    "certificato_numero_di_dodici": [issued(numero="PT3467"), issued(numero="ptr467caecdf")],
    "certificato_emesso_intero": [
        draft(numero="A1B2C3D4E5F6"),
        draft(rilasciato_at=present),
        issued(numero=None),
        issued(rilasciato_at=None),
        issued(testi="{}"),
        issued(impronta=""),
        issued(evento_on=None),
    ],
    "certificato_con_contenuto": [
        draft(testi=None),
        draft(contenuto="{}"),
        issued(contenuto=None),
    ],
    "certificato_prognosi_in_coppia": [
        draft(prognosi_dal=date(2026, 3, 11)),
        draft(prognosi_al=date(2026, 3, 11)),
        draft(prognosi_dal=date(2026, 3, 11), prognosi_al=date(2026, 3, 10)),
    ],
    "certificato_trasmesso_da_qualcuno": [
        issued(trasmesso_at=present),
        issued(trasmesso_by=rita),
    ],
    "certificato_trasmesso_se_emesso": [draft(trasmesso_at=present, trasmesso_by=rita)],
    "certificato_annullato_con_motivo": [
        issued(stato="annullato", annullato_at=present, annullato_by=rita),
        issued(stato="annullato", annullato_motivo="dati", annullato_by=rita),
        issued(stato="annullato", annullato_motivo="dati", annullato_at=present),
        issued(stato="annullato", annullato_motivo="boh", annullato_at=present, annullato_by=rita),
        issued(stato="sostituito"),
        issued(annullato_at=present),
        issued(annullato_by=rita),
        issued(annullato_motivo="dati"),
        draft(annullato_at=present, annullato_by=rita),
    ],
    "certificato_salvato_con_autore": [draft(saved_at=present), draft(saved_by=rita)],
    "certificato_cancellato_vuoto": [
        issued(cancellato_at=present),
        issued(cancellato_at=present, contenuto=None),
    ],
    "stampa_tipo": [paper(tipo="fax")],
    "stampa_stato": [paper(stato="persa")],
    "stampa_unica": [second_paper],
    "stampa_pronta_con_file": [
        paper(stato="pronta"),
        paper(file=lambda _people, now: stored_file(now)),
    ],
}


def stored_file(now: datetime) -> models.Model:
    return StoredFile.objects.create(
        data_key=make.DataKeyFactory(),
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        path=uuid4().hex,
        scan_state="pulito",
        created_at=now,
    )


CONSTRAINTS = {
    constraint.name: (model, constraint)
    for model in apps.get_app_config("certificati").get_models()
    for constraint in model._meta.constraints
}
CASES = [(name, index) for name, found in BREAKERS.items() for index in range(len(found))]


def test_every_constraint_is_broken_here_and_nothing_else() -> None:
    assert set(BREAKERS) == set(CONSTRAINTS)


@pytest.mark.parametrize(("name", "index"), CASES, ids=lambda value: str(value))
def test_it_is_said_in_italian_and_the_database_says_no(
    personas: Personas, adesso: datetime, name: str, index: int
) -> None:
    row = BREAKERS[name][index](personas, adesso)
    model, constraint = CONSTRAINTS[name]
    with pytest.raises(ValidationError) as told:
        row.validate_constraints()
    assert str(constraint.violation_error_message) in told.value.messages
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        row.save()
    # SQLite names the columns of a broken unique index, not the index itself.
    if name == "certificato_stato":  # an unknown state breaks others too: any may be told first
        assert "certificato_" in str(refusal.value)
    elif isinstance(constraint, CheckConstraint) or connection.vendor == "postgresql":
        assert name in str(refusal.value)
    else:
        assert f"UNIQUE constraint failed: {model._meta.db_table}." in str(refusal.value)


@pytest.mark.parametrize("values", [{}, {"genere": Genere.MALATTIA}, {"id_esterno": ""}])
def test_what_is_whole_is_kept(
    personas: Personas, adesso: datetime, values: dict[str, Any]
) -> None:
    row = issued(**values)(personas, adesso)
    row.validate_constraints()
    row.save()


def test_two_drafts_and_two_certificates_of_a_structure_have_no_outer_id(
    personas: Personas, adesso: datetime
) -> None:
    for _turn in range(2):
        bozza(personas, adesso)
        emesso(personas, adesso)
    assert Certificato.objects.filter(id_esterno="").count() == 4

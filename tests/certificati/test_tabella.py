"""One declaration of the fields: what it covers, what it hides, what fits in the columns."""

from __future__ import annotations

from dataclasses import fields

import pytest

from certificati import choices as ours
from certificati.campi import TITOLI, Forma, Sezione
from certificati.choices import AGRICOLI, Genere
from certificati.dati import NAMES
from certificati.models import Certificato
from certificati.riferimenti import Riferimenti
from certificati.tabella import BY_NAME, CAMPI, HEALTH, campi_of
from denunce import choices as theirs
from denunce.scadenze.facts import Persona, Redattore
from denunce.scadenze.rules_altri import AGRICOLI_MEDICO
from portal.base.riferimenti.codelists import code_list


def test_every_field_is_declared_once_and_nothing_else():
    declared = [campo.name for campo in CAMPI]
    assert len(declared) == len(set(declared))
    assert set(declared) == set(NAMES) - {"genere", "tipo"}


def test_no_health_field_is_a_reference():
    """What apps above may know: no diagnosis by construction."""
    known = {field.name for field in fields(Riferimenti)}
    assert known & set(HEALTH) == set()
    assert {"diagnosi", "lesioni", "racconto", "esame_obiettivo", "agente"} <= set(HEALTH)


def test_no_health_field_has_a_clear_column():
    columns = {field.name for field in Certificato._meta.concrete_fields}
    assert columns & set(HEALTH) == set()


@pytest.mark.parametrize("campo", CAMPI, ids=lambda campo: campo.name)
def test_each_field_is_whole(campo):
    assert str(campo.label)
    assert campo.needed <= campo.generi
    assert campo.generi
    assert bool(campo.choices) is (campo.forma is Forma.SCELTA)
    longest = max((len(code) for code, _label in campo.choices), default=0)
    assert longest <= campo.max


@pytest.mark.parametrize(
    "name", ["cognome", "nome", "datore_codice_fiscale", "redatto_da", "codice_fiscale"]
)
def test_what_may_be_typed_fits_in_its_column(name):
    columns = {field.name: field for field in Certificato._meta.concrete_fields}
    column = columns.get(name, columns["codice_fiscale_index"])
    choices = BY_NAME[name].choices
    longest = max(len(code) for code, _label in choices) if choices else BY_NAME[name].max
    assert longest <= column.max_length


def test_every_section_has_a_title_and_fields():
    assert set(TITOLI) == set(Sezione)
    for genere in Genere:
        for sezione in Sezione:
            assert campi_of(genere, sezione), (genere, sezione)


def test_a_section_is_a_part_of_its_kind():
    for genere in Genere:
        whole = campi_of(genere)
        parts = [campo for sezione in Sezione for campo in campi_of(genere, sezione)]
        assert sorted(parts, key=CAMPI.index) == whole
        assert all(genere in campo.generi for campo in whole)


def test_the_official_lists_are_there():
    assert len(code_list("natura_lesione").by_code) == 9
    assert len(code_list("sede_lesione").by_code) == 65


# --- the same words on both sides ----------------------------------------------------------------


@pytest.mark.parametrize("name", ["TipoCertificato", "Sesso"])
def test_a_list_that_both_sides_have_is_the_same(name):
    assert dict(getattr(ours, name).choices) == dict(getattr(theirs, name).choices)


def test_a_worker_is_called_as_the_employer_calls_them():
    known = dict(theirs.Categoria.choices)
    assert set(ours.Categoria.choices) <= set(known.items())
    assert set(ours.Categoria.values) <= {persona.value for persona in Persona}


def test_the_kinds_are_those_of_the_events():
    assert set(Genere.values) == set(theirs.TipoEvento.values)
    assert set(ours.RedattoDa.values) == set(theirs.RedattoDa.values)
    assert set(ours.RedattoDa.values) == {who.value for who in Redattore}


def test_agriculture_is_the_engines():
    assert {categoria.value for categoria in AGRICOLI} == {who.value for who in AGRICOLI_MEDICO}

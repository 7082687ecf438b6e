"""One declaration, two documents: what one says the other says."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import UTC, datetime

import jsonschema
import pytest
from lxml import etree

from certificati.campi import Campo, Forma, Sezione
from certificati.controlli import refusals
from certificati.dati import NAMES
from certificati.flussi.lettura import interpreta, leggi
from certificati.flussi.schema import campi, json_schema, xsd
from certificati.flussi.schema.esempio import ESEMPIO, as_json, as_xml
from certificati.tabella import CAMPI
from tests.certificati.flussi.scena import flusso, malattia, record

XS = "{http://www.w3.org/2001/XMLSchema}"


def json_accepts(document: object) -> bool:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(json_schema(), format_checker=checker).is_valid(document)


def xml_accepts(content: bytes) -> bool:
    return bool(etree.XMLSchema(etree.fromstring(xsd())).validate(etree.fromstring(content)))


def named_in_xsd() -> set[str]:
    return {str(node.get("name")) for node in etree.fromstring(xsd()).iter(f"{XS}element")}


def test_the_schema_is_a_schema_and_the_example_obeys_both() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    assert json_accepts(json.loads(as_json()))
    assert xml_accepts(as_xml())


def test_every_field_of_the_table_is_in_both_documents_and_in_the_data() -> None:
    fields = json_schema()["properties"]["certificati"]["items"]["properties"]["dati"]["properties"]
    assert list(fields) == [campo.name for campo in CAMPI]
    assert {campo.name for campo in CAMPI} <= named_in_xsd()
    assert {campo.name for campo in CAMPI} == set(NAMES) - {"genere", "tipo"}


def test_a_field_added_to_the_table_reaches_both(monkeypatch: pytest.MonkeyPatch) -> None:
    new = Campo("reparto", "Reparto", Sezione.MEDICO, Forma.TESTO, max=30)
    monkeypatch.setattr(campi, "CAMPI", (*CAMPI, new))
    said = deepcopy(ESEMPIO)
    said["certificati"][0]["dati"]["reparto"] = "Ortopedia"
    assert json_accepts(said)
    assert xml_accepts(as_xml(said))
    said["certificati"][0]["dati"]["reparto"] = "O" * 31
    assert not json_accepts(said)
    assert not xml_accepts(as_xml(said))


@pytest.mark.parametrize(
    "changes",
    [
        {"id_esterno": "con spazi"},
        {"id_esterno": "x" * 65},
        {"medico": "CRURTI75A41"},
        {"firmato": False},
        {"numero": "ABC"},
        {"genere": "raffreddore"},
        {"rilasciato_il": "ieri"},
        {"cap": "2012"},
        {"sesso": "X"},
        {"cognome": "C" * 81},
        {"evento_ora": "25:00"},
        {"nato_on": "03/05/2013"},
        {"diagnosi": None},
        {"cognome": None},
        {"lesioni": [{"natura": "GRAFFIO", "sede": "CAVIGLIA SINISTRA"}]},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_what_one_schema_refuses_nobody_takes(changes: dict[str, object]) -> None:
    wrong = flusso(record(**changes))
    assert not json_accepts(wrong)
    assert not xml_accepts(as_xml(wrong))
    for content in (as_json(wrong), as_xml(wrong)):
        (read,) = [interpreta(one) for one in leggi(content).records()]
        if read.dati is None:
            assert read.errori
        else:  # what needs the whole certificate is told by its controls
            assert refusals(read.dati, datetime(2026, 3, 12, tzinfo=UTC))


def test_both_formats_give_the_same_records() -> None:
    twice = {"id_esterno": "PS-9", "motivo": "altro", "nota": "due volte"}
    said = flusso(record(1, numero="4K7P9R2T6X8Z"), malattia(2), annulla=(twice,))
    from_json, from_xml = (
        [interpreta(one) for one in leggi(content).records()]
        for content in (as_json(said), as_xml(said))
    )
    assert from_json == from_xml
    assert [one.posizione for one in from_json] == [1, 2, 3]
    assert not any(one.errori for one in from_json)

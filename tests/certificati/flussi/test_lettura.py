"""Files that nobody should send: each is one Italian sentence, none is an error of ours."""

from __future__ import annotations

import codecs
import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificati.flussi.lettura import FlussoIlleggibile, Grezzo, interpreta, leggi
from certificati.flussi.lettura.errori import MESSAGGI
from certificati.flussi.limiti import FILE_MAX, RECORD_MAX
from certificati.flussi.schema.esempio import as_json, as_xml
from tests.certificati.flussi.scena import LUCA, flusso, record

XML, JSON = as_xml(flusso(record())), as_json(flusso(record()))
DOCTYPE = (
    b'<?xml version="1.0"?><!DOCTYPE flusso [%s]>'
    b'<flusso xmlns="urn:portale-infortuni:certificati:1" versione="1"/>'
)
BOMB = DOCTYPE % (
    b'<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">'
)
EXTERNAL = DOCTYPE % b'<!ENTITY x SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.xml", "vuoto"),
        (b" \n ", "a.json", "vuoto"),
        (b"x" * (FILE_MAX + 1), "a.xml", "20 MB"),
        (b"x" * (100 * 1024 * 1024), "a.xml", "20 MB"),
        (b"PK\x03\x04", "a.xml", "non è XML né JSON"),
        (XML, "flusso.json", "si chiama .json ma contiene XML"),
        (JSON, "flusso.xml", "si chiama .xml ma contiene JSON"),
        (XML[:-40], "a.xml", "troncato"),
        (JSON[:-40], "a.json", "troncato"),
        (EXTERNAL, "a.xml", "DOCTYPE"),
        (BOMB, "a.xml", "DOCTYPE"),
        (b"<altro/>", "a.xml", "primo elemento"),
        (XML.replace(b"certificati:1", b"certificati:9"), "a.xml", "primo elemento"),
        (XML.replace(b'versione="1"', b'versione="2"'), "a.xml", "versione"),
        (JSON.replace(b'"versione": "1"', b'"versione": "2"'), "a.json", "versione"),
        (b"[1]", "a.json", "oggetto"),
        (b'{"versione": "1", "pazienti": []}', "a.json", "pazienti"),
        (b'{"versione": "1", "certificati": {}}', "a.json", "elenco"),
        (b'{"versione": "1"}', "a.json", "non contiene certificati"),
        (b'{"versione": "1", "versione": "1"}', "a.json", "due volte"),
        (b'{"versione": "1", "certificati": [NaN]}', "a.json", "NaN"),
        (b'{"versione": "1", "certificati": [' + b"9" * 5000 + b"]}", "a.json", "troppo lungo"),
        (b'{"versione": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "a.json", "annidato"),
        (XML.replace(b"<dati>", b"<a>" * 3000 + b"<dati>"), "a.xml", "troncato"),
        (XML.replace(b"</flusso>", b"<paziente/></flusso>"), "a.xml", "paziente"),
        (XML.replace(b"<dati>", b"<dati>" + b"<a/>" * 4_000_000), "a.xml", "troppo lungo"),
        (XML.replace(b"<certificato>", b"<a/>" * 4_000_000), "a.xml", "non è un record"),
        (b'{"versione": "1", "certificati": [' + b"{}," * 6_000_000 + b"{}]}", "a.json", "parti"),
        (b'{"versione": "1", "certificati": [' + b"{}," * 20_000 + b"{}]}", "a.json", "più di 20"),
        (JSON.decode().encode("utf-16"), "a.json", "UTF-8"),
        (JSON.decode().encode("latin-1"), "a.json", "non è in UTF-8"),
        (XML.decode().encode("latin-1"), "a.xml", "non è in UTF-8"),
        (XML.replace(b"'UTF-8'", b"'KOI8-R'"), "a.xml", "non è accettata"),
        (XML.replace(b"'UTF-8'", b"'base64'"), "a.xml", "non è accettata"),
        (XML.replace(b"'UTF-8'", b"'pippo'"), "a.xml", "pippo"),
        (codecs.BOM_UTF8 + XML.replace(b"'UTF-8'", b"'ISO-8859-1'"), "a.xml", "ne usa un’altra"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_bad_file_is_one_sentence(content: bytes, name: str, said: str) -> None:
    start = time.process_time()
    with pytest.raises(FlussoIlleggibile) as refused:
        leggi(content, name)
    assert said in str(refused.value)
    assert time.process_time() - start < 5  # a tenth of a second here; it was half a minute


def test_too_many_records_are_refused() -> None:
    many = b",".join([b"1"] * (RECORD_MAX + 1))
    with pytest.raises(FlussoIlleggibile, match="dividilo"):
        leggi(b'{"versione": "1", "certificati": [' + many + b"]}")


@pytest.mark.parametrize(
    "content",
    [
        codecs.BOM_UTF8 + JSON,
        codecs.BOM_UTF8 + XML,
        XML.decode().replace("UTF-8", "ISO-8859-1").encode("latin-1"),
        XML.decode().replace("UTF-8", "windows-1252").encode("cp1252"),
        XML.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        XML.replace(b"<?xml version='1.0' encoding='UTF-8'?>", b""),
    ],
    ids=["json con BOM", "xml con BOM", "latin-1", "cp1252", "utf-16", "senza dichiarazione"],
)
def test_every_declared_encoding_gives_the_same_words(content: bytes) -> None:
    (read,) = [interpreta(one) for one in leggi(content).records()]
    assert not read.errori
    assert read.dati is not None
    assert read.dati.racconto == "è caduto saltando il cavallo"


def test_an_entity_is_never_replaced() -> None:
    with pytest.raises(FlussoIlleggibile, match="riga"):
        leggi(XML.replace(b"Bianchi", b"&x;"))


@pytest.mark.parametrize(
    ("changes", "campo", "codice"),
    [
        ({"colore": "rosso"}, "colore", "campo_sconosciuto"),
        ({"cognome": 3}, "cognome", "tipo_di_valore"),
        ({"cognome": "Bian\x00chi"}, "cognome", "caratteri"),
        ({"cognome": "Bian\ud800chi"}, "cognome", "caratteri"),
        ({"racconto": "x" * 2001}, "racconto", "troppo_lungo"),
        ({"nato_on": "2013-13-03"}, "nato_on", "giorno"),
        ({"nato_on": "0001-01-01"}, "nato_on", "giorno"),
        ({"nato_on": "2013-W11-3"}, "nato_on", "giorno"),
        ({"rilasciato_il": "2026-03-11T13:05:00"}, "rilasciato_il", "istante"),
        ({"rilasciato_il": "9999-12-31T23:59:59-12:00"}, "rilasciato_il", "istante"),
        ({"ricovero": "sì"}, "ricovero", "si_no"),
        ({"lesioni": "una"}, "lesioni", "lesioni"),
        ({"lesioni": [{"natura": "x"}]}, "lesioni", "lesioni"),
        ({"genere": "altro"}, "genere", "non_previsto"),
        ({"agente": "rumore"}, "agente", "altro_genere"),
        ({"id_esterno": f"PS-{LUCA}"}, "id_esterno", "identificativo_personale"),
        ({"id_esterno": "a/b"}, "id_esterno", "identificativo"),
        ({"id_esterno": ""}, "id_esterno", "manca"),
        ({"medico": "CRURTI75A41F205Y"}, "medico", "codice_fiscale"),
        ({"firmato": False}, "firmato", "non_firmato"),
        ({"numero": "ABC"}, "numero", "numero"),
        ({"tipo": ""}, "tipo", "manca"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_bad_value_names_its_field(changes: dict[str, object], campo: str, codice: str) -> None:
    read = interpreta(Grezzo(1, "certificato", record(**changes)))
    assert (campo, codice) in [(one.campo, one.codice) for one in read.errori]
    assert read.dati is None


def test_an_element_said_twice_is_refused() -> None:
    twice = XML.replace(b"<cognome>", b"<cognome>Neri</cognome><cognome>")
    (read,) = [interpreta(one) for one in leggi(twice).records()]
    assert ("cognome", "ripetuto") in [(one.campo, one.codice) for one in read.errori]


def test_an_annulment_names_one_certificate_and_says_why() -> None:
    def codes(**values: object) -> set[str]:
        return {one.codice for one in interpreta(Grezzo(1, "annulla", values)).errori}

    assert codes(id_esterno="PS-1", motivo="dati") == set()
    assert codes(motivo="dati") == {"manca"}
    assert codes(id_esterno="PS-1", numero="4K7P9R2T6X8Z", motivo="dati") == {
        "identificativo_doppio"
    }
    assert codes(id_esterno="PS-1", motivo="perché sì") == {"non_previsto"}
    assert codes(id_esterno="PS-1", motivo="altro") == {"nota"}


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=20,
)
NAMES = st.sampled_from([*record(), *record()["dati"], "dati", "motivo", "nota", "altro"])


@given(st.dictionaries(NAMES, JSONS), st.dictionaries(NAMES, JSONS), st.booleans())
def test_no_record_breaks_the_reader(outer: dict, inner: dict, good: bool) -> None:
    values = (record() | outer) if good else outer
    values["dati"] = (record()["dati"] | inner) if good else inner
    for operazione in ("certificato", "annulla"):
        read = interpreta(Grezzo(1, operazione, values))
        assert all(one.codice in MESSAGGI for one in read.errori)
        json.dumps([one.campo for one in read.errori]).encode()


@given(st.binary(max_size=300), st.sampled_from([b"", XML[:200], JSON[:200], b"<", b"{"]))
def test_no_bytes_break_the_reader(tail: bytes, head: bytes) -> None:
    with suppress(FlussoIlleggibile):
        list(leggi(head + tail).records())

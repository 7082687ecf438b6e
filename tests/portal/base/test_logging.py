"""Logs: JSON, one line for each event, no person in them."""

import json
import logging

import pytest
import structlog

from portal.base.logging import mask, scrub


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("errore per RSSMRA85T10A562S alla riga 3", "errore per [cf] alla riga 3"),
        ("rssmra85t10a56nh", "[cf]"),
        ("scrivi a mario.rossi@esempio.test.", "scrivi a [email]"),
        ("<mario@esempio.test>", "<[email]>"),
        ("denuncia inviata", "denuncia inviata"),
        ("9e4102c2-308a-4e10-b606-1e43b7d6f627", "9e4102c2-308a-4e10-b606-1e43b7d6f627"),
    ],
)
def test_what_looks_like_a_person_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_a_long_text_is_cut() -> None:
    assert len(mask("x" * 100_000)) == 2000


def test_masking_a_hostile_text_is_quick() -> None:
    assert "[email]" not in mask("a" * 100_000)
    assert scrub({"a": ["@" * 100_000]})


@pytest.mark.parametrize(
    "key",
    [
        "password",
        "reset_token",
        "Authorization",
        "cookie",
        "codice_fiscale",
        "cognome",
        "nome",
        "email",
        "diagnosi",
        "ip",
        "user_agent",
    ],
)
def test_a_key_that_names_personal_or_secret_values_is_dropped_at_any_depth(key: str) -> None:
    assert scrub({key: "x", "dentro": [{key: "x", "id": 1}]}) == {"dentro": [{"id": 1}]}


def test_other_values_are_kept() -> None:
    event = {"id": 3, "fatto": True, "ms": 1.5, "nulla": None, "codici": ("a", "b")}
    assert scrub(event) == {**event, "codici": ["a", "b"]}


def test_a_line_is_json_and_a_line_break_cannot_forge_another(log_righe) -> None:
    structlog.get_logger("prova").info("evento", valore='x\n{"event": "falso"}')
    (line,) = log_righe().splitlines()
    found = json.loads(line)
    assert (found["event"], found["level"], found["valore"]) == (
        "evento",
        "info",
        'x\n{"event": "falso"}',
    )


def test_lines_of_the_libraries_are_cleaned_as_well(log_righe) -> None:
    logging.getLogger("altri.pacchetti").warning("Perso: %s", "/RSSMRA85T10A562S/")
    found = json.loads(log_righe())
    assert (found["event"], found["logger"]) == ("Perso: /[cf]/", "altri.pacchetti")


@pytest.mark.parametrize(
    ("logger", "said", "kept"),
    [
        ("django.request", "Not Found: /Rossi/Mario/", "Not Found"),
        ("django.request", "Internal Server Error: /accesso/password/nuova/6-Rossi/", "Internal"),
        ("django.security.csrf", "Forbidden (CSRF token missing.): /nuova/Rossi/", "Forbidden"),
        ("django.security.DisallowedHost", "Invalid HTTP_HOST header: 'Rossi'.", "Invalid"),
    ],
)
def test_of_a_request_django_tells_the_kind_and_not_the_address(
    log_righe, logger: str, said: str, kept: str
) -> None:
    logging.getLogger(logger).error(said)
    text = log_righe()
    assert json.loads(text)["event"].startswith(kept)
    assert "Rossi" not in text


def test_an_exception_keeps_its_type_and_place_but_not_its_words(log_righe) -> None:
    try:
        raise ValueError("Key (cognome)=(Rossi) already exists")
    except ValueError:
        structlog.get_logger("prova").exception("salvataggio_fallito")
    text = log_righe()
    found = json.loads(text)
    assert "Rossi" not in text
    assert found["exception"] == "ValueError"
    assert found["frames"][-1].startswith("test_logging.py:")


def test_an_exception_given_as_such_is_treated_alike(log_righe) -> None:
    logging.getLogger("altro").error("rotto", exc_info=KeyError("Rossi"))
    assert "Rossi" not in log_righe()

"""From the claims of a provider to an identity: what is believed, and from where."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from utenti.accesso.identita.asserzione import Expected, Refused, read_assertion
from utenti.livelli import Livello, level_of

L2 = "https://www.spid.gov.it/SpidL2"
CF = "VRDNNA85T50A562F"
EXPECTED = Expected("spid", "https://proxy.esempio.test", "n1")


def claims(info: dict[str, Any] | None = None, **token: Any) -> dict[str, Any]:
    basic = {"iss": EXPECTED.issuer, "nonce": "n1", "sub": "s", "acr": L2}
    found = basic | {"fiscal_number": f"TINIT-{CF}"} | token
    kept = {name: value for name, value in found.items() if value is not None}
    return {"id_token": kept, "userinfo": {"sub": "s", **(info or {})}}


def refusal(said: dict[str, Any], expected: Expected = EXPECTED) -> str:
    with pytest.raises(Refused) as caught:
        read_assertion(said, expected)
    return caught.value.code


@pytest.mark.parametrize(
    "acr", [L2, "https://www.spid.gov.it/SpidL3", "SpidL2", f"{L2}/", "spidl3"]
)
def test_level_two_and_three_are_enough(acr) -> None:
    assert read_assertion(claims(acr=acr), EXPECTED).codice_fiscale == CF


@pytest.mark.parametrize("acr", ["https://www.spid.gov.it/SpidL1", None, "", "alto", "SpidL22", 2])
def test_anything_else_is_not(acr) -> None:
    assert refusal(claims(acr=acr)) == "livello_basso"
    assert refusal(claims(acr=acr), replace(EXPECTED, canale="cie")) == "livello_basso"


def test_the_level_is_never_taken_from_what_is_not_signed() -> None:
    assert refusal(claims({"acr": L2}, acr=None)) == "livello_basso"


def test_inps_has_no_level() -> None:
    assert read_assertion(claims(acr=None), replace(EXPECTED, canale="inps")).canale == "inps"


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ({"iss": "https://altro.test"}, "emittente_diverso"),
        ({"iss": None}, "emittente_diverso"),
        ({"nonce": None}, "stato_scaduto"),
        ({"nonce": "n2"}, "stato_scaduto"),
        ({"sub": "un-altro"}, "risposta_illeggibile"),
        ({"fiscal_number": None}, "senza_codice_fiscale"),
        ({"fiscal_number": CF}, "codice_fiscale_errato"),
        ({"fiscal_number": f"TINFR-{CF}"}, "codice_fiscale_errato"),
        ({"fiscal_number": "TINIT-VRDNNA85T50A562X"}, "codice_fiscale_errato"),
        ({"fiscal_number": "TINIT-01234560157"}, "codice_fiscale_errato"),
        ({"fiscal_number": f"TINIT-{CF}\n"}, "codice_fiscale_errato"),
        ({"fiscal_number": ["TINIT-" + CF]}, "codice_fiscale_errato"),
    ],
)
def test_what_does_not_answer_to_the_question_is_refused(token, code) -> None:
    assert refusal(claims(**token)) == code


def test_two_sources_must_name_the_same_person() -> None:
    other = {"fiscal_number": "TINIT-RSSMRA85T10A562S"}
    assert refusal(claims(other)) == "codice_fiscale_errato"
    same = {"https://attributes.eid.gov.it/fiscal_number": f"tinit-{CF}".upper()}
    assert read_assertion(claims(same), EXPECTED).codice_fiscale == CF


def test_the_codice_fiscale_may_come_with_the_user_information() -> None:
    said = claims({"fiscal_number": f"TINIT-{CF.lower()}"}, fiscal_number=None)
    assert read_assertion(said, EXPECTED).codice_fiscale == CF


@pytest.mark.parametrize("said", [{}, {"id_token": None}, {"id_token": {}}])
def test_no_signed_token_no_identity(said) -> None:
    assert refusal(said) == "emittente_diverso"


@pytest.mark.parametrize("said", [{"id_token": "x"}, {"id_token": {}, "userinfo": [1]}])
def test_another_shape_is_refused(said) -> None:
    assert refusal(said) == "risposta_illeggibile"


def test_names_and_address_are_made_fit_to_store() -> None:
    said = claims({"given_name": " Anna\x00\n Maria ", "family_name": "V" * 200, "email": "A@X.it"})
    found = read_assertion(said, EXPECTED)
    assert (found.nome, len(found.cognome), found.email) == ("Anna Maria", 80, "a@x.it")
    assert not found.email_verified
    assert not read_assertion(claims({"email_verified": "true"}), EXPECTED).email_verified


@pytest.mark.parametrize(
    ("methods", "identified", "livello"),
    [
        ([], False, Livello.GENERICO),
        (["password"], False, Livello.GENERICO),
        (["password", "mfa"], True, Livello.DISPOSITIVO),
        (["spid"], True, Livello.SPID2),
        (["inps", "mfa"], True, Livello.INPS),
        (["spid", "password"], True, Livello.DISPOSITIVO),
        (["password", "cns"], False, Livello.CNS),
    ],
)
def test_the_last_way_of_entering_decides_the_level(methods, identified, livello) -> None:
    records = [{"method": method} for method in methods]
    assert level_of(records, identified=identified) == livello

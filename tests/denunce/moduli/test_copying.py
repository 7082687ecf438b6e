"""What is taken over from an earlier form, and what stays behind."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from denunce.moduli.copying import by_default, changes, choosable, copied, offered
from denunce.moduli.declaration import Declaration
from denunce.moduli.validation import structure

Json = dict[str, Any]


def test_filled_fields_are_taken_and_blank_ones_change_nothing(
    mod4bis: Declaration, dati: Json
) -> None:
    said = copy.deepcopy(dati)
    said["datore"] = {"telefono": "0299999999"}
    new = copied(mod4bis, dati, said, ["datore"])
    assert new["datore"]["telefono"] == "0299999999"
    assert new["datore"]["denominazione"] == dati["datore"]["denominazione"]
    [change] = changes(mod4bis, "datore", dati, new)
    assert (str(change.label), change.old, change.new) == ("Telefono", "0255512345", "0299999999")


def test_what_this_case_does_not_ask_for_stays_behind(mod4bis: Declaration, dati: Json) -> None:
    draft = {"invio": {"tipo": "denuncia", "gestione": "conto_stato"}}
    new = copied(mod4bis, draft, dati, ["datore"])
    assert "denominazione" in new["datore"]
    assert "codice_ditta" not in new["datore"]
    assert "polizza" not in new["datore"]


def test_a_value_that_the_form_could_not_hold_stays_behind(
    mod4bis: Declaration, dati: Json
) -> None:
    said = {"lavoratore": {"stato_civile": "ALTRO ELENCO", "cittadinanza": "x" * 500, "asl": "ATS"}}
    new = copied(mod4bis, dati, said, ["lavoratore"])
    assert new["lavoratore"]["stato_civile"] == dati["lavoratore"]["stato_civile"]
    assert new["lavoratore"]["cittadinanza"] == dati["lavoratore"]["cittadinanza"]
    assert new["lavoratore"]["asl"] == "ATS"
    assert structure(mod4bis, new) == []


def test_protected_values_never_change(mod4bis: Declaration, dati: Json) -> None:
    said = {"datore": {"telefono": "0299999999", "email": "altra@esempio.test"}}
    new = copied(mod4bis, dati, said, ["datore"], {"/datore/telefono"})
    assert new["datore"]["telefono"] == dati["datore"]["telefono"]
    assert new["datore"]["email"] == "altra@esempio.test"


def test_the_rows_of_a_list_take_the_place_of_those_there_are(
    mod4bis: Declaration, dati: Json
) -> None:
    said = {"testimoni": [{"cognome": "Neri", "nome": "Ada", "x": 1}, {"cognome": "Blu"}]}
    new = copied(mod4bis, dati, said, ["testimoni"])
    assert new["testimoni"] == [{"cognome": "Neri", "nome": "Ada"}, {"cognome": "Blu"}]
    rows = {change.row for change in changes(mod4bis, "testimoni", dati, new)}
    assert rows == {1, 2}
    assert dati["testimoni"][0]["cognome"] == "Verdi"


@pytest.mark.parametrize("key", ["invio", "certificato", "dichiarante"])
def test_what_a_form_says_of_its_own_sending_is_never_offered(key: str) -> None:
    assert not offered(key, same_person=True, same_event=True)


def test_of_another_person_only_the_employer_and_the_pay_are_offered(
    mod4bis: Declaration, dati: Json
) -> None:
    def keys(*, same_person: bool, same_event: bool) -> list[str]:
        groups = choosable(mod4bis, dati, same_person=same_person, same_event=same_event)
        return [group.key for group in groups]

    stranger = keys(same_person=False, same_event=False)
    assert stranger == ["datore", "unita_produttiva", "corrispondenza", "retribuzione"]
    assert {"lavoratore", "rapporto"} <= set(keys(same_person=True, same_event=False))
    beside = set(keys(same_person=False, same_event=True))
    assert {"evento", "testimoni"} <= beside
    assert not {"lavoratore", "rapporto"} & beside
    chosen = {key for key in keys(same_person=True, same_event=True) if by_default(key)}
    assert chosen == {"datore", "unita_produttiva", "corrispondenza", "lavoratore", "rapporto"}

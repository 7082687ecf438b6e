"""Lesions in a form: what is read, what is refused and how, what the buttons do."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from certificati.corpo import SEDI
from certificati.dati import Lesione
from certificati.forms.lesioni import MOST, LesioniField, dump, merge_lesions, parse

WRIST = Lesione("FRATTURA", "POLSO DESTRO")
NOSE = Lesione("CONTUSIONE", "NASO")
BOTH = dump([WRIST, NOSE])


class Modulo(forms.Form):
    lesioni = LesioniField()


def posted(*sites: str, **values: str) -> QueryDict:
    """What a browser sends."""
    data = QueryDict(mutable=True)
    data.update(values)
    data.setlist("lesioni_sede", list(sites))
    return data


def refusal(data: Any) -> str:
    form = Modulo(data)
    assert not form.is_valid()
    return str(form.errors["lesioni"][0])


def cleaned(data: Any) -> tuple[Lesione, ...]:
    form = Modulo(data)
    assert form.is_valid(), form.errors
    return tuple(form.cleaned_data["lesioni"])


def test_the_text_is_read_in_its_order() -> None:
    assert cleaned({"lesioni": BOTH}) == (WRIST, NOSE)


def test_what_was_chosen_and_not_added_counts() -> None:
    data = posted("NASO", "GOMITO DESTRO", lesioni=dump([WRIST]), lesioni_natura="CONTUSIONE")
    assert cleaned(data) == (WRIST, NOSE, Lesione("CONTUSIONE", "GOMITO DESTRO"))


def test_a_lesion_written_twice_is_one() -> None:
    data = posted("NASO", lesioni=dump([NOSE, WRIST, NOSE]), lesioni_natura="CONTUSIONE")
    assert cleaned(data) == (NOSE, WRIST)


def test_the_same_site_may_have_two_natures() -> None:
    assert len(cleaned({"lesioni": dump([WRIST, Lesione("FERITA", "POLSO DESTRO")])})) == 2


def test_nothing_is_refused_where_it_is_needed_and_fine_elsewhere() -> None:
    assert refusal({}) == "Aggiungi almeno una lesione: natura e sede."
    assert LesioniField(required=False).clean("") == ()
    assert LesioniField(required=False).clean(None) == ()


def test_half_a_lesion_is_refused_with_the_half_that_is_missing() -> None:
    assert "scegli anche almeno una sede" in refusal(posted(lesioni_natura="FRATTURA"))
    assert "scegli anche la natura" in refusal(posted("NASO", lesioni=BOTH))


@pytest.mark.parametrize(
    "text",
    [
        "non è json",
        "{}",
        "3",
        '"FRATTURA"',
        "[1]",
        '[["FRATTURA"]]',
        '[["FRATTURA", 3]]',
        '[["FRATTURA", "NASO", "x"]]',
        '[["FRATTURA", null]]',
        '[{"natura": "FRATTURA"}]',
        "[" * 3000,
        "[" * 7900,
        "NaN",
        json.dumps([list(WRIST)] * 400),
        "\x00",
    ],
)
def test_a_text_that_is_no_list_of_pairs_is_said_kindly(text: str) -> None:
    assert "scegli di nuovo natura e sede" in refusal({"lesioni": text})
    assert merge_lesions({"lesioni": text, "lesione": "togli:0"})["lesioni"] == text
    assert "data-lesioni-testo" in str(Modulo({"lesioni": text})["lesioni"])


@pytest.mark.parametrize(
    ("natura", "sede"),
    [
        ("GRAFFIO", "NASO"),
        ("FRATTURA", "CODA"),
        ("", "NASO"),
        ("FRATTURA", ""),
        ("frattura", "NASO"),
    ],
)
def test_a_code_of_no_list_is_refused(natura: str, sede: str) -> None:
    assert "non è negli elenchi ufficiali" in refusal({"lesioni": dump([Lesione(natura, sede)])})


def test_a_refused_code_is_not_repeated_at_length() -> None:
    assert len(refusal({"lesioni": dump([Lesione("FRATTURA", "x" * 5000)])})) < 200


def test_at_most_thirty() -> None:
    many = [Lesione("FERITA", code) for code in list(SEDI)[: MOST + 1]]
    assert refusal({"lesioni": dump(many)}) == "Al massimo 30 lesioni in un certificato."
    assert len(cleaned({"lesioni": dump(many[:MOST])})) == MOST


def test_adding_puts_each_chosen_site_in_the_text_and_empties_the_choice() -> None:
    data = posted(
        "NASO", "GOMITO DESTRO", lesioni=dump([WRIST]), lesioni_natura="FERITA", lesione="aggiungi"
    )
    kept = merge_lesions(data)
    assert parse(kept["lesioni"]) == [
        WRIST,
        Lesione("FERITA", "NASO"),
        Lesione("FERITA", "GOMITO DESTRO"),
    ]
    assert kept["lesioni_natura"] == kept["lesioni_sede"] == ""


def test_any_other_button_adds_as_well() -> None:
    kept = merge_lesions(posted("NASO", lesioni_natura="CONTUSIONE", passo="avanti"))
    assert parse(kept["lesioni"]) == [NOSE]


def test_adding_again_changes_nothing() -> None:
    data = posted("NASO", lesioni=BOTH, lesioni_natura="CONTUSIONE", lesione="aggiungi")
    assert merge_lesions(data)["lesioni"] == BOTH


def test_half_a_lesion_stays_chosen_until_the_other_half_comes() -> None:
    kept = merge_lesions(posted("NASO", "BOCCA", lesione="aggiungi"))
    assert kept == {"lesioni": "", "lesioni_natura": "", "lesioni_sede": '["NASO", "BOCCA"]'}
    assert "scegli anche la natura" in refusal(kept)
    drawn = str(Modulo(kept)["lesioni"])
    assert drawn.count(" checked") == 3  # the two sites, and the first figure


def test_an_unknown_code_is_never_added() -> None:
    kept = merge_lesions(posted("NASO", "CODA", lesioni_natura="FERITA"))
    assert kept["lesioni"] == ""
    assert "«CODA»" in refusal(kept)


@pytest.mark.parametrize(
    ("button", "left"),
    [
        ("togli:0", [NOSE]),
        ("togli:1", [WRIST]),
        ("togli:2", [WRIST, NOSE]),
        ("togli:-1", [WRIST, NOSE]),
        ("togli:", [WRIST, NOSE]),
        ("togli:x", [WRIST, NOSE]),
        ("togli:²", [WRIST, NOSE]),
        ("togli:" + "9" * 9000, [WRIST, NOSE]),
        ("altro", [WRIST, NOSE]),
    ],
)
def test_a_button_takes_away_its_own(button: str, left: list[Lesione]) -> None:
    assert parse(merge_lesions({"lesioni": BOTH, "lesione": button})["lesioni"]) == left


def test_taking_away_the_last_leaves_nothing() -> None:
    assert merge_lesions({"lesioni": dump([NOSE]), "lesione": "togli:0"})["lesioni"] == ""


def test_the_choice_can_be_given_up() -> None:
    data = posted("NASO", lesioni=BOTH, lesioni_natura="FERITA", lesione="svuota")
    assert merge_lesions(data) == {"lesioni": BOTH, "lesioni_natura": "", "lesioni_sede": ""}


@pytest.mark.parametrize("value", [None, 3, ["x"], {"a": 1}])
def test_what_no_browser_sends_is_nothing(value: Any) -> None:
    assert merge_lesions({"lesioni": value, "lesioni_natura": value, "lesioni_sede": value}) == {
        "lesioni": "",
        "lesioni_natura": "",
        "lesioni_sede": "",
    }
    assert merge_lesions({"lesioni_sede": "[" * 3000})["lesioni_sede"] == ""


def test_has_changed_looks_at_the_lesions_not_at_the_text() -> None:
    field = LesioniField()
    data = field.widget.value_from_datadict({"lesioni": f" {BOTH} "}, None, "lesioni")
    assert not field.has_changed((NOSE, WRIST), data)
    assert field.has_changed((NOSE,), data)
    assert field.has_changed(None, data)
    assert field.has_changed("rotto", data)
    field.disabled = True
    assert not field.has_changed((NOSE,), data)


def test_the_page_shows_what_was_added_and_where() -> None:
    drawn = str(Modulo(initial={"lesioni": (WRIST,)})["lesioni"])
    assert "Frattura: polso destro" in drawn
    assert "già aggiunta: frattura" in drawn
    assert drawn.count("pi-zona--polso-destro is-taken") == 3  # front, back, hands
    assert drawn.count('type="checkbox"') == 65
    assert 'value="togli:0"' in drawn
    assert "style=" not in drawn
    assert "onclick" not in drawn


def test_a_bound_form_without_the_control_has_none() -> None:
    widget = LesioniField().widget
    assert widget.value_omitted_from_data({}, None, "lesioni")
    assert not widget.value_omitted_from_data({"lesioni": ""}, None, "lesioni")
    assert widget.id_for_label("id_lesioni") == ""

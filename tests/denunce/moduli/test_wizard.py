"""The form a page draws from the declaration, and what comes back from it."""

from __future__ import annotations

import pytest

from denunce.moduli.blocchi.lavoratore import ALUNNO
from denunce.moduli.declaration import Problem
from denunce.moduli.validation import problems
from denunce.moduli.wizard import clean, form_sections


def controls(mod4bis, data, **other):
    return {f.name: f for s in form_sections(mod4bis, data, **other) for f in s.fields}


def test_what_is_shown_and_sent_back_is_the_same_data(mod4bis, dati):
    posted = {name: control.raw for name, control in controls(mod4bis, dati).items()}
    assert clean(mod4bis, posted) == (dati, [])


def test_every_control_has_what_a_page_needs(mod4bis, dati):
    for name, control in controls(mod4bis, dati).items():
        assert control.id == f"id_{name}"
        assert control.widget in {
            "text", "textarea", "email", "date", "time", "datetime", "number", "select", "radio",
        }  # fmt: skip
        assert bool(control.choices) == (control.widget in ("select", "radio"))
        assert control.max_length > 0
        assert str(control.field.label)


def test_two_addresses_of_one_page_have_different_labels(mod4bis):
    labels = [str(c.field.label) for n, c in controls(mod4bis, {}).items() if "__" in n]
    worker = [label for label in labels if label.startswith("CAP")]
    assert len(worker) == len(set(worker)) + labels.count("CAP") - 1


def test_required_applies_and_fixed_follow_the_data(mod4bis):
    student = controls(mod4bis, {"rapporto": {"studente": True}})
    assert student["rapporto__qualifica_assicurativa"].fixed
    assert not student["rapporto__data_assunzione"].applies
    assert not student["rapporto__voce_professionale"].required
    worker = controls(mod4bis, {"rapporto": {"studente": False}, "invio": {"tipo": "denuncia"}})
    assert not worker["rapporto__qualifica_assicurativa"].fixed
    assert worker["rapporto__voce_professionale"].required
    assert worker["rapporto__voce_professionale"].depends_on == (
        "rapporto__studente",
        "rapporto__volontario",
        "invio__tipo",
    )


def test_a_fixed_value_is_written_by_the_rule(mod4bis):
    data, errors = clean(mod4bis, {"rapporto__studente": "true", "invio__gestione": "ordinaria"})
    assert errors == []
    assert data["rapporto"]["qualifica_assicurativa"] == ALUNNO
    assert data["datore"]["polizza"] == "speciale_scuole"


def test_what_cannot_be_read_is_an_error_and_stays_on_the_page(mod4bis):
    typed = {
        "evento__data": "ieri",
        "lavoratore__cognome": "Rossi",
        "cause__dinamica": "x" * 100_000,
        "testimoni__2__telefono": "a\x00b",
        "csrfmiddlewaretoken": "abc",
        "evento__boh": "1",
    }
    data, errors = clean(mod4bis, typed)
    assert data == {"lavoratore": {"cognome": "Rossi"}}
    assert [error.path for error in errors] == [
        "/evento/data",
        "/cause/dinamica",
        "/testimoni/2/telefono",
    ]
    shown = controls(mod4bis, data, raw=typed, problems=errors)
    assert shown["evento__data"].raw == "ieri"
    assert shown["cause__dinamica"].raw == "x" * 100_000
    assert shown["testimoni__2__telefono"].raw == "a\x00b", "a third row is there for it"
    assert shown["evento__data"].problems == (errors[0],)


def test_rows_are_numbered_one_more_when_asked_and_never_beyond_the_form(mod4bis):
    def rows(count, more=""):
        data = {"testimoni": [{"nome": "Ugo", "cognome": "Blu"}] * count}
        section = form_sections(mod4bis, data, one_more=more)[5]
        return [row.number for row in section.groups[0].rows]

    assert rows(0) == [1]
    assert rows(0, "testimoni") == [1, 2]
    assert rows(2) == [1, 2]
    assert rows(2, "testimoni") == [1, 2, 3]
    assert rows(2, "veicoli") == [1, 2]
    assert rows(5, "testimoni") == [1, 2, 3, 4, 5]


def test_blank_rows_vanish(mod4bis):
    data, _errors = clean(mod4bis, {"testimoni__0__nome": " ", "testimoni__3__nome": "Ugo"})
    assert data == {"testimoni": [{"nome": "Ugo"}]}


def test_the_state_of_a_section(mod4bis, dati):
    def states(data):
        found = form_sections(mod4bis, data, problems=problems(mod4bis, data))
        return {str(section.title): section.state for section in found}

    assert set(states({}).values()) == {"vuota"}
    assert set(states(dati).values()) == {"completa"}
    del dati["lavoratore"]["cognome"]
    assert states(dati)["Lavoratore"] == "parziale"
    dati["lavoratore"]["codice_fiscale"] = "X"
    assert states(dati)["Lavoratore"] == "con_errori"


def test_what_the_case_said_is_marked_until_changed(mod4bis):
    known = {"lavoratore": {"cognome": "Rossi", "nome": "Ada"}}
    data = {"lavoratore": {"cognome": "Rossi", "nome": "Eva"}}
    shown = controls(mod4bis, data, prefilled=known)
    assert shown["lavoratore__cognome"].from_case
    assert not shown["lavoratore__nome"].from_case
    assert not shown["lavoratore__sesso"].from_case
    assert [field.name for field in shown.values() if field.in_case] == ["lavoratore__nome"]
    assert shown["lavoratore__nome"].in_case == "Ada"


@pytest.mark.parametrize(
    ("raw", "input_type"),
    [
        ("2026-03-14T10:05", "datetime-local"),
        ("2026-10-25T02:30+01:00", "text"),
        ("2026-10-25T02:30", "text"),
    ],
)
def test_an_hour_that_occurs_twice_has_room_for_its_offset(mod4bis, raw, input_type):
    shown = controls(mod4bis, {}, raw={"evento__notizia": raw})
    assert shown["evento__notizia"].input_type == input_type
    assert shown["evento__data"].input_type == "date"
    assert shown["evento__turno"].input_type == "text"


def test_a_problem_of_a_row_reaches_its_control(mod4bis):
    data = {"veicoli": [{"targa": "AB123CD", "del_lavoratore": False}]}
    problem = Problem("/veicoli/0/conducente", "Manca", "mancante")
    data["veicoli"].append({"targa": "AB124CD"})
    shown = controls(mod4bis, data, problems=[problem])
    assert shown["veicoli__0__conducente"].problems == (problem,)
    assert shown["veicoli__0__conducente"].depends_on == ("veicoli__0__del_lavoratore",)
    assert shown["veicoli__1__conducente"].problems == ()

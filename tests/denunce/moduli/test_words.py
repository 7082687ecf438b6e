"""The rules of a form in Italian words: nothing of a declaration has no words."""

from __future__ import annotations

import pytest

from denunce.moduli import kinds, moments
from denunce.moduli.codelists import Code
from denunce.moduli.conditions import ALWAYS, NEVER, All, In, Is, Known, Not
from denunce.moduli.declaration import Field, Group
from denunce.moduli.registry import FORMS, declaration_on
from denunce.moduli.words import PRIVACY, applies, condition, needed, rows_of, takes
from portal.base.privacy import Privacy

STUDENT = "rapporto.studente"
BOTH = "«{f}» è compilato e «{f}» è vuoto"
EITHER = "(«{f}» è compilato o «{f}» è SI)"
MIXED = "non è vero che «{f}» è compilato e «Tipo di luogo» è compilato"
GROUP = Group("luogo", "", "Luogo", (Field("tipo", "Tipo di luogo", kinds.Text()),))


@pytest.fixture
def form():
    return declaration_on("mod4bis", None)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Is(STUDENT, True), "«{f}» è SI"),
        (Not(Is(STUDENT, True)), "«{f}» non è SI"),
        (Known(STUDENT), "«{f}» è compilato"),
        (Not(Known(STUDENT)), "«{f}» è vuoto"),
        (All((Known(STUDENT), Not(Known(STUDENT)))), BOTH),
        (Not(All((Known(STUDENT), Known(".tipo")))), MIXED),
        (Not(Not(Known(STUDENT))), "«{f}» è compilato"),
            (Not(All((Not(Known(STUDENT)), Not(Is(STUDENT, True))))), EITHER),
        (ALWAYS, "sempre"),
        (All((ALWAYS, All((Known(".tipo"), ALWAYS)))), "«Tipo di luogo» è compilato"),
        (In(".tipo", ("a", "b")), "«Tipo di luogo» è uno tra: «a» o «b»"),
        (Not(In(".tipo", ("a",))), "«Tipo di luogo» non è nessuno tra: «a»"),
    ],
)  # fmt: skip
def test_a_condition_is_read_with_the_labels_of_its_fields(form, rule, words):
    student = str(form.field(STUDENT).label)
    assert condition(form, GROUP, rule) == words.format(f=student)


def test_a_code_is_read_as_people_read_it(form):
    kind = form.field("invio.tipo").kind
    code = kind.codes.entries[0]
    words = condition(form, GROUP, Is("invio.tipo", code.code))
    assert words.endswith(f"è «{code.label_display}»")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (kinds.Text(80), "testo, al massimo 80 caratteri"),
        (kinds.LongText(500), "testo su più righe, al massimo 500 caratteri"),
        (kinds.Email(), "indirizzo e-mail, al massimo 70 caratteri"),
        (kinds.CodiceFiscale(), "codice fiscale di una persona, 16 caratteri"),
        (kinds.CodiceFiscale(persona=False), "codice fiscale di 16 caratteri, o di 11 cifre"),
        (kinds.Matching(5, message="Cinque cifre."), "Cinque cifre. Al massimo 5 caratteri."),
        (kinds.Bool(), "SI o NO"),
        (kinds.Integer(1, 9), "numero intero da 1 a 9"),
        (kinds.Decimal(7), "numero con due decimali (€), fino a 7 cifre intere"),
        (moments.Day(), "data"),
        (moments.Clock(), "ora e minuti"),
        (moments.Instant(), "data e ora, sull’orologio di Roma"),
        (Code("sesso"), "un valore dell’elenco «Sesso»"),
        (kinds.Kind(), "testo, al massimo 40 caratteri"),
    ],
)
def test_every_type_says_what_it_takes(kind, words):
    assert takes(kind) == words


@pytest.mark.parametrize(
    ("more", "need", "when"),
    [
        ({}, "facoltativo", ""),
        ({"required": ALWAYS}, "obbligatorio", ""),
        (
            {"required": ALWAYS, "when": Known(".tipo")},
            "obbligatorio quando si compila",
            "se «Tipo di luogo» è compilato",
        ),
        ({"required": Known(".tipo")}, "obbligatorio se «Tipo di luogo» è compilato", ""),
        ({"when": NEVER}, "facoltativo", "mai"),
        ({"required": All((ALWAYS, ALWAYS))}, "obbligatorio", ""),
    ],
)  # fmt: skip
def test_when_a_field_is_asked(form, more, need, when):
    field = Field("x", "X", kinds.Text(), **more)
    assert (needed(form, GROUP, field), applies(form, GROUP, field)) == (need, when)


def test_the_rows_of_a_group(form):
    one = Group("g", "", "G", (), repeat=1)
    many = Group("g", "", "G", (), repeat=5)
    assert [rows_of(each) for each in (GROUP, one, many)] == [
        "",
        "Al massimo una riga.",
        "Fino a 5 righe.",
    ]
    asked = Field("x", "X", kinds.Text(), required=ALWAYS)
    assert needed(form, many, asked) == "obbligatorio, se compili la riga"


@pytest.mark.parametrize("code", FORMS)
def test_every_rule_of_every_form_has_words(code):
    form = FORMS[code]
    for group, field in form.fields():
        said = [needed(form, group, field), applies(form, group, field)]
        said += [
            condition(form, group, each.when)
            for each in (*field.switched, *field.fixed, *field.advice)
        ]
        said += [takes(each) for each in (field.kind, *(s.kind for s in field.switched))]
        assert not any("<" in each or "Field(" in each for each in said), field.key
        assert said[0]


def test_every_privacy_class_has_words():
    assert set(PRIVACY) == set(Privacy)

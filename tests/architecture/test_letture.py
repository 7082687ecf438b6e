"""Every view that shows data on health or an identity document says so: who read it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from portal.base import personal
from portal.base.audit.access import read_of
from portal.base.authz import Permission
from portal.policies import POLICIES

# Behind these, pages speak of somebody's health or identity.
SENSITIVE = {
    Permission.CASO_VIEW,
    Permission.CASO_HEALTH,
    Permission.CASO_EDIT,
    Permission.CASO_CREATE,
    Permission.INVIO_RECORD,
    Permission.MODULO_GENERATE,
    Permission.CERTIFICATO_ISSUE,
    Permission.RICHIESTA_REVIEW,
}
# What they show instead; a new name here is a decision.
NOTHING_OF_A_PERSON = {
    "promemoria_organizzazione": "what the organisation chose about its mails",
    "bozza_inizia": "leads to the draft",
    "bozza_riprendi": "leads to the draft, which is written down",
    "bozza_apri": "leads to the case",
    "bozza_altra_persona": "leads to the search",
    "bozza_salva": "saves what its page, which is written down, already shows",
    "certificato_salva": "saves what its page, which is written down, already shows",
    "modulo_avvia": "leads to the form",
    "modulo_annulla": "leads to the form",
    "modulo_cerca": "names of towns, states and professions",
    "modulo_salva": "saves what its page, which is written down, already shows",
    "modulo_definitivo": "leads to the form",
    "modulo_pdf": "leads to the document",
    "proposta_scarta": "leads back to the proposal, which is written down",
    "proposta_riprendi": "leads back to the proposal, which is written down",
    "proposta_apri_caso": "leads to the draft",
    "revisione_prendi": "leads to the exam, which is written down",
    "revisione_rilascia": "leads to the queue",
    "revisione_attivita": "keeps a request in hand, answers with an hour",
    "revisione_ricerca_elimina": "the name of a search, of nobody",
}


def views() -> Iterator[tuple[str, URLPattern]]:
    def walk(patterns: list[Any]) -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern.name or "", pattern

    return walk(get_resolver().url_patterns)


def takes_an_object(pattern: URLPattern) -> bool:
    return bool(pattern.pattern.converters)


def test_every_page_about_a_case_or_a_request_is_written_down() -> None:
    silent = {
        name
        for name, pattern in views()
        if SENSITIVE.intersection(POLICIES[name].permissions)
        and takes_an_object(pattern)
        and read_of(pattern.callback) is None
    }
    assert silent - NOTHING_OF_A_PERSON.keys() == set()


def test_the_exceptions_exist_and_are_still_needed() -> None:
    known = dict(views())
    unneeded = {
        name
        for name in NOTHING_OF_A_PERSON
        if name not in known or read_of(known[name].callback) is not None
    }
    assert unneeded == set()


def test_every_kind_of_thing_read_has_a_word() -> None:
    """A record that says only "denunce.invio" tells nobody anything."""
    kinds = {found.target for _name, pattern in views() if (found := read_of(pattern.callback))}
    assert {kind for kind in kinds if not personal.describe(kind, [])[0]} == set()


@pytest.mark.parametrize(
    "code", ["account", "casi", "certificati", "credenziali", "promemoria", "registri"]
)
def test_every_app_says_what_it_holds(code: str) -> None:
    assert code in {part.code for part in personal.parts()}


def test_the_same_code_twice_is_a_mistake() -> None:
    part = next(iter(personal.parts()))
    with pytest.raises(ValueError, match="registered twice"):
        personal.register_part(personal.Part(part.code, "", "", 1, ()))
    rule = personal.rules()[0]
    again = personal.Rule(rule.code, "", "", "", "", "", 1)
    with pytest.raises(ValueError, match="registered twice"):
        personal.register_rule(again)
    with pytest.raises(ValueError, match="registered twice"):
        personal.register_names("denunce.caso", "altro", lambda ids: {})
    for register, taken in (
        (personal.register_following, "denunce"),
        (personal.register_subjects, "denunce"),
        (personal.register_holders, "denunce"),
    ):
        with pytest.raises(ValueError, match="registered twice"):
            register(taken, lambda _asked: {})  # type: ignore[arg-type, return-value]


def test_nothing_is_known_of_a_kind_nobody_named() -> None:
    assert personal.describe("altro.cosa", []) == ("", {})

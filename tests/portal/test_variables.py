"""What an installation reads from its environment."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.variables import Variables


@pytest.fixture
def env() -> Variables:
    return Variables()


@pytest.mark.parametrize(
    ("text", "meant"),
    [("1", True), ("True", True), ("sì", True), ("si", True), ("0", False), ("no", False)],
)
def test_yes_and_no(
    env: Variables, monkeypatch: pytest.MonkeyPatch, text: str, meant: bool
) -> None:
    monkeypatch.setenv("PROVA", text)
    assert env.bool("PROVA", default=not meant) is meant


def test_an_empty_variable_is_a_no_and_a_missing_one_the_default(
    env: Variables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROVA", "")
    assert env.bool("PROVA", default=True) is False
    monkeypatch.delenv("PROVA")
    assert env.bool("PROVA", default=True) is True
    assert env.int("PROVA", default=7) == 7


@pytest.mark.parametrize("text", ["forse", "2", "attivo"])
def test_an_unknown_word_is_not_a_silent_no(
    env: Variables, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("PROVA", text)
    with pytest.raises(ImproperlyConfigured, match=f"PROVA={text}"):
        env.bool("PROVA", default=False)


def test_a_number_that_is_none_is_named(env: Variables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROVA", "venti")
    with pytest.raises(ImproperlyConfigured, match="PROVA=venti"):
        env.int("PROVA", default=1)

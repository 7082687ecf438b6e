"""What the review writes in the register has its Italian sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from portal.base.audit.presenters import presented_codes
from utenti.credenziali.actions import abilita, esame, letture, presa, ricerche
from utenti.credenziali.choices import Esito

CODE = re.compile(r'"(richiesta\.[a-z_]+)"')


@pytest.mark.parametrize("module", [abilita, esame, letture, presa, ricerche])
def test_every_code_written_by_an_action_has_a_sentence(module):
    written = set(CODE.findall(Path(module.__file__).read_text(encoding="utf-8")))
    assert written <= presented_codes()


def test_every_outcome_has_a_sentence():
    assert {f"richiesta.{esito}" for esito in Esito.values} <= presented_codes()

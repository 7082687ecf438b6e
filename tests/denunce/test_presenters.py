"""Every event that an action of ours records has its Italian sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from denunce import actions
from portal.base.audit.presenters import presented_codes

CODE = re.compile(
    r'"((?:lavoratore|caso|certificato|adempimento|invio|modulo|documento)\.[a-z_]+)"'
)
SOURCES = sorted(Path(actions.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_every_code_written_in_an_action_has_a_sentence(source):
    assert set(CODE.findall(source.read_text(encoding="utf-8"))) <= presented_codes()


def test_the_ends_of_a_duty_have_a_sentence_each():
    for end in ("sorto", "assorbito", "superato", "non_dovuto"):
        assert f"adempimento.{end}" in presented_codes()

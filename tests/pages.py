"""What a page says, without the words that chance wrote in it.

The token of a form and the nonce of a script are random letters: a test that looks for "2B" and
must not find it would fail once in a hundred runs, on a page that is right.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Protocol

_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')
_NONCE = re.compile(r'(nonce=")[^"]*')


class _Answer(Protocol):
    content: bytes


def text(answer: _Answer) -> str:
    """The page as text; token and nonce are empty."""
    page = answer.content.decode()
    return _NONCE.sub(r"\1", _TOKEN.sub(r"\1", page))


def read(answer: _Answer) -> str:
    """The page as a person reads it: apostrophes and accents, not their HTML codes."""
    return unescape(text(answer))

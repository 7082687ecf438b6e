"""The declaration in force today, a complete example, and the printed example, made once."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from denunce.moduli.declaration import Declaration
from denunce.moduli.example import example
from denunce.moduli.registry import versions_of
from denunce.moduli.stampa.render import Imprint, render_html
from denunce.moduli.validation import problems
from portal.base import pdf_engine

Json = dict[str, Any]
HERE = Path(__file__).parent
FULL = os.environ.get("SOLIDITA") == "1"
ONCE = pytest.mark.skip(reason="no database: these tests ran with the suite on SQLite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks no database is asked once, with the first suite, unless at full length."""
    if connection.vendor == "sqlite" or FULL:
        return
    for item in items:
        asks = item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ())
        if HERE in item.path.parents and not asks:
            item.add_marker(ONCE)


MADE_AT = datetime(2026, 3, 13, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def mod4bis() -> Declaration:
    """The newest version of Mod. 4 bis."""
    return versions_of("mod4bis")[-1]


@pytest.fixture
def dati(mod4bis: Declaration) -> Json:
    """Complete data without problems, free to be spoiled."""
    return copy.deepcopy(example(mod4bis))


@pytest.fixture
def perche(mod4bis: Declaration) -> Callable[[Json], dict[str, str]]:
    """What keeps the data from being sent: path -> message."""
    return lambda data: {problem.path: problem.message for problem in problems(mod4bis, data)}


@pytest.fixture(scope="session")
def stampa(mod4bis: Declaration) -> Callable[..., bytes]:
    """Print data in this process (the limits of the child have tests of their own)."""

    def printed(data: Json, *, bozza: bool = False, numero: str = "2026/0041") -> bytes:
        html = render_html(mod4bis, data, Imprint(numero, bozza, MADE_AT))
        return pdf_engine.write(html, pdf_engine.prepare(mod4bis.css))

    return printed


@pytest.fixture(scope="session")
def esempio_pdf(mod4bis: Declaration, stampa: Callable[..., bytes]) -> bytes:
    """The definitive print of the example."""
    return stampa(example(mod4bis))

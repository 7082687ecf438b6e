"""The strict harness of the suite: what would pass by luck elsewhere fails here.

* an undefined variable in one of our templates fails the test that rendered it;
* a query without an order comes back shuffled, and paginating one is an error;
* a naive datetime written to the database is an error;
* a connection that leaves this machine fails;
* properties search as long as they need; in CI always the same examples, because a new
  counterexample is for whoever runs the suite at hand, not for an unrelated change;
* time is given (``adesso``) or frozen (``a_tempo_fermo``), never waited for.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import hypothesis
import pytest
import time_machine
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler
from django.template import engines
from django.template.base import Node

from tests.personas import Personas
from tests.registers import unlocked
from tests.scheduling import (  # noqa: F401  (hooks)
    pytest_collection_modifyitems,
    pytest_xdist_make_scheduler,
)

ROOT = Path(__file__).resolve().parent.parent
ROME = ZoneInfo("Europe/Rome")
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1", "0.0.0.0", "", None, b"localhost", b"127.0.0.1"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--solidita`` (or SOLIDITA=1) runs the fault experiments at full length."""
    parser.addoption("--solidita", action="store_true", default=False)


def pytest_configure(config: pytest.Config) -> None:
    """Warnings that hide a mistake of ours are errors."""
    for line in (
        "error::django.core.paginator.UnorderedObjectListWarning",
        "error:DateTimeField .* received a naive datetime:RuntimeWarning",
    ):
        config.addinivalue_line("filterwarnings", line)
    hypothesis.settings.register_profile(
        "suite",
        deadline=None,
        derandomize=os.environ.get("CI") == "true",
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
    hypothesis.settings.load_profile("suite")


@pytest.fixture(scope="session")
def solidita(request: pytest.FixtureRequest) -> bool:
    """True when the fault experiments run at full length; false for the short, daily size."""
    return bool(request.config.getoption("--solidita")) or os.environ.get("SOLIDITA") == "1"


# --- templates -----------------------------------------------------------------------------------


class UndefinedVariable:
    """Stands for ``string_if_invalid``: fails where one of our templates names nothing.

    Templates of packages are let through: they lean on silent variables by design.
    """

    def __contains__(self, item: str) -> bool:
        return item == "%s"

    def __mod__(self, variable: Any) -> str:
        origin = _origin_of_the_node_in_hand()
        if origin is not None and origin.is_relative_to(ROOT) and ".venv" not in origin.parts:
            pytest.fail(f"undefined template variable {variable} in {origin.relative_to(ROOT)}")
        return ""


def _origin_of_the_node_in_hand() -> Path | None:
    frame = sys._getframe(2)
    while frame is not None:
        owner = frame.f_locals.get("self")
        if isinstance(owner, Node) and getattr(owner, "origin", None) is not None:
            return Path(owner.origin.name)
        frame = frame.f_back
    return None


@pytest.fixture(autouse=True)
def _undefined_template_variables_fail() -> None:
    """For each test anew: whoever overrides DEBUG makes Django forget its template engines."""
    engines["django"].engine.string_if_invalid = UndefinedVariable()


# --- queries -------------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def _unordered_queries_come_back_shuffled() -> Iterator[None]:
    """The database promises no order without ORDER BY; SQLite only looks as if it did."""
    original = SQLCompiler._order_by_pairs

    def pairs(compiler: SQLCompiler) -> Iterator[Any]:
        found = list(original(compiler))
        query = compiler.query
        plain = not (query.combinator or query.distinct or query.subquery or query.group_by)
        if not found and plain and (query.default_cols or query.select):
            yield OrderBy(Random()), False
        yield from found

    SQLCompiler._order_by_pairs = pairs
    yield
    SQLCompiler._order_by_pairs = original


# --- registers ----------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def _tests_alone_may_empty_the_registers() -> Iterator[None]:
    """Between two tests every table is emptied, those included that the database keeps locked."""
    original = BaseDatabaseOperations.execute_sql_flush

    def flush(self: BaseDatabaseOperations, statements: Any) -> None:
        with unlocked(self.connection):
            original(self, statements)

    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
    yield
    BaseDatabaseOperations.execute_sql_flush = original  # type: ignore[method-assign]


# --- network -------------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def _nothing_leaves_this_machine() -> Iterator[None]:
    """Refuse names and addresses of other machines; Unix sockets and loopback stay open."""
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def local_connect(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple) and address[0] not in LOCAL_HOSTS:
            raise ConnectionRefusedError(f"a test tried to reach {address[0]}")
        return connect(self, address)

    def local_resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host not in LOCAL_HOSTS:
            raise socket.gaierror(f"a test asked for the address of {host}")
        return resolve(host, *args, **kwargs)

    socket.socket.connect, socket.getaddrinfo = local_connect, local_resolve  # type: ignore[method-assign]
    yield
    socket.socket.connect, socket.getaddrinfo = connect, resolve  # type: ignore[method-assign]


# --- time ----------------------------------------------------------------------------------------


@pytest.fixture
def adesso() -> datetime:
    """Thursday 12 March 2026, 10:00 in Rome: the present of the tests that need one."""
    return datetime(2026, 3, 12, 10, 0, tzinfo=ROME)


@pytest.fixture
def a_tempo_fermo(adesso: datetime) -> Iterator[time_machine.Traveller]:
    """Stop every clock of this process at ``adesso``; ``.move_to(…)`` goes elsewhere."""
    with time_machine.travel(adesso, tick=False) as traveller:
        yield traveller


@pytest.fixture
def ora() -> Callable[[str], datetime]:
    """Turn "2026-03-12 09:30" into an instant of Rome."""
    return lambda text: datetime.fromisoformat(text).replace(tzinfo=ROME)


# --- people --------------------------------------------------------------------------------------


@pytest.fixture
def personas(db: None, adesso: datetime) -> Personas:
    """The people and organisations of the tests, created when first named."""
    return Personas(adesso)

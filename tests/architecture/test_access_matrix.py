"""Every URL x every role x every method: generated from the URL configuration.

The expectations live in ``tests/data/matrice_accessi.yaml``, written by hand and apart from the
table that the portal itself obeys, so that a slip in one shows against the other.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portal.base import pdf
from portal.base.audit.models import AccessEvent
from portal.policies import POLICIES
from tests.architecture.walking import Visitor
from tests.architecture.world import KINDS, ROLES, World, build_world

pytestmark = pytest.mark.django_db
MATRIX = yaml.safe_load(
    (Path(__file__).parent.parent / "data" / "matrice_accessi.yaml").read_text(encoding="utf-8")
)
ROWS: dict[str, dict[str, Any]] = MATRIX["indirizzi"]
GROUPS = {name: set(roles) for name, roles in MATRIX["gruppi"].items()}
# Who owns each kind of object: the first school's people, if the table does not say otherwise.
OWNERS: dict[str, set[str]] = {
    kind: set(roles) for kind, roles in (MATRIX["possessori"] or {}).items()
}
# Kinds of object known by an id; "chiave", "collegamento", "regola", "modulo_ufficiale" and
# "capitolo" are not.
OBJECTS = frozenset(KINDS)
RARE = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
WRITES = re.compile(r'\s*(INSERT INTO|INSERT OR IGNORE INTO|UPDATE|DELETE FROM) "?(\w+)')
ANSWERS = {"GET": {200, 302}, "HEAD": {200, 302}, "POST": {200, 302, 400, 409, 422}}


def named_urls() -> list[str]:
    """Every name in the URL configuration; a pattern without a name is a failure of its own."""

    def walk(patterns: list[URLPattern | URLResolver]) -> list[str]:
        found: list[str] = []
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                found += walk(pattern.url_patterns)
            else:
                assert pattern.name, f"un indirizzo senza nome: {pattern.pattern}"
                found.append(pattern.name)
        return found

    return walk(get_resolver().url_patterns)


def test_every_url_has_a_row_and_a_policy_and_nothing_else_does() -> None:
    names = named_urls()
    assert len(names) == len(set(names)), "due indirizzi con lo stesso nome"
    assert set(names) == set(ROWS)
    assert set(names) == set(POLICIES)


def address(world: World, name: str, *, missing: bool = False) -> str:
    """The address of a page about the first school's object, or about one that does not exist."""
    kind = ROWS[name].get("oggetto")
    if kind == "chiave":
        return reverse(name, kwargs={"uidb36": "abc", "key": "set-password"})
    if kind == "collegamento":
        return reverse(name, args=["non-vale"])
    if kind == "regola":
        return reverse(name, args=["R-DEN-2G"])
    if kind == "modulo_ufficiale":
        return reverse(name, args=["non-esiste" if missing else "mod101"])
    if kind == "capitolo":
        return reverse(name, args=["non-esiste" if missing else "certificato"])
    if kind is None:
        return reverse(name)
    pk = uuid4() if missing else world.objects[kind]
    return reverse(name, args=[pk, *ROWS[name].get("anche", [])])


def owners(kind: str) -> set[str]:
    """The roles that own the objects of a kind."""
    return OWNERS.get(kind, GROUPS["proprietari"])


def stranger(name: str) -> str | None:
    """A role that passes the gate of a page and does not own its object; None: there is nobody."""
    row = ROWS[name]
    inside = GROUPS.get(row["apre"], set(ROLES) - {"anonimo", "disattivato"})
    return max(inside - owners(row["oggetto"]), default=None)


def expected(name: str, role: str, method: str) -> set[int]:
    """The statuses that this cell of the matrix allows."""
    row = ROWS[name]
    opens, kind = row["apre"], row.get("oggetto")
    if opens != "tutti" and role in ("anonimo", "disattivato"):
        return {302}
    if opens in GROUPS and role not in GROUPS[opens]:
        return {403}
    if method not in row["metodi"] and not (method == "HEAD" and "GET" in row["metodi"]):
        return {405} if method != "OPTIONS" else {200, 405}
    if "risposta" in row:
        return {row["risposta"]}
    if kind in OBJECTS and opens != "tutti" and role not in owners(kind):
        return {404}
    return ANSWERS[method]


@pytest.fixture(autouse=True)
def no_pdf_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No address may load what lays a PDF out: here the import fails, as its page would then."""
    monkeypatch.delattr("portal.base.pdf_engine", raising=False)
    for name in ("portal.base.pdf_engine", "weasyprint"):
        monkeypatch.setitem(sys.modules, name, None)


def test_the_engine_cannot_be_loaded_here() -> None:
    with pytest.raises(ImportError):
        pdf.render("<p>Ciao</p>")


@pytest.fixture
def world() -> World:
    return build_world()


def methods(number: int, role: str, *, every: bool) -> tuple[str, ...]:
    """GET and POST in every cell of the matrix; the rare methods take turns over the roles, so that
    each address meets each of them, and all of them at full length (SOLIDITA=1)."""
    turn = (number + ROLES.index(role)) % len(RARE)
    return ("GET", "POST", *(RARE if every else RARE[turn : turn + 1]))


# Gates and scopes are the same code on every database: on the default one every role walks the
# matrix, on PostgreSQL every third; at full length (SOLIDITA=1) all of them there too.
EVERYWHERE = connection.vendor == "sqlite" or os.environ.get("SOLIDITA") == "1"


@pytest.mark.parametrize("role", ROLES if EVERYWHERE else ROLES[::3])
def test_the_matrix(world: World, role: str, solidita: bool) -> None:
    wrong: list[str] = []
    visitor = Visitor(world.client(role))
    for number, name in enumerate(sorted(ROWS)):
        for method in methods(number, role, every=solidita):
            status = visitor.status(method, address(world, name))
            if status not in expected(name, role, method):
                wrong.append(f"{name} {method}: {status}, atteso {expected(name, role, method)}")
    assert not wrong, "\n".join(wrong)


def test_every_address_meets_every_method() -> None:
    for number in range(len(ROWS)):
        met = {method for role in ROLES for method in methods(number, role, every=False)}
        assert met == {"GET", "POST", *RARE}


def test_another_organisations_object_looks_exactly_like_one_that_does_not_exist(
    world: World,
) -> None:
    visitors: dict[str, Visitor] = {}
    for name, row in ROWS.items():
        role = stranger(name) if row["apre"] != "tutti" and row.get("oggetto") in OBJECTS else None
        if role is None:
            continue
        visitor = visitors.setdefault(role, Visitor(world.client(role)))
        for method in row["metodi"]:
            with CaptureQueriesContext(connection) as asked_for_other:
                other = visitor.ask(method, address(world, name))
            with CaptureQueriesContext(connection) as asked_for_nobody:
                nobody = visitor.ask(method, address(world, name, missing=True))
            assert (other.status_code, other.content) == (nobody.status_code, nobody.content), name
            assert len(asked_for_other) == len(asked_for_nobody), name  # nor does the time tell


def test_a_post_without_a_token_changes_nothing(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["segreteria"])
    for name, row in ROWS.items():
        if "POST" in row["metodi"]:
            # The API takes no session: without its own token a request is nobody's.
            refused = 401 if row.get("risposta") == 401 else 403
            assert client.post(address(world, name)).status_code == refused, name


def test_get_writes_nothing_but_sessions_and_reads(world: World) -> None:
    client = world.client("segreteria")
    before, allowed = world.row_counts(), {"django_session", AccessEvent._meta.db_table}
    for name, row in ROWS.items():
        if "GET" in row["metodi"]:
            with CaptureQueriesContext(connection) as done:
                client.get(address(world, name))
                client.head(address(world, name))
            written = {found[2] for query in done if (found := WRITES.match(query["sql"]))}
            assert written <= allowed, name
    assert world.row_counts() == before


def test_every_answer_carries_the_security_headers(world: World) -> None:
    for role in ("anonimo", "segreteria"):
        visitor = Visitor(world.client(role))
        for name, row in ROWS.items():
            headers = visitor.ask(row["metodi"][0], address(world, name)).headers
            policy = headers["Content-Security-Policy"]
            assert "unsafe" not in policy, name
            assert "object-src 'none'" in policy or "default-src 'none'; sandbox" in policy, name
            assert headers["X-Content-Type-Options"] == "nosniff", name
            assert headers["X-Frame-Options"] == "DENY", name
            assert headers["Referrer-Policy"] in ("same-origin", "no-referrer"), name
            if role == "segreteria" and row["apre"] != "tutti":
                assert "no-store" in headers["Cache-Control"], name


def test_a_leaver_loses_access_at_the_next_request(world: World) -> None:
    client = world.client("segreteria")
    page = address(world, "caso")
    assert client.get(page).status_code == 200
    world.end_membership("segreteria")
    assert client.get(page).status_code == 403


def test_a_disabled_account_loses_its_live_session(world: World) -> None:
    client = world.client("segreteria")
    user = world.users["segreteria"]
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert client.get(address(world, "caso")).status_code == 302

"""Finds every scoping filter of the product and makes the program without one of them, in memory.

Found by reading the syntax, not by a list of places: a filter written tomorrow is found tomorrow.
No file changes: the changed function is compiled and put in the place of the running one.
"""

from __future__ import annotations

import ast
import builtins
import gc
import importlib
import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

ROOT = Path(__file__).resolve().parent.parent
APPS: Final = ("portal", "utenti", "certificati", "denunce")
# No request of a person passes through these.
OUTSIDE: Final = frozenset({"migrations", "management", "benchmarks", "demo"})

# --- what a scoping filter looks like -------------------------------------------------------------
# Methods of querysets that keep what somebody may see. To these are added by themselves the methods
# of every QuerySet that take one of the arguments below.
SCOPE_METHODS: Final = frozenset({"visible_to", "owned_by", "in_group_of", "of_worker"})
SCOPE_TYPES: Final = frozenset({"Scope", "Utente"})
# Raise when the answer is no.
REFUSALS: Final = frozenset({"require"})
# Answer yes or no.
DECISIONS: Final = frozenset({"can"})
DECISION_PREFIX: Final = "can_"
# The organisations in which one may do something.
PLACES: Final = frozenset({"organizzazioni_with"})
# ``.filter(utente=request.user)``: a condition that names who asks.
FILTERS: Final = frozenset({"filter", "get", "get_object_or_404", "get_list_or_404", "Q"})
WHO: Final = frozenset({"scope", "scope_of", "by"})
WHO_ATTRIBUTES: Final = frozenset({"user", "actor"})
# Layers in which a plain "user" is who asks.
ASKING_LAYERS: Final = frozenset({"views", "page_models", "querysets"})
ASKING: Final = frozenset({"user", "utente"})
GUARDS: Final = frozenset({"Http404", "PermissionDenied"})
# ``deny(...)`` in these modules becomes a yes.
PERMISSIONS: Final = "permissions"

_NAMESPACE = "__mutazioni__"
_Node = TypeVar("_Node", bound=ast.AST)


@dataclass(frozen=True, slots=True)
class Site:
    """One filter: where it is, what it is, and what stands there."""

    path: str
    kind: str
    line: int
    column: int
    end: tuple[int, int]
    function: str
    text: str

    @property
    def key(self) -> str:
        """Its name in the list of equivalents: it survives a change of line."""
        return f"{self.path}::{self.function}::{self.kind}::{self.text}"


class Substitutes:
    """What the changed code calls instead of the filter it lost."""

    def __init__(self) -> None:
        self.hits: set[int] = set()

    @property
    def allow(self) -> Any:
        """A yes."""
        return importlib.import_module("portal.base.authz").ALLOW

    def everywhere(self) -> tuple[Any, ...]:
        """Every organisation there is."""
        model: Any = importlib.import_module("utenti.models").Organizzazione
        return tuple(model.objects.order_by("pk").values_list("pk", flat=True))

    def hit(self, number: int) -> None:
        """A test came through the filter with this number."""
        self.hits.add(number)


def install() -> Substitutes:
    """Make the substitutes known to the changed code."""
    substitutes = Substitutes()
    setattr(builtins, _NAMESPACE, substitutes)
    return substitutes


# --- finding --------------------------------------------------------------------------------------


@cache
def source(path: Path) -> str:
    """A module as it was when the experiment began: whoever edits it meanwhile disturbs nobody."""
    return path.read_text(encoding="utf-8")


def product_files(root: Path = ROOT) -> list[Path]:
    """The modules a request passes through."""
    return sorted(
        path
        for app in APPS
        for path in (root / app).rglob("*.py")
        if not OUTSIDE & set(path.relative_to(root).parts)
    )


def scope_methods(files: list[Path]) -> frozenset[str]:
    """The registry above, and every method of a QuerySet that takes who asks."""
    found = set(SCOPE_METHODS)
    for path in files:
        for _class, method in _queryset_methods(ast.parse(source(path))):
            if _takes_who_asks(method):
                found.add(method.name)
    return frozenset(found)


def _queryset_methods(tree: ast.AST) -> Iterator[tuple[ast.ClassDef, ast.FunctionDef]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any("QuerySet" in ast.unparse(b) for b in node.bases):
            for item in node.body:
                if isinstance(item, ast.FunctionDef):
                    yield node, item


def _takes_who_asks(method: ast.FunctionDef) -> bool:
    arguments = [*method.args.args, *method.args.kwonlyargs]
    return any(a.annotation and ast.unparse(a.annotation) in SCOPE_TYPES for a in arguments)


class Finder(ast.NodeVisitor):
    """Collects the filters of one module."""

    def __init__(self, path: str, methods: frozenset[str]) -> None:
        self.path, self.methods = path, methods
        self.sites: list[Site] = []
        self._names: list[str] = []
        parts = set(Path(path).with_suffix("").parts)
        self._in_permissions = PERMISSIONS in parts
        self._who = WHO | (ASKING if parts & ASKING_LAYERS else frozenset())

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._names.append(node.name)
        self.generic_visit(node)
        self._names.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._names.append(node.name)
        first = node.args.args[0].arg if node.args.args else ""
        if node.name in self.methods and first == "self" and _gives_rows(node):
            self._add("corpo", node, f"def {node.name}")
        self.generic_visit(node)
        self._names.pop()

    def visit_Call(self, node: ast.Call) -> None:
        name = _called(node)
        if name in REFUSALS:  # what it asks is not asked apart
            self._add("rifiuto", node)
            return
        if name in PLACES:
            self._add("organizzazioni", node)
        elif name in self.methods and self._is_a_queryset(node, name):
            self._add("ambito", node)
        elif self._is_a_decision(node, name):
            self._add("permesso", node)
        elif name == "deny" and self._in_permissions:
            self._add("diniego", node)
        elif name in FILTERS and any(self.names_who_asks(k.value) for k in node.keywords):
            self._add("condizione", node)
        self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        if self._mentions_who_asks(node.test):
            for item in node.body:
                if isinstance(item, ast.Raise) and item.exc and _raised(item.exc) in GUARDS:
                    self._add("guardia", item)
        self.generic_visit(node)

    def _is_a_queryset(self, node: ast.Call, name: str) -> bool:
        return name in SCOPE_METHODS or ".objects" in ast.unparse(node.func)

    def _is_a_decision(self, node: ast.Call, name: str) -> bool:
        if name in DECISIONS:
            return isinstance(node.func, ast.Attribute) and len(node.args) > 1
        # One permission asked from another is asked there.
        return name.startswith(DECISION_PREFIX) and len(node.args) > 1 and not self._in_permissions

    def names_who_asks(self, value: ast.expr) -> bool:
        """Whether a condition is that somebody's own: a call that computes is another matter."""
        nodes = list(ast.walk(value))
        if any(isinstance(n, ast.Call) and _called(n) not in WHO | {"cast"} for n in nodes):
            return False
        return self._mentions_who_asks(value)

    def _mentions_who_asks(self, value: ast.expr) -> bool:
        return any(
            (isinstance(node, ast.Name) and node.id in self._who)
            or (isinstance(node, ast.Attribute) and node.attr in WHO_ATTRIBUTES)
            for node in ast.walk(value)
        )

    def _add(self, kind: str, node: ast.stmt | ast.expr, text: str | None = None) -> None:
        end = (node.end_lineno or node.lineno, node.end_col_offset or 0)
        text = text or ast.unparse(node)
        where = ".".join(self._names) or "<modulo>"
        self.sites.append(Site(self.path, kind, node.lineno, node.col_offset, end, where, text))


def _gives_rows(node: ast.FunctionDef) -> bool:
    return node.returns is None or ast.unparse(node.returns) == "Self"


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else _raised(node.func)


def _raised(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        node = node.func
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def sites_of(path: Path, methods: frozenset[str], root: Path = ROOT) -> list[Site]:
    """Every filter of one module, in the order of the page."""
    finder = Finder(path.relative_to(root).as_posix(), methods)
    finder.visit(ast.parse(source(path)))
    return finder.sites


# --- changing -------------------------------------------------------------------------------------


class Rewriter(ast.NodeTransformer):
    """Takes the given filters away, or (``watched``) lets them tell when they are reached."""

    def __init__(self, sites: dict[Site, int], *, watched: bool = False) -> None:
        self._sites = {
            (s.kind == "corpo", s.line, s.column, s.end): (s, n) for s, n in sites.items()
        }
        self._watched = watched

    def visit(self, node: ast.AST) -> Any:
        found = self._site(node)
        changed = self.generic_visit(node)
        if found is None:
            return changed
        site, number = found
        made = self._watch(changed, number) if self._watched else _without(changed, site)
        return ast.fix_missing_locations(ast.copy_location(made, node))

    def _site(self, node: ast.AST) -> tuple[Site, int] | None:
        if not isinstance(node, ast.Call | ast.Raise | ast.FunctionDef):
            return None
        end = (node.end_lineno or node.lineno, node.end_col_offset or 0)
        body = isinstance(node, ast.FunctionDef)
        return self._sites.get((body, node.lineno, node.col_offset, end))

    def _watch(self, node: Any, number: int) -> Any:
        told = _expression(f"{_NAMESPACE}.hit({number})", node)
        if isinstance(node, ast.FunctionDef):
            node.body.insert(0, ast.copy_location(ast.Expr(told), node.body[0]))
            return node
        if isinstance(node, ast.Raise):
            return ast.If(test=ast.Constant(True), body=[ast.Expr(told), node], orelse=[])
        pair = ast.Tuple([told, node], ast.Load())
        return ast.Subscript(pair, ast.Constant(1), ast.Load())


def _without(node: Any, site: Site) -> Any:
    """The same without the filter; the old code stays where nothing reaches it, because a function
    put in place of another must close over the same names."""
    if site.kind == "corpo":
        kept = ast.If(test=ast.Constant(False), body=node.body, orelse=[])
        node.body = [kept, ast.Return(_expression("self.all()", node))]
        return node
    if site.kind == "guardia":
        return ast.If(test=ast.Constant(False), body=[node], orelse=[])
    return ast.IfExp(ast.Constant(False), node, _instead(node, site))


def _instead(node: ast.Call, site: Site) -> ast.expr:
    if site.kind == "rifiuto":
        return ast.Constant(None)
    if site.kind in ("permesso", "diniego"):
        return _expression(f"{_NAMESPACE}.allow", node)
    if site.kind == "organizzazioni":
        return _expression(f"{_NAMESPACE}.everywhere()", node)
    if site.kind == "ambito" and isinstance(node.func, ast.Attribute):
        every = ast.Attribute(node.func.value, "all", ast.Load())
        return ast.Call(every, [], [])
    asks = Finder(site.path, frozenset()).names_who_asks
    return ast.Call(node.func, node.args, [k for k in node.keywords if not asks(k.value)])


def _expression(source: str, where: ast.AST) -> ast.expr:
    made = ast.parse(source, mode="eval").body
    for node in ast.walk(made):
        ast.copy_location(node, where)
    return made


# --- putting it in place --------------------------------------------------------------------------


class NotRunning(Exception):
    """The function of a filter is not among those in memory: nothing would be tried."""


def apply(sites: dict[Site, int], *, root: Path = ROOT, watched: bool = False) -> None:
    """Change this process: the functions of ``sites`` lose their filters. Raises NotRunning."""
    by_path: dict[str, dict[Site, int]] = {}
    for site, number in sites.items():
        by_path.setdefault(site.path, {})[site] = number
    for path, held in by_path.items():
        file = root / path
        if root == ROOT:
            importlib.import_module(".".join(Path(path).with_suffix("").parts))
        tree = Rewriter(held, watched=watched).visit(ast.parse(source(file)))
        changed = dict(_codes(compile(tree, str(file), "exec")))
        running = _functions(str(file))
        for name in {site.function for site in held}:
            targets = [
                (function, changed[key])
                for key, function in running
                if key in changed and _concerns(key[0], name)
            ]
            if not targets:
                raise NotRunning(f"{path}::{name}")
            for function, code in targets:
                function.__code__ = code


def _concerns(qualified: str, name: str) -> bool:
    """Whether a running function is that one, or one of those around or inside it."""
    plain = qualified.replace(".<locals>", "")
    return plain == name or name.startswith(plain + ".") or plain.startswith(name + ".")


def _codes(code: types.CodeType) -> Iterator[tuple[tuple[str, int], types.CodeType]]:
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield (constant.co_qualname, constant.co_firstlineno), constant
            yield from _codes(constant)


def _functions(file: str) -> list[tuple[tuple[str, int], types.FunctionType]]:
    """The functions of a module that are in memory; ``type`` and not ``isinstance``, which would
    wake every lazy object there is."""
    return [
        ((found.__code__.co_qualname, found.__code__.co_firstlineno), found)
        for found in gc.get_objects()
        if type(found) is types.FunctionType and found.__code__.co_filename == file
    ]

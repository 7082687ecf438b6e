"""The engine is pure: standard library only, no clock, hours added in one place."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import denunce.scadenze
from denunce.scadenze.counting import (
    AmbiguousTime,
    NonexistentTime,
    add_hours,
    merge_runs,
    resolve_local,
    to_utc,
)

PACKAGE = Path(denunce.scadenze.__file__).parent
ROOT = PACKAGE.parents[1]
MODULES = sorted(PACKAGE.rglob("*.py"))
BLOCKED = """
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        top = name.split(".")[0]
        ours = name == "denunce" or name.startswith("denunce.scadenze")
        # Python's own build data, and the time zones where the system has none.
        known = top in sys.stdlib_module_names | {"tzdata"} or top.startswith("_sysconfigdata")
        if not ours and not known:
            raise ImportError(f"{name} is not the standard library")
sys.meta_path.insert(0, Block())
import denunce.scadenze, denunce.scadenze.cli
assert "django" not in sys.modules
facts = denunce.scadenze.parse_caso({
    "evento": {"tipo": "infortunio", "avvenuto_il": "2026-03-10T10:00"}, "persona": "lavoratore"})
print(denunce.scadenze.explain(facts).nessun_obbligo_inail.regole[0])
"""


def test_it_works_with_everything_else_blocked() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "R-NESSUNA-NOCERT", done.stderr


def calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_clock_and_hours_only_in_counting(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    for call in calls(tree):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else None
        assert name not in {"now", "utcnow", "today", "localtime", "time"}, f"line {call.lineno}"
        if isinstance(call.func, ast.Name) and call.func.id == "timedelta":
            units = {keyword.arg for keyword in call.keywords}
            allowed = {"days", "weeks"} | ({"hours"} if module.stem == "counting" else set())
            assert units <= allowed, f"line {call.lineno}: aware + hours is wrong across DST"
            assert not call.args


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_modules_stay_short(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 240


def test_elapsed_hours_across_both_changes() -> None:
    from datetime import datetime

    spring = resolve_local(datetime(2026, 3, 28, 20, 0))
    autumn = resolve_local(datetime(2026, 10, 24, 20, 0))
    assert (add_hours(spring, 24) - spring).total_seconds() == 24 * 3600
    assert (add_hours(autumn, 24) - autumn).total_seconds() == 24 * 3600


def test_wall_clock_times_that_are_not_one_instant() -> None:
    from datetime import datetime

    with pytest.raises(NonexistentTime):
        resolve_local(datetime(2026, 3, 29, 2, 30))
    with pytest.raises(AmbiguousTime):
        resolve_local(datetime(2026, 10, 25, 2, 30))
    with pytest.raises(ValueError, match="naive"):
        to_utc(datetime(2026, 3, 29, 2, 30))


def test_union_of_days() -> None:
    assert merge_runs([(1, 3), (5, 6), (4, 4), (9, 8)], 1) == [(2, 6)]
    assert merge_runs([(1, 9), (2, 3)], 0) == [(1, 9)]
    assert merge_runs([(5, 6), (1, 2)], 0) == [(1, 2), (5, 6)]

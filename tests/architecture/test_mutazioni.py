"""script/mutazioni finds a hole that is planted for it, and says nothing of what is tested."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from script import mutants
from script.mutants import Site
from script.mutations import Forks, Laboratory, Run, chosen, relevant_tests, report

PLANTED = '''
from portal.base.authz import require

class PraticaQuerySet:
    """Stands for the rows of a table."""
    def visible_to(self, scope: "Scope"):
        return self.filter(scope)
    def filter(self, *args, **kwargs):
        return "filtrate" if args or kwargs else "tutte"
    def all(self):
        return "tutte"

rows = PraticaQuerySet()

def pratica(scope):
    return rows.visible_to(scope)

def chiudi(scope, decision):
    require(decision)
    return "chiusa"

def sessioni(request):
    def mie():
        return rows.filter(utente=request.user)
    return mie()

def permesso(scope, place):
    return scope.can("pratica.view", place)
'''


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A module with five filters, in memory."""
    path = tmp_path / "views" / "pratiche.py"
    path.parent.mkdir()
    path.write_text(PLANTED)
    spec = importlib.util.spec_from_file_location("pratiche_finte", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "pratiche_finte", module)
    spec.loader.exec_module(module)
    return module


def sites(module: ModuleType) -> dict[str, Site]:
    path = Path(str(module.__file__))
    found = mutants.sites_of(path, mutants.scope_methods([path]), path.parent.parent)
    return {f"{site.function} {site.kind}": site for site in found}


def without(module: ModuleType, name: str) -> None:
    mutants.install()
    mutants.apply({sites(module)[name]: 0}, root=Path(str(module.__file__)).parent.parent)


def test_every_kind_of_filter_is_found(planted: ModuleType) -> None:
    assert set(sites(planted)) == {
        "PraticaQuerySet.visible_to corpo",
        "pratica ambito",
        "chiudi rifiuto",
        "sessioni.mie condizione",
        "permesso permesso",
    }


def test_each_is_taken_away_and_nothing_else_is(planted: ModuleType) -> None:
    from portal.base.authz import ALLOW, deny

    request: Any = type("Request", (), {"user": "ada"})()
    assert (planted.pratica("s"), planted.sessioni(request)) == ("filtrate", "filtrate")
    without(planted, "sessioni.mie condizione")
    assert (planted.pratica("s"), planted.sessioni(request)) == ("filtrate", "tutte")
    without(planted, "pratica ambito")
    assert planted.pratica("s") == "tutte"
    without(planted, "PraticaQuerySet.visible_to corpo")
    assert planted.rows.visible_to("s") == "tutte"
    without(planted, "chiudi rifiuto")
    assert planted.chiudi("s", deny("no")) == "chiusa"
    without(planted, "permesso permesso")
    assert planted.permesso(None, 1) is ALLOW


def test_a_filter_tells_when_a_test_comes_through_it(planted: ModuleType) -> None:
    watch = mutants.install()
    root = Path(str(planted.__file__)).parent.parent
    mutants.apply(
        {site: n for n, site in enumerate(sites(planted).values())}, root=root, watched=True
    )
    names = list(sites(planted))
    assert planted.pratica("s") == "filtrate"
    assert {names[n] for n in watch.hits} == {"pratica ambito", "PraticaQuerySet.visible_to corpo"}


def test_a_hole_that_no_test_notices_is_reported(planted: ModuleType, tmp_path: Path) -> None:
    """The tests of this product look at the list of cases and forget the sessions."""
    laboratory, forks, said = Laboratory([], {}, sys.stdout), Forks(tmp_path), list[str]()

    def tests(name: str) -> Run:
        without(planted, name)
        return Run("" if planted.pratica("s") == "filtrate" else "test_the_list")

    for name, site in sites(planted).items():
        forks.start(
            lambda name=name: tests(name),  # type: ignore[misc]
            lambda run, site=site: laboratory.verdicts.__setitem__(site, run),  # type: ignore[misc]
            60,
        )
    forks.finish()
    assert planted.pratica("s") == "filtrate"  # what a fork changed stays there
    assert report(laboratory, 1, said.append) == 1
    holes = [line for line in said if line.startswith("SOPRAVVISSUTO")]
    assert [line.split(" in ")[1].split("\n")[0] for line in holes] == [
        "chiudi",
        "sessioni.mie",
        "permesso",
    ]


def test_an_excuse_has_a_reason_and_is_not_believed_when_the_tests_notice(
    planted: ModuleType,
) -> None:
    found = sites(planted)
    noticed, alive = found["pratica ambito"], found["chiudi rifiuto"]
    said: list[str] = []
    laboratory = Laboratory([], {alive.key: "la seconda porta"}, sys.stdout)
    laboratory.verdicts = {noticed: Run("test_the_list"), alive: Run()}
    assert report(laboratory, 1, said.append) == 0
    assert "    perché: la seconda porta" in said[0]
    laboratory.excused[noticed.key] = "non serve"
    assert report(laboratory, 1, said.append) == 1
    assert any(line.startswith("scusa senza più motivo") for line in said)


def test_nothing_tried_and_tests_that_fail_already_are_no_success() -> None:
    laboratory = Laboratory([], {}, sys.stdout)
    assert report(laboratory, 1, lambda line: None) == 1
    laboratory.broken = "test_x"
    assert report(laboratory, 1, lambda line: None) == 1


def test_the_filters_of_the_product_are_found_with_tests_that_may_notice() -> None:
    found = chosen(["denunce/views/scoping.py"])
    assert {site.function for site in found} >= {"get_caso", "get_documento", "get_modulo"}
    assert "tests/architecture/test_objects.py" in relevant_tests(found)
    assert 0 < len(chosen(short=True)) < len(chosen())


def test_who_edits_the_list_of_excuses_writes_why() -> None:
    import yaml

    from script.mutations import EQUIVALENTS

    excused = yaml.safe_load(EQUIVALENTS.read_text(encoding="utf-8")) or {}
    known = {site.key for site in chosen()}
    assert set(excused) <= known, "una scusa per un filtro che non c’è più"
    assert all(isinstance(why, str) and len(why) > 20 for why in excused.values())


def test_the_script_says_how_it_is_used() -> None:
    done = subprocess.run(["sh", "-n", "script/mutazioni"], cwd=mutants.ROOT, check=False)
    assert done.returncode == 0

"""The theme's files come from the pinned wheel, are the ones we looked at, and are all we take."""

from __future__ import annotations

import hashlib
import re
from importlib.metadata import version
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured

from portal.base import finders as theme
from portal.base.finders import FILES, BootstrapItaliaFinder, theme_root

ROOT = Path(settings.BASE_DIR)
# In the order of FILES.
HASHES = (
    "cd0c7325c943134093708caf00403262303fbcc7a50704956a4a0f495d82dfa5",
    "91be7b0536497689c371d417f6b54106d1c284fd96b3595f564f824299fc625c",
    "751f62fc42c824ff15312e2e9267f71256bd3142d9431385ab3759f208d5c55d",
    "5daca596c9f07f1735ce65a4ae52fd750a32acfa6e241a3fadaea95de354f4d1",
    "fa906b78150737b0228591c83eb8e636cb9b66ba8e744c67762fe1ab8e25c21d",
    "f00b110dfb2875dcc202f7b685d39705414ab3500b4b13666bc749e17bb670f6",
    "4d86abb016cadc41c627eba35643998b97dab66ddb1f8435ce7c4b3aeb96cb9c",
    "dcaf0edcf553f09ec930bc6b6ce45603bf4df2d920a4c5af7376a78b88bc9397",
)
SHA256 = dict(zip(FILES, HASHES, strict=True))
ICON = re.compile(r"""["'](it-[a-z0-9-]+)["']""")


def sources() -> list[Path]:
    """Our templates and Python files, where icons are named."""
    python = [
        path
        for app in ("portal", "denunce", "utenti", "certificati")
        for path in (ROOT / app).rglob("*.py")
    ]
    return [*(ROOT / "templates").rglob("*.html"), *python]


def test_the_wheel_is_the_pinned_one() -> None:
    assert version("design-django-theme") == "2.18.1"


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_the_one_we_looked_at(name: str) -> None:
    assert hashlib.sha256((theme_root() / name).read_bytes()).hexdigest() == SHA256[name]


def test_no_file_of_the_theme_is_in_the_repository() -> None:
    ours = {
        hashlib.sha256(path.read_bytes()).hexdigest() for path in (ROOT / "static").rglob("*.*")
    }
    assert ours.isdisjoint(SHA256.values())


def test_files_are_found_under_the_prefix_only() -> None:
    name = "css/bootstrap-italia.min.css"
    assert finders.find(f"bi/{name}") == str(theme_root() / name)
    finder = BootstrapItaliaFinder()
    assert finder.find(f"bi/{name}", find_all=True) == [str(theme_root() / name)]
    assert finder.find(name) == []
    assert finder.find("bi/js/bootstrap-italia.bundle.min.js") == []
    assert finder.find("bi/js/bootstrap-italia.bundle.min.js", find_all=True) == []


def test_only_the_listed_files_are_collected() -> None:
    listed = [(name, storage.prefix) for name, storage in BootstrapItaliaFinder().list(None)]
    assert listed == [(name, "bi") for name in FILES]


def test_a_missing_theme_is_said_in_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "PACKAGE", "no_such_package_here")
    with pytest.raises(ImproperlyConfigured, match="design-django-theme"):
        theme_root()


def test_every_icon_we_name_is_in_the_sprite() -> None:
    known = set(re.findall(r'id="(it-[a-z0-9-]+)"', (theme_root() / "svg/sprites.svg").read_text()))
    named = {name for path in sources() for name in ICON.findall(path.read_text())}
    assert len(named) > 15
    assert named <= known


def test_every_local_url_of_our_style_sheets_exists() -> None:
    for sheet in (ROOT / "static" / "css").glob("*.css"):
        for target in re.findall(r'url\("\.\./([^"]+)"\)', sheet.read_text()):
            assert finders.find(target), f"{sheet.name}: {target}"

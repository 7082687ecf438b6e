"""Static files of Bootstrap Italia, taken from the installed wheel.

Only the files we use are offered, under the prefix ``bi/``: the theme is never an installed app
(its own templates crash), nothing of it is copied into the repository, and collecting stays fast.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles.finders import BaseFinder
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage, Storage

PREFIX: Final = "bi"
PACKAGE: Final = "bootstrap_italia_template"
_FONT: Final = "fonts/Titillium_Web/titillium-web-v10-latin-ext_latin"
FILES: Final = (
    "css/bootstrap-italia.min.css",
    # The stylesheet names its source map: the manifest storage refuses a missing target.
    "css/bootstrap-italia.min.css.map",
    "svg/sprites.svg",
    f"{_FONT}-regular.woff2",
    f"{_FONT}-italic.woff2",
    f"{_FONT}-600.woff2",
    f"{_FONT}-700.woff2",
    "fonts/Roboto_Mono/roboto-mono-v13-latin-ext_latin-regular.woff2",
)


def theme_root() -> Path:
    """Directory of the theme's static files; raises ImproperlyConfigured when not installed."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ImproperlyConfigured("design-django-theme is not installed")
    return Path(spec.submodule_search_locations[0]) / "static"


class ThemeStorage(FileSystemStorage):
    """The wheel's directory; collectstatic reads ``prefix`` to place the files."""

    prefix = PREFIX


class BootstrapItaliaFinder(BaseFinder):
    """Finds the fixed list of theme files under ``bi/``."""

    def __init__(self, app_names: Iterable[str] | None = None) -> None:
        self.storage = ThemeStorage(location=theme_root())

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        name = path.removeprefix(f"{PREFIX}/")
        if name == path or name not in FILES:
            return []  # what Django and WhiteNoise take for "not here"; an empty text is a match
        absolute = self.storage.path(name)
        return [absolute] if find_all or kwargs.get("all") else absolute

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for name in FILES:
            yield name, self.storage

"""Licences of the installed packages, read from their own metadata."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageMetadata, distributions
from typing import Final, NamedTuple

_LONGEST: Final = 60
_PREFIX: Final = "License :: "


class Package(NamedTuple):
    """One installed distribution, as its metadata describe it."""

    name: str
    version: str
    licence: str
    url: str


@cache
def installed() -> tuple[Package, ...]:
    """Every installed distribution once, by name; the licence is "" when none is declared."""
    found = {}
    for distribution in distributions():
        package = describe(distribution.metadata)
        found[package.name.casefold()] = package
    return tuple(found[name] for name in sorted(found))


def describe(metadata: PackageMetadata) -> Package:
    """Name, version, licence (expression, else classifier, else short text) and home page."""
    return Package(metadata["Name"], metadata["Version"], _licence(metadata), _home(metadata))


def _licence(metadata: PackageMetadata) -> str:
    if expression := _first(metadata, "License-Expression"):
        return expression
    classifiers = [
        value.rsplit(" :: ", 1)[-1]
        for value in metadata.get_all("Classifier") or ()
        if value.startswith(_PREFIX) and value != f"{_PREFIX}OSI Approved"
    ]
    if classifiers:
        return ", ".join(classifiers)
    # Some packages paste the whole text here: only a short name is a name.
    first = next(iter(_first(metadata, "License").strip().splitlines()), "")
    return first if len(first) <= _LONGEST else ""


def _home(metadata: PackageMetadata) -> str:
    links = dict(
        value.split(", ", 1) for value in metadata.get_all("Project-URL") or () if ", " in value
    )
    candidates = [
        _first(metadata, "Home-page"),
        *(links[key] for key in ("Homepage", "homepage", "Source", "Repository") if key in links),
    ]
    return next((url for url in candidates if url.startswith("https://")), "")


def _first(metadata: PackageMetadata, key: str) -> str:
    return next(iter(metadata.get_all(key) or ()), "")

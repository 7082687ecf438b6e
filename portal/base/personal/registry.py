"""The registers themselves: filled at start-up, read by whoever exports, erases or explains."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps

from portal.base.personal.pieces import Part, Person
from portal.base.personal.retention import Rule

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Names = Callable[[Collection[UUID]], dict[UUID, str]]
Following = Callable[[UUID], list[UUID]]
Subjects = Callable[[Person], dict[UUID, str]]

Holders = Callable[[Person], Collection[UUID]]

_parts: dict[str, Part] = {}
_rules: dict[str, Rule] = {}
_names: dict[str, tuple[_StrOrPromise, Names]] = {}
_following: dict[str, Following] = {}
_subjects: dict[str, Subjects] = {}
_holders: dict[str, Holders] = {}


def register_part(part: Part) -> None:
    """Say what an app holds. Raises ValueError when the code is taken by another part."""
    if _parts.setdefault(part.code, part) is not part:
        raise ValueError(f"personal data of {part.code!r} are registered twice")


def parts() -> list[Part]:
    """Every part, in order."""
    return sorted(_parts.values(), key=lambda part: (part.order, part.code))


def register_rule(rule: Rule) -> None:
    """Add a line to the retention schedule. Raises ValueError when its code is taken."""
    if _rules.setdefault(rule.code, rule) is not rule:
        raise ValueError(f"retention rule {rule.code!r} is registered twice")


def rules() -> list[Rule]:
    """The whole retention schedule, in order."""
    return sorted(_rules.values(), key=lambda rule: (rule.order, rule.code))


def rule(code: str) -> Rule | None:
    """One line of the schedule."""
    return _rules.get(code)


def register_names(target: str, word: _StrOrPromise, names: Names) -> None:
    """Say how a kind of thing read (``denunce.caso``) is called, and each one of them."""
    if _names.setdefault(target, (word, names)) != (word, names):
        raise ValueError(f"names of {target!r} are registered twice")


def describe(target: str, ids: Iterable[UUID | None]) -> tuple[str, dict[UUID, str]]:
    """The word for a kind of thing, and the name of each one that still exists.

    A kind that nobody named is called as its model is, and each of its things has no name.
    """
    wanted = {pk for pk in ids if pk is not None}
    found = _names.get(target)
    if found is not None:
        word, names = found
        return str(word), names(wanted) if wanted else {}
    return _model_word(target), dict.fromkeys(wanted, "")


def _model_word(target: str) -> str:
    try:
        return str(apps.get_model(target)._meta.verbose_name)
    except (LookupError, ValueError):
        return ""


def target_words() -> dict[str, str]:
    """The kinds of things whose readings are recorded, with their words."""
    return {target: str(word) for target, (word, _named) in sorted(_names.items())}


def register_following(code: str, following: Following) -> None:
    """Say what hangs from a thing: who read that has read about the thing."""
    if _following.setdefault(code, following) is not following:
        raise ValueError(f"{code!r} is registered twice")


def following(pk: UUID) -> list[UUID]:
    """The thing itself and everything that hangs from it."""
    found = {pk}
    for follow in _following.values():
        found.update(follow(pk))
    return sorted(found)


def register_subjects(code: str, subjects: Subjects) -> None:
    """Say which things on record are about a person."""
    if _subjects.setdefault(code, subjects) is not subjects:
        raise ValueError(f"{code!r} is registered twice")


def subjects_of(person: Person) -> dict[UUID, str]:
    """Everything on record about a person, each with the words that person knows it by."""
    found: dict[UUID, str] = {}
    for subjects in _subjects.values():
        found |= subjects(person)
    return found


def register_holders(code: str, holders: Holders) -> None:
    """Say which organisations hold data about a person."""
    if _holders.setdefault(code, holders) is not holders:
        raise ValueError(f"{code!r} is registered twice")


def holders_of(person: Person) -> set[UUID]:
    """The organisations that hold data about a person: to them a request is addressed."""
    return {pk for holders in _holders.values() for pk in holders(person)}

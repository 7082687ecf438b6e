"""Named constraints with an Italian message, written in one line each.

The database says no first: every invariant of a model is one of these, and the
message is what a form shows when the constraint refuses.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db.models import CheckConstraint, F, Q, UniqueConstraint

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def named_check(name: str, condition: Q, message: "_StrOrPromise") -> CheckConstraint:
    """Refuse rows for which ``condition`` is false."""
    return CheckConstraint(
        condition=condition,
        name=name,
        violation_error_code=name,
        violation_error_message=message,
    )


def named_unique(
    name: str, fields: Sequence[str], message: "_StrOrPromise", condition: Q | None = None
) -> UniqueConstraint:
    """Refuse a second row with the same ``fields`` (among those matching ``condition``)."""
    return UniqueConstraint(
        fields=tuple(fields),
        name=name,
        condition=condition,
        violation_error_code=name,
        violation_error_message=message,
    )


def paired(name: str, fields: Sequence[str], message: "_StrOrPromise") -> CheckConstraint:
    """Refuse rows where some of ``fields`` are known and others are not."""
    known = Q(*((f"{field}__isnull", False) for field in fields))
    unknown = Q(*((f"{field}__isnull", True) for field in fields))
    return named_check(name, known | unknown, message)


def ordered(name: str, first: str, second: str, message: "_StrOrPromise") -> CheckConstraint:
    """Refuse rows where ``second`` comes before ``first``; unknown ends are allowed."""
    fine = Q(**{f"{second}__gte": F(first)})
    return named_check(
        name, fine | Q(**{f"{first}__isnull": True}) | Q(**{f"{second}__isnull": True}), message
    )


def one_of(
    name: str, field: str, values: Iterable[str], message: "_StrOrPromise"
) -> CheckConstraint:
    """Refuse a code outside ``values``: choices alone bind forms, not the database."""
    return named_check(name, Q(**{f"{field}__in": sorted(values)}), message)

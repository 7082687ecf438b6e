"""Calling an action from a form: what it refuses is shown on the form, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from portal.base.db import VersionConflict
from portal.base.errors import ActionError
from portal.base.forms.sections import SectionedForm

T = TypeVar("T")


def attempt(form: SectionedForm, action: Callable[[], T]) -> T | None:
    """The result of the action, or None after putting its refusal on the form."""
    try:
        return action()
    except ActionError as refusal:
        form.refuse(refusal.message, refusal.field)
    except VersionConflict as conflict:
        form.refuse(str(conflict))
    return None

"""The withdrawal of a certificate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from portal.base.forms.instants import InstantField, set_latest
from portal.base.forms.sections import Section, SectionedForm


class RitiroForm(SectionedForm):
    """A certificate was withdrawn by who wrote it."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("Ritiro del certificato"), ("annullato_at",)),
    )

    annullato_at = InstantField(label=_("Da quando il certificato è ritirato"))

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_latest(self, ("annullato_at",), now)

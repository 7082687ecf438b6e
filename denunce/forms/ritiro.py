"""The withdrawal of a certificate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.base.forms.instants import InstantField, set_latest
from portal.base.forms.sections import Section, SectionedForm


class RitiroForm(SectionedForm):
    """A certificate was withdrawn by who wrote it; ``sent``: something had already left."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("Ritiro del certificato"), ("annullato_at", "confermo")),
    )

    annullato_at = InstantField(label=_("Da quando il certificato è ritirato"))
    confermo = forms.BooleanField(
        label=_("Ho letto che cosa resta inviato"),
        required=False,
        help_text=_("Nella storia del caso resta scritto chi ha confermato e quando."),
    )

    def __init__(self, *args: Any, now: datetime, sent: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_latest(self, ("annullato_at",), now)
        if not sent:
            del self.fields["confermo"]

"""The filters of the record of readings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.base.audit.models import AccessKind
from portal.base.forms.days import DayField
from portal.base.forms.sections import choices_with_blank, set_choices
from utenti.riservatezza.querysets import Filters


class AccessiForm(forms.Form):
    """Days, who, what was done; the thing comes from a link, never typed."""

    dal = DayField(label=_("Dal giorno"), required=False)
    al = DayField(label=_("Al giorno"), required=False)
    persona = forms.ChoiceField(label=_("Chi ha guardato"), required=False)
    tipo = forms.ChoiceField(
        label=_("Che cosa ha fatto"),
        required=False,
        choices=choices_with_blank(AccessKind.choices, _("Tutto")),
    )
    oggetto = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "persona", choices_with_blank(people, _("Chiunque")))

    def filters(self) -> Filters:
        """What can be understood of what was asked; a wrong field filters nothing."""
        self.is_valid()
        asked = self.cleaned_data
        person = asked.get("persona")
        return Filters(
            since=asked.get("dal"),
            until=asked.get("al"),
            user_id=UUID(person) if person else None,
            kind=asked.get("tipo", ""),
            target=asked.get("oggetto"),
        )

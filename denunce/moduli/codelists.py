"""A field of a form that takes one value of a dated code list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _

from denunce.moduli.kinds import Choices, Json, Kind
from portal.base.riferimenti.codelists import CodeList, code_list


@dataclass(frozen=True, slots=True)
class Code(Kind):
    """One value of a dated list."""

    widget: ClassVar[str] = "select"
    list_code: str = ""

    @property
    def codes(self) -> CodeList:
        """The list."""
        return code_list(self.list_code)

    @property
    def typed(self) -> int:
        return 200

    def check(self, value: Json, on: date | None) -> str | None:
        entry = self.codes.by_code.get(value)
        if entry is None:
            return _("Questo valore non è nell’elenco «%(list)s».") % {"list": self.codes.title}
        if not entry.valid_on(on):
            return _("Questo valore non era in vigore alla data dell’evento.")
        return None

    def show(self, value: Json) -> str:
        entry = self.codes.by_code.get(value)
        return entry.label_display if entry else str(value)

    def schema(self) -> dict[str, Json]:
        return {"type": "string", "enum": [entry.code for entry in self.codes.entries]}

    def choices(self, on: date | None) -> Choices:
        return [(e.code, e.label_display) for e in self.codes.entries if e.valid_on(on)]

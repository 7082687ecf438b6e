"""A step of a draft in two versions: what was typed here, what somebody saved meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from denunce.forms.bozza import BozzaForm, Passo
from denunce.forms.modulo import read_version
from denunce.models import Bozza
from portal.base.forms.comparing import StepComparison
from portal.base.forms.instants import control_names
from utenti.models import Sede


class BozzaConfronto(StepComparison):
    """What a page of the step sent (``posted``) against what is kept now."""

    def __init__(
        self,
        bozza: Bozza,
        passo: Passo,
        posted: Mapping[str, str],
        *,
        sedi: Sequence[Sede],
        now: datetime,
    ) -> None:
        self.bozza, self.passo = bozza, passo
        self.typed = BozzaForm(bozza, sedi=sedi, now=now, passo=passo, posted=posted)
        self.kept = BozzaForm(bozza, sedi=sedi, now=now)
        fields = [
            (name, str(field.label), control_names(name, field))
            for name, field in self.typed.fields(passo)
        ]
        super().__init__(self.typed, self.kept, fields, posted)

    @property
    def current(self) -> bool:
        """Whether the choices were made about what is kept now, not about something older."""
        return read_version(self.posted) == self.bozza.version

"""A step of a certificate in two versions: what was typed here, what another window saved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from certificati.forms.bozza import BozzaForm, controls_of
from certificati.forms.certificato import Passo
from certificati.models import Certificato
from portal.base.forms.comparing import StepComparison


class Confronto(StepComparison):
    """What a page of the step sent (``posted``) against what is kept now."""

    def __init__(
        self,
        certificato: Certificato,
        passo: Passo,
        posted: Mapping[str, str],
        *,
        expected: int,
        now: datetime,
    ) -> None:
        self.certificato, self.passo = certificato, passo
        self.current = expected == certificato.version
        self.typed = BozzaForm(certificato, now=now, passo=passo, posted=posted)
        self.kept = BozzaForm(certificato, now=now)
        fields = [
            (name, str(field.label), controls_of(name, field))
            for name, field in self.typed.fields(passo)
        ]
        super().__init__(self.typed, self.kept, fields, posted)

"""Beginning a certificate: what it is, for whom, in which structure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from certificati.actions.bozze import Inizio, Partenza
from certificati.choices import Genere, TipoCertificato
from certificati.models import Certificato
from portal.base.forms.sections import RequestKeyForm, SectionedForm
from utenti.access import Workplace

# What can be begun, as one choice: the kind and the type.
COSA: Final = (
    (f"{Genere.INFORTUNIO}:{TipoCertificato.PRIMO}", _("Infortunio: primo certificato")),
    (f"{Genere.INFORTUNIO}:{TipoCertificato.CONTINUATIVO}", _("Infortunio: continuativo")),
    (f"{Genere.INFORTUNIO}:{TipoCertificato.DEFINITIVO}", _("Infortunio: definitivo")),
    (
        f"{Genere.INFORTUNIO}:{TipoCertificato.RIAMMISSIONE}",
        _("Infortunio: riammissione in temporanea"),
    ),
    (f"{Genere.MALATTIA}:{TipoCertificato.PRIMO}", _("Malattia professionale: primo certificato")),
    (
        f"{Genere.MALATTIA}:{TipoCertificato.CONTINUATIVO}",
        _("Malattia professionale: continuativo"),
    ),
)
_KINDS: Final = frozenset(code for code, _label in COSA)


class CercaForm(SectionedForm):
    """What the certificate is, and the patient that the doctor already wrote for."""

    cosa = forms.ChoiceField(choices=COSA, required=False, widget=forms.RadioSelect)
    organizzazione = forms.ChoiceField(required=False)
    testo = forms.CharField(
        label=_("Cognome, oppure codice fiscale"),
        max_length=80,
        min_length=2,
        error_messages={"min_length": _("Scrivi almeno due lettere.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Tra i pazienti per cui hai già rilasciato un certificato."),
    )

    def __init__(self, *args: Any, places: Sequence[Workplace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organizzazione"] = forms.ChoiceField(
            choices=[(str(place.id), place.name) for place in places], required=False
        )


class InizioForm(RequestKeyForm):
    """The buttons that begin a certificate; ``da`` is the earlier one it starts from."""

    da = forms.UUIDField(required=False)
    partenza = forms.ChoiceField(choices=[(each.value, "") for each in Partenza], required=False)
    cosa = forms.ChoiceField(choices=COSA, required=False)
    genere = forms.ChoiceField(choices=Genere.choices, required=False)
    tipo = forms.ChoiceField(choices=TipoCertificato.choices, required=False)
    organizzazione = forms.UUIDField(required=False)

    def clean(self) -> dict[str, Any]:
        """One choice of kind and type is as good as two."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("cosa"):
            cleaned["genere"], cleaned["tipo"] = cleaned["cosa"].split(":")
        return cleaned

    def inizio(self, earlier: Certificato | None) -> Inizio | None:
        """What to begin; None for a kind and type that do not go together."""
        said = self.cleaned_data
        partenza = Partenza(said["partenza"] or Partenza.PAZIENTE)
        genere, tipo = said["genere"] or Genere.INFORTUNIO, said["tipo"]
        if earlier is not None and partenza != Partenza.PAZIENTE:
            genere = earlier.genere
            goes_on = TipoCertificato.CONTINUATIVO
            tipo = tipo or (goes_on if partenza == Partenza.CONTINUA else earlier.tipo)
        tipo = tipo or TipoCertificato.PRIMO
        alone = partenza == Partenza.CONTINUA and tipo == TipoCertificato.PRIMO
        if f"{genere}:{tipo}" not in _KINDS or alone:
            return None
        return Inizio(genere, tipo, earlier, partenza)

    def organizzazione_id(self, places: Sequence[Workplace], focus: UUID | None) -> UUID | None:
        """The structure: the one chosen, the one in focus, the only one; None: it must be said."""
        mine = [place.id for place in places]
        for wanted in (self.cleaned_data["organizzazione"], focus):
            if wanted in mine:
                return UUID(str(wanted))
        return mine[0] if len(mine) == 1 else None

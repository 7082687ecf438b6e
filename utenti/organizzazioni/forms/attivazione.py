"""The request that an organisation join, and its refusal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from portal.base.forms.sections import Section, SectionedForm, choices_with_blank, text
from portal.base.validators import validate_cap
from utenti.models import TipoOrganizzazione
from utenti.organizzazioni.actions.attivazioni import DatiAttivazione
from utenti.organizzazioni.choices import HEADS, Carica
from utenti.organizzazioni.forms.dati import ProvinciaField
from utenti.organizzazioni.forms.deleghe import CodiceField

_KINDS = [(str(kind), TipoOrganizzazione(kind).label) for kind in HEADS]
_FIELDS = tuple(DatiAttivazione.__dataclass_fields__)


class AttivazioneForm(SectionedForm):
    """What is declared, with its proof."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("L’organizzazione"), ("tipo", "denominazione", "codice_fiscale")),
        Section(_("Dove si trova"), ("indirizzo", "cap", "comune", "provincia", "pec")),
        Section(
            _("A che titolo la attivi"),
            ("carica", "prova", "dichiarazione"),
            _("Il documento serve solo a chi esamina la richiesta: viene cancellato dopo un mese."),
        ),
    )
    tipo = forms.ChoiceField(label=_("Tipo"), choices=choices_with_blank(_KINDS))
    denominazione = text(_("Denominazione"), 160)
    codice_fiscale = CodiceField(label=_("Codice fiscale o partita IVA"))
    indirizzo = text(_("Indirizzo"), 160)
    cap = text(_("CAP"), 5, validators=[validate_cap])
    comune = text(_("Comune"), 80)
    provincia = ProvinciaField()
    pec = forms.EmailField(label=_("PEC"), max_length=254)
    carica = forms.ChoiceField(label=_("A che titolo"), choices=choices_with_blank(Carica.choices))
    prova = forms.FileField(
        label=_("Documento che lo prova"),
        allow_empty_file=True,  # the action says what is wrong with it
        help_text=_("Nomina, visura, procura: PDF, JPEG o PNG, fino a 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    dichiarazione = forms.BooleanField(
        label=_("Dichiaro che quello che ho scritto è vero"),
        help_text=_("Chi dichiara il falso ne risponde (D.P.R. 445/2000, articoli 46, 47 e 76)."),
        error_messages={"required": _("Senza la dichiarazione la richiesta non parte.")},
    )

    def to_dati(self) -> DatiAttivazione:
        """What the action takes."""
        return DatiAttivazione(**{name: self.cleaned_data[name] for name in _FIELDS})

    def upload(self) -> tuple[bytes, str]:
        """The bytes and the name of the proof."""
        file: UploadedFile[Any] = self.cleaned_data["prova"]
        return file.read(), file.name or ""


class RifiutoForm(SectionedForm):
    """Why a request is refused."""

    sections: ClassVar[Sequence[Section]] = (
        Section(
            _("Il motivo"),
            ("motivo",),
            _("Lo legge chi ha fatto la richiesta: di’ che cosa manca e come rimediare."),
        ),
    )
    motivo = forms.CharField(
        label=_("Motivo"), max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )


class CercaForm(SectionedForm):
    """A piece of a name."""

    sections: ClassVar[Sequence[Section]] = ()
    nome = text(_("Nome"), 80, required=False)

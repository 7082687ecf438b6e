"""The message of a request, its files, its beginning and its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.base.forms.sections import Section, SectionedForm, VersionedForm
from utenti.credenziali.actions.messaggi import TESTO_MAX, Upload
from utenti.credenziali.categorie import categorie, oggetti, sottocategorie
from utenti.credenziali.choices import Profilo, TipoAllegato
from utenti.credenziali.forms.passi import StepForm, line

ACCEPT: Final = {"accept": ".pdf,.jpg,.jpeg,.png"}


class MessaggioForm(StepForm):
    """The form of InailRisponde, with the names of its fields (scheda tecnica, fig. 2 and 3)."""

    sections: ClassVar[Sequence[Section]] = (
        Section(
            _("A chi e per che cosa"),
            ("categoria", "sottocategoria", "oggetto"),
            _("È la classificazione indicata dall’INAIL per queste richieste: di solito va bene."),
        ),
        Section(_("Dove ti rispondono"), ("indirizzo_risposte", "telefono", "cap")),
        Section(_("Componi messaggio"), ("testo",)),
        Section(
            _("Altri dati del modulo di InailRisponde"),
            ("unita", "codice_ditta", "parametri", "numero_caso"),
            _("Nel modulo dell’INAIL sono facoltativi: per questa richiesta non servono."),
            rare=True,
        ),
    )
    categoria = forms.ChoiceField(label=_("Categoria"), choices=categorie)
    sottocategoria = forms.ChoiceField(label=_("Sottocategoria"), choices=sottocategorie)
    oggetto = forms.ChoiceField(label=_("Oggetto"), choices=oggetti)
    indirizzo_risposte = line(_("Indirizzo per risposte"), 254, "email")
    telefono = line(_("Telefono"), 24, "tel")
    cap = line(_("CAP"), 5, "postal-code")
    testo = forms.CharField(
        label=_("Messaggio"), max_length=TESTO_MAX, widget=forms.Textarea(attrs={"rows": 6})
    )
    unita = line(_("Unità"), 80, required=False)
    codice_ditta = line(_("Codice ditta"), 12, required=False)
    parametri = line(_("Parametri aggiuntivi"), 120, required=False)
    numero_caso = line(_("Numero caso"), 20, required=False)

    def clean_testo(self) -> str:
        """One kind of line end, whatever the browser."""
        return str(self.cleaned_data["testo"]).replace("\r\n", "\n")


def _file(label: Any, help_text: Any = "") -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        allow_empty_file=True,  # the action says what is wrong with it
        widget=forms.FileInput(attrs=ACCEPT),
        help_text=help_text,
    )


class AllegatiForm(SectionedForm):
    """The files of a request, any of them at once; each is judged alone."""

    sections: ClassVar[Sequence[Section]] = (
        Section(
            _("Carica o sostituisci"),
            tuple(TipoAllegato.values),
            _("PDF, JPEG o PNG. Al massimo 10 MB per invio: i file grandi uno alla volta."),
        ),
    )
    modulo_firmato = _file(
        TipoAllegato.MODULO_FIRMATO.label, _("La domanda stampata e firmata, in PDF o in foto.")
    )
    documento_fronte = _file(TipoAllegato.DOCUMENTO_FRONTE.label, _("Si devono leggere i dati."))
    documento_retro = _file(TipoAllegato.DOCUMENTO_RETRO.label)
    altro = _file(TipoAllegato.ALTRO.label, _("Solo se serve, al massimo cinque."))

    def uploads(self) -> list[tuple[str, Upload]]:
        """The files that came, by kind, in the order of the page."""
        came = [(tipo, self.cleaned_data.get(tipo)) for tipo in TipoAllegato.values]
        return [(tipo, Upload(file.read(), file.name or "")) for tipo, file in came if file]


class InizioForm(SectionedForm):
    """Which profile is asked for."""

    sections: ClassVar[Sequence[Section]] = (Section(_("Per quale profilo?"), ("profilo",)),)
    profilo = forms.ChoiceField(
        label=_("Profilo"), choices=Profilo.choices, widget=forms.RadioSelect
    )


class RitiraForm(VersionedForm):
    """Nothing to fill in: only the version that was read."""

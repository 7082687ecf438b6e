"""What a reviewer fills in: the readings, the reasons, the search of the queue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from portal.base.forms.sections import SectionedForm, text
from utenti.credenziali.actions.esame import Approvazione, Motivazione
from utenti.credenziali.actions.letture import Letto
from utenti.credenziali.campi import Campo
from utenti.credenziali.checks.nomi import same
from utenti.credenziali.choices import Riscontro
from utenti.credenziali.models import Lettura
from utenti.credenziali.motivi import MOTIVI, OTHER_FIELDS

_RISCONTRO, _LETTO = "{}_riscontro", "{}_letto"
_LETTO_MAX: Final = 160
TESTO_MAX: Final = 2000


class LettureForm(SectionedForm):
    """One row a field: equal, different (then typed), not readable; typing alone says different."""

    confermo_gravi = forms.BooleanField(
        label=_("Ho verificato i controlli gravi: propongo di approvare lo stesso"), required=False
    )
    riusa_struttura = forms.BooleanField(
        label=_("È la stessa struttura: chi chiede ne diventa amministratore"), required=False
    )

    def __init__(
        self,
        *args: Any,
        campi: Sequence[Campo],
        letture: Iterable[Lettura] = (),
        drop: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.campi = campi
        known = {lettura.campo: lettura for lettura in letture}
        for campo in campi:
            self._add(campo, known.get(campo.name))
        self.drop(*drop)

    def _add(self, campo: Campo, lettura: Lettura | None) -> None:
        self.fields[_RISCONTRO.format(campo.name)] = forms.ChoiceField(
            label=campo.label,
            choices=Riscontro.choices,
            widget=forms.RadioSelect,
            initial=lettura.riscontro if lettura else Riscontro.UGUALE,
        )
        self.fields[_LETTO.format(campo.name)] = text(
            _("Letto dal documento"),
            _LETTO_MAX,
            required=False,
            initial=(lettura.letto or "") if lettura else "",
        )

    def clean(self) -> dict[str, Any]:
        """What is typed decides: the same thing written otherwise is equal, all else is not."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for campo in self.campi:
            answer, typed = _RISCONTRO.format(campo.name), _LETTO.format(campo.name)
            found, words = cleaned.get(answer), cleaned.get(typed, "")
            if found == Riscontro.ILLEGGIBILE:
                cleaned[typed] = ""
            elif words:
                alike = same(campo.name, campo.value, words)
                cleaned[answer] = str(Riscontro.UGUALE if alike else Riscontro.DIVERSO)
            elif found == Riscontro.DIVERSO and campo.name not in OTHER_FIELDS:
                self.add_error(typed, _("Scrivi che cosa leggi sul documento."))
        return cleaned

    def letti(self) -> list[Letto]:
        """The readings, one a field."""
        data = self.cleaned_data
        return [
            Letto(c.name, data[_RISCONTRO.format(c.name)], data[_LETTO.format(c.name)])
            for c in self.campi
        ]

    def approvazione(self) -> Approvazione:
        """What an approval takes along."""
        data = self.cleaned_data
        return Approvazione(
            self.letti(), data.get("confermo_gravi", False), data.get("riusa_struttura", False)
        )

    def rows(self) -> list[Mapping[str, Any]]:
        """The comparison, ready to be drawn."""
        return [
            {
                "campo": campo,
                "riscontro": self[_RISCONTRO.format(campo.name)],
                "letto": self[_LETTO.format(campo.name)],
                "typed": campo.name not in OTHER_FIELDS,
            }
            for campo in self.campi
        ]

    def confirmations(self) -> list[BoundField]:
        """The boxes that this request asks for."""
        wanted = ("confermo_gravi", "riusa_struttura")
        return [self[name] for name in wanted if name in self.fields]


class MotiviForm(SectionedForm):
    """The reasons of a refusal or of a question, and words of the reviewer."""

    motivi = forms.MultipleChoiceField(
        label=_("Motivi"), required=False, widget=forms.CheckboxSelectMultiple
    )
    testo = forms.CharField(
        label=_("Aggiungi parole tue"),
        max_length=TESTO_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "form-control"}),
        help_text=_("Arriva così come lo scrivi, nella lingua in cui lo scrivi."),
    )

    def __init__(self, *args: Any, esito: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["motivi"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(row.code, row.label) for row in MOTIVI.values() if esito in row.esiti]
            field.error_messages["invalid_choice"] = _(
                "Questo motivo non esiste: scegline uno dall’elenco."
            )

    def motivazione(self) -> Motivazione:
        """Codes and words."""
        return Motivazione(self.cleaned_data["motivi"], self.cleaned_data["testo"])

    def chosen(self) -> tuple[list[str], str]:
        """What the letter says now: what was sent if it was, what is proposed otherwise."""
        if not self.is_bound:
            return list(self.initial.get("motivi", ())), str(self.initial.get("testo", ""))
        self.is_valid()
        sent = self["motivi"].data or []
        known = [str(code) for code in sent if code in MOTIVI]
        return known, str(self.cleaned_data.get("testo", ""))


class CercaForm(forms.Form):
    """One box: code, beginning of a name, or a whole codice fiscale."""

    testo = forms.CharField(max_length=80, required=False)


class SalvaForm(SectionedForm):
    """The name of a saved search."""

    nome = text(_("Nome della ricerca"), 40, required=False)  # the action asks for it


class RinunciaForm(SectionedForm):
    """Nothing to fill in: what an action refuses is shown on top."""

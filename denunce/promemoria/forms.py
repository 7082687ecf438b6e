"""The choices of an organisation about its reminders, as a page asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from denunce.orario import Orario
from denunce.promemoria.gradini import ALWAYS, Gradino, listed
from denunce.promemoria.parole import KINDS, kind_title
from denunce.promemoria.scelte import Anche, Scelte
from portal.base import wording
from portal.base.forms.sections import Section, SectionedForm

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_HOURS = ["%H:%M", "%H.%M", "%H"]
_PREFIX = "gradini_"
_WHO = _(
    "Se il caso è assegnato a una persona i promemoria vanno a lei, altrimenti a tutti quelli che "
    "lavorano sui casi."
)
_WHICH = _(
    "Togli quelli che non ti servono. Restano sempre il primo, quello delle ultime ore di ufficio "
    "e quello alla scadenza."
)


def _hour(label: _StrOrPromise) -> forms.TimeField:
    how = _("Scrivi un’ora, per esempio 8:00.")
    return forms.TimeField(
        label=label,
        input_formats=_HOURS,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": how, "invalid": how},
    )


class ScelteForm(SectionedForm):
    """Hours, quiet, who else, and one question for each kind of duty: which mails."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("Orario di ufficio"), ("office_days", "opens", "closes", "quiet")),
        Section(_("Chi viene avvisato"), ("anche",), _WHO),
        Section(_("Quali promemoria"), tuple(_PREFIX + tipo for tipo in KINDS), _WHICH),
    )

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    office_days = forms.MultipleChoiceField(
        label=_("In quali giorni l’ufficio è aperto"),
        choices=[(str(number), word) for number, word in enumerate(wording.WEEKDAYS)],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Le feste nazionali sono sempre giorni chiusi."),
    )
    opens = _hour(_("Apre alle"))
    closes = _hour(_("Chiude alle"))
    quiet = forms.BooleanField(
        label=_("Fuori da questo orario manda solo i promemoria urgenti"),
        required=False,
        help_text=_(
            "Quelli di un giorno o più prima del termine vengono anticipati all’ultima ora di "
            "ufficio. La segnalazione entro 24 ore non aspetta mai."
        ),
    )
    anche = forms.ChoiceField(
        label=_("Avvisa anche chi amministra l’organizzazione"),
        choices=Anche.choices,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, scelte: Scelte, version: int, today: date, **kwargs: Any
    ) -> None:
        self.optional = {
            tipo: [g for g in listed(tipo, today) if g not in ALWAYS] for tipo in KINDS
        }
        initial = _initial(scelte) | {"version": version}
        for tipo, codes in self.optional.items():
            initial[_PREFIX + tipo] = [code for code in codes if (tipo, code) not in scelte.off]
        super().__init__(*args, initial=initial, **kwargs)
        for tipo, codes in self.optional.items():
            self.fields[_PREFIX + tipo] = forms.MultipleChoiceField(
                label=kind_title(tipo),
                choices=[(code, Gradino(code).label) for code in codes],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """The office closes two hours after it opens, or later."""
        cleaned = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens is not None and closes is not None and _minutes(closes) - _minutes(opens) < 120:
            self.refuse(str(_("Scrivi un’ora almeno due ore dopo l’apertura.")), "closes")
        return cleaned

    def to_scelte(self) -> Scelte:
        """What the action takes."""
        cleaned = self.cleaned_data
        off = {
            (tipo, code)
            for tipo, codes in self.optional.items()
            for code in codes
            if code not in cleaned[_PREFIX + tipo]
        }
        days = frozenset(int(day) for day in cleaned["office_days"])
        return Scelte(
            orario=Orario(cleaned["opens"], cleaned["closes"], days),
            quiet=cleaned["quiet"],
            off=frozenset(off),
            anche=cleaned["anche"],
        )


def _initial(scelte: Scelte) -> dict[str, Any]:
    return {
        "office_days": [str(day) for day in sorted(scelte.orario.days)],
        "opens": scelte.orario.opens,
        "closes": scelte.orario.closes,
        "quiet": scelte.quiet,
        "anche": scelte.anche,
    }


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute

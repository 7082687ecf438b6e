"""Forms about one doctor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.base.forms.days import DayField
from portal.base.forms.sections import (
    Section,
    SectionedForm,
    VersionedForm,
    choices_with_blank,
    set_choices,
    text,
)
from portal.base.validators import normalize_code, validate_codice_fiscale_persona
from utenti.profili.actions.planning import name_doubts
from utenti.profili.actions.profiles import Modifica
from utenti.profili.checks import is_name, is_supplier_code
from utenti.profili.lettura import Dati
from utenti.profili.models import Gruppo, ProfiloMedico
from utenti.profili.models.profilo import CODE_MAX, NAME_MAX

EMAIL_MAX: Final = 254
_CODE = _("Codice fornitore")
_CODE_HELP = _(
    "Quello assegnato al medico dall’INAIL. Scrivilo così come ti è stato comunicato: "
    "il portale non lo controlla."
)
_END = _("Ultimo giorno di accesso")
_END_HELP = _("Facoltativo. Dopo questo giorno l’accesso finisce da solo.")


class _Grouped(SectionedForm):
    """A form that chooses a group among those of the hospitals that the person manages."""

    gruppo = forms.ChoiceField(label=_("Gruppo"))

    def __init__(self, *args: Any, gruppi: Sequence[Gruppo], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gruppi = {str(group.pk): group for group in gruppi}
        several = len({group.organizzazione_id for group in gruppi}) > 1
        names = [
            (pk, f"{group.organizzazione} · {group}" if several else str(group))
            for pk, group in self.gruppi.items()
        ]
        set_choices(self, "gruppo", choices_with_blank(names))

    def group(self) -> Gruppo:
        """The chosen group; call it on a valid form."""
        return self.gruppi[self.cleaned_data["gruppo"]]

    def clean_email(self) -> str:
        """In small letters, which may be more than the capitals were."""
        email = str(self.cleaned_data["email"]).lower()
        if len(email) > EMAIL_MAX:
            raise forms.ValidationError(_("L’indirizzo e-mail è troppo lungo."))
        return email

    def clean_codice_fornitore(self) -> str:
        """Letters and digits, with what separates them."""
        code = " ".join(str(self.cleaned_data["codice_fornitore"]).split())
        if not is_supplier_code(code):
            raise forms.ValidationError(
                _("Il codice fornitore è fatto di lettere e cifre: ricontrollalo.")
            )
        return code


class CodiceForm(_Grouped):
    """Who: the first step of a new user."""

    sections: ClassVar[Sequence[Section]] = (
        Section(
            _("Chi vuoi aggiungere"),
            ("gruppo", "codice_fiscale"),
            _("Si comincia dal codice fiscale: se la persona ha già un accesso, non serve altro."),
        ),
    )
    codice_fiscale = text(
        _("Codice fiscale del medico"),
        24,
        validators=[validate_codice_fiscale_persona],
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_codice_fiscale(self) -> str:
        """In capitals, without blanks."""
        return normalize_code(self.cleaned_data["codice_fiscale"])


class NuovoForm(_Grouped):
    """The rest of a new user; without name and address for who has an account already."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("Il medico"), ("cognome", "nome", "email", "conferma")),
        Section(_("Il profilo"), ("gruppo", "codice_fornitore", "scadenza")),
    )
    codice_fiscale = forms.CharField(
        max_length=24,
        widget=forms.HiddenInput,
        validators=[validate_codice_fiscale_persona],
    )
    cognome = text(_("Cognome"), NAME_MAX)
    nome = text(_("Nome"), NAME_MAX)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=EMAIL_MAX,
        help_text=_("Solo del medico: qui riceve il collegamento per il primo accesso."),
    )
    conferma = forms.BooleanField(label=_("Il nome è giusto: crea il profilo"), required=False)
    codice_fornitore = text(_CODE, CODE_MAX, help_text=_CODE_HELP)
    scadenza = DayField(label=_END, required=False, help_text=_END_HELP)

    def __init__(self, *args: Any, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        if known:
            self.drop("cognome", "nome", "email")
        if known or not self.is_bound:
            self.drop("conferma")

    def clean_codice_fiscale(self) -> str:
        """In capitals, without blanks."""
        return normalize_code(self.cleaned_data["codice_fiscale"])

    def clean_cognome(self) -> str:
        """A name made of letters."""
        return _letters(self.cleaned_data["cognome"])

    def clean_nome(self) -> str:
        """A name made of letters."""
        return _letters(self.cleaned_data["nome"])

    def clean(self) -> dict[str, Any]:
        """A code that does not fit the name asks once whether the name is right."""
        data = self.cleaned_data
        doubts = []
        if not self.known and {"codice_fiscale", "cognome", "nome"} <= data.keys():
            doubts = name_doubts(data["codice_fiscale"], data["cognome"], data["nome"])
        if doubts and not data.get("conferma"):
            self.add_error("conferma", " ".join(doubts))
        elif not doubts:
            self.drop("conferma")
        return data

    def data_of(self) -> Dati:
        """What the action takes; call it on a valid form."""
        data = self.cleaned_data
        return Dati(
            codice_fiscale=data["codice_fiscale"],
            cognome=data.get("cognome", ""),
            nome=data.get("nome", ""),
            email=data.get("email", ""),
            gruppo=str(self.group()),
            codice_fornitore=data["codice_fornitore"],
            scadenza=data["scadenza"],
        )


class ModificaForm(_Grouped, VersionedForm):
    """What the hospital may change; name and address only of who never entered."""

    sections: ClassVar[Sequence[Section]] = (
        Section(
            _("Il medico"),
            ("cognome", "nome", "email"),
            _("Puoi correggerli finché il medico non entra la prima volta."),
        ),
        Section(_("Il profilo"), ("gruppo", "codice_fornitore", "scadenza")),
    )
    cognome = text(_("Cognome"), NAME_MAX)
    nome = text(_("Nome"), NAME_MAX)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=EMAIL_MAX,
        help_text=_("Se la cambi, l’invito riparte al nuovo indirizzo."),
    )
    codice_fornitore = text(_CODE, CODE_MAX, help_text=_CODE_HELP)
    scadenza = DayField(label=_END, required=False, help_text=_END_HELP)

    def __init__(self, *args: Any, names: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not names:
            self.drop("cognome", "nome", "email")

    def clean_cognome(self) -> str:
        """A name made of letters."""
        return _letters(self.cleaned_data["cognome"])

    def clean_nome(self) -> str:
        """A name made of letters."""
        return _letters(self.cleaned_data["nome"])

    def data_of(self) -> Modifica:
        """What the action takes; call it on a valid form."""
        data = self.cleaned_data
        return Modifica(
            gruppo=self.group(),
            codice_fornitore=data["codice_fornitore"],
            scadenza=data["scadenza"],
            cognome=data.get("cognome"),
            nome=data.get("nome"),
            email=data.get("email"),
        )


class ConfermaForm(SectionedForm):
    """Nothing to fill in."""


class CercaForm(forms.Form):
    """A search: surname, or a codice fiscale."""

    testo = forms.CharField(max_length=80, required=False)


def shown(profilo: ProfiloMedico) -> dict[str, Any]:
    """What the form about a doctor starts with."""
    person = profilo.utente
    return {
        "cognome": person.cognome,
        "nome": person.nome,
        "email": person.email,
        "gruppo": str(profilo.gruppo_id),
        "codice_fornitore": profilo.codice_fornitore,
        "scadenza": profilo.membership.valid_to,
        "version": profilo.version,
    }


def _letters(name: str) -> str:
    name = " ".join(name.split())
    if not is_name(name):
        raise forms.ValidationError(_("Scrivi il nome con le sole lettere."))
    return name

"""The form of InailRisponde for a question of its own, and the next turn of its conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, ClassVar, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from portal.base.forms.sections import RequestKeyForm, Section, SectionedForm, choices_with_blank
from utenti.credenziali.actions.messaggi import TESTO_MAX, DatiMessaggio, Upload
from utenti.credenziali.categorie import CATEGORIE, oggetti, sottocategorie
from utenti.credenziali.forms.passi import line

# The button that asks for the choices of the category chosen, where no script does it.
REFRESH: Final = "aggiorna"


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; what is wrong with one is for the action to say."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """The files that came."""
        came = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(file, initial) for file in came]


class MessaggioForm(RequestKeyForm):
    """A question, with every field of the form of InailRisponde (scheda tecnica, fig. 2 and 3)."""

    sections: ClassVar[Sequence[Section]] = (
        Section(
            _("Di che cosa si tratta"),
            ("categoria", "sottocategoria", "oggetto"),
            _("Da queste scelte dipende chi legge il messaggio: prenditi un momento."),
        ),
        Section(_("Dove ti rispondono"), ("indirizzo_risposte", "telefono", "cap")),
        Section(_("Componi messaggio"), ("testo", "allegati")),
        Section(
            _("Se riguarda un’azienda o un caso"),
            ("unita", "codice_ditta", "parametri", "numero_caso"),
            _("Facoltativi: aiutano l’ufficio a trovare la pratica."),
        ),
    )
    categoria = forms.ChoiceField(label=_("Categoria"))
    sottocategoria = forms.ChoiceField(label=_("Sottocategoria"))
    oggetto = forms.ChoiceField(label=_("Oggetto"))
    indirizzo_risposte = line(
        _("Indirizzo per risposte"),
        254,
        "email",
        help_text=_("Una mail: qui ti avvisiamo quando c’è la risposta, senza scriverne il testo."),
    )
    telefono = line(_("Telefono"), 24, "tel")
    cap = line(
        _("C.A.P."),
        5,
        "postal-code",
        help_text=_(
            "Per denunce di infortunio, malattia professionale, silicosi e asbestosi scrivi quello "
            "del domicilio del lavoratore."
        ),
    )
    testo = forms.CharField(
        label=_("Messaggio"), max_length=TESTO_MAX, widget=forms.Textarea(attrs={"rows": 8})
    )
    allegati = FilesField(
        label=_("Allegati"),
        required=False,
        allow_empty_file=True,
        widget=_FilesInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        help_text=_("Al massimo cinque file PDF, JPEG o PNG, fino a 10 MB in tutto."),
    )
    unita = line(_("Unità"), 80, required=False)
    codice_ditta = line(_("Codice ditta"), 12, required=False)
    parametri = line(_("Parametri aggiuntivi"), 120, required=False)
    numero_caso = line(_("Numero caso"), 20, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = {name: str(self[name].value() or "") for name in ("categoria", "sottocategoria")}
        under_category = [g for g in sottocategorie() if _belongs(g[1], chosen["categoria"])]
        kept = under_category or sottocategorie()
        codes = {chosen["sottocategoria"]} & {code for _name, group in kept for code, _n in group}
        below = [group for group in oggetti() if _is_of(group[1], codes, chosen["categoria"])]
        self._offer("categoria", [(voce.codice, voce.nome) for voce in CATEGORIE])
        self._offer("sottocategoria", kept)
        self._offer("oggetto", below or oggetti())

    def _offer(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices_with_blank(choices)
            field.error_messages["invalid_choice"] = _(
                "Scegli una voce che appartenga a quella sopra."
            )

    def to_dati(self) -> DatiMessaggio:
        """What the action asks for."""
        values = {name: self.cleaned_data[name] for name in (f.name for f in fields(DatiMessaggio))}
        return DatiMessaggio(**values | {"testo": values["testo"].replace("\r\n", "\n")})

    def uploads(self) -> list[Upload]:
        """The files that came."""
        return [Upload(file.read(), file.name or "") for file in self.cleaned_data["allegati"]]


def _belongs(group: Sequence[tuple[str, Any]], categoria: str) -> bool:
    """Whether the sub-categories of a group are those of a category."""
    below = {s.codice for voce in CATEGORIE if voce.codice == categoria for s in voce.figlie}
    return any(code in below for code, _name in group)


def _is_of(group: Sequence[tuple[str, Any]], sottocategorie_: set[str], categoria: str) -> bool:
    """Whether the subjects of a group are those of the choices above them."""
    return any(
        voce.codice in {code for code, _name in group}
        for c in CATEGORIE
        for s in c.figlie
        for voce in s.figlie
        if s.codice in sottocategorie_ or (not sottocategorie_ and c.codice == categoria)
    )


class TurnoForm(SectionedForm):
    """One more turn of a conversation."""

    sections: ClassVar[Sequence[Section]] = (Section(_("Scrivi"), ("testo",)),)
    testo = forms.CharField(
        label=_("Il tuo testo"),
        max_length=TESTO_MAX,
        required=False,  # the action says what to do about an empty one
        widget=forms.Textarea(attrs={"rows": 5}),
    )

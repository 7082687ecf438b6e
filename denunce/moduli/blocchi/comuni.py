"""Pieces that several groups and forms share: addresses, conditions, acts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from denunce.moduli.conditions import ALWAYS, NEVER, All, Condition, Is, Not
from denunce.moduli.declaration import Field, Label
from denunce.moduli.kinds import Bool, Json, Matching, Text
from portal.base.privacy import Privacy

DENUNCIA = Is("invio.tipo", "denuncia")
ORDINARIA = Is("invio.gestione", "ordinaria")
CONTO_STATO = Is("invio.gestione", "conto_stato")
STUDENTE = Is("rapporto.studente", True)
NON_STUDENTE = Not(STUDENTE)
IN_ITINERE = Is("luogo.in_itinere", True)
VOLONTARIO = Is("rapporto.volontario", True)
# INAIL's service takes no pay of a pupil nor of a volunteer.
RETRIBUITO = All((NON_STUDENTE, Not(VOLONTARIO)))

PROVINCIA = Matching(
    2, 2, "[A-Z]{2}", _("La provincia è una sigla di due lettere, per esempio MI.")
)
CAP = Matching(5, 5, "[0-9]{5}", _("Il CAP ha cinque cifre."))
ISTAT = Matching(6, 0, "[0-9]{6}", _("Il codice ISTAT del comune ha sei cifre."))
TELEFONO = Matching(
    24,
    0,
    r"(\+[0-9]{5,23}|[0-9]{5,24})",
    _("Il telefono contiene solo cifre, con il prefisso + se serve: al massimo 24 caratteri."),
)
TARGA = Matching(12, 0, "[A-Z0-9]{4,12}", _("La targa contiene solo lettere e cifre, da 4 a 12."))


# The ISTAT codes of the towns of the examples.
_TOWN_CODES = {"Milano": "015146", "Monza": "108033"}
# Boxes up to seven columns keep the plain label on paper.
SMALL_BOX = 7
IBAN_SHAPE = _("L’IBAN italiano comincia con IT e ha 27 caratteri.")


@dataclass(frozen=True, slots=True)
class Iban(Matching):
    """An Italian IBAN with the right check digits (ISO 13616)."""

    max_length: int = 27
    pattern: str = "IT[0-9]{2}[A-Z][0-9]{10}[0-9A-Z]{12}"
    message: Label = IBAN_SHAPE

    def check(self, value: Json, on: date | None) -> str | None:
        # The zero-argument super() does not survive the class that slots=True makes anew.
        if error := Matching.check(self, value, on):
            return error
        digits = "".join(str(int(char, 36)) for char in value[4:] + value[:4])
        return None if int(digits) % 97 == 1 else translate("L’IBAN non è corretto: ricontrollalo.")


def address(
    prefix: str = "",
    *,
    of: Label = "",
    when: Condition = ALWAYS,
    why: Label = "",
    required: Condition = NEVER,
    privacy: Privacy = Privacy.COMUNE,
    istat: bool = False,
    example: tuple[str, str, str, str, str] = ("Via degli Esempi", "12", "Milano", "MI", "20121"),
) -> tuple[Field, ...]:
    """An address in five fields (six with the ISTAT code of the town), keys starting with
    ``prefix``, labels ending with ``of``.
    """
    needed = All((when, required)) if required != NEVER else NEVER
    street, number, town, province, cap = example
    fields = (
        Field("indirizzo", _("Indirizzo"), Text(160), width=9, required=needed, example=street,
              help=_("Via, viale o piazza, senza il numero.")),
        Field("civico", _("Civico"), Text(12), width=2, example=number,
              help=_("Il numero, con la lettera se c’è; vuoto se l’indirizzo non l’ha.")),
        Field("comune", _("Comune"), Text(80), width=7, required=needed, example=town,
              suggest="comune", help=_("Il nome intero del comune.")),
        Field("provincia", _("Provincia"), PROVINCIA, width=2, required=needed, example=province,
              short=_("Prov."), help=_("La sigla di due lettere, per esempio MI.")),
        Field("cap", _("CAP"), CAP, width=4, required=needed, example=cap,
              help=_("Il codice postale, cinque cifre.")),
        Field("istat", _("Codice ISTAT"), ISTAT, width=3, example=_TOWN_CODES.get(town, "015146"),
              short=_("ISTAT"), help=_("Il codice del comune, sei cifre: lo scrive la ricerca.")),
    )  # fmt: skip
    widths = {"indirizzo": 8, "comune": 6, "cap": 3} if istat else {}
    return tuple(
        replace(
            field,
            key=prefix + field.key,
            label=format_lazy("{} {}", field.label, of) if of else field.label,
            short="" if field.width > SMALL_BOX else field.box_label,
            width=widths.get(field.key, field.width),
            privacy=privacy,
            when=when,
            why=why,
        )
        for field in fields
        if istat or field.key != "istat"
    )


def unavailable(*, width: int, keep: Label = "") -> Field:
    """INAIL's "Le informazioni relative ai campi obbligatori non compilati non sono disponibili":
    with it the fields of the group may stay empty; ``keep`` says which may not.
    """
    about = _("Con SI i campi obbligatori qui vuoti valgono come non disponibili")
    return Field(
        "non_disponibili",
        _("Le informazioni dei campi obbligatori non compilati non sono disponibili"),
        Bool(),
        width=width,
        example=False,
        short=_("Altre informazioni non disponibili"),
        help=format_lazy("{}: {}", about, keep) if keep else format_lazy("{}.", about),
    )


def only(when: Condition, why: Label, *fields: Field) -> tuple[Field, ...]:
    """The fields, asked for only under a condition; one with its own condition keeps it."""
    return tuple(
        replace(field, when=when, why=why) if field.when == ALWAYS else field for field in fields
    )

"""Section 4 of Mod. 4 bis R.A. - Nav. and who declares: pay at sea, the master or the owner."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from denunce.moduli.blocchi import altro
from denunce.moduli.blocchi.mare import PESCA, take
from denunce.moduli.codelists import Code
from denunce.moduli.conditions import ALWAYS, NEVER, All, Condition, In, Is, Known, Not
from denunce.moduli.declaration import Advice, Field, Fixed, Group
from denunce.moduli.kinds import Text

# A table of fields, read by columns.
# fmt: off
# What the conventional layout has: INAIL's manual of the online service (Nav v1.2).
_CONVENZIONALE = ("dal", "al", "base", "importo")
_NON_PESCA = Not(PESCA)
_PER_LA_PESCA = _("Per la pesca si indica solo la retribuzione convenzionale.")
_QUALIFICATA = Known("rapporto.qualifica_assicurativa")
_ALTRI = ("armatore", "datore", "delegato", "consulente")


def _monthly(field: Field) -> Field:
    """A field of the monthly layout: people who fish do not have it."""
    both: Condition = All((field.when, _NON_PESCA)) if field.when != ALWAYS else _NON_PESCA
    return replace(field, when=both, why=_PER_LA_PESCA)


def _paid(field: Field) -> Field:
    if field.key == "base":
        return replace(field, example="mensile", note="", fixed=(
            Fixed(PESCA, "convenzionale", _("Per la pesca la retribuzione è convenzionale.")),
            Fixed(All((_QUALIFICATA, _NON_PESCA)), "mensile",
                  _("In navigazione la retribuzione è mensile.")),
        ))
    if field.key == "importo":  # the base is there by itself: the amount stays optional
        return replace(field, required=NEVER, example="1850.00")
    return field if field.key in _CONVENZIONALE else _monthly(field)


RETRIBUZIONE = replace(
    altro.RETRIBUZIONE, fields=tuple(_paid(field) for field in altro.RETRIBUZIONE.fields)
)

_DICHIARANTE = altro.DICHIARANTE
DICHIARANTE = Group(
    "dichiarante",
    "",
    _DICHIARANTE.title,
    tuple(
        each
        for field in _DICHIARANTE.fields
        for each in (
            (take(_DICHIARANTE, "qualita", kind=Code("mod4bis_nav_qualita"), example="armatore",
                  help=_("La denuncia spetta al comandante; se è impedito, all’armatore o al "
                         "datore di lavoro."),
                  advice=(Advice(
                      All((In("dichiarante.qualita", _ALTRI),
                           Not(Known("dichiarante.impedimento")))),
                      _("Spetta al comandante: se compila un altro, di’ perché lui è "
                        "impedito.")),)),
             Field("impedimento", _("Impedimento del comandante"), Text(160), width=12,
                   when=Not(Is("dichiarante.qualita", "comandante")),
                   why=_("Non si compila se firma il comandante."),
                   example="Ricoverato a terra",
                   help=_("Facoltativo: perché non firma il comandante.")))
            if field.key == "qualita" else
            (replace(field, width=6),) if field.key in ("luogo", "data") else (field,)
        )
    ),
)

"""What the parts of Mod. 4 bis R.A. - Nav. share: conditions, and fields taken from Mod. 4 bis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from denunce.moduli.blocchi.comuni import DENUNCIA, NON_STUDENTE
from denunce.moduli.conditions import ALWAYS, NEVER, All, Condition, In, Is, Known, LaterBy, Not
from denunce.moduli.declaration import Field, Group
from portal.base.riferimenti.codelists import code_list

MARITTIMO = All((NON_STUDENTE, Is("rapporto.marittimo", True)))
IN_NAVIGAZIONE = Is("navigazione.in_navigazione", True)
# INAIL's manual of the online service (Nav v1.2): who must say when the person embarked.
IMBARCATO = In("nave.tipo", ("nave", "ruolo_unico", "concessionari", "prove_in_mare"))
COMANDATA = Is("nave.tipo", "comandata")
SBARCATO = Is("approdo.sbarcato", True)

# The days of absence after the event are more than three (art. 53 T.U.).
OLTRE_TRE_GIORNI = LaterBy("evento.data", "certificato.prognosi_al", 3)
ENTRO_TRE_GIORNI = All(
    (Known("evento.data"), Known("certificato.prognosi_al"), Not(OLTRE_TRE_GIORNI))
)
# Note (13): only then the first landing is asked, and is the day the denuncia is due.
APPRODO = All(
    (
        IN_NAVIGAZIONE,
        Is("certificato.medico_di_bordo", True),
        Is("certificato.oltre_tre_giorni", True),
    )
)
APPRODO_DOVUTO = All((APPRODO, DENUNCIA))

# The insurance qualifications of people who fish: their pay is conventional.
PESCA = In(
    "rapporto.qualifica_assicurativa",
    tuple(
        entry.code
        for entry in code_list("qualifica_assicurativa_marittimo").entries
        if entry.code.startswith("PESCA ")
    ),
)


def take(group: Group, key: str, **changes: Any) -> Field:
    """A field of Mod. 4 bis as this form has it."""
    return replace(group.field(key), **changes)


def given(condition: Condition, path: str, value: str) -> Condition:
    """What is left of a condition once the field at ``path`` can only have that value."""
    match condition:
        case Is(where, wanted) if where == path:
            return ALWAYS if wanted == value else NEVER
        case Not(inner):
            return Not(given(inner, path, value))
        case All(conditions):
            left = [given(each, path, value) for each in conditions]
            if NEVER in left:
                return NEVER
            left = [each for each in left if each != ALWAYS]
            return left[0] if len(left) == 1 else All(tuple(left))
    return condition


def without_gestione(fields: Iterable[Field]) -> tuple[Field, ...]:
    """The fields of a form that is of one gestione, Navigazione: nobody is asked for another."""

    def left(condition: Condition) -> Condition:
        return given(condition, "invio.gestione", "ordinaria")

    kept = (
        replace(
            field,
            when=left(field.when),
            required=left(field.required),
            why="" if left(field.when) == ALWAYS else field.why,
            fixed=tuple(replace(each, when=left(each.when)) for each in field.fixed),
        )
        for field in fields
    )
    return tuple(field for field in kept if field.when != NEVER)

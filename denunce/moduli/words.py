"""A declaration in Italian words: what a field takes, when it applies, when it must be filled in.

Whole from the data of the declaration: a new field, type or rule is explained without writing it
twice.
"""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from denunce.moduli.codelists import Code
from denunce.moduli.conditions import ALWAYS, NEVER, All, Condition, In, Is, Known, LaterBy, Not
from denunce.moduli.declaration import Declaration, Field, Group
from denunce.moduli.kinds import (
    Bool,
    CodiceFiscale,
    Decimal,
    Email,
    Integer,
    Kind,
    Matching,
)
from denunce.moduli.moments import Clock, Day, Instant
from portal.base.privacy import Privacy

PRIVACY: Final[dict[Privacy, str | Promise]] = {
    Privacy.NESSUNO: gettext_lazy("nessun dato personale"),
    Privacy.COMUNE: gettext_lazy("dato personale comune"),
    Privacy.IDENTIFICATIVO: gettext_lazy("dato che identifica una persona"),
    Privacy.SALUTE: gettext_lazy("dato sulla salute (art. 9 GDPR)"),
    Privacy.GIUDIZIARIO: gettext_lazy("dato su reati (art. 10 GDPR)"),
    Privacy.SEGRETO: gettext_lazy("dato riservato del sistema"),
}


# Types that say everything by themselves; the others add their sizes (``takes``).
_PLAIN: Final[dict[type[Kind], str | Promise]] = {
    Bool: gettext_lazy("SI o NO"),
    Day: gettext_lazy("data"),
    Clock: gettext_lazy("ora e minuti"),
    Instant: gettext_lazy("data e ora, sull’orologio di Roma"),
}


def takes(kind: Kind) -> str:
    """What the field takes, in words: "testo, al massimo 80 caratteri"."""
    match kind:
        case Code():
            return _("un valore dell’elenco «%(list)s»") % {"list": kind.codes.title}
        case Integer():
            return _("numero intero da %(low)d a %(high)d") % {"low": kind.low, "high": kind.high}
        case Decimal():
            sizes = {"unit": kind.unit, "n": kind.digits}
            return _("numero con due decimali (%(unit)s), fino a %(n)d cifre intere") % sizes
        case CodiceFiscale(persona=True):
            return _("codice fiscale di una persona, 16 caratteri")
        case CodiceFiscale():
            return _("codice fiscale di 16 caratteri, o di 11 cifre")
        case Matching():
            rule = {"rule": kind.message, "n": kind.typed}
            return _("%(rule)s Al massimo %(n)d caratteri.") % rule
    return str(_PLAIN[type(kind)]) if type(kind) in _PLAIN else _text(kind)


def _text(kind: Kind) -> str:
    size = {"n": kind.typed}
    if isinstance(kind, Email):
        return _("indirizzo e-mail, al massimo %(n)d caratteri") % size
    if kind.multiline:
        return _("testo su più righe, al massimo %(n)d caratteri") % size
    return _("testo, al massimo %(n)d caratteri") % size


def needed(form: Declaration, group: Group, field: Field) -> str:
    """When the field must be filled in."""
    required, when = _plain(field.required), _plain(field.when)
    if required == NEVER:
        return _("facoltativo")
    if required == when == ALWAYS:
        return _("obbligatorio, se compili la riga") if group.repeat else _("obbligatorio")
    if required in (ALWAYS, when):
        return _("obbligatorio quando si compila")
    return _("obbligatorio se %(when)s") % {"when": condition(form, group, required)}


def applies(form: Declaration, group: Group, field: Field) -> str:
    """When the field is asked at all; "" for one that always is."""
    when = _plain(field.when)
    if when == ALWAYS:
        return ""
    if when == NEVER:
        return _("mai")
    return _("se %(when)s") % {"when": condition(form, group, when)}


def _plain(rule: Condition) -> Condition:
    """The same condition without what always holds and without lists inside lists."""
    if not isinstance(rule, All):
        return rule
    parts: list[Condition] = []
    for each in (_plain(inner) for inner in rule.conditions):
        parts += each.conditions if isinstance(each, All) else [each]
    kept = tuple(dict.fromkeys(parts))
    return kept[0] if len(kept) == 1 else All(kept)


def condition(form: Declaration, group: Group, rule: Condition) -> str:
    """A condition in words, with the labels of its fields; ``group`` is where it is written."""
    match _plain(rule):
        case Is(path, value):
            return _("«%(field)s» è %(value)s") % _values(form, group, path, (value,))
        case In(path, values):
            return _("«%(field)s» è uno tra: %(value)s") % _values(form, group, path, values)
        case LaterBy(first, second, days):
            return _("«%(second)s» è più di %(days)d giorni dopo «%(first)s»") % {
                "first": _field(form, group, first).label,
                "second": _field(form, group, second).label,
                "days": days,
            }
        case Known(path):
            return _("«%(field)s» è compilato") % {"field": _field(form, group, path).label}
        case Not(inner):
            return _negated(form, group, inner)
        case All(rules):
            return _(" e ").join(condition(form, group, each) for each in rules) or _("sempre")


def _negated(form: Declaration, group: Group, rule: Condition) -> str:
    """That a condition does not hold, in the words people use for it."""
    match rule:
        case Not(inner):
            return condition(form, group, inner)
        case Is(path, value):
            return _("«%(field)s» non è %(value)s") % _values(form, group, path, (value,))
        case In(path, values):
            said = _values(form, group, path, values)
            return _("«%(field)s» non è nessuno tra: %(value)s") % said
        case Known(path):
            return _("«%(field)s» è vuoto") % {"field": _field(form, group, path).label}
        case All(rules) if len(rules) > 1 and all(isinstance(each, Not) for each in rules):
            either = (_negated(form, group, each) for each in rules)  # not (neither a nor b)
            return _("(%(rules)s)") % {"rules": _(" o ").join(either)}
    return _("non è vero che %(rules)s") % {"rules": condition(form, group, rule)}


def rows_of(group: Group) -> str:
    """How many times the group may be filled in; "" for once."""
    if not group.repeat:
        return ""
    return ngettext("Al massimo una riga.", "Fino a %(n)d righe.", group.repeat) % {
        "n": group.repeat
    }


def _field(form: Declaration, group: Group, path: str) -> Field:
    holder, _dot, key = path.partition(".")
    return (form.groups[holder] if holder else group).field(key)


def _values(
    form: Declaration, group: Group, path: str, values: tuple[str | bool, ...]
) -> dict[str, str]:
    field = _field(form, group, path)
    shown = [_shown(field, value) for value in values]
    return {"field": str(field.label), "value": _(" o ").join(dict.fromkeys(shown))}


def _shown(field: Field, value: str | bool) -> str:
    """The value as it is read, in whichever of the lists that the field takes has it."""
    kinds = (field.kind, *(switch.kind for switch in field.switched))
    holding = [kind for kind in kinds if isinstance(kind, Code) and value in kind.codes.by_code]
    kind = holding[0] if holding else field.kind
    text = kind.show(value)
    return text if isinstance(kind, Bool) else f"«{text}»"

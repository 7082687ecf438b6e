"""The value of a field as people read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from certificati.campi import Campo, Forma
from certificati.dati import Lesione
from certificati.numero import grouped
from portal.base import wording
from portal.base.riferimenti.codelists import code_list


def in_words(campo: Campo, value: Any) -> str:
    """What a field says; empty for a question left open."""
    if value in ("", None, (), False):
        return ""
    if campo.forma == Forma.SI_NO:
        return _("Sì")
    if campo.forma == Forma.LESIONI:
        return lesions(value)
    if campo.forma == Forma.NUMERO:
        return grouped(value)
    if campo.choices:
        return str(dict(campo.choices).get(value, value))
    return wording.term(value, year=True) if isinstance(value, date) else str(value)


def lesions(found: Iterable[Lesione]) -> str:
    """Nature and site of each, as the official lists call them."""
    nature, sedi = code_list("natura_lesione").by_code, code_list("sede_lesione").by_code
    named = [
        f"{nature[one.natura].label_display}: {sedi[one.sede].label_display.lower()}"
        for one in found
        if one.natura in nature and one.sede in sedi
    ]
    return "; ".join(named)

"""Rules between two fields that only the form of navigation has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from denunce.moduli.checks import InOrder, in_order
from denunce.moduli.declaration import Declaration, Problem

Json = Any

_IN_ORDER: Sequence[InOrder] = (
    ("lavoratore.nato_il", "imbarco.data", _("L’imbarco precede la data di nascita.")),
    ("imbarco.data", "evento.data", _("L’evento precede l’imbarco.")),
    ("evento.data", "approdo.primo_approdo", _("Il primo approdo precede l’evento.")),
    ("evento.data", "approdo.sbarco_data", _("Lo sbarco precede l’evento.")),
    ("imbarco.data", "approdo.sbarco_data", _("Lo sbarco precede l’imbarco.")),
    ("evento.data", "autorita_marittima.data", _("L’avviso all’autorità precede l’evento.")),
)


def voyage_in_order(data: Mapping[str, Json], declaration: Declaration) -> Iterator[Problem]:
    """Embarked, then hurt, then ashore; whoever was warned, was warned afterwards."""
    return in_order(data, _IN_ORDER)

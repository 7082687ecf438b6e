"""Changes of state, looked up in the tables of ``workflow``."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from denunce.models import Adempimento, Caso
from denunce.workflow import Transition
from portal.base.errors import ActionError


def target_of(table: Mapping[str, Transition], name: str, row: Caso | Adempimento) -> str:
    """The state that transition ``name`` leads to; ActionError when it does not start here."""
    transition = table[name]
    if row.stato not in transition.sources:
        raise ActionError(
            _("Non è più possibile: lo stato attuale è «%(stato)s».")
            % {"stato": row.get_stato_display()}
        )
    return transition.target

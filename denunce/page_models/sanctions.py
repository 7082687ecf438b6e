"""The fine that the law sets on a duty done late: a range with its source, never a promise."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from denunce.choices import Categoria, TipoAdempimento
from denunce.models import Adempimento
from denunce.scadenze import ErroreScadenze
from denunce.scadenze.counting import ONE_DAY
from denunce.scadenze.termini import lookup
from portal.base.clock import local

# The tables of each duty, and the rule whose page shows them.
_TABLES: Final = {
    TipoAdempimento.DENUNCIA: ("sanzione_denuncia", "R-DEN-2G"),
    TipoAdempimento.DENUNCIA_MP: ("sanzione_denuncia", "R-MP-5G"),
    TipoAdempimento.COMUNICAZIONE: ("sanzione_comunicazione", "R-COM-48H"),
}


def exposure(duty: Adempimento, now: datetime) -> dict[str, Any] | None:
    """What is risked once the term has passed; None before, or where the law sets no fine.

    The law is that of the day after the term, when the delay begins (dominio 3).
    """
    known = _TABLES.get(TipoAdempimento(duty.tipo))
    if known is None or now <= duty.termine_at:
        return None
    if duty.caso.lavoratore.categoria == Categoria.ARTIGIANO_TITOLARE:
        return None  # art. 203 T.U., Cass. 7225/2024: the holder is not fined for himself
    name, rule = known
    on = local(duty.termine_at).date() + ONE_DAY
    try:
        least, most = lookup(f"{name}_min", on), lookup(f"{name}_max", on)
    except ErroreScadenze:
        return None
    if not isinstance(least.value, int) or not isinstance(most.value, int):
        return None
    source = least.fonti[0]
    return {
        "text": _("Per il ritardo la legge prevede una sanzione da %(least)s a %(most)s.")
        % {"least": euro(least.value), "most": euro(most.value)},
        "source": ", ".join(part for part in (source.atto, source.articolo) if part),
        "url": reverse("regola", args=[rule]),
        "doubtful": least.da_verificare,
    }


def euro(cents: int) -> str:
    """Cents as Italians write euro: "1.290,00 €"."""
    whole, rest = divmod(cents, 100)
    return f"{whole:,}".replace(",", ".") + f",{rest:02} €"

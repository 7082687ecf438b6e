"""What a case knows of the ship and the voyage, for Mod. 4 bis R.A. - Nav."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denunce.choices import Categoria, Luogo, RedattoDa
from denunce.moduli.conditions import holds
from denunce.moduli.example import apply_fixed
from denunce.moduli.prefill_draft import Draft
from portal.base.clock import local

if TYPE_CHECKING:
    from denunce.models import Caso


def fill(draft: Draft, caso: Caso) -> None:
    """Write what the case says and the other forms do not ask."""
    event, person = caso.evento, caso.lavoratore
    if not draft.data.get("rapporto", {}).get("studente"):
        draft.put("rapporto", marittimo=True if person.categoria == Categoria.MARITTIMO else None)
    draft.put("navigazione", in_navigazione=event.in_navigazione)
    if event.sede is not None and event.luogo == Luogo.A_BORDO:  # there the site is the ship
        draft.put("nave", denominazione=event.sede.denominazione)
    _on_board_certificate(draft, caso)


def _on_board_certificate(draft: Draft, caso: Caso) -> None:
    """Who wrote the certificates, and the first landing when it matters."""
    if not caso.evento.in_navigazione:
        return
    authors = set(
        caso.certificati.standing()
        .filter(received_at__isnull=False)
        .order_by("redatto_da")
        .values_list("redatto_da", flat=True)
    )
    if not authors:
        return
    draft.put("certificato", medico_di_bordo=RedattoDa.MEDICO_DI_BORDO in authors)
    apply_fixed(draft.declaration, draft.data)
    landed = caso.evento.primo_approdo_at
    field = draft.declaration.field("approdo.primo_approdo")
    if landed is not None and holds(field.when, draft.data):
        draft.put("approdo", primo_approdo=local(landed).date())

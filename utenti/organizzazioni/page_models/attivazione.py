"""A request to join, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from portal.base import wording
from utenti.organizzazioni.choices import StatoAttivazione
from utenti.organizzazioni.models import RichiestaAttivazione

Json = dict[str, Any]
_KINDS = {StatoAttivazione.APPROVATA: "success", StatoAttivazione.RIFIUTATA: "error"}


def declared(row: RichiestaAttivazione) -> list[Json]:
    """What the applicant declared."""
    where = f"{row.indirizzo}, {row.cap} {row.comune} ({row.provincia})"
    named = [
        (_("Denominazione"), row.denominazione),
        (_("Codice fiscale o partita IVA"), row.codice_fiscale),
        (_("Indirizzo"), where),
        (_("PEC"), row.pec),
    ]
    said = [
        (_("Tipo"), str(row.get_tipo_display())),
        *([(_("Dati dichiarati"), _("cancellati"))] if row.erased else named),
        (_("A che titolo"), str(row.get_carica_display())),
        (_("Inviata"), wording.term(row.created_at, year=True)),
    ]
    return [{"label": label, "value": value, "note": "", "url": ""} for label, value in said]


def outcome(row: RichiestaAttivazione) -> Json:
    """Where it stands, and since when: kind and words of a notice."""
    text = str(row.get_stato_display())
    at = row.decided_at or row.ritirata_at
    if at is not None:
        text = _("%(state)s %(when)s.") % {"state": text, "when": wording.term(at, year=True)}
    if row.motivo and not row.erased:
        text += " " + _("Motivo: %(why)s") % {"why": row.motivo}
    return {"kind": _KINDS.get(StatoAttivazione(row.stato), "info"), "text": text}

"""The prepared PEC: the form of a seafarer, frozen, with its PDF."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pikepdf

from denunce.models import Documento
from portal.base import files
from portal.base.clock import ROME
from tests.denunce.mare import Mare
from tests.e2e.walker import Screen
from tests.personas import Personas


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ROME)


def by_modulo(personas: Personas) -> dict[str, Any]:
    """A form whose PEC can be prepared."""
    now = datetime.now(UTC)
    found = Mare(personas, _instant, now).definitivo()
    content = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(content)
    Documento.objects.create(
        caso=found.caso,
        modulo=found,
        tipo="modulo_pdf",
        titolo="Mod. 4 bis R.A. - Nav.",
        stato="pronto",
        file=files.store(
            content.getvalue(),
            name="mod-4-bis-nav.pdf",
            allowed=frozenset({files.Kind.PDF}),
            organizzazione_id=found.caso.organizzazione_id,
            by=personas.armatore,
            now=now,
        ),
        dati_sha256=found.dati_sha256,
        created_at=now,
        created_by=personas.armatore,
        ready_at=now,
    )
    return {"pk": found.pk}


NOT_SCREENS = {"modulo_pec_bozza": "POST only: a file for the mail program"}
SCREENS = [Screen("modulo_pec", "armatore", by_modulo)]

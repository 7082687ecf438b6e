"""What the printed application says: the data, their hash, the HTML.

It is a fac-simile of ours: INAIL's own form is in the Modulistica of its portal.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from portal.base.crypto import blind_index
from utenti.credenziali.choices import Profilo
from utenti.credenziali.models import RichiestaAbilitazione
from utenti.credenziali.passi import DOCUMENTO, MEDICO, PERSONA, RECAPITI, STRUTTURA

CSS: Final = ("css/pdf/domanda.css",)
TEMPLATE: Final = "credenziali/pdf/domanda.html"
_CODES: Final = frozenset({"codice_fiscale", "struttura_codice_fiscale", "documento_numero"})
_PROVINCES: Final = frozenset({"residenza_provincia", "struttura_provincia"})
_NOT_PRINTED: Final = frozenset({"lingua"})


def printed_fields(profilo: str) -> dict[str, tuple[str, ...]]:
    """The fields on the paper, by block."""
    hospital = profilo == Profilo.PRESIDIO
    return {
        "persona": PERSONA,
        "recapiti": tuple(name for name in RECAPITI if name not in _NOT_PRINTED),
        "documento": DOCUMENTO,
        "professione": STRUTTURA if hospital else MEDICO,
    }


def fingerprint(richiesta: RichiestaAbilitazione) -> str:
    """A keyed hash of what would be printed: other data, another hash."""
    data = {
        name: str(getattr(richiesta, name) or "")
        for names in printed_fields(richiesta.profilo).values()
        for name in names
    }
    text = json.dumps([richiesta.codice, richiesta.profilo, data], sort_keys=True)
    return blind_index(text, "richiesta.domanda")


def render_html(richiesta: RichiestaAbilitazione) -> str:
    """The application as HTML, in Italian, with empty lines where something is to be written."""
    with translation.override("it"):
        blocks = {
            block: [_row(richiesta, name) for name in names]
            for block, names in printed_fields(richiesta.profilo).items()
        }
        return render_to_string(
            TEMPLATE,
            {
                "richiesta": richiesta,
                "hospital": richiesta.profilo == Profilo.PRESIDIO,
                "blocks": _titled(blocks, richiesta.profilo),
                "full_name": f"{richiesta.nome} {richiesta.cognome}".strip(),
                "document": richiesta.get_documento_tipo_display() or _("documento d’identità"),
            },
        )


def _titled(blocks: dict[str, list[dict[str, str]]], profilo: str) -> list[dict[str, Any]]:
    hospital = profilo == Profilo.PRESIDIO
    titles = {
        "persona": _("Chi chiede"),
        "recapiti": _("Residenza e recapiti"),
        "documento": _("Documento d’identità"),
        "professione": _("Struttura") if hospital else _("Iscrizione all’Ordine"),
    }
    return [{"title": titles[name], "rows": rows} for name, rows in blocks.items()]


def _row(richiesta: RichiestaAbilitazione, name: str) -> dict[str, str]:
    label = str(getattr(RichiestaAbilitazione._meta.get_field(name), "verbose_name", name))
    return {"label": label[:1].upper() + label[1:], "value": shown(richiesta, name)}


def shown(richiesta: RichiestaAbilitazione, name: str) -> str:
    """One declared value as it is read: a choice by its name, a day as 14/03/2026."""
    value = getattr(richiesta, name)
    if not value:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    display = getattr(richiesta, f"get_{name}_display", None)
    if display is not None:
        return str(display())
    return str(value).upper() if name in _CODES | _PROVINCES else str(value)

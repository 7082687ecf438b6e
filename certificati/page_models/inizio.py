"""Patients and certificates that a new certificate can start from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from certificati.actions.bozze import Partenza
from certificati.choices import Genere, Sesso, TipoCertificato
from certificati.dati import DatiCertificato
from certificati.models import Certificato
from portal.base import wording


def found_rows(found: Iterable[Certificato], cosa: str) -> list[dict[str, Any]]:
    """Name, year of birth and last certificate: enough to tell namesakes apart, no more.

    Each button has a key of its own: two patients pressed one after the other are two drafts.
    """
    goes_on = not cosa.endswith(f":{TipoCertificato.PRIMO}")
    return [
        {
            "pk": row.pk,
            "name": row.person,
            "born": _born(row.dati),
            "last": _last(row),
            "partenza": (Partenza.CONTINUA if goes_on else Partenza.PAZIENTE).value,
            "request_key": uuid4(),
        }
        for row in found
    ]


def _born(dati: DatiCertificato) -> str:
    if dati.nato_on is None:
        return ""
    words = {"year": dati.nato_on.year}
    if dati.sesso == Sesso.FEMMINA:
        return _("nata nel %(year)s") % words
    return _("nato nel %(year)s") % words


def _last(row: Certificato) -> str:
    words = _("malattia manifestata %(day)s")
    if row.genere == Genere.INFORTUNIO:
        words = _("infortunio di %(day)s")
    when = wording.day(row.evento_on, year=True) if row.evento_on else ""
    said = words % {"day": when}
    return f"{said} ({row.get_tipo_display().lower()})"

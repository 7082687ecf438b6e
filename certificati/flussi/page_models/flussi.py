"""Flows in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from certificati.flussi.choices import Canale, Operazione
from certificati.flussi.esiti import Riga, every, to_look_at
from certificati.flussi.limiti import FILE_MAX, RECORD_MAX
from certificati.flussi.models import Flusso
from certificati.flussi.workflow import StatoFlusso
from portal.base import wording

Json = dict[str, Any]
PAGE: Final = 25
SHOWN: Final = 50


def listing(rows: models.QuerySet[Flusso], after: str) -> Json:
    """A page of flows, and the address of the next."""
    found = list(_after(rows, after)[: PAGE + 1])
    shown, last = found[:PAGE], found[PAGE - 1] if len(found) > PAGE else None
    following = f"?dopo={last.created_at:%Y%m%dT%H%M%S%f}_{last.pk}" if last else ""
    return {
        "rows": [_row(row) for row in shown],
        "next_url": following,
        "first_url": reverse("flussi") if after else "",
    }


def _after(rows: models.QuerySet[Flusso], after: str) -> models.QuerySet[Flusso]:
    with suppress(ValueError):
        moment, _sep, pk = after.partition("_")
        at = datetime.strptime(f"{moment}+0000", "%Y%m%dT%H%M%S%f%z")
        return rows.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=UUID(pk)))
    return rows


def _row(row: Flusso) -> Json:
    return {
        "url": reverse("flusso", args=[row.pk]),
        "when": wording.term(row.created_at, year=True),
        "how": _how(row),
        "place": str(row.organizzazione),
        "state": str(StatoFlusso(row.stato).label),
        "total": row.totale,
        "wrong": row.rifiutati + row.diversi,
    }


def _how(row: Flusso) -> str:
    if row.gettone is not None:
        return _("API, gettone «%(name)s»") % {"name": row.gettone}
    return f"{Canale(row.canale).label}, {row.get_formato_display()}"


def one(row: Flusso) -> Json:
    """The page of one flow."""
    wrong = to_look_at(row, SHOWN + 1)
    return {
        "row": row,
        "how": _how(row),
        "when": wording.term(row.created_at, year=True),
        "state": str(StatoFlusso(row.stato).label),
        "running": not row.is_over,
        "failed": row.stato == StatoFlusso.FALLITO,
        "progress": _("%(done)s di %(total)s") % {"done": row.fatti, "total": row.totale},
        "numbers": _numbers(row),
        "wrong": wrong[:SHOWN],
        "more_wrong": len(wrong) > SHOWN,
        "kept_until": wording.term(row.scade_at, year=True),
        "forgotten": row.dimenticato_at is not None,
    }


def _numbers(row: Flusso) -> list[Json]:
    counted = (
        (_("Certificati creati"), row.creati, ""),
        (_("Già presenti, uguali"), row.gia_presenti, ""),
        (_("Annullati"), row.annullati, ""),
        (_("Rifiutati"), row.rifiutati, ""),
        (_("Con lo stesso identificativo e altri dati"), row.diversi, ""),
        (_("Creati con avvertenze"), row.con_avvertenze, _("si leggono nel file degli esiti")),
    )
    return [
        {"label": label, "value": str(value), "note": note if value else ""}
        for label, value, note in counted
    ]


def as_rows(row: Flusso) -> Iterator[list[str]]:
    """The lines of the file of outcomes: one for each report, or one that says all went well."""
    yield [
        _("Record"),
        _("Operazione"),
        _("Identificativo"),
        _("Esito"),
        _("Numero"),
        _("Genere"),
        _("Campo"),
        _("Codice"),
        _("Messaggio"),
        _("Atteso"),
    ]
    for riga in every(row):
        yield from _lines(riga)


def _lines(riga: Riga) -> Iterator[list[str]]:
    head = [
        str(riga.posizione),
        str(Operazione(riga.operazione).label),
        riga.id_esterno,
        riga.esito,
        riga.numero,
    ]
    reports = [(_("errore"), one) for one in riga.errori]
    reports += [(_("avvertenza"), one) for one in riga.avvertenze]
    for kind, one in reports:
        yield [*head, kind, one["campo"], one["codice"], one["messaggio"], one["atteso"]]
    if not reports:
        yield [*head, "", "", "", "", ""]


def limits() -> Json:
    """What a file may be."""
    return {
        "record_max": f"{RECORD_MAX:,}".replace(",", "."),
        "megabytes_max": FILE_MAX // 1024 // 1024,
    }

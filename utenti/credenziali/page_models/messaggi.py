"""The pages of InailRisponde: the messages sent, one conversation, what waits for the office."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.base import wording
from utenti.access import Scope
from utenti.credenziali.categorie import Classificazione, names_of
from utenti.credenziali.choices import StatoMessaggio
from utenti.credenziali.models import AllegatoMessaggio, Messaggio
from utenti.credenziali.page_models.file import size
from utenti.credenziali.permissions import messaggi as permissions

Json = dict[str, Any]


def subject(messaggio: Messaggio) -> tuple[str, str, str]:
    """The three choices in words; a code that is no longer offered stays a code."""
    chosen = Classificazione(messaggio.categoria, messaggio.sottocategoria, messaggio.oggetto)
    try:
        return names_of(chosen)
    except KeyError:
        return chosen


def sent_rows(messages: Iterable[Messaggio]) -> list[Json]:
    """The messages of a person, with what each waits for."""
    return [
        {
            "url": reverse("messaggio", args=[row.pk]),
            "code": row.codice,
            "subject": subject(row)[2],
            "state": state_words(row),
            "answered": row.stato == StatoMessaggio.RISPOSTO,
            "sent": wording.term(row.created_at, year=True),
        }
        for row in messages
    ]


def office_rows(messages: Iterable[Messaggio], now: datetime) -> list[Json]:
    """What the office answers next: what is asked, by whom, for how long it has waited."""
    return [
        {
            "url": reverse("messaggio", args=[row.pk]),
            "code": row.codice,
            "subject": " · ".join(subject(row)[1:]),
            "sender": str(row.mittente),
            "sent": wording.term(row.created_at, year=True),
            "days": max(0, (now - row.created_at).days),
        }
        for row in messages
    ]


def state_words(messaggio: Messaggio) -> str:
    """What happens now, as the sender reads it."""
    if messaggio.richiesta_id is not None:
        return _("Inviato con la richiesta")
    return {
        StatoMessaggio.APERTO.value: _("Aspetta la risposta dell’ufficio"),
        StatoMessaggio.RISPOSTO.value: _("Hai una risposta"),
        StatoMessaggio.CHIUSO.value: _("Chiuso"),
    }[messaggio.stato]


def thread_page(messaggio: Messaggio, scope: Scope) -> Json:
    """The conversation, oldest first, and what the reader may do."""
    mine = permissions.is_sender(scope, messaggio)
    may_write = permissions.can_write(scope, messaggio)
    return {
        "messaggio": messaggio,
        "mine": mine,
        "subject": subject(messaggio),
        "state": state_words(messaggio) if mine else messaggio.get_stato_display(),
        "turns": _turns(messaggio, mine=mine),
        "files": [_file(row) for row in messaggio.allegati.select_related("file").order_by("pk")],
        "details": _details(messaggio),
        "may_write": bool(may_write),
        "why_not": "" if may_write else may_write.reason,
        "may_close": bool(may_write),
    }


def _turns(messaggio: Messaggio, *, mine: bool) -> list[Json]:
    sender = _("Tu") if mine else str(messaggio.mittente)
    first = _turn(sender, messaggio.testo, messaggio.created_at, office=False)
    rows = messaggio.risposte.select_related("by").order_by("at", "pk")
    return [
        first,
        *(
            _turn(
                _office(str(row.by), mine=mine) if row.dell_ufficio else sender,
                row.testo,
                row.at,
                office=row.dell_ufficio,
            )
            for row in rows
        ),
    ]


def _office(name: str, *, mine: bool) -> str:
    """Who asks hears the office; the office knows which of its people wrote."""
    return _("L’ufficio") if mine else _("L’ufficio (%(name)s)") % {"name": name}


def _turn(who: str, text: str, at: datetime, *, office: bool) -> Json:
    return {
        "who": who,
        "text": text,
        "when": wording.term(at, year=True),
        "iso": at.isoformat(timespec="seconds"),
        "office": office,
    }


def _file(row: AllegatoMessaggio) -> Json:
    return {
        "name": row.file.original_name or _("Allegato"),
        "url": reverse("messaggio_allegato", args=[row.pk]),
        "size": size(row.file.size),
    }


def _details(messaggio: Messaggio) -> list[Json]:
    """The other answers of the form; the optional ones only where there is an answer."""
    always = ("indirizzo_risposte", "telefono", "cap")
    optional = ("unita", "codice_ditta", "parametri", "numero_caso")
    shown = [*always, *(name for name in optional if getattr(messaggio, name))]
    category, below, subject_name = subject(messaggio)
    return [
        {"label": _("Categoria"), "value": category},
        {"label": _("Sottocategoria"), "value": below},
        {"label": _("Oggetto"), "value": subject_name},
        *(
            {
                "label": _label(name),
                "value": getattr(messaggio, name),
            }
            for name in shown
        ),
    ]


def _label(name: str) -> str:
    """The name of a field as it begins a line; "CAP" stays as it is."""
    words = str(getattr(Messaggio, name).field.verbose_name)
    return words[:1].upper() + words[1:]

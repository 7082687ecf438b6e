"""What the requests for credentials hold about a person: against their models alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.base import files, personal
from portal.base.files import StoredFile
from portal.base.personal import Part, Person, Piece, Rule, table
from portal.base.personal.pieces import stored
from utenti.credenziali.models import (
    AllegatoMessaggio,
    AllegatoRichiesta,
    Decisione,
    Domanda,
    Messaggio,
    RicercaSalvata,
    RichiestaAbilitazione,
    Risposta,
)
from utenti.credenziali.workflow import OPEN_STATES, StatoRichiesta

_TEXTS: Final = (
    "cognome nome nome_ricerca sesso nato_a codice_fiscale_index residenza_comune "
    "residenza_provincia residenza_cap email_index documento_tipo documento_index "
    "documento_rilasciato_da ordine_provincia ordine_numero qualifica struttura "
    "struttura_codice_fiscale struttura_indirizzo struttura_comune struttura_provincia "
    "struttura_cap struttura_telefono struttura_pec"
).split()
_SECRETS: Final = "codice_fiscale residenza telefono email pec documento_numero".split()
_DAYS: Final = "nato_on documento_rilasciato_on documento_scade_on".split()


def _requests(person: Person) -> models.QuerySet[RichiestaAbilitazione]:
    return RichiestaAbilitazione.objects.filter(richiedente_id=person.user_id)


def _messages(person: Person) -> models.QuerySet[Messaggio]:
    return Messaggio.objects.filter(mittente_id=person.user_id)


def export(person: Person) -> Iterator[Piece]:
    """Requests, answers, messages and the files that were sent or printed."""
    yield table("richieste", _requests(person).select_related("data_key"))
    decided = Decisione.objects.filter(richiesta__richiedente_id=person.user_id)
    known = decided.exclude(da_confermare=True, confermata_at__isnull=True)
    yield table(
        "decisioni", known.select_related("richiesta__data_key"), leave_out=("by", "confermata_by")
    )
    yield table("messaggi", _messages(person).select_related("data_key"))
    turns = Risposta.objects.filter(messaggio__mittente_id=person.user_id)
    yield table("risposte", turns.select_related("messaggio__data_key"), leave_out=("by",))
    for file in _files(person):
        piece = stored(file, f"file/{file.pk}.{file.content_type[-4:].strip('/')}", _("Allegato"))
        if piece is not None:
            yield piece


def _files(person: Person) -> models.QuerySet[StoredFile]:
    of_requests = AllegatoRichiesta.objects.filter(richiesta__richiedente_id=person.user_id)
    of_messages = AllegatoMessaggio.objects.filter(messaggio__mittente_id=person.user_id)
    sent = Q(pk__in=of_requests.values("file_id")) | Q(pk__in=of_messages.values("file_id"))
    printed = Domanda.objects.filter(richiesta__richiedente_id=person.user_id, file__isnull=False)
    sent |= Q(pk__in=printed.values("file_id"))
    living = StoredFile.objects.filter(sent, deleted_at__isnull=True)
    return living.select_related("data_key").order_by("pk")


def blockers(person: Person, now: datetime) -> list[str]:
    """Requests that are going on, and those that this person is examining."""
    found = []
    if _requests(person).filter(stato__in=[str(state) for state in OPEN_STATES]).exists():
        found.append(_("Hai una richiesta di abilitazione aperta: ritirala o aspetta la risposta."))
    claimed = RichiestaAbilitazione.objects.filter(
        claimed_by_id=person.user_id, stato=StatoRichiesta.IN_ESAME
    )
    if claimed.exists():
        found.append(_("Stai esaminando delle richieste: rilasciale prima."))
    return found


def erase(person: Person, by: models.Model, now: datetime) -> Counter[str]:
    """Requests and messages stay as tombstones: code, kind, state and dates."""
    counts: Counter[str] = Counter()
    for file in _files(person):
        counts["file"] += files.delete(file, by=by, now=now)
        counts["chiavi"] += 1
    for row in _requests(person).select_related("data_key").order_by("pk"):
        row.data_key.destroy(now)
        counts["richieste"] += 1
        counts["chiavi"] += 1
    _requests(person).update(
        **dict.fromkeys(_TEXTS, ""), **dict.fromkeys((*_SECRETS, *_DAYS), None)
    )
    for message in _messages(person).select_related("data_key").order_by("pk"):
        message.data_key.destroy(now)
        counts["messaggi"] += 1
        counts["chiavi"] += 1
    _messages(person).update(unita="", codice_ditta="", parametri="", numero_caso="", cap="")
    saved = RicercaSalvata.objects.filter(utente_id=person.user_id)
    counts["ricerche"] = saved.delete()[0]
    return counts


def subjects(person: Person) -> dict[UUID, str]:
    """Requests and messages of the person, with their files."""
    found: dict[UUID, str] = {}
    for request in _requests(person).order_by("pk"):
        said = _("La tua richiesta %(code)s") % {"code": request.codice}
        found[request.pk] = said
        sent = request.allegati.order_by("pk").values_list("pk", "file_id")
        found |= {pk: said for pair in sent for pk in pair}
    for message in _messages(person).order_by("pk"):
        said = _("Il tuo messaggio %(code)s") % {"code": message.codice}
        found[message.pk] = said
        attached = message.allegati.order_by("pk").values_list("pk", "file_id")
        found |= {pk: said for pair in attached for pk in pair}
    return found


def following(pk: UUID) -> list[UUID]:
    """The files of a request or of a message."""
    of_request = AllegatoRichiesta.objects.filter(richiesta_id=pk)
    of_message = AllegatoMessaggio.objects.filter(messaggio_id=pk)
    return [
        found
        for rows in (of_request, of_message)
        for pair in rows.order_by("pk").values_list("pk", "file_id")
        for found in pair
    ]


def _request_names(ids: Collection[UUID]) -> dict[UUID, str]:
    rows = RichiestaAbilitazione.objects.filter(pk__in=ids)
    return dict(rows.order_by("pk").values_list("pk", "codice"))


def _message_names(ids: Collection[UUID]) -> dict[UUID, str]:
    return dict(Messaggio.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "codice"))


def _file_names(ids: Collection[UUID]) -> dict[UUID, str]:
    rows = AllegatoRichiesta.objects.filter(pk__in=ids).select_related("richiesta")
    return {
        row.pk: f"{row.get_tipo_display()}, {row.richiesta.codice}" for row in rows.order_by("pk")
    }


personal.register_part(
    Part(
        code="credenziali",
        label=gettext_lazy("Richieste di abilitazione e messaggi"),
        holds=gettext_lazy(
            "Le domande che hai presentato, con i dati dichiarati e i documenti allegati, le "
            "risposte ricevute, i messaggi a InailRisponde."
        ),
        order=20,
        apps=("credenziali",),
        export=export,
        blockers=blockers,
        erase=erase,
    )
)
personal.register_rule(
    Rule(
        code="richieste",
        label=gettext_lazy("Domande di abilitazione: dati dichiarati e decisione"),
        how_long=gettext_lazy("finché l’account esiste"),
        since=gettext_lazy("dalla domanda"),
        then=gettext_lazy("Si cancellano con l’account; restano codice, stato e date."),
        source=gettext_lazy("L. 241/1990, art. 22; GDPR, art. 17.3.e"),
        order=30,
        to_verify=True,
    )
)
personal.register_rule(
    Rule(
        code="documenti_identita",
        label=gettext_lazy("Copia del documento d’identità e domanda firmata"),
        how_long=gettext_lazy("fino al giorno scritto sulla richiesta"),
        since=gettext_lazy("dalla decisione"),
        then=gettext_lazy("I file si cancellano da soli, con la loro chiave."),
        source=gettext_lazy("D.P.R. 445/2000, art. 38; GDPR, art. 5.1.c ed e"),
        order=31,
    )
)
personal.register_names(
    "credenziali.richiestaabilitazione", gettext_lazy("richiesta di abilitazione"), _request_names
)
personal.register_names("credenziali.messaggio", gettext_lazy("messaggio"), _message_names)
personal.register_names(
    "credenziali.allegatorichiesta", gettext_lazy("documento di una richiesta"), _file_names
)
personal.register_following("credenziali", following)
personal.register_subjects("credenziali", subjects)

"""Erasing a case for good, with proof: rows deleted, keys destroyed, clear columns blanked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from denunce.models import Bozza, Caso, Evento, Invio, Lavoratore, Modulo
from denunce.registry import case_erasers, duty_erasers
from denunce.riservatezza.blanking import blank_caso, blank_evento, blank_lavoratore, destroy
from denunce.workflow import StatoCaso
from portal.base import files
from portal.base.audit import record
from portal.base.db import lock
from portal.base.errors import ActionError
from portal.base.files import StoredFile, disk
from portal.base.personal import Disposed
from utenti.models import Utente
from utenti.riservatezza.actions.prove import Erased, write_proof
from utenti.riservatezza.choices import Base, Oggetto
from utenti.riservatezza.models import ProvaCancellazione

_ENDED = (StatoCaso.CHIUSO, StatoCaso.ARCHIVIATO)


def erase_caso(caso: Caso, why: Disposed, *, by: Utente, now: datetime) -> ProvaCancellazione:
    """Erase a case: a second call gives the same proof.

    Who may order it is asked by whoever calls. The event goes with its last case, the person with
    the last of theirs. Raises ActionError for a case that is still open, unless its organisation
    is being removed.
    """
    with transaction.atomic():
        caso = lock(Caso.objects.select_related("data_key", "evento__data_key")).get(pk=caso.pk)
        if caso.cancellato_at is not None:
            return ProvaCancellazione.objects.get(oggetto=Oggetto.CASO, oggetto_id=caso.pk)
        if caso.stato not in _ENDED and why.basis != Base.RIMOZIONE:
            raise ActionError(_("Il caso è ancora aperto: chiudilo prima di cancellarne i dati."))
        counts = _erase(caso, by, now)
        return _prove(caso, why, counts, by=by, now=now)


def _erase(caso: Caso, by: Utente, now: datetime) -> Counter[str]:
    counts: Counter[str] = Counter()
    evento = lock(Evento.objects.filter(pk=caso.evento_id)).get()
    person = lock(Lavoratore.objects.filter(pk=caso.lavoratore_id)).get()
    _delete_files(caso, by, now, counts)
    _delete_rows(caso, counts)
    destroy(caso.data_key, now, counts)
    blank_caso(caso, by=by, now=now)
    counts["casi"] += 1
    if not _still_needed(evento.casi.all(), evento.bozze.all()):
        destroy(evento.data_key, now, counts)
        blank_evento(evento)
        counts["eventi"] += 1
    erase_person(person, now, counts)
    return counts


def erase_person(person: Lavoratore, now: datetime, counts: Counter[str]) -> bool:
    """Erase the card of a person, and its doubles, once no case or draft needs it."""
    cards = [person, *person.doppioni.select_related("data_key").order_by("pk")]
    ids = [card.pk for card in cards]
    cases = Caso.objects.filter(lavoratore_id__in=ids)
    if _still_needed(cases, Bozza.objects.filter(lavoratore_id__in=ids)):
        return False
    for card in cards:
        if card.cancellato_at is None:
            destroy(card.data_key, now, counts)
            blank_lavoratore(card, now)
            counts["persone"] += 1
    return True


def _still_needed(cases: models.QuerySet[Caso], drafts: models.QuerySet[Bozza]) -> bool:
    living = cases.filter(cancellato_at__isnull=True).exists()
    return living or drafts.filter(ended_at__isnull=True).exists()


def _delete_files(caso: Caso, by: Utente, now: datetime, counts: Counter[str]) -> None:
    """The keys die here; the bytes go once this is committed, and the sweeper takes any left."""
    held = list(caso.documenti.filter(file__isnull=False).select_related("file__data_key"))
    for document in held:
        file = document.file
        if file is not None and files.delete(file, by=by, now=now):
            counts["file"] += 1
            counts["chiavi"] += 1
    transaction.on_commit(lambda: _unlink(document.file for document in held), robust=True)


def _unlink(stored: Iterable[StoredFile | None]) -> None:
    for file in stored:
        if file is not None:
            disk.full_path(file.path).unlink(missing_ok=True)


def _delete_rows(caso: Caso, counts: Counter[str]) -> None:
    """Everything that hangs from the case, from the leaves to the root."""
    duties = list(caso.adempimenti.order_by("pk").values_list("pk", flat=True))
    for erase in duty_erasers():
        counts.update(erase(duties))
    for erase_with in case_erasers():
        counts.update(erase_with([caso.pk]))
    caso.adempimenti.update(sostituito_da=None)
    caso.certificati.update(corretto_da=None)
    sent = Invio.objects.filter(adempimento_id__in=duties)
    sent.update(rettifica=None)
    leaves: tuple[tuple[str, models.QuerySet[models.Model]], ...] = (
        ("invii", sent),
        ("documenti", caso.documenti.all()),
        ("moduli", Modulo.objects.filter(caso=caso)),
        ("adempimenti", caso.adempimenti.all()),
        ("valutazioni", caso.valutazioni.all()),
        ("note", caso.note.all()),
        ("certificati", caso.certificati.all()),
        ("bozze", Bozza.objects.filter(caso=caso)),
    )
    for code, rows in leaves:
        gone, _by_model = rows.delete()
        counts[code] += gone


def _prove(
    caso: Caso, why: Disposed, counts: Counter[str], *, by: Utente, now: datetime
) -> ProvaCancellazione:
    proof = write_proof(
        Erased(Oggetto.CASO, caso.pk, caso.organizzazione_id, caso.numero),
        counts,
        base=why.basis,
        atto=why.act,
        by=by,
        now=now,
    )
    data: dict[str, str | UUID] = {"prova": str(proof.pk), "base": why.basis}
    record(
        "caso.cancellato",
        by=by,
        now=now,
        target=caso,
        organizzazione_id=caso.organizzazione_id,
        data=data,
    )
    return proof

"""The data of the cases as files: those about one person, those of a whole organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from denunce.models import (
    Adempimento,
    Bozza,
    Caso,
    Documento,
    Evento,
    Invio,
    Lavoratore,
    Modulo,
    Nota,
    RiferimentoCertificato,
    Valutazione,
)
from denunce.riservatezza.blanking import destroy
from denunce.riservatezza.erasure import erase_caso, erase_person
from denunce.riservatezza.subjects import cards_of
from denunce.workflow import StatoCaso
from portal.base.personal import Disposed, Person, Piece, table
from portal.base.personal.pieces import stored
from utenti.models import Utente
from utenti.riservatezza.choices import Base

# One step of a removal: short enough to be repeated when the worker dies.
_STEP = 25


def of_person(person: Person) -> Iterator[Piece]:
    """Cards, cases, certificates and duties of a person whose codice fiscale was verified.

    What speaks of others as well (the story, notes, documents) is asked of the organisation, which
    answers for it (art. 15.4 GDPR).
    """
    cards = cards_of(person)
    cases = Caso.objects.filter(lavoratore__in=cards.values("pk"), cancellato_at__isnull=True)
    ids = cases.values("pk")
    yield table("schede", cards.select_related("data_key"), leave_out=("created_by", "version"))
    yield table("casi", cases, leave_out=("created_by", "chiuso_by", "assegnato_a", "version"))
    events = Evento.objects.filter(pk__in=cases.values("evento_id"))
    yield table(
        "eventi",
        events.select_related("data_key"),
        leave_out=("dinamica", "created_by", "version"),
    )
    received = RiferimentoCertificato.objects.filter(caso_id__in=ids)
    yield table("certificati", received, leave_out=("recorded_by", "corretto_by", "version"))
    duties = Adempimento.objects.filter(caso_id__in=ids)
    yield table(
        "adempimenti", duties, leave_out=("done_by", "lettura_scelta_by", "derivazione", "version")
    )
    sent = Invio.objects.filter(adempimento__caso_id__in=ids)
    yield table("invii", sent, leave_out=("recorded_by", "esito_motivo", "version"))


def duties_of(person: Person, now: datetime) -> list[str]:
    """Why an account cannot go now: cases that somebody else must take first."""
    held = Caso.objects.filter(assegnato_a_id=person.user_id, stato=StatoCaso.APERTO)
    count = held.count()
    if not count:
        return []
    said = _("Segui %(n)d casi aperti: chiedi che siano assegnati a qualcun altro.")
    return [said % {"n": count}]


def release(person: Person, by: models.Model, now: datetime) -> Counter[str]:
    """Closed cases keep who wrote what; nobody is named as following them any more."""
    held = Caso.objects.filter(assegnato_a_id=person.user_id)
    return Counter(assegnazioni=held.update(assegnato_a=None))


def _tables(organizzazione_id: UUID) -> list[tuple[str, models.QuerySet[models.Model]]]:
    of_case = {"caso__organizzazione_id": organizzazione_id}
    own = {"organizzazione_id": organizzazione_id}
    keyed = "caso__data_key"
    return [
        ("lavoratori", Lavoratore.objects.filter(**own).select_related("data_key")),
        ("eventi", Evento.objects.filter(**own).select_related("data_key")),
        ("casi", Caso.objects.filter(**own)),
        ("bozze", Bozza.objects.filter(**own).select_related("data_key")),
        ("certificati", RiferimentoCertificato.objects.filter(**of_case)),
        ("valutazioni", Valutazione.objects.filter(**of_case)),
        ("adempimenti", Adempimento.objects.filter(**own)),
        ("moduli", Modulo.objects.filter(**of_case).select_related(keyed)),
        ("documenti", Documento.objects.filter(**of_case)),
        ("invii", Invio.objects.filter(adempimento__organizzazione_id=organizzazione_id)),
        ("note", Nota.objects.filter(**of_case).select_related(keyed)),
    ]


def of_organisation(organizzazione_id: UUID) -> Iterator[Piece]:
    """A JSON list for each table, then every file, one after another."""
    for name, rows in _tables(organizzazione_id):
        yield table(name, rows)
    documents = Documento.objects.filter(caso__organizzazione_id=organizzazione_id)
    held = documents.filter(file__isnull=False).select_related("file__data_key", "caso")
    for document in held.order_by("pk").iterator(chunk_size=50):
        kind = document.file.content_type.rpartition("/")[2] if document.file else ""
        number = str(document.caso).replace("/", "-")
        piece = stored(document.file, f"file/{number}/{document.pk}.{kind}", document.titolo)
        if piece is not None:
            yield piece


def count(organizzazione_id: UUID) -> int:
    """How many steps a removal or an export of the cases takes: rows, roughly."""
    return sum(rows.count() for _name, rows in _tables(organizzazione_id))


def remove(organizzazione_id: UUID, by: models.Model, now: datetime) -> Counter[str]:
    """Erase some more of an organisation; nothing once nothing is left."""
    if not isinstance(by, Utente):
        raise TypeError("a person orders a removal")
    counts: Counter[str] = Counter()
    cases = Caso.objects.filter(organizzazione_id=organizzazione_id, cancellato_at__isnull=True)
    drafts = Bozza.objects.filter(organizzazione_id=organizzazione_id)
    for draft in drafts.select_related("data_key").order_by("pk")[:_STEP]:
        destroy(draft.data_key, now, counts)
        draft.delete()
        counts["bozze"] += 1
    for caso in cases.order_by("pk")[:_STEP]:
        proof = erase_caso(caso, Disposed(Base.RIMOZIONE), by=by, now=now)
        counts.update(proof.conteggi)
    if not counts:
        people = Lavoratore.objects.filter(
            organizzazione_id=organizzazione_id, cancellato_at__isnull=True
        )
        for person in people.select_related("data_key").order_by("pk")[:_STEP]:
            erase_person(person, now, counts)
    return counts

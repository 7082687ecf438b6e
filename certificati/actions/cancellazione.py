"""Erasing for good: issued certificates with a proof, drafts that were left alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from certificati.choices import MotivoAnnullamento, TipoCertificato
from certificati.models import Certificato, Stampa
from certificati.querysets import CertificatoQuerySet
from certificati.workflow import StatoCertificato
from portal.base import files
from portal.base.audit import record
from portal.base.db import lock
from portal.base.errors import ActionError
from portal.base.files import StoredFile, disk
from portal.base.personal import Disposed
from utenti.models import Utente
from utenti.riservatezza.actions.prove import Erased, write_proof
from utenti.riservatezza.choices import Oggetto
from utenti.riservatezza.models import ProvaCancellazione

DRAFT_DAYS: Final = 90
# One round of the background work: short enough to be repeated when the process dies.
_AT_ONCE: Final = 100
# What stands where the hash must: the real one would tell a guessed content from another.
GONE: Final = "-"


def erase_certificato(
    certificato: Certificato, why: Disposed, *, by: Utente, now: datetime
) -> ProvaCancellazione:
    """Erase an issued certificate and its papers; a second call gives the same proof.

    Who may order it is asked by whoever calls. Number, kind, state, day of the release and author
    are left. Raises ActionError for a draft, which is thrown away instead.
    """
    with transaction.atomic():
        held = _held(certificato.pk)
        if held.cancellato_at is not None:
            return ProvaCancellazione.objects.get(oggetto=Oggetto.CERTIFICATO, oggetto_id=held.pk)
        if not held.is_issued:
            raise ActionError(_("Una bozza si elimina: non serve la prova."))
        counts = Counter(certificati=1)
        _erase_papers(held, by, now, counts)
        _forget_key(held, now, counts)
        _blank(held, now)
        return _prove(held, why, counts, by=by, now=now)


def delete_draft(certificato: Certificato, now: datetime) -> Counter[str]:
    """Delete a draft and its key: it was never a certificate, nothing of it is left."""
    counts = Counter(bozze=1)
    certificato.delete()
    _forget_key(certificato, now, counts)
    return counts


def delete_drafts_of(medico_id: UUID, now: datetime) -> Counter[str]:
    """Delete every draft of a doctor, inside the caller's transaction."""
    counts: Counter[str] = Counter()
    for row in _with_keys().drafts().filter(medico_id=medico_id).order_by("pk"):
        counts.update(delete_draft(row, now))
    return counts


def forget_stale_drafts(now: datetime) -> int:
    """Delete the drafts that nobody touched for ``DRAFT_DAYS`` days; say how many."""
    limit = now - timedelta(days=DRAFT_DAYS)
    stale = (
        Certificato.objects.drafts()
        .filter(created_at__lte=limit)  # what the index answers
        .annotate(touched_at=Coalesce("saved_at", "created_at"))
        .filter(touched_at__lte=limit)
    )
    ids = list(stale.order_by("touched_at", "pk").values_list("pk", flat=True)[:_AT_ONCE])
    return sum(_forget_stale(pk, now) for pk in ids)


def _forget_stale(pk: UUID, now: datetime) -> bool:
    """Delete one, unless it was saved or issued meanwhile."""
    with transaction.atomic():
        held = lock(_with_keys().filter(pk=pk)).first()
        if held is None or held.stato != StatoCertificato.BOZZA:
            return False
        if (held.saved_at or held.created_at) > now - timedelta(days=DRAFT_DAYS):
            return False
        record(
            "certificato.bozza_scaduta",
            by=None,
            now=now,
            target=held,
            organizzazione_id=held.organizzazione_id,
            data={"genere": held.genere},
        )
        delete_draft(held, now)
    return True


def _with_keys() -> CertificatoQuerySet:
    return Certificato.objects.select_related("data_key")


def _held(pk: UUID) -> Certificato:
    return lock(Certificato.objects.filter(pk=pk).select_related("data_key")).get()


def _forget_key(held: Certificato, now: datetime, counts: Counter[str]) -> None:
    held.data_key.destroy(now)
    counts["chiavi"] += 1


def _erase_papers(held: Certificato, by: Utente, now: datetime, counts: Counter[str]) -> None:
    """The keys of the files die here; their bytes go once this is committed."""
    papers = list(Stampa.objects.filter(certificato=held).select_related("file__data_key"))
    made = [paper.file for paper in papers if paper.file is not None]
    for file in made:
        if files.delete(file, by=by, now=now):
            counts["file"] += 1
            counts["chiavi"] += 1
    counts["stampe"] += Stampa.objects.filter(certificato=held).delete()[0]
    transaction.on_commit(lambda: _unlink(made), robust=True)


def _unlink(stored: Iterable[StoredFile]) -> None:
    for file in stored:
        disk.full_path(file.path).unlink(missing_ok=True)


def _blank(held: Certificato, now: datetime) -> None:
    """Leave a tombstone. Those that went on from it keep its number instead of the link."""
    Certificato.objects.filter(precedente=held).update(
        precedente=None, precedente_numero=held.numero
    )
    annulled = held.stato == StatoCertificato.ANNULLATO
    Certificato.objects.filter(pk=held.pk).update(
        tipo=TipoCertificato.PRIMO,
        contenuto=None,
        impronta=GONE,
        cognome="",
        nome="",
        nome_ricerca="",
        codice_fiscale_index="",
        datore_codice_fiscale="",
        evento_on=None,
        prognosi_dal=None,
        prognosi_al=None,
        precedente=None,
        precedente_numero="",
        catena_index="",
        prima_assistenza_at=None,
        termine_at=None,
        annullato_motivo=MotivoAnnullamento.ALTRO if annulled else "",
        annullato_nota=None,
        id_esterno="",
        cancellato_at=now,
        version=F("version") + 1,
    )


def _prove(
    held: Certificato, why: Disposed, counts: Counter[str], *, by: Utente, now: datetime
) -> ProvaCancellazione:
    proof = write_proof(
        Erased(Oggetto.CERTIFICATO, held.pk, held.organizzazione_id, held.numero or ""),
        counts,
        base=why.basis,
        atto=why.act,
        by=by,
        now=now,
    )
    record(
        "certificato.cancellato",
        by=by,
        now=now,
        target=held,
        organizzazione_id=held.organizzazione_id,
        data={"prova": str(proof.pk), "base": why.basis},
    )
    return proof

"""What the certificates hold about a person and an organisation: the patient's, and the doctor's.

A certificate is a document of its structure, which must keep it: nobody's request erases it before
its term (GDPR art. 17.3.b, c and e). The patient gets a copy of what is written about them, the
doctor the list of what they issued, without the patients. Decisions: ADR 0012.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificati import retention
from certificati.actions.cancellazione import (
    delete_draft,
    delete_drafts_of,
    erase_certificato,
    forget_stale_drafts,
)
from certificati.choices import StatoStampa, TipoStampa
from certificati.dati import canonical
from certificati.models import Certificato, Stampa
from certificati.numero import grouped
from certificati.querysets import CertificatoQuerySet
from portal.base import heartbeat, personal
from portal.base.background import register_job
from portal.base.personal import Disposed, Part, Person, Piece, dump, table
from portal.base.personal.pieces import stored
from utenti.models import Utente
from utenti.riservatezza.choices import Base

JOB: Final = "certificati.bozze"
_EVERY: Final = timedelta(hours=1)
# One step of a removal: short enough to be repeated when the worker dies.
_STEP: Final = 25
_CHUNK: Final = 200
# Of what a doctor wrote: that it was done, where and when; the patient is somebody else.
_OWN_ACT: Final = ("numero", "genere", "stato", "rilasciato_at", "trasmesso_at", "annullato_at")


def _about(person: Person) -> CertificatoQuerySet:
    """The issued certificates about a person, by a codice fiscale that was verified."""
    living = Certificato.objects.issued().filter(cancellato_at__isnull=True)
    index = Certificato.index_of(person.codice_fiscale)
    return living.of_person([index]) if index else living.none()


def export(person: Person) -> Iterator[Piece]:
    """What doctors certified of the person, with the papers; what the person issued as a doctor."""
    about = _about(person)
    rows = about.select_related("data_key", "organizzazione", "medico").order_by("pk")
    yield Piece(
        "certificati_su_di_te",
        _("Certificati medici su di te"),
        (_of_patient(row) for row in rows.iterator(chunk_size=_CHUNK)),
    )
    own = Certificato.objects.filter(medico_id=person.user_id).select_related("organizzazione")
    yield Piece(
        "certificati_scritti_da_te",
        _("Certificati medici scritti da te"),
        (_of_doctor(row) for row in own.order_by("pk").iterator(chunk_size=_CHUNK)),
    )
    papers = Stampa.objects.filter(
        certificato__in=about.values("pk"), tipo=TipoStampa.LAVORATORE, stato=StatoStampa.PRONTA
    )
    yield from _files(papers)


def _of_patient(row: Certificato) -> dict[str, Any]:
    said = json.loads(canonical(row.dati))["dati"]
    who = {"struttura": str(row.organizzazione), "medico": str(row.medico)}
    return who | {name: dump(row)[name] for name in _OWN_ACT} | {"dati": said}


def _of_doctor(row: Certificato) -> dict[str, Any]:
    return {"struttura": str(row.organizzazione)} | {name: dump(row)[name] for name in _OWN_ACT}


def _files(papers: models.QuerySet[Stampa]) -> Iterator[Piece]:
    for paper in papers.select_related("file__data_key", "certificato").order_by("pk"):
        name = f"file/{paper.certificato.numero}-{paper.tipo}-{paper.revisione}.pdf"
        piece = stored(paper.file, name, str(_("Copia del certificato")))
        if piece is not None:
            yield piece


def blockers(person: Person, now: datetime) -> list[str]:
    """Why a doctor cannot go now: certificates whose term of transmission still runs."""
    running = Certificato.objects.issued().to_transmit()
    count = running.filter(medico_id=person.user_id, termine_at__gte=now).count()
    if not count:
        return []
    said = _(
        "Hai %(n)d certificati da trasmettere all’INAIL nei termini: trasmettili e segnalo nel "
        "portale."
    )
    return [said % {"n": count}]


def erase(person: Person, by: models.Model, now: datetime) -> Counter[str]:
    """The doctor's drafts go. What was issued stays, and says "account cancellato" of its author;
    what was certified about the person stays with the structure until its term."""
    return delete_drafts_of(person.user_id, now)


def export_organisation(organizzazione_id: UUID) -> Iterator[Piece]:
    """Certificates and papers of a structure, drafts included, whole."""
    own = Certificato.objects.filter(organizzazione_id=organizzazione_id)
    yield table("certificati", own.select_related("data_key"))
    papers = Stampa.objects.filter(certificato__organizzazione_id=organizzazione_id)
    yield table("stampe", papers)
    yield from _files(papers.filter(stato=StatoStampa.PRONTA))


def count_organisation(organizzazione_id: UUID) -> int:
    """The certificates: each is a step, with its papers."""
    return Certificato.objects.filter(organizzazione_id=organizzazione_id).count()


def remove(organizzazione_id: UUID, by: models.Model, now: datetime) -> Counter[str]:
    """Some drafts, then some certificates, each with its proof; nothing once nothing is left."""
    if not isinstance(by, Utente):
        raise TypeError("a person orders a removal")
    counts: Counter[str] = Counter()
    own = Certificato.objects.filter(organizzazione_id=organizzazione_id).order_by("pk")
    for draft in own.drafts().select_related("data_key")[:_STEP]:
        counts.update(delete_draft(draft, now))
    if counts:
        return counts
    for row in own.issued().filter(cancellato_at__isnull=True)[:_STEP]:
        counts.update(erase_certificato(row, Disposed(Base.RIMOZIONE), by=by, now=now).conteggi)
    return counts


def following(pk: UUID) -> list[UUID]:
    """Who read a paper has read about its certificate."""
    papers = Stampa.objects.filter(certificato_id=pk).order_by("pk")
    return list(papers.values_list("pk", flat=True))


def subjects(person: Person) -> dict[UUID, str]:
    """The certificates about a person, with their papers."""
    found: dict[UUID, str] = {}
    for row in _about(person).select_related("organizzazione").order_by("pk"):
        words = {"number": row.numero, "where": row.organizzazione}
        found[row.pk] = _("Il tuo certificato %(number)s (%(where)s)") % words
    papers = Stampa.objects.filter(certificato_id__in=found).order_by("pk")
    for paper, certificato in papers.values_list("pk", "certificato_id"):
        found[paper] = found[certificato]
    return found


def holders(person: Person) -> set[UUID]:
    """The structures with a certificate about the person."""
    return set(_about(person).order_by().values_list("organizzazione_id", flat=True))


def _names(ids: Collection[UUID]) -> dict[UUID, str]:
    rows = Certificato.objects.filter(pk__in=ids).order_by("pk")
    return {row.pk: _name(row) for row in rows}


def _paper_names(ids: Collection[UUID]) -> dict[UUID, str]:
    rows = Stampa.objects.filter(pk__in=ids).select_related("certificato").order_by("pk")
    return {row.pk: f"{row.get_tipo_display()}, {_name(row.certificato)}" for row in rows}


def _name(row: Certificato) -> str:
    """Number and person; of a draft nothing but that, as in the structure's own list."""
    if not row.is_issued:
        return str(row)
    return f"{grouped(row.numero or '')}, {row.person}"


def tidy(now: datetime) -> None:
    """At most once an hour: forget the drafts that were left alone."""
    done_at = heartbeat.last(JOB)
    if done_at is None or now - done_at >= _EVERY:
        heartbeat.beat(JOB, now)
        forget_stale_drafts(now)


personal.register_part(
    Part(
        code="certificati",
        label=gettext_lazy("Certificati medici"),
        holds=gettext_lazy(
            "I certificati che i medici hanno rilasciato su di te: li trovi solo se la tua "
            "identità è stata verificata. Se sei un medico, l’elenco di quelli che hai scritto, "
            "senza i pazienti. Quelli rilasciati non si cancellano con l’account: li conserva la "
            "struttura del medico (GDPR, art. 17.3)."
        ),
        order=25,
        apps=("certificati",),
        export=export,
        blockers=blockers,
        erase=erase,
        export_organisation=export_organisation,
        count_organisation=count_organisation,
        remove=remove,
    )
)
for _rule in retention.rules():
    personal.register_rule(_rule)
personal.register_names("certificati.certificato", gettext_lazy("certificato medico"), _names)
personal.register_names("certificati.stampa", gettext_lazy("copia di un certificato"), _paper_names)
personal.register_following("certificati", following)
personal.register_subjects("certificati", subjects)
personal.register_holders("certificati", holders)
register_job(JOB, tidy)

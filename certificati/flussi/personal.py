"""What flows and tokens hold about an organisation. Of a person they hold nothing of their own: a
file goes after thirty days, a record keeps codes and the structure's own identifier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy

from certificati.flussi.models import Flusso, GettoneApi, RecordFlusso
from portal.base import files, personal
from portal.base.personal import Part, Person, Piece, Rule, table

# One step of a removal: short enough to be repeated when the worker dies.
_STEP: Final = 25
_RECORDS: Final = 2000


def export(person: Person) -> Iterator[Piece]:
    """The flows a person sent and the tokens they made: numbers and names, never a secret."""
    yield table("flussi", Flusso.objects.filter(created_by_id=person.user_id))
    yield table("gettoni", GettoneApi.objects.filter(created_by_id=person.user_id))


def erase(person: Person, by: models.Model, now: datetime) -> Counter[str]:
    """The tokens made in the name of who leaves stop working; flows keep numbers and codes."""
    made = GettoneApi.objects.filter(created_by_id=person.user_id, revocato_at__isnull=True)
    return Counter(gettoni=made.update(revocato_at=now, revocato_by=by.pk))


def export_organisation(organizzazione_id: UUID) -> Iterator[Piece]:
    """Flows, the outcome of each record, tokens."""
    own = {"organizzazione_id": organizzazione_id}
    yield table("flussi", Flusso.objects.filter(**own))
    records = RecordFlusso.objects.filter(flusso__organizzazione_id=organizzazione_id)
    yield table("record_dei_flussi", records.select_related("flusso__data_key"))
    yield table("gettoni", GettoneApi.objects.filter(**own))


def count_organisation(organizzazione_id: UUID) -> int:
    """The records: the rest is few rows."""
    return RecordFlusso.objects.filter(flusso__organizzazione_id=organizzazione_id).count()


def remove(organizzazione_id: UUID, by: models.Model, now: datetime) -> Counter[str]:
    """Records before their flows, then the files and keys of these, then the tokens."""
    counts: Counter[str] = Counter()
    records = RecordFlusso.objects.filter(flusso__organizzazione_id=organizzazione_id)
    ids = list(records.order_by("pk").values_list("pk", flat=True)[:_RECORDS])
    if ids:
        counts["record"] = RecordFlusso.objects.filter(pk__in=ids).delete()[0]
        return counts
    rows = Flusso.objects.filter(organizzazione_id=organizzazione_id).order_by("pk")
    for row in rows.select_related("data_key", "file__data_key")[:_STEP]:
        row.delete()
        if row.file is not None and files.delete(row.file, by=by, now=now):
            counts["file"] += 1
        if row.data_key.destroyed_at is None:
            row.data_key.destroy(now)
            counts["chiavi"] += 1
        counts["flussi"] += 1
    if not counts:
        tokens = GettoneApi.objects.filter(organizzazione_id=organizzazione_id)
        counts["gettoni"] = tokens.delete()[0]
    return +counts


def _flows(ids: Collection[UUID]) -> dict[UUID, str]:
    rows = Flusso.objects.filter(pk__in=ids).order_by("pk")
    return {row.pk: f"{row.created_at:%d/%m/%Y}" for row in rows}


def _tokens(ids: Collection[UUID]) -> dict[UUID, str]:
    rows = GettoneApi.objects.filter(pk__in=ids).order_by("pk")
    return {row.pk: row.nome for row in rows}


personal.register_part(
    Part(
        code="flussi",
        label=gettext_lazy("Certificati dai sistemi delle strutture"),
        holds=gettext_lazy(
            "I file di certificati che hai caricato e i gettoni che hai creato: quando, quanti "
            "record, con quali esiti."
        ),
        # Above the certificates its records name.
        order=45,
        apps=("flussi",),
        export=export,
        erase=erase,
        export_organisation=export_organisation,
        count_organisation=count_organisation,
        remove=remove,
    )
)
for _rule in (
    Rule(
        code="flussi",
        label=gettext_lazy("File di certificati dai sistemi delle strutture"),
        how_long=gettext_lazy("30 giorni"),
        since=gettext_lazy("dal caricamento"),
        then=gettext_lazy(
            "Si cancellano da soli, con la loro chiave e le spiegazioni degli esiti; restano "
            "numeri e codici."
        ),
        source=gettext_lazy("GDPR, artt. 5.1.c ed e"),
        order=29,
    ),
    Rule(
        code="gettoni_api",
        label=gettext_lazy("Gettoni per l’API: nome, chi li ha creati, ultimo uso"),
        how_long=gettext_lazy("finché esiste la struttura"),
        since=gettext_lazy("dalla creazione"),
        then=gettext_lazy("Del gettone si conserva solo l’impronta, che non permette di usarlo."),
        source=gettext_lazy("GDPR, artt. 5.2 e 32"),
        order=30,
    ),
):
    personal.register_rule(_rule)
personal.register_names("flussi.flusso", gettext_lazy("flusso di certificati"), _flows)
personal.register_names("flussi.gettoneapi", gettext_lazy("gettone per l’API"), _tokens)

"""A doctor withdrew certificates: what the employers concerned are told. Nothing is undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from certificati import riferimenti
from certificati.riferimenti import Riferimenti
from denunce.abbinamenti.abbinare import Home, new_proposta
from denunce.abbinamenti.confronto import differences
from denunce.abbinamenti.models import Proposta
from denunce.abbinamenti.stati import StatoProposta
from denunce.models import Lavoratore, RiferimentoCertificato
from portal.base.db import update_each


def withdraw(certificati: Iterable[UUID], *, now: datetime) -> None:
    """A proposal nobody answered ends; a confirmed one warns. One typed by hand is found by its
    number and its person, and warns as well. Safe to run twice."""
    found = {each.id: each for each in riferimenti.by_ids(certificati) if each.ritirato_at}
    if not found:
        return
    with transaction.atomic():
        _typed_by_hand(list(found.values()), now)
        rows = Proposta.objects.filter(certificato_id__in=found, ritirato_at__isnull=True)
        told = dict(rows.order_by("pk").values_list("pk", "certificato_id"))
        update_each(Proposta, "ritirato_at", {pk: found[of].ritirato_at for pk, of in told.items()})
        Proposta.objects.filter(pk__in=told, stato=StatoProposta.DA_CONFERMARE).update(
            stato=StatoProposta.RITIRATA
        )


def _typed_by_hand(found: Sequence[Riferimenti], now: datetime) -> None:
    """References registered without a proposal: the association is written now."""
    rows = RiferimentoCertificato.objects.standing().filter(
        numero__in=[each.numero for each in found], fittizio=False
    )
    received = defaultdict(list)
    for row in rows.select_related("caso__lavoratore", "caso__evento"):
        received[row.numero].append(row)
    fresh = [
        confirmed_by_hand(each, row, now)
        for each in found
        for row in received[each.numero]
        if row.caso.lavoratore.codice_fiscale_index == Lavoratore.index_of(each.codice_fiscale)
    ]
    if fresh:
        Proposta.objects.bulk_create(fresh, ignore_conflicts=True)


def confirmed_by_hand(each: Riferimenti, row: RiferimentoCertificato, now: datetime) -> Proposta:
    """The association of references that somebody typed, not stored yet."""
    home = Home(each, row.caso, differences(row.caso, each))
    proposta = new_proposta(home, row.caso.organizzazione_id, now)
    proposta.stato = StatoProposta.CONFERMATA
    proposta.decisa_at, proposta.decisa_by_id = row.recorded_at, row.recorded_by_id
    return proposta

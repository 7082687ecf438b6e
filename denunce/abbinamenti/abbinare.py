"""Certificates find their cases: in bulk, with few queries, safe to run twice and at once.

Whoever commits last sees the other: the handler of an issue reads the cases after the certificate
is committed; a case that is opened or corrected looks for certificates, and looks again once it is
committed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from certificati import riferimenti
from certificati.riferimenti import Riferimenti
from denunce.abbinamenti.confronto import VICINI, best, differences, event_day, names_another
from denunce.abbinamenti.models import Proposta, PropostaQuerySet
from denunce.abbinamenti.stati import StatoProposta
from denunce.models import Caso, Lavoratore, RiferimentoCertificato
from denunce.workflow import StatoCaso
from portal.base.clock import ROME
from portal.base.validators import normalize_code
from utenti.models import Organizzazione
from utenti.models.organizzazione import EMPLOYER_KINDS

Key = tuple[UUID, UUID]  # certificate, organisation


@dataclass(frozen=True, slots=True)
class Home:
    """Where a certificate belongs: a case, or (None) the list of the employer who was named."""

    certificato: Riferimenti
    caso: Caso | None
    differenze: str = ""


def propose(certificati: Iterable[UUID], *, now: datetime) -> None:
    """Propose certificates just issued to the employers concerned."""
    match(riferimenti.by_ids(certificati), now=now)


def look_again(casi: Collection[UUID], *, now: datetime) -> None:
    """These cases were opened, or are about another person or day: look for their certificates."""
    match(_about(casi), now=now)
    transaction.on_commit(lambda: match(_about(casi), now=now), robust=True)


def match(found: Sequence[Riferimenti], *, now: datetime) -> None:
    """Bring the proposals about these certificates in step with the cases there are."""
    standing = {each.id: each for each in found if each.ritirato_at is None}
    if not standing:
        return
    homes = _homes(list(standing.values()))
    with transaction.atomic():
        rows = Proposta.objects.filter(certificato_id__in=standing).order_by("pk")
        known = {(row.certificato_id, row.organizzazione_id): row for row in rows}
        fresh = {key: home for key, home in homes.items() if key not in known}
        if fresh:
            _write(fresh, now)
        _move([row for row in known.values() if row.is_waiting], homes, standing)


def _homes(found: Sequence[Riferimenti]) -> dict[Key, Home]:
    """By certificate and employer; two queries, however many the certificates."""
    cases = _open_cases({Lavoratore.index_of(each.codice_fiscale) for each in found})
    homes: dict[Key, Home] = {}
    for each in found:
        for organizzazione_id, casi in cases[Lavoratore.index_of(each.codice_fiscale)].items():
            if names_another(each, casi[0].organizzazione):
                continue
            if (caso := best(casi, each)) is not None:
                homes[each.id, organizzazione_id] = Home(each, caso, differences(caso, each))
    named = _employers({normalize_code(each.datore_codice_fiscale) for each in found} - {""})
    for each in found:
        employer = named.get(normalize_code(each.datore_codice_fiscale))
        if employer is not None:
            homes.setdefault((each.id, employer), Home(each, None))
    return homes


def _open_cases(indexes: Collection[str]) -> defaultdict[str, dict[UUID, list[Caso]]]:
    """The open cases of these people, by person and employer."""
    found: defaultdict[str, dict[UUID, list[Caso]]] = defaultdict(dict)
    for caso in cases_of(indexes):
        place = found[caso.lavoratore.codice_fiscale_index]
        place.setdefault(caso.organizzazione_id, []).append(caso)
    return found


def cases_of(indexes: Collection[str]) -> Iterable[Caso]:
    """The open cases of people, by the blind indexes of their codici fiscali: the query whose cost
    must not grow with the cases there are."""
    rows = Caso.objects.filter(
        lavoratore__codice_fiscale_index__in=sorted(indexes), stato=StatoCaso.APERTO
    )
    related = ("evento", "lavoratore", "organizzazione")
    return rows.select_related(*related).order_by("created_at", "id")


def _employers(codici: Collection[str]) -> dict[str, UUID]:
    """The employers with these codici fiscali; a code of two of them names neither."""
    if not codici:
        return {}
    rows = Organizzazione.objects.filter(
        codice_fiscale__in=sorted(codici), tipo__in=sorted(EMPLOYER_KINDS), chiusa_at__isnull=True
    )
    found: defaultdict[str, list[UUID]] = defaultdict(list)
    for codice, pk in rows.order_by("pk").values_list("codice_fiscale", "pk"):
        found[codice].append(pk)
    return {codice: places[0] for codice, places in found.items() if len(places) == 1}


def _write(homes: dict[Key, Home], now: datetime) -> None:
    """New proposals; whoever proposed the same meanwhile came first. A certificate that the case
    already has, because somebody typed it, needs no confirmation."""
    received = _received([home for home in homes.values() if home.caso is not None])
    rows = []
    for (_certificato_id, organizzazione_id), home in homes.items():
        row = new_proposta(home, organizzazione_id, now)
        by_hand = received.get((row.caso_id, row.numero))
        if by_hand is not None:
            row.stato = StatoProposta.CONFERMATA
            row.decisa_at, row.decisa_by_id = by_hand.recorded_at, by_hand.recorded_by_id
        rows.append(row)
    Proposta.objects.bulk_create(rows, ignore_conflicts=True)


def new_proposta(home: Home, organizzazione_id: UUID, now: datetime) -> Proposta:
    """The row of a proposal, not stored yet."""
    each = home.certificato
    return Proposta(
        organizzazione_id=organizzazione_id,
        caso=home.caso,
        certificato_id=each.id,
        sostituisce_id=each.sostituisce_id,
        numero=each.numero,
        genere=each.genere,
        tipo=each.tipo,
        rilasciato_at=each.rilasciato_at,
        differenze=home.differenze,
        created_at=now,
    )


def _received(homes: Sequence[Home]) -> dict[tuple[UUID | None, str], RiferimentoCertificato]:
    if not homes:
        return {}
    rows = RiferimentoCertificato.objects.standing().filter(
        caso_id__in={home.caso.pk for home in homes if home.caso},
        numero__in={home.certificato.numero for home in homes},
    )
    return {(row.caso_id, row.numero or ""): row for row in rows}


def _move(
    waiting: Sequence[Proposta], homes: dict[Key, Home], found: dict[UUID, Riferimenti]
) -> None:
    """Proposals nobody answered follow the cases; one left without a place is none any more."""
    lost = []
    for row in waiting:
        home = homes.get((row.certificato_id, row.organizzazione_id))
        if home is None:
            lost.append(row)
            continue
        there = (home.caso.pk if home.caso else None, home.differenze)
        if there != (row.caso_id, row.differenze):
            _still_waiting([row.pk]).update(caso_id=there[0], differenze=there[1])
    if lost:
        _forget(lost, found)


def _forget(lost: Sequence[Proposta], found: dict[UUID, Riferimenti]) -> None:
    """A case that was closed, or is still of the same person, keeps what was proposed to it."""
    rows = Caso.objects.filter(pk__in={row.caso_id for row in lost if row.caso_id})
    cases = {caso.pk: caso for caso in rows.select_related("lavoratore").order_by("pk")}
    gone = []
    for row in lost:
        caso = cases.get(row.caso_id) if row.caso_id else None
        index = Lavoratore.index_of(found[row.certificato_id].codice_fiscale)
        if caso is None or (
            caso.stato == StatoCaso.APERTO and caso.lavoratore.codice_fiscale_index != index
        ):
            gone.append(row.pk)
    if gone:
        _still_waiting(gone).delete()


def _still_waiting(ids: Sequence[UUID]) -> PropostaQuerySet:
    return Proposta.objects.filter(pk__in=ids, stato=StatoProposta.DA_CONFERMARE)


def _about(casi: Collection[UUID]) -> list[Riferimenti]:
    """The certificates of the people of these cases, and those proposed to them so far."""
    rows = Caso.objects.filter(pk__in=casi, cancellato_at__isnull=True)
    cases = [
        caso
        for caso in rows.select_related("evento", "lavoratore__data_key").order_by("pk")
        if caso.lavoratore.codice_fiscale_index
    ]
    codes = {caso.lavoratore.codice_fiscale or "" for caso in cases}
    days = [event_day(caso.evento) for caso in cases]
    first = min((day for day in days if day is not None), default=None)
    since = None
    if first is not None and None not in days:
        since = datetime.combine(first - VICINI, time(), tzinfo=ROME)
    asked = Proposta.objects.filter(caso_id__in=casi, stato=StatoProposta.DA_CONFERMARE)
    ids = list(asked.order_by("pk").values_list("certificato_id", flat=True))
    found = riferimenti.of_people(codes, since=since) if codes else []
    known = {each.id for each in found}
    others = [pk for pk in ids if pk not in known]
    return [*found, *(riferimenti.by_ids(others) if others else ())]

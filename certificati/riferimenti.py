"""What the employer's side may know of certificates: the references, never the diagnosis.

The apps above ask here and nowhere else. ``Riferimenti`` has no health field by construction; the
doctor's own words never leave this app.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import models

from certificati.models import Certificato
from certificati.numero import is_ours, looks_ours, normalize_numero
from portal.base.clock import local


@dataclass(frozen=True, slots=True)
class Riferimenti:
    """The references of one issued certificate and whom they are about.

    ``pericolo_di_morte``: the prognosis is reserved, which sets the 24-hour duty running.
    ``ritirato_at``: when it was annulled or replaced. ``sostituisce_id``: the certificate whose
    place this one took.
    """

    id: UUID
    numero: str
    genere: str
    tipo: str
    rilasciato_at: datetime
    evento_on: date
    evento_ora: str
    prognosi_dal: date | None
    prognosi_al: date | None
    pericolo_di_morte: bool
    redatto_da: str
    ritirato_at: datetime | None
    prima_assistenza_at: datetime | None
    prima_visita_at: datetime | None
    codice_fiscale: str
    cognome: str
    nome: str
    sesso: str
    nato_on: date
    nato_a: str
    categoria: str
    datore_codice_fiscale: str
    datore_denominazione: str
    sostituisce_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Autore:
    """Who issued a certificate and where. Apart from ``Riferimenti``: matching thousands needs
    neither, and would pay for both."""

    medico: str
    struttura: str


class Esito(StrEnum):
    """The answer of a search by codice fiscale, number and release date."""

    TROVATO = "trovato"
    DIVERSO = "diverso"
    NON_TROVATO = "non_trovato"


@dataclass(frozen=True, slots=True)
class Ricerca:
    """What a search found. ``differenze`` names what does not agree: ``codice_fiscale``,
    ``rilasciato_on``. Of a certificate of somebody else nothing but the difference is told.
    ``errore_battitura``: the number has this portal's prefix and a wrong check character."""

    esito: Esito
    riferimenti: Riferimenti | None = None
    differenze: tuple[str, ...] = ()
    errore_battitura: bool = False


def by_ids(ids: Iterable[UUID]) -> list[Riferimenti]:
    """The references of these certificates that still exist, in the order of their release."""
    rows = Certificato.objects.issued().filter(pk__in=list(ids), cancellato_at__isnull=True)
    return [_of(row) for row in _read(rows)]


def author_of(pk: UUID) -> Autore:
    """The doctor and the structure of an issued certificate. Raises DoesNotExist."""
    row = Certificato.objects.issued().select_related("medico", "organizzazione").get(pk=pk)
    return Autore(row.medico.get_full_name(), row.organizzazione.denominazione)


def of_people(codici: Collection[str], *, since: datetime | None = None) -> list[Riferimenti]:
    """The standing certificates of people, by codice fiscale, from a day on; one indexed query."""
    indexes = [Certificato.index_of(code) for code in codici if code]
    rows = Certificato.objects.standing().of_person(indexes).filter(cancellato_at__isnull=True)
    if since is not None:
        rows = rows.filter(rilasciato_at__gte=since)
    return [_of(row) for row in _read(rows)]


def of_employer(codice_fiscale: str, *, since: datetime) -> list[Riferimenti]:
    """The standing certificates in which the doctor named this employer."""
    if not codice_fiscale:
        return []
    rows = Certificato.objects.standing().filter(
        datore_codice_fiscale=codice_fiscale,
        rilasciato_at__gte=since,
        cancellato_at__isnull=True,
    )
    return [_of(row) for row in _read(rows)]


def search(codice_fiscale: str, numero: str, rilasciato_on: date) -> Ricerca:
    """Whether these three are a certificate of this portal (the keys of INAIL's own lookup)."""
    wanted = normalize_numero(numero)
    return search_many(codice_fiscale, {wanted: rilasciato_on})[wanted]


def search_many(codice_fiscale: str, asked: Mapping[str, date]) -> dict[str, Ricerca]:
    """The same for several numbers of one person, each with its release day; one query."""
    rows = _read(Certificato.objects.issued().filter(numero__in=asked, cancellato_at__isnull=True))
    index = Certificato.index_of(codice_fiscale)
    found = {numero: _missing(numero) for numero in asked}
    for row in rows:
        numero = row.numero or ""
        found[numero] = _compared(row, index, asked[numero])
    return found


def _missing(numero: str) -> Ricerca:
    return Ricerca(Esito.NON_TROVATO, errore_battitura=looks_ours(numero) and not is_ours(numero))


def _compared(row: Certificato, index: str, rilasciato_on: date) -> Ricerca:
    differs = []
    if row.codice_fiscale_index != index:
        differs.append("codice_fiscale")
    if row.rilasciato_at is None or local(row.rilasciato_at).date() != rilasciato_on:
        differs.append("rilasciato_on")
    if "codice_fiscale" in differs:
        return Ricerca(Esito.DIVERSO, None, tuple(differs))
    return Ricerca(Esito.DIVERSO if differs else Esito.TROVATO, _of(row), tuple(differs))


def _read(rows: models.QuerySet[Certificato]) -> Iterable[Certificato]:
    return rows.select_related("data_key").order_by("rilasciato_at", "id")


def _of(row: Certificato) -> Riferimenti:
    dati = row.dati
    if row.rilasciato_at is None or row.evento_on is None or dati.nato_on is None:
        raise ValueError("only an issued certificate has references")
    return Riferimenti(
        id=row.pk,
        numero=row.numero or "",
        genere=row.genere,
        tipo=row.tipo,
        rilasciato_at=row.rilasciato_at,
        evento_on=row.evento_on,
        evento_ora=dati.evento_ora,
        prognosi_dal=row.prognosi_dal,
        prognosi_al=row.prognosi_al,
        pericolo_di_morte=dati.prognosi_riservata,
        redatto_da=row.redatto_da,
        ritirato_at=row.annullato_at,
        prima_assistenza_at=row.prima_assistenza_at,
        prima_visita_at=dati.prima_visita_at,
        codice_fiscale=dati.codice_fiscale,
        cognome=dati.cognome,
        nome=dati.nome,
        sesso=dati.sesso,
        nato_on=dati.nato_on,
        nato_a=dati.nato_a,
        categoria=dati.categoria,
        datore_codice_fiscale=row.datore_codice_fiscale,
        datore_denominazione=dati.datore_denominazione,
        sostituisce_id=row.sostituisce_id,
    )

"""What is matched by the measure of matching, and the crowd around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.core.management import call_command
from django.db import connection

from certificati import riferimenti
from certificati.benchmarks.moltitudine import analyze, fill
from certificati.benchmarks.persone import BASE
from certificati.benchmarks.righe import issued
from certificati.choices import Origine
from certificati.models import Certificato
from denunce.abbinamenti.abbinare import look_again, propose
from denunce.abbinamenti.confronto import event_day
from denunce.abbinamenti.models import Proposta
from denunce.abbinamenti.stati import StatoProposta
from denunce.benchmarks.population import Population
from denunce.choices import TipoEvento
from denunce.models import Caso
from denunce.workflow import StatoCaso
from portal.base import clock
from portal.base.keys import DataKey
from utenti.models import Organizzazione, TipoOrganizzazione

_PREFIX: Final = "Abbinamento"
# The columns of a proposal made from certificate ``c``; any other is null.
_PROPOSED: Final = {
    "id": "c.id",
    "organizzazione_id": "%s",
    "certificato_id": "c.id",
    "numero": "c.numero",
    "genere": "c.genere",
    "tipo": "c.tipo",
    "rilasciato_at": "c.rilasciato_at",
    "differenze": "''",
    "stato": f"'{StatoProposta.DA_CONFERMARE}'",
    "created_at": "c.rilasciato_at",
    "ritiro": "''",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One database with what is matched in it."""

    population: Population
    certificati: list[UUID]
    caso: UUID
    chiavi: tuple[str, str, datetime]  # codice fiscale, number, release
    righe: dict[str, int]

    def sides(self, now: datetime) -> dict[str, Callable[[], object]]:
        """The three ways by which a certificate and a case meet."""
        code, numero, at = self.chiavi
        return {
            "certificati": lambda: propose(self.certificati, now=now),
            "caso": lambda: look_again([self.caso], now=now),
            "numero": lambda: riferimenti.search(code, numero, clock.local(at).date()),
        }


def build_stage(population: Population, certificati: int, matched: int, now: datetime) -> Stage:
    """Cases, a certificate for each, and the crowd of certificates and proposals."""
    with population.use():
        call_command("genera", casi=matched * 2, aperti=1.0, prefisso=_PREFIX, verbosity=0)
        casi = _open_cases(matched)
        rows = _certificates(casi, now)
        held = fill(certificati, now)
        _propose_all(casi[0].organizzazione_id)
        analyze()
        code = casi[0].lavoratore.codice_fiscale or ""
        return Stage(
            population,
            [row.pk for row in rows],
            casi[0].pk,
            (code, rows[0].numero or "", now),
            {"certificati": held, "proposte": Proposta.objects.count()},
        )


def _open_cases(count: int) -> list[Caso]:
    rows = Caso.objects.filter(
        stato=StatoCaso.APERTO,
        evento__tipo=TipoEvento.INFORTUNIO,
        organizzazione__denominazione__startswith=_PREFIX,
    ).exclude(lavoratore__codice_fiscale_index="")
    found = rows.select_related("evento", "organizzazione", "lavoratore__data_key")
    return list(found.order_by("pk")[:count])


def _certificates(casi: list[Caso], now: datetime) -> list[Certificato]:
    """One certificate for each case, about its person and its day."""
    hospital = Organizzazione.objects.create(
        tipo=TipoOrganizzazione.PRESIDIO, denominazione="Ospedale abbinato", created_at=now
    )
    rows = [_certificate(caso, hospital, now) for caso in casi]
    DataKey.objects.bulk_create(row.data_key for row in rows)
    return Certificato.objects.bulk_create(rows)


def _certificate(caso: Caso, hospital: Organizzazione, now: datetime) -> Certificato:
    day = event_day(caso.evento) or clock.local(now).date()
    dati = replace(
        BASE,
        codice_fiscale=caso.lavoratore.codice_fiscale or "",
        datore_codice_fiscale=caso.organizzazione.codice_fiscale,
        evento_on=day,
        prognosi_dal=day,
        prognosi_al=day + timedelta(days=6),
    )
    return issued(
        dati,
        organizzazione=hospital,
        medico_id=caso.created_by_id,
        at=now,
        origine=Origine.PORTALE,
    )


def _propose_all(organizzazione_id: UUID) -> None:
    """A proposal for each certificate of the crowd, all in the waiting list of one employer."""
    if Proposta.objects.exists():
        return
    quote, fields = connection.ops.quote_name, Proposta._meta.local_concrete_fields
    names = [str(field.column) for field in fields]
    statement = (
        f"INSERT INTO {quote(Proposta._meta.db_table)} ({', '.join(quote(n) for n in names)})"  # noqa: S608
        f" SELECT {', '.join(_PROPOSED.get(name, 'NULL') for name in names)}"
        f" FROM {quote(Certificato._meta.db_table)} AS c WHERE c.origine = %s"
    )
    place = Organizzazione._meta.pk.get_db_prep_value(organizzazione_id, connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, [place, Origine.FLUSSO])

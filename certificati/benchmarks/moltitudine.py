"""A crowd of certificates of other people, for what must not get slower because of them.

Nobody reads them: they share one key and one short text. What lists and matching look at is as real
as it gets: people with several certificates each, many employers, two years of days. The database
itself multiplies a few rows, in the one dialect that SQLite (as Django opens it) and PostgreSQL
have in common.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, models

from certificati.benchmarks.persone import BASE
from certificati.benchmarks.righe import issued
from certificati.models import Certificato
from portal.base import clock
from portal.base.keys import DataKey
from utenti.models import Organizzazione, TipoOrganizzazione, Utente

_SAMPLES: Final = 200
_DOCTORS: Final = 20
_DAYS: Final = 730
_NAME: Final = "Ospedale della moltitudine"
# Of a row made from sample ``t``, the ``n``-th: what tells it from the others. Three certificates a
# person; a thousand employers.
_SEED: Final = "t.id_esterno || '-' || CAST(n AS text)"
_PERSON: Final = "MD5(t.id_esterno || '-' || CAST(n / 3 AS text))"
_OWN: Final = {
    "numero": "SUBSTR(t.numero, 1, 4) || LPAD(CAST(n AS text), 8, '0')",
    "id_esterno": _SEED,
    "codice_fiscale_index": f"{_PERSON} || {_PERSON}",
    "catena_index": f"{_PERSON} || MD5({_SEED})",
    "datore_codice_fiscale": "LPAD(CAST(n % 1000 AS text), 11, '0')",
}


def fill(count: int, now: datetime) -> int:
    """Certificates until there are ``count`` of them; how many there are then. A crowd that a kept
    database already has stays as it is."""
    held = Certificato.objects.count()
    if held >= count or Organizzazione.objects.filter(denominazione=_NAME).exists():
        return held
    hospital = Organizzazione.objects.create(
        tipo=TipoOrganizzazione.PRESIDIO, denominazione=_NAME, created_at=now
    )
    samples = _samples(hospital, min(_SAMPLES, count - held), now)
    Certificato.objects.bulk_create(samples)
    _multiply(hospital.pk, (count - held) // len(samples))
    return Certificato.objects.count()


def analyze() -> None:
    """Let the database look at what it holds before it plans anything."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _samples(hospital: Organizzazione, count: int, now: datetime) -> list[Certificato]:
    key = DataKey.create(now)
    doctors = [
        Utente.objects.create_user(f"m{place}@moltitudine.test", nome="Anna", cognome="Verdi")
        for place in range(_DOCTORS)
    ]
    step = timedelta(days=_DAYS) / count
    return [
        _sample(place, hospital, doctors[place % _DOCTORS], key, now - step * place)
        for place in range(count)
    ]


def _sample(
    place: int, hospital: Organizzazione, doctor: Utente, key: DataKey, at: datetime
) -> Certificato:
    day = clock.local(at).date()
    dati = replace(
        BASE, evento_on=day, prognosi_dal=day, prognosi_al=day + timedelta(days=3 + place % 40)
    )
    return issued(
        dati,
        organizzazione=hospital,
        medico_id=doctor.pk,
        at=at,
        data_key=key,
        contenuto="{}",
        numero=f"Q{place:03d}" + "0" * 8,
        trasmesso_at=at,
        trasmesso_by=doctor,
        id_esterno=f"M{place}",
    )


def _multiply(hospital: UUID, times: int) -> None:
    """Each sample so many times more, less the sample itself."""
    if times < 2:
        return
    meta, quote = Certificato._meta, connection.ops.quote_name
    names = [str(field.column) for field in meta.local_concrete_fields]
    # A UUID is 32 letters on SQLite and a type of its own on PostgreSQL.
    key = f"CAST(MD5({_SEED}) AS uuid)" if connection.vendor == "postgresql" else f"MD5({_SEED})"
    own = _OWN | {"id": key}
    statement = (
        f"INSERT INTO {quote(meta.db_table)} ({', '.join(quote(name) for name in names)})"  # noqa: S608
        " WITH RECURSIVE serie(n) AS"
        " (SELECT 1 UNION ALL SELECT n + 1 FROM serie WHERE n < %s)"
        f" SELECT {', '.join(own.get(name, f't.{quote(name)}') for name in names)}"
        f" FROM serie CROSS JOIN {quote(meta.db_table)} AS t WHERE t.organizzazione_id = %s"
    ).replace("n % 1000", "n %% 1000")
    place: models.Field[UUID, UUID] = Organizzazione._meta.get_field("id")
    with connection.cursor() as cursor:
        cursor.execute(statement, [times - 1, place.get_db_prep_value(hospital, connection)])

"""What is left of a case, an event and a person once they are erased: a tombstone.

Of a case the number, the kind and the year of its event; of a person the year of birth and the sex,
for counting. Everything else is blanked, and what was encrypted has lost its key.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from django.db.models import F

from denunce.models import Caso, Evento, Lavoratore
from denunce.workflow import StatoCaso
from portal.base.clock import local
from portal.base.keys import DataKey
from utenti.models import Utente


def blank_caso(caso: Caso, *, by: Utente, now: datetime) -> None:
    """Leave the number and the days of opening and closing."""
    Caso.objects.filter(pk=caso.pk).update(
        stato=StatoCaso.ARCHIVIATO,
        chiuso_at=caso.chiuso_at or now,
        chiuso_by=caso.chiuso_by_id or by.pk,
        esito="",
        mortale=False,
        pericolo_di_morte=False,
        noto_at=None,
        decesso_at=None,
        decesso_noto_at=None,
        prima_visita_at=None,
        prima_assistenza_at=None,
        attesa_certificato=False,
        prognosi_fino_al=None,
        assegnato_a=None,
        cancellato_at=now,
        version=F("version") + 1,
    )


def blank_evento(evento: Evento) -> None:
    """Leave the kind, the sort of place and activity, and the year."""
    happened = evento.avvenuto_at
    if happened is not None:
        moment = local(happened)
        happened = moment.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    Evento.objects.filter(pk=evento.pk).update(
        sede=None,
        avvenuto_at=happened,
        manifestata_on=None,
        malattia_infortunio=False,
        in_navigazione=False,
        primo_approdo_at=None,
        indirizzo="",
        comune="",
        dinamica=None,
        version=F("version") + 1,
    )


def blank_lavoratore(person: Lavoratore, now: datetime) -> None:
    """Leave the category, the sex and the year of birth."""
    Lavoratore.objects.filter(pk=person.pk).update(
        cognome="",
        nome="",
        nome_ricerca="",
        codice_fiscale=None,
        codice_fiscale_index="",
        nato_on=date(person.nato_on.year, 1, 1),
        nato_a="",
        classe="",
        indirizzo=None,
        domicilio_comune="",
        domicilio_provincia="",
        domicilio_cap="",
        telefono=None,
        cancellato_at=now,
        version=F("version") + 1,
    )


def destroy(key: DataKey, now: datetime, counts: Counter[str]) -> None:
    """Destroy a key once, and count it."""
    if key.destroyed_at is None:
        key.destroy(now)
        counts["chiavi"] += 1

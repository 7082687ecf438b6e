"""Which of the cases of a person a certificate belongs to; it asks nothing of the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from certificati.riferimenti import Riferimenti
from denunce.abbinamenti.stati import Differenza
from denunce.choices import TipoEvento
from denunce.models import Caso, Evento
from portal.base.clock import local
from portal.base.db import normalize
from portal.base.validators import normalize_code
from utenti.models import Organizzazione

# An event told on the wrong day is still the same event; more than this is another one.
VICINI: Final = timedelta(days=3)


def event_day(evento: Evento) -> date | None:
    """The day of the injury in Rome, or the one on which the disease showed itself."""
    if evento.tipo == TipoEvento.MALATTIA_PROFESSIONALE:
        return evento.manifestata_on
    return local(evento.avvenuto_at).date() if evento.avvenuto_at else None


def best(casi: Iterable[Caso], certificato: Riferimenti) -> Caso | None:
    """The case of the same kind and day, else the nearest within three days; a disease whose day is
    not written yet comes last. None when none fits."""
    same = [caso for caso in casi if caso.evento.tipo == certificato.genere]
    near = [(gap, caso) for caso in same if (gap := _gap(caso, certificato)) <= VICINI]
    return (
        min(near, key=lambda pair: (pair[0], pair[1].created_at, pair[1].pk))[1] if near else None
    )


def names_another(certificato: Riferimenti, datore: Organizzazione) -> bool:
    """Whether the doctor named another employer: then nothing is proposed to this one, who may have
    a case of the same person that is not about this certificate, or none that is true. Who holds
    the number finds it by the search."""
    named, own = normalize_code(certificato.datore_codice_fiscale), datore.codice_fiscale
    return bool(named and own) and named != normalize_code(own)


def differences(caso: Caso, certificato: Riferimenti) -> str:
    """What the two do not agree upon, as codes apart by a blank."""
    person, found = caso.lavoratore, []
    if event_day(caso.evento) != certificato.evento_on:
        found.append(Differenza.EVENTO.value)
    named = normalize(f"{person.cognome} {person.nome}")
    if (named, person.nato_on) != (
        normalize(f"{certificato.cognome} {certificato.nome}"),
        certificato.nato_on,
    ):
        found.append(Differenza.ANAGRAFICA.value)
    return " ".join(found)


def _gap(caso: Caso, certificato: Riferimenti) -> timedelta:
    day = event_day(caso.evento)
    return abs(day - certificato.evento_on) if day is not None else VICINI

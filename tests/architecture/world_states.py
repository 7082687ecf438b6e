"""The objects of the world brought to an end: thrown away, closed, corrected, merged, taken back.

A part of utenti adds its own with ``STATES`` in its module of ``world_parts``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from denunce.models import Bozza, Caso, Documento, Invio, Lavoratore, Modulo, RiferimentoCertificato
from portal.base import clock
from tests.architecture.world import PARTS, World
from utenti.credenziali.models import Messaggio
from utenti.models import Organizzazione


@dataclass(frozen=True, slots=True)
class State:
    """How an object of a kind gets there, and the row that nobody may change any more."""

    kind: str
    model: type[Model]
    reach: Callable[[World], None]


def _row(world: World, kind: str, model: Any) -> Any:
    return model.objects.filter(pk=world.objects[kind])


def _thrown_away(world: World) -> None:
    _row(world, "bozza", Bozza).update(
        testi=None, ended_at=clock.now(), ended_by=world.users["segreteria"]
    )


def _became_a_case(world: World) -> None:
    _thrown_away(world)
    _row(world, "bozza", Bozza).update(caso=world.objects["caso"])


def _archived(world: World) -> None:
    _row(world, "caso", Caso).update(
        stato="archiviato", chiuso_at=clock.now(), chiuso_by=world.users["dirigente"]
    )


def _merged(world: World) -> None:
    kept = _row(world, "lavoratore", Lavoratore).get()
    kept.pk, kept._state.adding = None, True
    kept.codice_fiscale_index = ""
    kept.save(force_insert=True)
    _row(world, "lavoratore", Lavoratore).update(unito_a=kept)


def _corrected(world: World) -> None:
    _row(world, "certificato", RiferimentoCertificato).update(
        corretto_at=clock.now(), corretto_by=world.users["segreteria"]
    )


def _withdrawn(world: World) -> None:
    _row(world, "certificato", RiferimentoCertificato).update(annullato_at=clock.now())


def _definitive(world: World) -> None:
    _row(world, "modulo", Modulo).update(
        stato="definitivo",
        dati_sha256="0" * 64,
        definitivo_at=clock.now(),
        definitivo_by=world.users["segreteria"],
    )


def _taken_back(world: World) -> None:
    _row(world, "invio", Invio).update(stato="fallito", esito_at=clock.now())


def _without_file(world: World) -> None:
    _row(world, "documento", Documento).update(stato="fallito", file=None, ready_at=None)


def _closed(world: World) -> None:
    _row(world, "organizzazione", Organizzazione).update(chiusa_at=clock.now())


def _conversation_closed(world: World) -> None:
    _row(world, "messaggio", Messaggio).update(stato="chiuso")


STATES: dict[str, State] = {
    "messaggio_chiuso": State("messaggio", Messaggio, _conversation_closed),
    "bozza_eliminata": State("bozza", Bozza, _thrown_away),
    "bozza_diventata_caso": State("bozza", Bozza, _became_a_case),
    "caso_archiviato": State("caso", Caso, _archived),
    "lavoratore_unito": State("lavoratore", Lavoratore, _merged),
    "certificato_corretto": State("certificato", RiferimentoCertificato, _corrected),
    "certificato_ritirato": State("certificato", RiferimentoCertificato, _withdrawn),
    "modulo_definitivo": State("modulo", Modulo, _definitive),
    "invio_annullato": State("invio", Invio, _taken_back),
    "documento_senza_file": State("documento", Documento, _without_file),
    "organizzazione_chiusa": State("organizzazione", Organizzazione, _closed),
}
for part in PARTS:
    STATES |= getattr(part, "STATES", {})

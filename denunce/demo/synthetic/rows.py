"""Turns a synthetic case into rows, with the decision that the engine really gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import models

from certificati.models import Certificato
from denunce.actions.duties import compact, keyed, new_row, plan_reminder
from denunce.actions.evaluation import waits_for_certificate
from denunce.choices import Obbligato, RedattoDa, RicevutoVia, TipoEvento
from denunce.demo.synthetic.doctors import Certifier
from denunce.demo.synthetic.names import EVENTS
from denunce.demo.synthetic.people import Person
from denunce.demo.synthetic.settling import close, settle
from denunce.demo.synthetic.shapes import Certificate, Shape
from denunce.demo.synthetic.storing import store
from denunce.facts import facts_of
from denunce.models import (
    Adempimento,
    Caso,
    Evento,
    Invio,
    Lavoratore,
    RiferimentoCertificato,
    Valutazione,
)
from denunce.scadenze import (
    decisione_to_json,
    explain,
    facts_to_json,
    short_prognosis_until,
)
from denunce.workflow import StatoCaso
from portal.base import crypto
from portal.base.db import normalize
from portal.base.keys import DataKey
from utenti.models import Organizzazione, Utente

_HOUR = timedelta(hours=1)
# Parents before children: the order in which a batch is stored.
ORDER: tuple[type[models.Model], ...] = (
    DataKey,
    Lavoratore,
    Evento,
    Caso,
    RiferimentoCertificato,
    Valutazione,
    Adempimento,
    Invio,
    Certificato,
)


@dataclass
class Batch:
    """Rows of many cases of one organisation, waiting to be stored together."""

    organizzazione: Organizzazione
    utente: Utente
    now: datetime
    rng: Random
    certifier: Certifier | None = None
    rows: defaultdict[type[models.Model], list[models.Model]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def store(self) -> None:
        """Write what was gathered and forget it."""
        for model in ORDER:
            store(model, self.rows[model])
        self.rows.clear()

    def add(self, shape: Shape, person: Person, number: int) -> None:
        """Gather the rows of one case, opened an hour after it happened."""
        opened_at = shape.happened_at + _HOUR
        settled = self.now - shape.happened_at > timedelta(days=30)
        caso = self._case(shape, person, opened_at, number)
        received = [self._certificate(caso, given) for given in shape.certificates]
        if self.certifier is not None:
            for written in self.certifier.certify(shape, person, received):
                self._keep(written)
        valutazione, duties = self._decide(caso, received, opened_at)
        for row in duties:
            if settled and row.obbligato == Obbligato.DATORE:
                self._keep(settle(row, self.utente, self.rng, self._id))
            else:
                row.prossimo_promemoria_at = plan_reminder(row, now=row.created_at)
        if settled:
            close(caso, self.utente, self.now)
        self.rows[Valutazione].append(valutazione)
        self.rows[Adempimento] += duties

    def _keep(self, row: models.Model) -> None:
        self.rows[type(row)].append(row)

    def _id(self) -> UUID:
        """A random-looking id that the seed decides."""
        return UUID(int=self.rng.getrandbits(128), version=4)

    def _key(self, at: datetime) -> DataKey:
        """One key for the three rows of a case: what is erased together."""
        row = DataKey(id=self._id(), key_id=crypto.current_key_id(), created_at=at)
        row.wrapped = row.wrap(crypto.new_key(), row.key_id)
        self._keep(row)
        return row

    def _case(self, shape: Shape, person: Person, at: datetime, number: int) -> Caso:
        # Ids where the object is not read later: setting a relation costs as much as a decision.
        common = {
            "organizzazione_id": self.organizzazione.pk,
            "data_key": self._key(at),
            "created_at": at,
            "created_by_id": self.utente.pk,
        }
        caso = Caso(
            id=self._id(),
            evento=self._evento(shape, common),
            lavoratore=self._lavoratore(person, common),
            anno=at.year,
            progressivo=number,
            mortale=shape.mortale,
            pericolo_di_morte=shape.pericolo,
            chiave_richiesta=self._id(),
            stato=StatoCaso.APERTO,
            **common,
        )
        caso.organizzazione = self.organizzazione
        self._keep(caso)
        return caso

    def _lavoratore(self, person: Person, common: dict[str, Any]) -> Lavoratore:
        row = Lavoratore(
            id=self._id(),
            categoria=person.categoria,
            cognome=person.cognome,
            nome=person.nome,
            nome_ricerca=normalize(f"{person.cognome} {person.nome}"),
            codice_fiscale=person.codice_fiscale,
            codice_fiscale_index=Lavoratore.index_of(person.codice_fiscale),
            sesso=person.sesso,
            nato_on=person.nato_on,
            nato_a=person.nato_a,
            **common,
        )
        self._keep(row)
        return row

    def _evento(self, shape: Shape, common: dict[str, Any]) -> Evento:
        disease = shape.tipo == TipoEvento.MALATTIA_PROFESSIONALE
        row = Evento(
            id=self._id(),
            tipo=shape.tipo,
            avvenuto_at=None if disease else shape.happened_at,
            manifestata_on=shape.happened_at.date() if disease else None,
            luogo=shape.luogo,
            dinamica=self.rng.choice(EVENTS),
            **common,
        )
        self._keep(row)
        return row

    def _certificate(self, caso: Caso, given: Certificate) -> RiferimentoCertificato:
        row = RiferimentoCertificato(
            id=self._id(),
            caso_id=caso.pk,
            tipo=given.tipo,
            numero=f"{self.rng.randrange(36**9):012X}",
            rilasciato_at=given.released_at,
            prognosi_dal=given.first,
            prognosi_al=given.last,
            redatto_da=RedattoDa.PRONTO_SOCCORSO,
            received_at=given.received_at,
            received_via=RicevutoVia.LAVORATORE,
            recorded_at=given.received_at,
            recorded_by_id=self.utente.pk,
        )
        self._keep(row)
        return row

    def _decide(
        self, caso: Caso, received: list[RiferimentoCertificato], opened_at: datetime
    ) -> tuple[Valutazione, list[Adempimento]]:
        """Ask the engine what the actions would have asked after the last certificate."""
        received.sort(key=lambda row: row.received_at or opened_at)
        at = received[-1].recorded_at if received else opened_at
        facts = facts_of(caso, received)
        decisione = explain(facts)
        caso.attesa_certificato = waits_for_certificate(caso, decisione, received=bool(received))
        caso.prognosi_fino_al = short_prognosis_until(facts)
        valutazione = Valutazione(
            id=self._id(),
            caso_id=caso.pk,
            numero=1,
            evaluated_at=at,
            evaluated_by_id=self.utente.pk,
            regole_del=decisione.regole_del,
            fatti=compact(facts_to_json(facts)),
            decisione=compact(decisione_to_json(decisione)),
        )
        duties = [
            new_row(caso, chiave, dovuto, valutazione, at)
            for chiave, dovuto in keyed(decisione).items()
        ]
        for row in duties:
            row.id = self._id()
        return valutazione, duties


def numbers(instants: list[datetime]) -> Iterator[tuple[int, datetime]]:
    """The number each case gets in its year, for cases in order of time."""
    last: dict[int, int] = {}
    for at in instants:
        year = (at + _HOUR).year
        last[year] = last.get(year, 0) + 1
        yield last[year], at

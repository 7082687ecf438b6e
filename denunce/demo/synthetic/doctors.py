"""The doctors' side of synthetic cases: the certificates behind the references, as issued here.

They draw from a stream of their own: with or without them the cases of a seed are the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import models
from stdnum import luhn

from certificati.actions.emissione import columns_of
from certificati.choices import Genere
from certificati.dati import DatiCertificato, Lesione, canonical
from certificati.models import Certificato
from certificati.numero import ALPHABET, LENGTH, PREFIX
from certificati.workflow import StatoCertificato
from denunce.choices import TipoEvento
from denunce.demo.patients import DISEASE, INJURY
from denunce.demo.synthetic.people import Person
from denunce.demo.synthetic.shapes import Shape
from denunce.models import RiferimentoCertificato
from portal.base import crypto
from portal.base.clock import local
from portal.base.keys import DataKey
from utenti.models import Membership, Organizzazione, TipoOrganizzazione, Utente
from utenti.ruoli import Ruolo

DOCTORS: Final = 5  # of each hospital
# Certificates of one employer at most: what keeps the numbers of two employers apart.
ROOM: Final = 10**7
_BODIES: Final = len(ALPHABET) ** (LENGTH - len(PREFIX) - 1)
_STRIDE: Final = 271_828_182_847  # odd and no multiple of five: it visits every body once
_HALF_HOUR: Final = timedelta(minutes=30)
# Lesions with their words, all of the official lists.
_INJURIES: Final = (
    ("CONTUSIONE", "GINOCCHIO DESTRO", "contusione del ginocchio destro"),
    ("FRATTURA", "POLSO SINISTRO", "frattura del polso sinistro"),
    ("FERITA", "MANO DESTRA", "ferita lacero contusa della mano destra"),
    ("LUSSAZIONE, DISTORSIONE, DISTRAZIONE", "CAVIGLIA SINISTRA", "distorsione della caviglia"),
)


@dataclass(frozen=True, slots=True)
class Hospital:
    """Where the certificates are issued, and by whom."""

    pk: UUID
    medici: tuple[UUID, ...]


def numero_of(index: int) -> str:
    """The number of a synthetic certificate: another for each index, and right by its check."""
    left = index * _STRIDE % _BODIES
    letters = []
    for _place in range(LENGTH - len(PREFIX) - 1):
        left, letter = divmod(left, len(ALPHABET))
        letters.append(ALPHABET[letter])
    body = PREFIX + "".join(letters)
    return body + luhn.calc_check_digit(body, ALPHABET)


@dataclass
class Certifier:
    """Writes the certificates of one employer's cases, for a share of them."""

    hospital: Hospital
    share: float
    rng: Random
    index: int
    now: datetime

    def certify(
        self, shape: Shape, person: Person, received: list[RiferimentoCertificato]
    ) -> list[models.Model]:
        """The rows of a case's certificates, whose numbers its references take."""
        if not received or self.rng.random() >= self.share:
            return []
        medico_id = self.rng.choice(self.hospital.medici)
        rows: list[models.Model] = []
        before: UUID | None = None
        for reference in received:
            key = self._key(reference.rilasciato_at)
            row = self._certificate(_said(self.rng, shape, person, reference), medico_id, key)
            row.rilasciato_at = row.created_at = reference.rilasciato_at
            row.precedente_id = before
            reference.numero, before = str(row.numero), row.pk
            self._transmit(row)
            rows += [key, row]
        return rows

    def _id(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    def _key(self, at: datetime) -> DataKey:
        row = DataKey(id=self._id(), key_id=crypto.current_key_id(), created_at=at)
        row.wrapped = row.wrap(crypto.new_key(), row.key_id)
        return row

    def _certificate(self, dati: DatiCertificato, medico_id: UUID, key: DataKey) -> Certificato:
        """The row that ``issue_certificato`` would have left."""
        text = canonical(dati)
        self.index += 1
        return Certificato(
            id=self._id(),
            organizzazione_id=self.hospital.pk,
            medico_id=medico_id,
            created_by_id=medico_id,
            data_key=key,
            genere=dati.genere,
            tipo=dati.tipo,
            stato=StatoCertificato.EMESSO,
            numero=numero_of(self.index),
            contenuto=text,
            impronta=hashlib.sha256(text.encode()).hexdigest(),
            version=2,
            **columns_of(dati),
        )

    def _transmit(self, row: Certificato) -> None:
        """Nineteen out of twenty in time; the recent ones may still wait."""
        at = (row.rilasciato_at or self.now) + timedelta(hours=3)
        if at < self.now and self.rng.random() < 0.95:
            row.trasmesso_at, row.trasmesso_by_id = at, row.medico_id


def _said(
    rng: Random, shape: Shape, person: Person, reference: RiferimentoCertificato
) -> DatiCertificato:
    """What the doctor wrote: the facts of the case, with a lesion of its own."""
    seen_at = reference.rilasciato_at - _HALF_HOUR
    happened = local(shape.happened_at)
    known: dict[str, Any] = {
        "tipo": reference.tipo,
        "cognome": person.cognome,
        "nome": person.nome,
        "codice_fiscale": person.codice_fiscale,
        "sesso": person.sesso,
        "nato_on": person.nato_on,
        "nato_a": person.nato_a,
        "categoria": person.categoria,
        "prognosi_dal": reference.prognosi_dal,
        "prognosi_al": reference.prognosi_al,
        "redatto_da": reference.redatto_da,
    }
    if shape.tipo == TipoEvento.MALATTIA_PROFESSIONALE:
        day = happened.date()
        return replace(DISEASE, **known, prima_visita_at=seen_at, manifestata_on=day)
    natura, sede, words = rng.choice(_INJURIES)
    return replace(
        INJURY,
        **known,
        genere=Genere.INFORTUNIO,
        lesioni=(Lesione(natura, sede),),
        diagnosi=words,
        prognosi_riservata=shape.pericolo,
        prima_assistenza_at=seen_at,
        evento_on=happened.date(),
        evento_ora=f"{happened:%H:%M}",
    )


def hospitals(namespace: UUID, prefisso: str, count: int, now: datetime) -> list[Hospital]:
    """So many hospitals with their doctors, made when missing."""
    return [_hospital(uuid5(namespace, f"presidio:{n}"), prefisso, n, now) for n in range(count)]


def _hospital(pk: UUID, prefisso: str, place: int, now: datetime) -> Hospital:
    since = now - timedelta(days=1200)
    found, _made = Organizzazione.objects.get_or_create(
        id=pk,
        defaults={
            "tipo": TipoOrganizzazione.PRESIDIO,
            "denominazione": f"{prefisso} presidio {place + 1:03d}",
            "dimostrativa": True,
            "created_at": since,
        },
    )
    return Hospital(pk, tuple(_doctor(found, n, since) for n in range(DOCTORS)))


def _doctor(hospital: Organizzazione, place: int, since: datetime) -> UUID:
    pk = uuid5(hospital.pk, f"medico:{place}")
    user, made = Utente.objects.get_or_create(
        id=pk,
        defaults={
            "email": f"{pk.hex[:12]}@sintetici.test",
            "nome": "Medico",
            "cognome": f"{hospital.denominazione} {place + 1}",
            "password": "!",  # unusable: nobody logs in as them
            "joined_at": since,
        },
    )
    if made:
        Membership.objects.create(
            utente=user,
            organizzazione=hospital,
            ruolo=Ruolo.MEDICO_OSPEDALIERO,
            valid_from=local(since).date(),
        )
    return user.pk

"""What the database knows of the records of a batch: four queries, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, NamedTuple
from uuid import UUID

from certificati.flussi.lettura import RecordLetto
from certificati.models import Certificato
from certificati.workflow import StatoCertificato
from portal.base.authz import Permission
from portal.base.clock import local
from utenti.models import Membership, Utente
from utenti.ruoli import ABILITAZIONI

ISSUERS: Final = tuple(
    ruolo
    for ruolo, held in ABILITAZIONI.items()
    if Permission.CERTIFICATO_ISSUE in held.permissions
)


class Periodo(NamedTuple):
    """When somebody held a role that issues certificates."""

    utente_id: UUID
    dal: date
    al: date | None
    sospesa_at: datetime | None

    def holds(self, day: date) -> bool:
        """Whether it was in force that day: begun, not ended, not suspended before."""
        suspended = self.sospesa_at is not None and local(self.sospesa_at).date() <= day
        return self.dal <= day and (self.al is None or day <= self.al) and not suspended


class Noto(NamedTuple):
    """A certificate already there, as far as a flow must know it."""

    pk: UUID
    organizzazione_id: UUID
    id_esterno: str
    numero: str
    impronta: str
    medico_id: UUID
    rilasciato_at: datetime
    stato: str
    trasmesso_at: datetime | None
    persona: str


class Giorni(NamedTuple):
    """The days of a standing certificate of a person, and the event they are about."""

    catena: str
    tipo: str
    dal: date | None
    al: date | None


@dataclass(slots=True)
class Contesto:
    """The doctors, the certificates with the same names, the people; kept up to date by the batch
    itself, so that two records of one batch see each other."""

    medici: dict[str, list[Periodo]] = field(default_factory=dict)
    per_id: dict[str, Noto] = field(default_factory=dict)
    per_numero: dict[str, Noto] = field(default_factory=dict)
    persone: defaultdict[str, list[Giorni]] = field(default_factory=lambda: defaultdict(list))

    def remember(self, noto: Noto) -> None:
        """A certificate is there from now on."""
        if noto.id_esterno:
            self.per_id[noto.id_esterno] = noto
        self.per_numero[noto.numero] = noto


_NOTO: Final = (
    "pk",
    "organizzazione_id",
    "id_esterno",
    "numero",
    "impronta",
    "medico_id",
    "rilasciato_at",
    "stato",
    "trasmesso_at",
    "codice_fiscale_index",
)


def load_contesto(
    organizzazione_id: UUID, letti: Iterable[RecordLetto], persone: Collection[str]
) -> Contesto:
    """What concerns these records; ``persone`` are the blind indexes of their people."""
    letti = list(letti)
    found = Contesto()
    ids = {letto.id_esterno for letto in letti if letto.id_esterno}
    issued = Certificato.objects.issued().order_by()
    own = issued.filter(organizzazione_id=organizzazione_id, id_esterno__in=ids)
    for row in own.exclude(id_esterno="").values_list(*_NOTO):
        found.per_id[row[2]] = Noto(*row)
    numeri = {letto.numero for letto in letti if letto.numero}
    numeri |= {letto.dati.precedente_numero for letto in letti if letto.dati}
    for row in issued.filter(numero__in=numeri - {""}).values_list(*_NOTO):
        found.per_numero[row[3]] = Noto(*row)
    _people(found, persone)
    _doctors(found, organizzazione_id, {letto.medico for letto in letti if letto.medico})
    return found


def _people(found: Contesto, persone: Collection[str]) -> None:
    rows = Certificato.objects.filter(stato=StatoCertificato.EMESSO).of_person(persone)
    columns = ("codice_fiscale_index", "catena_index", "tipo", "prognosi_dal", "prognosi_al")
    for persona, *giorni in rows.order_by().values_list(*columns):
        found.persone[persona].append(Giorni(*giorni))


def _doctors(found: Contesto, organizzazione_id: UUID, codici: Collection[str]) -> None:
    by_index = {Utente.index_of(code): code for code in codici}
    rows = Membership.objects.filter(
        organizzazione_id=organizzazione_id,
        ruolo__in=ISSUERS,
        utente__codice_fiscale_index__in=by_index,
    ).order_by()
    columns = ("utente_id", "valid_from", "valid_to", "sospesa_at")
    for index, *periodo in rows.values_list("utente__codice_fiscale_index", *columns):
        found.medici.setdefault(by_index[index], []).append(Periodo(*periodo))

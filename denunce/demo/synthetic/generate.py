"""Fills a database with synthetic organisations and cases, one organisation at a time.

Each organisation is one transaction and draws from its own random stream, so an interrupted run is
taken up where it stopped: what is there already is skipped. Nothing of other organisations is
touched, numbering included: the new ones have their own.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from django.contrib.auth.hashers import make_password
from django.db import transaction

from denunce.demo.cast import PASSWORD
from denunce.demo.guard import refuse_production
from denunce.demo.synthetic.doctors import ROOM, Certifier, Hospital, hospitals
from denunce.demo.synthetic.names import TOWNS
from denunce.demo.synthetic.parallel import each
from denunce.demo.synthetic.people import draw_person
from denunce.demo.synthetic.rows import Batch, numbers
from denunce.demo.synthetic.shapes import draw_instants, draw_shape
from denunce.models import Numerazione
from portal.base.clock import local
from utenti.models import Delega, Membership, Organizzazione, TipoOrganizzazione, Utente
from utenti.ruoli import Ruolo

NAMESPACE = UUID("6d6f6465-7369-4e74-8574-6963690a0001")
CHUNK = 1000  # cases held in memory
_KINDS = (
    (0.60, TipoOrganizzazione.SCUOLA_STATALE, Ruolo.SEGRETERIA),
    (0.95, TipoOrganizzazione.IMPRESA, Ruolo.ADDETTO),
    (1.01, TipoOrganizzazione.ARMATORE, Ruolo.COMANDANTE),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to generate. ``aperti`` is the share of recent cases, whose duties are still open;
    ``certificati`` that of the cases whose certificates were issued here by synthetic doctors.
    """

    casi: int
    seme: int = 1
    organizzazioni: int = 0
    consulente: str = ""
    prefisso: str = "Prova"
    aperti: float = 0.2
    certificati: float = 0.0

    def shares(self) -> list[int]:
        """How many cases each organisation has: some have many, most have few, all have one."""
        count = min(self.casi, self.organizzazioni or min(200, max(3, self.casi // 50)))
        weights = [1 / (1 + place % 20) for place in range(count)]
        scale = (self.casi - count) / sum(weights)
        shares = [1 + int(weight * scale) for weight in weights]
        shares[0] += self.casi - sum(shares)
        return shares


@dataclass(slots=True)
class Generated:
    """What a run made; ``skipped`` organisations were there already."""

    casi: int = 0
    organizzazioni: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """One organisation to generate."""

    plan: Plan
    place: int
    count: int
    now: datetime
    studio_id: UUID | None
    hospital: Hospital | None = None

    @property
    def pk(self) -> UUID:
        """The organisation's id: the same for the same seed, prefix and place."""
        return uuid5(NAMESPACE, f"{self.plan.seme}:{self.plan.prefisso}:{self.place}")


def generate(plan: Plan, now: datetime) -> Generated:
    """Generate what is missing of a plan. Raises DemoRefused in production."""
    refuse_production()
    studio_id = _studio(plan, now).pk if plan.consulente else None
    shares = plan.shares()
    places = _hospitals(plan, len(shares), now) if plan.certificati else [None]
    jobs = [
        Job(plan, place, count, now, studio_id, places[place % len(places)])
        for place, count in enumerate(shares)
    ]
    known = Organizzazione.objects.filter(dimostrativa=True).values_list("pk", flat=True)
    there = set(known)
    missing = [job for job in jobs if job.pk not in there]
    each(generate_one, missing)
    return Generated(
        casi=sum(job.count for job in missing),
        organizzazioni=len(missing),
        skipped=len(jobs) - len(missing),
    )


def generate_one(job: Job) -> None:
    """Generate one organisation, whole or not at all."""
    seed = f"{job.plan.seme}:{job.plan.prefisso}:{job.place}"
    rng = Random(seed)  # noqa: S311  (repeatable, not secret)
    with transaction.atomic():
        organizzazione, utente = _employer(job.plan, job.place, job.pk, rng, job.now)
        if job.studio_id is not None:
            Delega.objects.create(
                delegante=organizzazione, delegato_id=job.studio_id, valid_from=_since(job.now)
            )
        years = _fill(Batch(organizzazione, utente, job.now, rng, _certifier(job, seed)), job)
        Numerazione.objects.bulk_create(
            Numerazione(organizzazione=organizzazione, anno=year, ultimo=last)
            for year, last in years.items()
        )


def _hospitals(plan: Plan, employers: int, now: datetime) -> Sequence[Hospital | None]:
    """One hospital for ten employers, twenty at most."""
    namespace = uuid5(NAMESPACE, f"{plan.seme}:{plan.prefisso}")
    return hospitals(namespace, plan.prefisso, min(20, 1 + employers // 10), now)


def _certifier(job: Job, seed: str) -> Certifier | None:
    if job.hospital is None:
        return None
    rng = Random(f"{seed}:certificati")  # noqa: S311  (repeatable, not secret)
    # Another seed begins elsewhere; two employers of one run never meet.
    start = zlib.crc32(f"{job.plan.seme}:{job.plan.prefisso}".encode()) + job.place * ROOM
    return Certifier(job.hospital, job.plan.certificati, rng, start, job.now)


def _fill(batch: Batch, job: Job) -> dict[int, int]:
    """Draw and store the cases of an organisation; the last number of each year."""
    taken: set[str] = set()
    years: dict[int, int] = {}
    instants = draw_instants(batch.rng, job.count, job.now, job.plan.aperti)
    for done, (number, at) in enumerate(numbers(instants), start=1):
        shape = draw_shape(batch.rng, batch.organizzazione.tipo, at, job.now)
        batch.add(shape, draw_person(batch.rng, shape.categoria, taken), number)
        years[at.year] = number
        if done % CHUNK == 0:
            batch.store()
    batch.store()
    return years


def _since(now: datetime) -> date:
    """Roles and delegations are older than every synthetic case."""
    return local(now).date() - timedelta(days=1200)


def _employer(
    plan: Plan, place: int, pk: UUID, rng: Random, now: datetime
) -> tuple[Organizzazione, Utente]:
    """An organisation and the one person who works on its cases."""
    drawn = rng.random()
    kind, role = next((kind, role) for edge, kind, role in _KINDS if drawn < edge)
    town, _code, province = rng.choice(TOWNS)
    organizzazione = Organizzazione.objects.create(
        id=pk,
        tipo=kind,
        denominazione=f"{plan.prefisso} {place + 1:05d} {TipoOrganizzazione(kind).label}",
        comune=town,
        provincia=province,
        dimostrativa=True,
        created_at=now - timedelta(days=1200),
    )
    utente = Utente.objects.create(
        id=uuid5(pk, "utente"),
        email=f"{pk.hex[:12]}@sintetici.test",
        nome="Addetto",
        cognome=f"{plan.prefisso} {place + 1}",
        password="!",  # noqa: S106  (an unusable password: nobody logs in as them)
        joined_at=organizzazione.created_at,
    )
    Membership.objects.create(
        utente=utente, organizzazione=organizzazione, ruolo=role, valid_from=_since(now)
    )
    return organizzazione, utente


def _studio(plan: Plan, now: datetime) -> Organizzazione:
    """The intermediary of the consultant; account and organisation are made when missing."""
    email = plan.consulente.strip().lower()
    utente = Utente.objects.filter(email=email).first()
    if utente is None:
        utente = Utente.objects.create(
            email=email,
            nome="Elena",
            cognome=plan.prefisso,
            password=make_password(PASSWORD),
            joined_at=now,
        )
    held = Membership.objects.of(utente, on=local(now).date()).filter(ruolo=Ruolo.CONSULENTE)
    known = held.select_related("organizzazione").order_by("valid_from", "pk").first()
    if known is not None:
        return known.organizzazione
    studio = Organizzazione.objects.create(
        tipo=TipoOrganizzazione.INTERMEDIARIO,
        denominazione=f"{plan.prefisso} studio di consulenza",
        dimostrativa=True,
        created_at=now,
    )
    Membership.objects.create(
        utente=utente, organizzazione=studio, ruolo=Ruolo.CONSULENTE, valid_from=_since(now)
    )
    return studio

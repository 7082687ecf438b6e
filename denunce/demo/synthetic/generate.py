"""Fills a database with synthetic organisations and cases, one organisation at a time.

Each organisation is one transaction and draws from its own random stream, so an interrupted run is
taken up where it stopped: what is there already is skipped. Nothing of other organisations is
touched, numbering included: the new ones have their own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from django.contrib.auth.hashers import make_password
from django.db import transaction

from denunce.demo.cast import PASSWORD
from denunce.demo.guard import refuse_production
from denunce.demo.synthetic.names import TOWNS
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
    """What to generate. ``aperti`` is the share of recent cases, whose duties are still open."""

    casi: int
    seme: int = 1
    organizzazioni: int = 0
    consulente: str = ""
    prefisso: str = "Prova"
    aperti: float = 0.2

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


def generate(plan: Plan, now: datetime) -> Generated:
    """Generate what is missing of a plan. Raises DemoRefused in production."""
    refuse_production()
    result = Generated()
    studio = _studio(plan, now) if plan.consulente else None
    for place, count in enumerate(plan.shares()):
        pk = uuid5(NAMESPACE, f"{plan.seme}:{plan.prefisso}:{place}")
        if Organizzazione.objects.filter(pk=pk).exists():
            result.skipped += 1
            continue
        with transaction.atomic():
            _generate_one(plan, place, pk, count, now, studio)
        result.casi += count
        result.organizzazioni += 1
    return result


def _generate_one(
    plan: Plan, place: int, pk: UUID, count: int, now: datetime, studio: Organizzazione | None
) -> None:
    rng = Random(f"{plan.seme}:{plan.prefisso}:{place}")  # noqa: S311  (repeatable, not secret)
    organizzazione, utente = _employer(plan, place, pk, rng, now)
    if studio is not None:
        Delega.objects.create(delegante=organizzazione, delegato=studio, valid_from=_since(now))
    batch = Batch(organizzazione, utente, now, rng)
    taken: set[str] = set()
    years: Counter[int] = Counter()
    instants = draw_instants(rng, count, now, plan.aperti)
    for done, (number, at) in enumerate(numbers(instants), start=1):
        shape = draw_shape(rng, organizzazione.tipo, at, now)
        batch.add(shape, draw_person(rng, shape.categoria, taken), number)
        years[at.year] = number
        if done % CHUNK == 0:
            batch.store()
    batch.store()
    Numerazione.objects.bulk_create(
        Numerazione(organizzazione=organizzazione, anno=year, ultimo=last)
        for year, last in years.items()
    )


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

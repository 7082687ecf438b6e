"""The demo's organisations, accounts and people, read from ``fixtures/demo``."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.contrib.auth.hashers import make_password

from denunce.actions.dati import DatiLavoratore
from denunce.actions.lavoratori import create_lavoratore
from denunce.models import Lavoratore
from portal.base.clock import local
from utenti.access import Scope
from utenti.accesso.actions.demo import give_demo_factor
from utenti.models import Delega, Membership, Organizzazione, Sede, Utente
from utenti.ruoli import ABILITAZIONI

PASSWORD = "demo-portale-2026"  # noqa: S105  (public by contract, only in demo data)
NAMESPACE = UUID("6d6f6465-6d6f-4d6f-8d6f-64656d6f0001")
# Who works on the cases of each employer.
WORKERS = {
    "nord": "segreteria@demo.test",
    "sud": "segreteria2@demo.test",
    "officine": "datore@demo.test",
    "molino": "consulente@demo.test",
    "pulito": "consulente@demo.test",
    "navigazione": "armatore@demo.test",
}


def demo_id(kind: str, key: str) -> UUID:
    """The same id at every load, so that loading twice is recognised."""
    return uuid5(NAMESPACE, f"{kind}:{key}")


def read_fixture(name: str) -> list[dict[str, Any]]:
    """The rows of ``fixtures/demo/<name>.json``."""
    path = settings.BASE_DIR / "fixtures" / "demo" / f"{name}.json"
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


@dataclass
class Cast:
    """Everybody the stories speak of, by their short key."""

    now: datetime
    organizzazioni: dict[str, Organizzazione] = field(default_factory=dict)
    utenti: dict[str, Utente] = field(default_factory=dict)
    persone: dict[str, Lavoratore] = field(default_factory=dict)

    def scope_of(self, key: str) -> Scope:
        """What the person who works for organisation ``key`` carries."""
        return self._scopes.setdefault(
            key, Scope(self.utenti[WORKERS[key]], local(self.now).date())
        )

    _scopes: dict[str, Scope] = field(default_factory=dict)


def assemble(now: datetime) -> Cast:
    """Create organisations, accounts, roles, delegations and people."""
    cast = Cast(now)
    since = local(now).date() - timedelta(days=400)
    _create_organizzazioni(cast, since)
    _create_utenti(cast, since)
    for row in read_fixture("persone"):
        cast.persone[row["chiave"]] = _create_persona(cast, row)
    return cast


def _create_organizzazioni(cast: Cast, since: date) -> None:
    rows = read_fixture("organizzazioni")
    for row in rows:
        values = {k: v for k, v in row.items() if k not in ("chiave", "sedi", "deleghe_da")}
        key = row["chiave"]
        cast.organizzazioni[key] = Organizzazione.objects.create(
            id=demo_id("organizzazione", key), dimostrativa=True, created_at=cast.now, **values
        )
        Sede.objects.bulk_create(
            [Sede(organizzazione=cast.organizzazioni[key], **sede) for sede in row["sedi"]]
        )
    for row in rows:
        for giver in row.get("deleghe_da", ()):
            Delega.objects.create(
                delegante=cast.organizzazioni[giver],
                delegato=cast.organizzazioni[row["chiave"]],
                valid_from=since,
            )


def _create_utenti(cast: Cast, since: date) -> None:
    """One hash for all: the password is public, and hashing fifteen times would take seconds."""
    password = make_password(PASSWORD)
    for row in read_fixture("utenti"):
        email = row["email"]
        utente = Utente.objects.create(
            id=demo_id("utente", email),
            email=email,
            nome=row["nome"],
            cognome=row["cognome"],
            password=password,
            joined_at=cast.now,
        )
        cast.utenti[email] = utente
        if "ruolo" in row:
            Membership.objects.create(
                utente=utente,
                organizzazione=cast.organizzazioni[row["organizzazione"]],
                ruolo=row["ruolo"],
                valid_from=since,
            )
            if ABILITAZIONI[row["ruolo"]].second_factor:
                give_demo_factor(utente)


def _create_persona(cast: Cast, row: dict[str, Any]) -> Lavoratore:
    key = row["organizzazione"]
    organizzazione = cast.organizzazioni[key]
    data = DatiLavoratore(
        categoria=row["categoria"],
        cognome=row["cognome"],
        nome=row["nome"],
        sesso=row["sesso"],
        nato_on=date.fromisoformat(row["nato_on"]),
        nato_a=row["nato_a"],
        codice_fiscale=row["codice_fiscale"],
        classe=row["classe"],
        indirizzo=f"via di Prova {len(cast.persone) + 1}",
        domicilio_comune=organizzazione.comune,
        domicilio_provincia=organizzazione.provincia,
        domicilio_cap=organizzazione.cap,
        telefono=f"333 0000{len(cast.persone) + 1:03d}",
    )
    return create_lavoratore(
        data, organizzazione=organizzazione, by=cast.scope_of(key), now=cast.now
    )

"""A duty of the engine as a row of ours: its key, its derivation, its first reminder."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime

from denunce.choices import Obbligato
from denunce.models import Adempimento, Caso, Valutazione
from denunce.registry import reminder_planner
from denunce.scadenze import AdempimentoDovuto, Decisione, adempimento_to_json, valori_to_json
from denunce.scadenze.codec import write_instant


def keyed(decisione: Decisione) -> dict[str, AdempimentoDovuto]:
    """The duties of a decision by their stable key, earliest first within a kind.

    The key (``chiave``) is the kind, plus a number when the decision holds more than one of it.
    """
    seen: Counter[str] = Counter()
    found: dict[str, AdempimentoDovuto] = {}
    for dovuto in decisione.adempimenti:
        kind = dovuto.tipo.value
        seen[kind] += 1
        found[kind if seen[kind] == 1 else f"{kind}:{seen[kind]}"] = dovuto
    return found


def derivation(dovuto: AdempimentoDovuto) -> str:
    """The stored derivation, JSON text: the contract's shape, plus when the term starts
    (``decorre_il``) and the values of each step."""
    passi = [
        {"codice": passo.codice, "testo": passo.testo, "valori": valori_to_json(passo.valori)}
        for passo in dovuto.passi
    ]
    value = {
        **adempimento_to_json(dovuto),
        "decorre_il": write_instant(dovuto.starts_at),
        "passi": passi,
    }
    return compact(value)


def compact(value: object) -> str:
    """JSON text as we store it: keys in the order given, no blanks, accents as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def new_row(
    caso: Caso, chiave: str, dovuto: AdempimentoDovuto, valutazione: Valutazione, now: datetime
) -> Adempimento:
    """A duty as it is born, not stored yet and not reminded of (see ``plan_reminder``)."""
    return Adempimento(
        caso=caso,
        organizzazione_id=caso.organizzazione_id,
        valutazione=valutazione,
        tipo=dovuto.tipo.value,
        chiave=chiave,
        obbligato=dovuto.obbligato.value,
        termine_at=dovuto.termine,
        prudenziale_at=dovuto.prudenziale,
        derivazione=derivation(dovuto),
        created_at=now,
    )


def plan_reminder(row: Adempimento, *, now: datetime) -> datetime | None:
    """When to remind of a duty: only an open one, and only when the employer owes it."""
    if not row.is_open or row.obbligato != Obbligato.DATORE:
        return None
    return reminder_planner(row, now=now)

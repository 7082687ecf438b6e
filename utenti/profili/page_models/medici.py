"""The list of doctors: which ones, in what order, what a row says."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final, Self
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.base import wording
from portal.base.clock import local
from portal.base.validators import normalize_code
from utenti.access import Scope
from utenti.models import Utente
from utenti.profili.choices import StatoProfilo
from utenti.profili.models import ProfiloMedico
from utenti.profili.querysets import EXPIRING, ProfiloQuerySet
from utenti.profili.workflow import EXPIRING_DAYS

PAGE: Final = 25
ALL: Final = "tutti"
_CODICE_FISCALE: Final = re.compile(r"[A-Z]{6}[0-9A-Z]{2}[A-Z][0-9A-Z]{2}[A-Z][0-9A-Z]{3}[A-Z]")
# The badge of each state: code of the style sheet and icon.
_BADGES: Final = {
    StatoProfilo.ATTIVO: ("nei-termini", "it-check-circle"),
    StatoProfilo.DISABILITATO: ("domani", "it-ban"),
    StatoProfilo.SCADUTO: ("fatto", "it-clock"),
    StatoProfilo.ELIMINATO: ("fatto", "it-delete"),
}


@dataclass(frozen=True, slots=True)
class Search:
    """A search kept in the session: a codice fiscale is only its blind index and its end."""

    kind: str
    value: str
    label: str

    @classmethod
    def of(cls, text: str) -> Self | None:
        """Understand what was typed; None for nothing."""
        words = " ".join(text.replace("\0", "").split())
        code = normalize_code(words)
        if not words:
            return None
        if _CODICE_FISCALE.fullmatch(code):
            label = _("codice fiscale …%(end)s") % {"end": code[-5:]}
            return cls("cf", Utente.index_of(code), label)
        return cls("nome", words, words)

    @classmethod
    def kept(cls, value: Any) -> Self | None:
        """The search of a session; None when there is none, or it is not one."""
        if not isinstance(value, dict) or set(value) != {"kind", "value", "label"}:
            return None
        return cls(**{key: str(item) for key, item in value.items()})

    def keep(self) -> dict[str, str]:
        """What goes into the session."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Choices:
    """Group, state and place in the list, as an address says them; anything odd is nothing."""

    stato: str = StatoProfilo.ATTIVO
    gruppo: UUID | None = None
    dopo: UUID | None = None

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """From the address."""
        stato = query.get("stato", "")
        if stato not in (*StatoProfilo.values, EXPIRING, ALL):
            stato = StatoProfilo.ATTIVO.value
        return cls(stato, _uuid(query.get("gruppo")), _uuid(query.get("dopo")))

    def at(self, name: str = "profili_medici", **changes: Any) -> str:
        """The address of the same list with something else."""
        values = {"stato": self.stato, "gruppo": self.gruppo, **changes}
        query = urlencode({key: str(value) for key, value in values.items() if value})
        return f"{reverse(name)}?{query}"


def found(scope: Scope, choices: Choices, search: Search | None, on: date) -> ProfiloQuerySet:
    """The doctors asked for, of the hospitals one manages, by surname."""
    rows = ProfiloMedico.objects.visible_to(scope)
    rows = rows.present() if choices.stato == ALL else rows.in_state(choices.stato, on)
    if choices.gruppo is not None:
        rows = rows.filter(gruppo=choices.gruppo)
    if search is not None and search.kind == "cf":
        rows = rows.filter(utente__codice_fiscale_index=search.value)
    elif search is not None:
        rows = rows.surname_begins(search.value)
    return rows.order_by("nome_ricerca", "pk")


def page(
    scope: Scope, choices: Choices, search: Search | None, on: date
) -> tuple[list[dict[str, Any]], str]:
    """One page of rows, and the address of the next (empty: there is none)."""
    rows = found(scope, choices, search, on)
    if choices.dopo is not None:
        last = ProfiloMedico.objects.visible_to(scope).filter(pk=choices.dopo).first()
        rows = rows.after(last.nome_ricerca, last.pk) if last else rows
    shown = list(rows.with_people()[: PAGE + 1])
    following = choices.at(dopo=shown[PAGE - 1].pk) if len(shown) > PAGE else ""
    several = len({row.organizzazione_id for row in shown}) > 1
    return [row_of(row, on, several=several) for row in shown[:PAGE]], following


def row_of(profilo: ProfiloMedico, on: date, *, several: bool) -> dict[str, Any]:
    """What the list says of a doctor."""
    place = f"{profilo.organizzazione} · " if several else ""
    return {
        "url": reverse("profilo", args=[profilo.pk]),
        "name": str(profilo),
        "group": f"{place}{profilo.gruppo}",
        "code": profilo.codice_fornitore,
        "badge": badge(profilo, on),
        "end": end_words(profilo, on),
    }


def badge(profilo: ProfiloMedico, on: date) -> dict[str, str]:
    """Colour, icon and word of the state of a profile."""
    stato = profilo.stato(on)
    code, icon = _BADGES[stato]
    return {"code": code, "word": str(stato.label), "icon": icon}


def end_words(profilo: ProfiloMedico, on: date) -> str:
    """Until when, in words; the days left when they are few."""
    end = profilo.membership.valid_to
    if profilo.eliminato_at is not None:
        return _("eliminato %(day)s") % {
            "day": wording.day(local(profilo.eliminato_at).date(), year=True)
        }
    if end is None:
        return _("senza scadenza")
    if end < on:
        return _("scaduto %(day)s") % {"day": wording.day(end, year=True)}
    if end == on:
        return _("scade oggi")
    if end <= on + timedelta(days=EXPIRING_DAYS):
        days = (end - on).days
        left = _("fra %(n)d giorni") % {"n": days} if days > 1 else _("domani")
        return _("scade %(left)s, %(day)s") % {"left": left, "day": wording.day(end)}
    return _("fino a %(day)s") % {"day": wording.day(end, year=True)}


def tabs(choices: Choices) -> list[dict[str, Any]]:
    """The states as links."""
    names = [
        (StatoProfilo.ATTIVO, _("Attivi")),
        (EXPIRING, _("In scadenza")),
        (StatoProfilo.DISABILITATO, _("Disabilitati")),
        (StatoProfilo.SCADUTO, _("Scaduti")),
        (StatoProfilo.ELIMINATO, _("Eliminati")),
        (ALL, _("Tutti")),
    ]
    return [
        {"label": label, "url": choices.at(stato=name), "current": name == choices.stato}
        for name, label in names
    ]


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None

"""The list of a structure: which certificates, of whom, whether transmitted. Never health.

By construction: the columns read are named here, and none of them says anything of the illness,
its days, its kind or its story. Of a draft only its doctor and its term are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Self
from uuid import UUID

from django.db.models import Count, Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from certificati.models import Certificato
from certificati.numero import grouped
from certificati.page_models.elenco import PAGE, address, as_uuid
from certificati.page_models.orologio import UNFINISHED
from certificati.querysets import CertificatoQuerySet
from certificati.workflow import StatoCertificato
from portal.base import wording
from portal.base.clock import end_of_day, local
from portal.base.wording import Urgency
from utenti.access import Scope
from utenti.models import Utente

ALL, LATE, TO_SEND, DRAFTS, ISSUED, ENDED = (
    "tutti",
    "in_ritardo",
    "da_trasmettere",
    "bozze",
    "emessi",
    "finiti",
)
STATES: Final = (ALL, LATE, TO_SEND, DRAFTS, ISSUED, ENDED)
_BY_TERM: Final = (LATE, TO_SEND)
_READ: Final = (
    "stato cognome nome numero rilasciato_at termine_at trasmesso_at created_at cancellato_at "
    "medico__nome medico__cognome medico__email medico__cancellato_at "
    "organizzazione__denominazione"
).split()
_RECENT: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Choices:
    """State, doctor and place in the list, as an address says them; anything odd is nothing."""

    stato: str = ALL
    medico: UUID | None = None
    dopo: UUID | None = None

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """From the address."""
        stato = query.get("stato", ALL)
        known = stato if stato in STATES else ALL
        return cls(known, as_uuid(query.get("medico")), as_uuid(query.get("dopo")))

    def at(self, name: str = "certificati_struttura", **changes: Any) -> str:
        """The address of the same list with something else."""
        return address(name, {"stato": self.stato, "medico": self.medico, **changes})


def found(scope: Scope, choices: Choices, now: datetime) -> CertificatoQuerySet:
    """The certificates asked for: the late ones from the latest, the others newest first."""
    rows = Certificato.objects.of_structures(scope)
    if choices.medico is not None:
        rows = rows.filter(medico_id=choices.medico)
    chosen = {
        ALL: rows,
        LATE: rows.late(now),
        TO_SEND: rows.to_transmit(),
        DRAFTS: rows.drafts(),
        ISSUED: rows.standing(),
        ENDED: rows.ended(),
    }[choices.stato]
    ordered = chosen if choices.stato in _BY_TERM else chosen.newest_first()
    return ordered.select_related("medico", "organizzazione").only(*_READ)


def page_of(scope: Scope, choices: Choices, now: datetime) -> dict[str, Any]:
    """One page of rows, the counts, the filters; the same number of queries whatever the rows."""
    rows = found(scope, choices, now)
    last = None
    if choices.dopo is not None:
        last = Certificato.objects.of_structures(scope).filter(pk=choices.dopo).first()
    if last is not None and choices.stato in _BY_TERM and last.termine_at:
        rows = rows.after_term(last.termine_at, last.pk)
    elif last is not None:
        rows = rows.before(last.created_at, last.pk)
    shown = list(rows[: PAGE + 1])
    several = len({row.organizzazione_id for row in shown}) > 1
    return {
        "rows": [row_of(row, now, several=several) for row in shown[:PAGE]],
        "next_url": choices.at(dopo=shown[PAGE - 1].pk) if len(shown) > PAGE else "",
        "first_url": choices.at() if choices.dopo else "",
        "counts": counts(scope, now),
        "tabs": tabs(choices),
        "doctors": doctors(scope, choices),
        "choices": choices,
        "export_url": choices.at("certificati_struttura_csv"),
    }


def counts(scope: Scope, now: datetime) -> list[dict[str, Any]]:
    """The numbers on top, each a link to its list; they speak of every doctor."""
    rows = Certificato.objects.of_structures(scope)
    tonight = end_of_day(local(now).date())
    waiting = rows.to_transmit().order_by()
    terms = waiting.aggregate(
        late=Count("pk", filter=Q(termine_at__lt=now)),
        today=Count("pk", filter=Q(termine_at__gte=now, termine_at__lte=tonight)),
        all=Count("pk"),
    )
    recent = rows.issued().filter(created_at__gte=now - _RECENT).count()
    return [
        _count(terms["late"], _("in ritardo"), LATE, alarm=bool(terms["late"])),
        _count(terms["today"], _("da trasmettere entro oggi"), TO_SEND),
        _count(terms["all"], _("da trasmettere in tutto"), TO_SEND),
        _count(recent, _("emessi negli ultimi 30 giorni"), ALL),
    ]


def _count(number: int, label: str, stato: str, *, alarm: bool = False) -> dict[str, Any]:
    return {"number": number, "label": label, "url": Choices(stato).at(), "alarm": alarm}


def doctors(scope: Scope, choices: Choices) -> list[dict[str, Any]]:
    """Who wrote certificates for these structures, by surname."""
    wrote = Certificato.objects.of_structures(scope).order_by().values("medico_id")
    people = Utente.objects.filter(pk__in=wrote).order_by("cognome", "nome", "pk")
    return [
        {"id": str(one.pk), "name": str(one), "current": one.pk == choices.medico}
        for one in people.only("nome", "cognome", "email", "cancellato_at")
    ]


def tabs(choices: Choices) -> list[dict[str, Any]]:
    """The states as links."""
    return [
        {"label": label, "url": choices.at(stato=name), "current": name == choices.stato}
        for name, label in (
            (ALL, _("Tutti")),
            (LATE, _("In ritardo")),
            (TO_SEND, _("Da trasmettere")),
            (DRAFTS, _("Bozze")),
            (ISSUED, _("Emessi")),
            (ENDED, _("Annullati e sostituiti")),
        )
    ]


def row_of(row: Certificato, now: datetime, *, several: bool) -> dict[str, Any]:
    """What the hospital reads of a certificate; of a draft, neither whose nor of when."""
    released = row.rilasciato_at
    return {
        "number": grouped(row.numero or ""),
        "person": row.person if row.is_issued else "",
        "doctor": str(row.medico),
        "place": str(row.organizzazione) if several else "",
        "released": wording.term(released, year=True) if released else "",
        "state": str(row.get_stato_display()),
        "urgency": urgency_of(row, now),
        "sent": transmission_words(row, now),
    }


def urgency_of(row: Certificato, now: datetime) -> Urgency:
    """Colour, icon and word of the transmission."""
    if row.trasmesso_at is not None:
        return wording.DONE
    if _is_over(row):
        return wording.NOT_DUE
    if row.termine_at is None and not row.is_issued:
        return UNFINISHED
    return wording.urgency(row.termine_at, now)


def transmission_words(row: Certificato, now: datetime) -> str:
    """When it was transmitted, or until when it must be, and how late."""
    term = row.termine_at
    if row.trasmesso_at is not None:
        late = wording.delay(term, row.trasmesso_at) if term else ""
        words = _("trasmesso %(when)s") % {"when": wording.term(row.trasmesso_at, year=True)}
        return f"{words}, {late}" if late else words
    if _is_over(row):
        return ""
    if term is None:
        return _("da trasmettere") if row.is_issued else _("termine non ancora noto")
    late = wording.delay(term, now)
    due = _("entro %(due)s") % {"due": wording.term(term, year=True)}
    return f"{late}, {due}" if late else due


def _is_over(row: Certificato) -> bool:
    """Whether nothing is to be transmitted any more: annulled, replaced, or its data erased."""
    ended = (StatoCertificato.ANNULLATO, StatoCertificato.SOSTITUITO)
    return row.stato in ended or row.cancellato_at is not None


def csv_rows(rows: Iterable[Certificato], now: datetime) -> Iterator[list[str]]:
    """The list in view, one certificate a line."""
    yield [
        _("Numero"),
        _("Lavoratore"),
        _("Medico"),
        _("Struttura"),
        _("Rilasciato"),
        _("Stato"),
        _("Trasmissione"),
    ]
    for row in rows:
        said = row_of(row, now, several=True)
        keys = ("number", "person", "doctor", "place", "released", "state", "sent")
        yield [said[key] for key in keys]

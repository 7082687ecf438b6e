"""The certificates that wait for an answer, as lists and lines show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificati import riferimenti
from certificati.numero import grouped
from certificati.riferimenti import Riferimenti
from denunce.abbinamenti.models import Proposta
from denunce.abbinamenti.stati import StatoProposta, words
from denunce.models import Caso, Lavoratore, RiferimentoCertificato
from denunce.page_models.caso import prognosis
from denunce.page_models.rows import what, who
from denunce.registry import Counter
from denunce.workflow import StatoCaso
from portal.base import wording
from portal.base.clock import local
from utenti.access import Scope

Json = dict[str, Any]
SHOWN_MAX: Final = 50
_WITH = ("caso__evento", "caso__lavoratore", "organizzazione")


def list_page(places: Sequence[UUID], names: Mapping[UUID, str], scope: Scope) -> Json:
    """Proposals with a case, certificates without one, withdrawals and what was discarded; a fixed
    number of queries for a page."""
    rows = Proposta.objects.filter(organizzazione_id__in=places).select_related(*_WITH)
    waiting = list(rows.waiting().newest_first()[: SHOWN_MAX + 1])
    withdrawn = list(rows.withdrawn().newest_first()[:SHOWN_MAX])
    discarded = rows.filter(stato=StatoProposta.SCARTATA, ritirato_at__isnull=True)
    thrown = list(discarded.newest_first()[:SHOWN_MAX])
    shown = waiting[:SHOWN_MAX]
    read = by_certificate([*shown, *withdrawn, *thrown])
    homeless = [row for row in shown if row.caso_id is None]
    closed = _closed_cases(homeless, read)
    return {
        "proposed": [line(row, read, names) for row in shown if row.caso_id is not None],
        "homeless": [
            line(row, read, names) | {"closed": closed.get(row.pk, {}), "key": uuid4()}
            for row in homeless
        ],
        "withdrawn": [line(row, read, names) for row in withdrawn],
        "discarded": [line(row, read, names) for row in thrown],
        "more": len(waiting) > SHOWN_MAX,
    }


def by_certificate(rows: Iterable[Proposta]) -> dict[UUID, Riferimenti]:
    """What an employer may know of the certificates of these proposals, read anew."""
    ids = {row.certificato_id for row in rows}
    return {each.id: each for each in riferimenti.by_ids(ids)} if ids else {}


def line(row: Proposta, read: Mapping[UUID, Riferimenti], names: Mapping[UUID, str]) -> Json:
    """One proposal in a list."""
    each = read.get(row.certificato_id)
    return {
        "pk": row.pk,
        "title": title(row),
        "number": grouped(row.numero),
        "person": _person(row, each),
        "about": what(row.caso.evento) if row.caso else (event(each) if each else ""),
        "case_number": str(row.caso) if row.caso else "",
        "organisation": names.get(row.organizzazione_id, ""),
        "differences": words(row.differenze),
        "rows": certificate_rows(row, each),
        "withdrawn": wording.day(local(row.ritirato_at).date(), year=True)
        if row.ritirato_at
        else "",
        "url": reverse("proposta", args=[row.pk]),
        "answer_url": reverse("proposta_ritiro", args=[row.pk]),
        "case_url": reverse("caso", args=[row.caso_id]) if row.caso_id else "",
    }


def title(row: Proposta) -> str:
    """What kind of certificate it is."""
    return f"{row.get_genere_display()}, {row.get_tipo_display().lower()}"


def certificate_rows(row: Proposta, each: Riferimenti | None) -> list[Json]:
    """The references in words; never more than ``riferimenti`` gives."""
    released = wording.day(local(row.rilasciato_at).date(), year=True)
    rows = [said(_("Numero"), grouped(row.numero)), said(_("Rilasciato"), released)]
    if each is None:
        return [*rows, said(_("Altri dati"), _("il medico non li conserva più"))]
    if each.prognosi_dal and each.prognosi_al:
        days = RiferimentoCertificato(prognosi_dal=each.prognosi_dal, prognosi_al=each.prognosi_al)
        rows.append(said(_("Prognosi"), prognosis(days)))
    rows.append(said(_("Evento"), event(each)))
    return rows


def event(each: Riferimenti) -> str:
    """The day of the event as the doctor wrote it."""
    return wording.day(each.evento_on, year=True)


def said(label: str, value: str) -> Json:
    """A row of a definition list."""
    return {"label": label, "value": value, "note": "", "url": ""}


def _person(row: Proposta, each: Riferimenti | None) -> str:
    if row.caso is not None:
        return who(row.caso.lavoratore)
    return f"{each.cognome} {each.nome}" if each else _("dati non più presenti")


def _closed_cases(
    homeless: Sequence[Proposta], read: Mapping[UUID, Riferimenti]
) -> dict[UUID, Json]:
    """By proposal, the closed case of the same person: perhaps it only has to be reopened."""
    index = {
        row.pk: Lavoratore.index_of(read[row.certificato_id].codice_fiscale)
        for row in homeless
        if row.certificato_id in read
    }
    if not index:
        return {}
    rows = Caso.objects.filter(
        organizzazione_id__in={row.organizzazione_id for row in homeless},
        lavoratore__codice_fiscale_index__in=set(index.values()),
        stato=StatoCaso.CHIUSO,
    ).select_related("lavoratore")
    found = {
        (caso.organizzazione_id, caso.lavoratore.codice_fiscale_index): caso
        for caso in rows.order_by("created_at", "pk")
    }
    closed = {row.pk: found.get((row.organizzazione_id, index.get(row.pk, ""))) for row in homeless}
    return {
        pk: {"number": str(caso), "url": reverse("caso", args=[caso.pk])}
        for pk, caso in closed.items()
        if caso is not None
    }


def _waiting(organizzazioni: Sequence[UUID]) -> QuerySet[Any]:
    return Proposta.objects.filter(organizzazione_id__in=organizzazioni).waiting()


def _withdrawn(organizzazioni: Sequence[UUID]) -> QuerySet[Any]:
    rows = Proposta.objects.filter(organizzazione_id__in=organizzazioni, ritiro="")
    return rows.withdrawn()


def _say_waiting(number: int, shown: str) -> str:
    return ngettext(
        "%(n)s certificato medico da confermare.",
        "%(n)s certificati medici da confermare.",
        number,
    ) % {"n": shown}


def _say_withdrawn(number: int, shown: str) -> str:
    return ngettext(
        "%(n)s certificato ritirato dal medico: decidi che cosa fare.",
        "%(n)s certificati ritirati dal medico: decidi che cosa fare.",
        number,
    ) % {"n": shown}


COUNTERS: Final = (
    Counter("abbinamenti", _waiting, _say_waiting, "abbinamenti"),
    Counter("abbinamenti_ritiri", _withdrawn, _say_withdrawn, "abbinamenti"),
)

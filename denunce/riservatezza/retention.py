"""How long cases are kept, and what happens then: a proposal that a person confirms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from denunce.choices import TipoEvento
from denunce.models import Caso
from denunce.riservatezza.erasure import erase_caso
from denunce.workflow import StatoCaso
from portal.base import wording
from portal.base.clock import local
from portal.base.personal import Disposed, Due, Rule
from portal.base.personal.retention import FindDue, years_after, years_before
from utenti.models import Utente

YEARS: Final = {TipoEvento.INFORTUNIO: 10, TipoEvento.MALATTIA_PROFESSIONALE: 15}


def _finder(tipo: str) -> FindDue:
    """Cases of one kind closed so many years ago, the oldest first."""

    def find(organizzazione_id: UUID, chosen: int | None, on: date, limit: int) -> Sequence[Due]:
        years = max(chosen or 0, YEARS[TipoEvento(tipo)])
        last = datetime.combine(years_before(on, years), time.max, tzinfo=wording.ROME)
        rows = Caso.objects.filter(
            organizzazione_id=organizzazione_id,
            stato__in=(StatoCaso.CHIUSO, StatoCaso.ARCHIVIATO),
            cancellato_at__isnull=True,
            chiuso_at__lte=last,
            evento__tipo=tipo,
        )
        return [_due(caso, years) for caso in rows.order_by("chiuso_at", "pk")[:limit]]

    return find


def _due(caso: Caso, years: int) -> Due:
    closed = local(caso.chiuso_at or caso.created_at).date()
    said = _("Caso %(number)s, chiuso %(day)s")
    label = said % {"number": caso, "day": wording.day(closed, year=True)}
    return Due(caso.pk, label, years_after(closed, years))


def dispose(
    organizzazione_id: UUID,
    ids: Sequence[UUID],
    why: Disposed,
    by: models.Model,
    now: datetime,
) -> int:
    """Erase the cases with those ids; how many of them there still were."""
    if not isinstance(by, Utente):
        raise TypeError("a person confirms an erasure")
    rows = Caso.objects.filter(
        organizzazione_id=organizzazione_id, pk__in=ids, cancellato_at__isnull=True
    )
    found = list(rows.order_by("pk"))
    for caso in found:
        erase_caso(caso, why, by=by, now=now)
    return len(found)


_SOURCE = gettext_lazy(
    "art. 2946 c.c. (prescrizione decennale); termini di revisione della rendita, d.P.R. 1124/1965 "
    "artt. 83 e 137. Nessuna norma fissa un termine unico: è una scelta prudente."
)


def rules() -> list[Rule]:
    """The two lines of the schedule about cases, and what happens to drafts."""
    then = gettext_lazy(
        "Il portale lo propone a chi amministra, che conferma: nessun caso si cancella da solo. "
        "Per una scuola statale serve il nulla osta della Soprintendenza (D.Lgs. 42/2004, art. 21)."
    )
    return [
        Rule(
            code="casi_infortunio",
            label=gettext_lazy("Casi di infortunio: fatti, certificati, moduli, documenti"),
            how_long=gettext_lazy("almeno 10 anni"),
            since=gettext_lazy("dalla chiusura del caso"),
            then=then,
            source=_SOURCE,
            order=10,
            years=YEARS[TipoEvento.INFORTUNIO],
            find=_finder(TipoEvento.INFORTUNIO),
            dispose=dispose,
            to_verify=True,
        ),
        Rule(
            code="casi_malattia",
            label=gettext_lazy("Casi di malattia professionale"),
            how_long=gettext_lazy("almeno 15 anni"),
            since=gettext_lazy("dalla chiusura del caso"),
            then=then,
            source=_SOURCE,
            order=11,
            years=YEARS[TipoEvento.MALATTIA_PROFESSIONALE],
            find=_finder(TipoEvento.MALATTIA_PROFESSIONALE),
            dispose=dispose,
            to_verify=True,
        ),
        Rule(
            code="bozze",
            label=gettext_lazy("Bozze di un caso"),
            how_long=gettext_lazy("finché qualcuno le apre o le elimina"),
            since=gettext_lazy("dall’inizio"),
            then=gettext_lazy("Aperto il caso o eliminata la bozza, la chiave è distrutta subito."),
            source=gettext_lazy("GDPR, art. 5.1.c ed e"),
            order=12,
        ),
    ]

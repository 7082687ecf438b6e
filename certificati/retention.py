"""How long certificates are kept, and what happens then: a proposal that a person confirms.

No norm fixes one term for the certificates of a structure: ten and fifteen years are the prudent
choice made for the cases (dominio 10), to be checked by who answers for the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificati.actions.cancellazione import erase_certificato
from certificati.choices import Genere
from certificati.models import Certificato
from portal.base import wording
from portal.base.clock import ROME, local
from portal.base.personal import Disposed, Due, Rule
from portal.base.personal.retention import FindDue, years_after, years_before
from utenti.models import Utente

YEARS: Final = {Genere.INFORTUNIO: 10, Genere.MALATTIA: 15}


def _finder(genere: Genere) -> FindDue:
    """Certificates of one kind whose chain ended so many years ago, the oldest first."""

    def find(organizzazione_id: UUID, chosen: int | None, on: date, limit: int) -> Sequence[Due]:
        years = max(chosen or 0, YEARS[genere])
        last = datetime.combine(years_before(on, years), time.max, tzinfo=ROME)
        own = Certificato.objects.issued().filter(organizzazione_id=organizzazione_id)
        later = own.filter(catena_index=OuterRef("catena_index"), rilasciato_at__gt=last)
        rows = own.filter(
            ~Exists(later), genere=genere, cancellato_at__isnull=True, rilasciato_at__lte=last
        )
        return [_due(row, years) for row in rows.order_by("rilasciato_at", "pk")[:limit]]

    return find


def _due(row: Certificato, years: int) -> Due:
    released = local(row.rilasciato_at or row.created_at).date()
    said = _("Certificato %(number)s, rilasciato %(day)s")
    label = said % {"number": row, "day": wording.day(released, year=True)}
    return Due(row.pk, label, years_after(released, years))


def dispose(
    organizzazione_id: UUID,
    ids: Sequence[UUID],
    why: Disposed,
    by: models.Model,
    now: datetime,
) -> int:
    """Erase the certificates with those ids; how many of them there still were."""
    if not isinstance(by, Utente):
        raise TypeError("a person confirms an erasure")
    own = Certificato.objects.issued().filter(organizzazione_id=organizzazione_id)
    found = list(own.filter(pk__in=ids, cancellato_at__isnull=True).order_by("pk"))
    for row in found:
        erase_certificato(row, why, by=by, now=now)
    return len(found)


_SOURCE = gettext_lazy(
    "art. 2946 c.c. (prescrizione decennale); termini di revisione della rendita, d.P.R. 1124/1965 "
    "artt. 83 e 137; GDPR, art. 17.3.b, c, e. Nessuna norma fissa un termine unico: è una scelta "
    "prudente."
)


def rules() -> list[Rule]:
    """The lines of the schedule about certificates, drafts included."""
    then = gettext_lazy(
        "Il portale lo propone a chi amministra la struttura, che conferma: nessun certificato si "
        "cancella da solo. Per una struttura pubblica serve il nulla osta della Soprintendenza "
        "(D.Lgs. 42/2004, art. 21). Restano numero, giorno del rilascio e una prova."
    )
    since = gettext_lazy("dal rilascio dell’ultimo certificato dello stesso evento")
    return [
        Rule(
            code="certificati_infortunio",
            label=gettext_lazy("Certificati medici di infortunio e loro copie"),
            how_long=gettext_lazy("almeno 10 anni"),
            since=since,
            then=then,
            source=_SOURCE,
            order=13,
            years=YEARS[Genere.INFORTUNIO],
            find=_finder(Genere.INFORTUNIO),
            dispose=dispose,
            to_verify=True,
        ),
        Rule(
            code="certificati_malattia",
            label=gettext_lazy("Certificati medici di malattia professionale e loro copie"),
            how_long=gettext_lazy("almeno 15 anni"),
            since=since,
            then=then,
            source=_SOURCE,
            order=14,
            years=YEARS[Genere.MALATTIA],
            find=_finder(Genere.MALATTIA),
            dispose=dispose,
            to_verify=True,
        ),
        Rule(
            code="certificati_bozze",
            label=gettext_lazy("Bozze di certificati medici"),
            how_long=gettext_lazy("90 giorni"),
            since=gettext_lazy("dall’ultima volta che il medico le ha salvate"),
            then=gettext_lazy(
                "Si cancellano da sole, con la loro chiave; subito, se il medico le elimina."
            ),
            source=gettext_lazy("GDPR, art. 5.1.c ed e"),
            order=15,
        ),
    ]

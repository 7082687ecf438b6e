"""The retention schedule at work: longer terms, and proposals that a person confirms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from portal.base.audit import record
from portal.base.authz import Permission, require
from portal.base.clock import local
from portal.base.db import lock
from portal.base.errors import ActionError
from portal.base.personal import Disposed, Due, Rule
from utenti.access import Scope
from utenti.models import Organizzazione, TipoOrganizzazione
from utenti.riservatezza.choices import Base
from utenti.riservatezza.models import TermineConservazione
from utenti.riservatezza.models.conservazione import YEARS_MAX

PROPOSED_MAX = 50


def needs_clearance(organizzazione: Organizzazione) -> bool:
    """Whether its archive is a cultural asset: nothing is discarded without the nulla osta of the
    Soprintendenza (D.Lgs. 42/2004, arts. 10 and 21)."""
    return organizzazione.tipo == TipoOrganizzazione.SCUOLA_STATALE


def chosen_years(organizzazione_id: UUID) -> dict[str, int]:
    """The years that an organisation chose, by rule."""
    rows = TermineConservazione.objects.filter(organizzazione_id=organizzazione_id)
    return dict(rows.order_by("regola").values_list("regola", "anni"))


def proposals(
    organizzazione: Organizzazione, rule: Rule, on: date, limit: int = PROPOSED_MAX
) -> Sequence[Due]:
    """What one rule proposes to erase, the oldest first."""
    if rule.find is None:
        return ()
    years = chosen_years(organizzazione.pk).get(rule.code)
    return rule.find(organizzazione.pk, years, on, limit)


def choose_term(
    organizzazione: Organizzazione, rule: Rule, anni: int, *, by: Scope, now: datetime
) -> TermineConservazione:
    """Keep longer than the rule. Raises PermissionDenied, ActionError for fewer years."""
    require(by.can(Permission.ORGANIZZAZIONE_ADMIN, organizzazione.pk))
    least = rule.years
    if least is None or not least <= anni <= YEARS_MAX:
        said = _("Scrivi da %(least)d a %(most)d anni: meno del minimo non si può.")
        raise ActionError(said % {"least": least or YEARS_MAX, "most": YEARS_MAX}, "anni")
    with transaction.atomic():
        lock(organizzazione)
        row, _made = TermineConservazione.objects.update_or_create(
            organizzazione=organizzazione,
            regola=rule.code,
            defaults={"anni": anni, "changed_at": now, "changed_by": by.actor},
        )
        record(
            "riservatezza.termine",
            by=by.user,
            now=now,
            target=row,
            organizzazione_id=organizzazione.pk,
            data={"regola": rule.code, "anni": anni},
        )
    return row


def confirm(
    organizzazione: Organizzazione,
    rule: Rule,
    ids: Sequence[UUID],
    *,
    atto: str,
    by: Scope,
    now: datetime,
) -> int:
    """Erase what was proposed and chosen, all or nothing; how many things were erased.

    A second press finds nothing left to erase. Raises PermissionDenied; ActionError without the
    nulla osta where it is needed, or for something whose term has not passed.
    """
    require(by.can(Permission.ORGANIZZAZIONE_ADMIN, organizzazione.pk))
    if rule.dispose is None or not ids:
        raise ActionError(_("Scegli che cosa cancellare."), "scelti")
    atto = atto.strip()
    if needs_clearance(organizzazione) and not atto:
        raise ActionError(
            _("Scrivi numero e data del nulla osta della Soprintendenza: senza, non si scarta."),
            "atto",
        )
    with transaction.atomic():
        lock(organizzazione)
        due = {one.pk for one in proposals(organizzazione, rule, local(now).date(), 10_000)}
        if not due.intersection(ids):
            return 0
        if not due.issuperset(ids):
            raise ActionError(_("L’elenco è cambiato: ricarica la pagina e scegli di nuovo."))
        why = Disposed(Base.TERMINE, atto)
        return rule.dispose(organizzazione.pk, ids, why, by.actor, now)

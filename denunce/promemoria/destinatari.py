"""Who receives the reminders of a duty, for many duties with two queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from denunce.models import Adempimento
from portal.base.authz import Permission
from utenti.models import Membership
from utenti.ruoli import ABILITAZIONI, DELEGATED_PERMISSIONS

_NEEDED = Permission.CASO_EDIT
_DIRECT = [code for code, role in ABILITAZIONI.items() if _NEEDED in role.permissions]
_BY_DELEGATION = [
    code
    for code, role in ABILITAZIONI.items()
    if role.uses_delegations and _NEEDED in DELEGATED_PERMISSIONS
]


def workers_of(organizzazioni: Collection[UUID], on: date) -> dict[UUID, tuple[UUID, ...]]:
    """The active users who may edit the cases of each organisation on that day, each once.

    Own members and the consultants the organisation gave a delegation to; in a stable order.
    """
    active = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        valid_from__lte=on,
        utente__is_active=True,
    )
    direct = active.filter(ruolo__in=_DIRECT, organizzazione__in=organizzazioni)
    given = "organizzazione__deleghe_ricevute__"
    delegated = active.filter(
        Q(**{f"{given}valid_to__isnull": True}) | Q(**{f"{given}valid_to__gte": on}),
        **{f"{given}delegante__in": organizzazioni, f"{given}valid_from__lte": on},
        ruolo__in=_BY_DELEGATION,
    )
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    rows = [
        *direct.values_list("organizzazione_id", "utente_id").order_by("pk"),
        *delegated.values_list(f"{given}delegante_id", "utente_id").order_by("pk"),
    ]
    for organizzazione, utente in rows:
        found[organizzazione].add(utente)
    return {org: tuple(sorted(users)) for org, users in found.items()}


def recipients(duties: Iterable[Adempimento], on: date) -> dict[UUID, tuple[UUID, ...]]:
    """By duty, who is reminded: the person the case is assigned to, else everyone who works on it.

    Somebody who lost access in the meantime does not count as assigned: the others are told.
    """
    duties = list(duties)
    workers = workers_of({duty.organizzazione_id for duty in duties}, on)
    found: dict[UUID, tuple[UUID, ...]] = {}
    for duty in duties:
        everyone = workers.get(duty.organizzazione_id, ())
        assigned = duty.caso.assegnato_a_id
        found[duty.pk] = (assigned,) if assigned in everyone and assigned else everyone
    return found

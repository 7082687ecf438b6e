"""Who receives the reminders of a duty, for many duties with few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from denunce.models import Adempimento
from denunce.promemoria.gradini import Gradino, Tappa, in_last_hours
from denunce.promemoria.planner import termini_of
from denunce.promemoria.scelte import Anche, Scelte
from portal.base.authz import Permission
from utenti.models import Membership
from utenti.ruoli import ABILITAZIONI, DELEGATED_PERMISSIONS

_NEEDED = Permission.CASO_EDIT
_DIRECT = [code for code, role in ABILITAZIONI.items() if _NEEDED in role.permissions]
_ADMINISTERS = [
    code for code in _DIRECT if Permission.ORGANIZZAZIONE_ADMIN in ABILITAZIONI[code].permissions
]
_BY_DELEGATION = [
    code
    for code, role in ABILITAZIONI.items()
    if role.uses_delegations and _NEEDED in DELEGATED_PERMISSIONS
]
_People = dict[UUID, tuple[UUID, ...]]


def workers_of(organizzazioni: Collection[UUID], on: date) -> _People:
    """The active users who may edit the cases of each organisation on that day, each once.

    Own members and the consultants the organisation gave a delegation to; in a stable order.
    """
    active = _active(on)
    direct = active.filter(ruolo__in=_DIRECT, organizzazione__in=organizzazioni)
    given = "organizzazione__deleghe_ricevute__"
    delegated = active.filter(
        Q(**{f"{given}valid_to__isnull": True}) | Q(**{f"{given}valid_to__gte": on}),
        **{f"{given}delegante__in": organizzazioni, f"{given}valid_from__lte": on},
        ruolo__in=_BY_DELEGATION,
    )
    return _by_organisation(
        [
            *direct.values_list("organizzazione_id", "utente_id").order_by("pk"),
            *delegated.values_list(f"{given}delegante_id", "utente_id").order_by("pk"),
        ]
    )


def administrators_of(organizzazioni: Collection[UUID], on: date) -> _People:
    """The active users who administer each organisation on that day, and work on its cases."""
    if not organizzazioni:
        return {}
    rows = _active(on).filter(ruolo__in=_ADMINISTERS, organizzazione__in=organizzazioni)
    return _by_organisation(rows.values_list("organizzazione_id", "utente_id").order_by("pk"))


class Recipients:
    """Who is reminded of the duties of these organisations: at most three queries for them all."""

    def __init__(self, chosen: Mapping[UUID, Scelte], on: date) -> None:
        self.chosen = chosen
        self.workers = workers_of(chosen.keys(), on)
        telling = [pk for pk, scelte in chosen.items() if scelte.anche != Anche.MAI]
        self.administrators = administrators_of(telling, on)

    def any(self, duty: Adempimento) -> bool:
        """Whether there is anybody to remind."""
        return bool(self.workers.get(duty.organizzazione_id))

    def of(self, duty: Adempimento, stage: Tappa) -> tuple[UUID, ...]:
        """The person the case is assigned to, else everyone who works on it; and who administers,
        when the organisation wants it so for that stage.

        Somebody who lost access in the meantime does not count as assigned: the others are told.
        """
        everyone = self.workers.get(duty.organizzazione_id, ())
        assigned = duty.caso.assegnato_a_id
        people = (assigned,) if assigned in everyone and assigned else everyone
        if not self._is_told_above(duty, stage):
            return people
        return tuple(sorted({*people, *self.administrators.get(duty.organizzazione_id, ())}))

    def _is_told_above(self, duty: Adempimento, stage: Tappa) -> bool:
        scelte = self.chosen[duty.organizzazione_id]
        if scelte.anche == Anche.MAI:
            return False
        if stage.gradino == Gradino.SCADENZA:
            return True
        return scelte.anche == Anche.ULTIME_ORE and in_last_hours(stage, termini_of(duty), scelte)


def _active(on: date) -> QuerySet[Membership]:
    return Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        valid_from__lte=on,
        utente__is_active=True,
    )


def _by_organisation(rows: Iterable[tuple[UUID, UUID]]) -> _People:
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for organizzazione, utente in rows:
        found[organizzazione].add(utente)
    return {org: tuple(sorted(users)) for org, users in found.items()}

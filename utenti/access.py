"""The scope of a request: which organisations the user works for, and with which permissions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.base.authz import ALLOW, Decision, Permission, deny
from utenti.livelli import Livello
from utenti.models import Delega, Grant, Membership, TipoDelega, Utente
from utenti.ruoli import ABILITAZIONI, DELEGATED_PERMISSIONS, SUPPORT_PERMISSIONS


@dataclass(frozen=True, slots=True)
class Workplace:
    """One organisation the user can act for: directly by role, or through a delegation."""

    id: UUID
    name: str
    kind: str
    role: str
    delegated: bool = False


# How a role is written down when it came through another organisation.
BY_DELEGATION = "delega."
BY_SUPPORT = "assistenza."


@dataclass
class Scope:
    """Everything the permission checks of one request need, read with a single query.

    Built anew for every request, so a membership or delegation that ended yesterday gives nothing
    today, live sessions included.
    """

    user: Utente | None
    on: date
    livello: str = Livello.GENERICO
    # The organisation the person chose to work for in this session; None: all of them.
    focus: UUID | None = None
    _grants: dict[UUID, frozenset[Permission]] = field(default_factory=dict, init=False)
    _asks_second_factor: bool = field(default=False, init=False)
    _roles: dict[UUID, list[str]] = field(default_factory=dict, init=False)

    @cached_property
    def workplaces(self) -> tuple[Workplace, ...]:
        """The organisations of the user, own ones first, each once."""
        if self.user is None or not self.user.is_active:
            return ()
        found: dict[UUID, Workplace] = {}
        grants: defaultdict[UUID, set[Permission]] = defaultdict(set)
        roles: defaultdict[UUID, list[str]] = defaultdict(list)
        rows = Membership.objects.of(self.user, on=self.on).grants()
        for row in rows:
            own = Workplace(row.org_id, row.org_name, row.org_kind, row.ruolo)
            found.setdefault(row.org_id, own)
            grants[row.org_id] |= ABILITAZIONI[row.ruolo].permissions
            self._asks_second_factor |= ABILITAZIONI[row.ruolo].second_factor
            roles[row.org_id].append(row.ruolo)
        for row in rows:
            received = _received(row, self.on)
            if row.from_id and received:
                name, kind = row.from_name or "", row.from_kind or ""
                found.setdefault(
                    row.from_id, Workplace(row.from_id, name, kind, row.ruolo, delegated=True)
                )
                grants[row.from_id] |= received
                support = row.delega_tipo == TipoDelega.ASSISTENZA
                prefix = BY_SUPPORT if support else BY_DELEGATION
                roles[row.from_id].append(f"{prefix}{row.ruolo}")
        self._roles = dict(roles)
        self._grants = {org: frozenset(permissions) for org, permissions in grants.items()}
        return tuple(found.values())

    @property
    def actor(self) -> Utente:
        """The user who acts. Raises PermissionDenied when nobody is logged in."""
        if self.user is None:
            raise PermissionDenied(str(_("Accedi per continuare.")))
        return self.user

    @property
    def grants(self) -> dict[UUID, frozenset[Permission]]:
        """Permissions by organisation."""
        self.workplaces  # noqa: B018  (fills the grants once)
        return self._grants

    @property
    def asks_second_factor(self) -> bool:
        """True when a role the user holds today wants a second factor, wherever it is held."""
        self.workplaces  # noqa: B018  (reads the roles once)
        return self._asks_second_factor

    def organizzazioni_with(self, permission: Permission) -> tuple[UUID, ...]:
        """The organisations in which the user holds the permission, in a stable order."""
        return tuple(sorted(org for org, held in self.grants.items() if permission in held))

    @property
    def focused(self) -> Workplace | None:
        """The organisation chosen in the header, for as long as the person works for it."""
        if self.focus is None:
            return None
        return next((place for place in self.workplaces if place.id == self.focus), None)

    def listed(self, permission: Permission) -> tuple[UUID, ...]:
        """Where lists look: ``organizzazioni_with``, narrowed to the organisation in focus.

        What an address names is still found in every organisation of the user.
        """
        held, place = self.organizzazioni_with(permission), self.focused
        return held if place is None else tuple(org for org in held if org == place.id)

    @property
    def supported(self) -> frozenset[UUID]:
        """The organisations seen only because they asked the platform for help."""
        return frozenset(
            place.id
            for place in self.workplaces
            if place.delegated and self._grants[place.id] == SUPPORT_PERMISSIONS
        )

    def roles_in(self, organizzazione_id: UUID | None) -> str:
        """The codes of the roles held in that organisation (None: anywhere), apart by commas.

        Empty for nobody's roles, and when nothing asked for the workplaces in this request: the
        record of readings costs no query.
        """
        if "workplaces" not in self.__dict__:
            return ""
        places = self._roles if organizzazione_id is None else (organizzazione_id,)
        held = {role for place in places for role in self._roles.get(place, ())}
        return ",".join(sorted(held))

    def has(self, permission: Permission) -> bool:
        """True when the user holds the permission in at least one organisation."""
        return any(permission in held for held in self.grants.values())

    def can(self, permission: Permission, organizzazione_id: UUID) -> Decision:
        """Whether the user may do this inside that organisation, with the reason when not."""
        if permission in self.grants.get(organizzazione_id, frozenset()):
            return ALLOW
        return deny(
            str(_("Il tuo ruolo in questa organizzazione non comprende questa operazione."))
        )


def _received(row: Grant, on: date) -> frozenset[Permission]:
    """What the delegation of this row gives to who holds its role."""
    if not row.delegation_reaches(on):
        return frozenset()
    role = ABILITAZIONI[row.ruolo]
    if row.delega_tipo == TipoDelega.ASSISTENZA:
        return SUPPORT_PERMISSIONS if role.uses_support else frozenset()
    return DELEGATED_PERMISSIONS if role.uses_delegations else frozenset()


def works_on(user: Utente, permission: Permission, organizzazione_id: UUID, *, on: date) -> bool:
    """Whether somebody holds a permission in an organisation on a day, delegations included."""
    return bool(Scope(user, on).can(permission, organizzazione_id))


def colleagues(permission: Permission, organizzazione_id: UUID, *, on: date) -> list[Utente]:
    """Who holds a permission in an organisation on that day, by surname.

    Its own members, and those of the organisations it gave a delegation to; one query.
    """
    roles = [role for role, held in ABILITAZIONI.items() if permission in held.permissions]
    reached = [role for role, held in ABILITAZIONI.items() if held.uses_delegations]
    if permission not in DELEGATED_PERMISSIONS:
        reached = []
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    delegates = Delega.objects.filter(
        in_force,
        delegante_id=organizzazione_id,
        valid_from__lte=on,
        tipo=TipoDelega.LAVORO,
        revocata_at__isnull=True,
    ).values("delegato_id")
    held = Membership.objects.in_force(on=on).filter(
        Q(organizzazione_id=organizzazione_id, ruolo__in=roles)
        | Q(organizzazione_id__in=delegates, ruolo__in=reached)
    )
    people = Utente.objects.filter(is_active=True, pk__in=held.values("utente_id"))
    return list(people.order_by("cognome", "nome", "pk"))


def scope_of(request: HttpRequest) -> Scope:
    """The scope that the middleware gave the request."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    return scope


def workplaces_with(scope: Scope, permission: Permission) -> list[Workplace]:
    """The organisations in which the user holds a permission, by name."""
    return _by_name(scope, scope.organizzazioni_with(permission))


def listed_workplaces(scope: Scope, permission: Permission) -> list[Workplace]:
    """Those of them that a list shows now: one alone, when one is chosen in the header."""
    return _by_name(scope, scope.listed(permission))


def _by_name(scope: Scope, organizzazioni: Iterable[UUID]) -> list[Workplace]:
    held = set(organizzazioni)
    return sorted((p for p in scope.workplaces if p.id in held), key=lambda p: p.name.casefold())

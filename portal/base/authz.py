"""Permissions, decisions with a reason, and who may open a URL."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, Protocol
from uuid import UUID

from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class Permission(StrEnum):
    """Everything a role may be allowed to do; roles are data over this list."""

    CASO_VIEW = "caso.view"
    CASO_EDIT = "caso.edit"
    CASO_CREATE = "caso.create"
    CASO_HEALTH = "caso.health"
    INVIO_RECORD = "invio.record"
    MODULO_GENERATE = "modulo.generate"
    ORGANIZZAZIONE_ADMIN = "organizzazione.admin"
    CERTIFICATO_ISSUE = "certificato.issue"
    PROFILI_MANAGE = "profili.manage"
    RICHIESTA_REVIEW = "richiesta.review"
    PIATTAFORMA_ADMIN = "piattaforma.admin"
    SISTEMA_STATO = "sistema.stato"


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes, or no with the reason the user reads. True in a condition when allowed."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOW = Decision(True)


def deny(reason: "_StrOrPromise") -> Decision:
    """Return a refusal with its Italian reason."""
    return Decision(False, str(reason))


def require(decision: Decision) -> None:
    """Go on if allowed; raise PermissionDenied with the reason otherwise."""
    if not decision.allowed:
        raise PermissionDenied(decision.reason)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open a URL: everyone, any known user, or holders of one of some permissions.

    This is the gate before the view. The view still scopes its rows (404) and asks a
    Decision on the object (403).
    """

    kind: Literal["public", "authenticated", "permission"]
    permissions: tuple[Permission, ...] = ()

    def __post_init__(self) -> None:
        if (self.kind == "permission") != bool(self.permissions):
            raise ValueError("a permission policy names its permissions, others none")


PUBLIC = Access("public")
AUTHENTICATED = Access("authenticated")


def holding(*permissions: Permission) -> Access:
    """Let in whoever holds at least one of ``permissions`` in some organisation."""
    return Access("permission", permissions)


class Scope(Protocol):
    """What the gate asks of ``request.scope``, whoever builds it."""

    def organizzazioni_with(self, permission: Permission) -> tuple[UUID, ...]:
        """Return the organisations where the user holds ``permission``."""

    def roles_in(self, organizzazione_id: UUID | None) -> str:
        """Return the codes of the roles held there (None: anywhere), without asking anybody."""

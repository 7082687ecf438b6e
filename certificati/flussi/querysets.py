"""Which flows and tokens a user may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from certificati.flussi.workflow import OVER
from portal.base.authz import Permission

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from certificati.flussi.models import Flusso, GettoneApi
    from utenti.access import Scope


class FlussoQuerySet(models.QuerySet["Flusso"]):
    """Flows of the structures."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of the structures whose doctors the user manages; any other is a 404."""
        return self.filter(
            organizzazione_id__in=scope.organizzazioni_with(Permission.PROFILI_MANAGE)
        )

    def listed_for(self, scope: Scope) -> Self:
        """The same in the organisation chosen in the header, the newest first."""
        places = scope.listed(Permission.PROFILI_MANAGE)
        return self.filter(organizzazione_id__in=places).order_by("-created_at", "-id")

    def of_structure(self, organizzazione_id: UUID) -> Self:
        """Those that a token of that structure sees."""
        return self.filter(organizzazione_id=organizzazione_id)

    def to_forget(self, now: datetime) -> Self:
        """Those whose file and words must be destroyed by now."""
        return self.filter(stato__in=OVER, dimenticato_at__isnull=True, scade_at__lte=now)


class GettoneQuerySet(models.QuerySet["GettoneApi"]):
    """Tokens of the structures."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of the structures whose doctors the user manages; any other is a 404."""
        return self.filter(
            organizzazione_id__in=scope.organizzazioni_with(Permission.PROFILI_MANAGE)
        )

    def listed_for(self, scope: Scope) -> Self:
        """The same in the organisation chosen in the header, the newest first."""
        places = scope.listed(Permission.PROFILI_MANAGE)
        return self.filter(organizzazione_id__in=places).order_by("-created_at", "-id")

    def usable(self, now: datetime) -> Self:
        """Neither revoked nor expired, of a structure that is not closed."""
        return self.filter(
            revocato_at__isnull=True, scade_at__gt=now, organizzazione__chiusa_at__isnull=True
        )

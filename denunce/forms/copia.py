"""A draft and an earlier form: which parts can be taken over, and what would change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import QueryDict

from denunce.actions.copia import copy_into
from denunce.forms.modulo import ModuloForm, read_version
from denunce.models import Modulo
from denunce.moduli.copying import Change, by_default, changes, choosable, copied
from denunce.moduli.declaration import Group
from denunce.moduli.registry import upgrade
from utenti.access import Scope

Json = Any
GROUP = "gruppo"


@dataclass(frozen=True, slots=True)
class Offer:
    """A group that can be taken: whether it is chosen, and what would change."""

    group: Group
    chosen: bool
    changes: list[Change]


class Copia:
    """What may be copied of ``source`` into a draft; ``posted`` are the groups chosen."""

    def __init__(self, modulo: Modulo, source: Modulo, posted: QueryDict | None) -> None:
        self.modulo, self.source = modulo, source
        self.form = ModuloForm(modulo, None)
        self.version = read_version(posted) if posted is not None else modulo.version
        self.asked = None if posted is None else set(posted.getlist(GROUP))
        self.same_person = modulo.caso.lavoratore_id == source.caso.lavoratore_id

    @cached_property
    def said(self) -> Mapping[str, Json]:
        """What the earlier form said, as far as this one asks for it."""
        return upgrade(json.loads(self.source.dati), self.form.declaration)[0]

    @cached_property
    def offers(self) -> list[Offer]:
        """The groups that would change something, in the order of the form."""
        found = []
        same_event = self.modulo.caso.evento_id == self.source.caso.evento_id
        for group in choosable(
            self.form.declaration, self.said, same_person=self.same_person, same_event=same_event
        ):
            new = self._copied([group.key])
            if different := changes(self.form.declaration, group.key, self.form.dati, new):
                asked = by_default(group.key) if self.asked is None else group.key in self.asked
                found.append(Offer(group, asked, different))
        return found

    @property
    def chosen(self) -> list[str]:
        """The keys of the groups to take."""
        return [offer.group.key for offer in self.offers if offer.chosen]

    def merged(self) -> Json:
        """The draft with the chosen groups."""
        return self._copied(self.chosen)

    def _copied(self, keys: list[str]) -> Json:
        form = self.form
        return copied(form.declaration, form.dati, self.said, keys, form.protected)


def copy_chosen(copia: Copia, by: Scope, now: datetime) -> Modulo:
    """Take the chosen groups over. Raises PermissionDenied, VersionConflict, ActionError."""
    return copy_into(
        copia.modulo,
        copia.merged(),
        copia.source,
        copia.chosen,
        expected=copia.version,
        by=by,
        now=now,
    )

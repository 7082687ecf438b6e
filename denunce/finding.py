"""What a search means: a codice fiscale, a certificate number, a case number or a person's name.

The text typed never reaches an address: pages keep what it means in the session, where a codice
fiscale is only its blind index and its last characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Self
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from certificati.numero import is_numero, normalize_numero
from denunce.models import Caso, Lavoratore, RiferimentoCertificato
from denunce.querysets import LavoratoreQuerySet
from portal.base.validators import normalize_code

FOUND_MAX: Final = 200
_CODICE_FISCALE = re.compile(r"[A-Z]{6}[0-9A-Z]{2}[A-Z][0-9A-Z]{2}[A-Z][0-9A-Z]{3}[A-Z]")
_CASE = re.compile(r"\s*(\d{4})\s*/\s*(\d{1,7})\s*")


@dataclass(frozen=True, slots=True)
class Search:
    """A search, ready to be kept: ``kind`` (cf, certificato, caso, nome), value, what is shown."""

    kind: str
    value: str
    label: str

    @classmethod
    def of(cls, text: str) -> Self | None:
        """Understand what was typed; None for nothing."""
        words = " ".join(text.replace("\0", "").split())
        code = normalize_code(words)
        if not words:
            return None
        if _CODICE_FISCALE.fullmatch(code):
            label = _("codice fiscale …%(end)s") % {"end": code[-5:]}
            return cls("cf", Lavoratore.index_of(code), label)
        number = normalize_numero(words)
        if is_numero(number) and any(char.isdigit() for char in number):
            return cls("certificato", number, _("certificato %(number)s") % {"number": number})
        if _CASE.fullmatch(words):
            return cls("caso", words, _("caso %(number)s") % {"number": words})
        return cls("nome", words, words)

    @classmethod
    def kept(cls, value: Any) -> Self | None:
        """The search kept in a session; None when there is none, or it is not one."""
        if not isinstance(value, dict) or set(value) != {"kind", "value", "label"}:
            return None
        return cls(**{key: str(item) for key, item in value.items()})

    def keep(self) -> dict[str, str]:
        """What goes into the session."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Found:
    """The cases a search leads to, as a condition; ``too_many`` when people were left out."""

    within: Q
    too_many: bool = False


def cases(search: Search | None, organizzazioni: Sequence[UUID]) -> Found:
    """The condition on cases: no query but one, for a name."""
    if search is None:
        return Found(Q())
    if search.kind == "certificato":
        named = RiferimentoCertificato.objects.filter(numero=search.value).order_by()
        return Found(Q(pk__in=named.values("caso_id")))
    if search.kind == "caso":
        year, number = (int(part) for part in search.value.split("/"))
        return Found(Q(anno=year, progressivo=number))
    ids = list(people(search, organizzazioni).values_list("pk", flat=True)[: FOUND_MAX + 1])
    return Found(Q(lavoratore_id__in=ids[:FOUND_MAX]), len(ids) > FOUND_MAX)


def people(search: Search, organizzazioni: Sequence[UUID]) -> LavoratoreQuerySet:
    """The people a search leads to, in the order of an address book."""
    rows = Lavoratore.objects.filter(organizzazione_id__in=organizzazioni)
    if search.kind == "cf":
        rows = rows.filter(codice_fiscale_index=search.value)
    else:
        rows = rows.search(search.value)
    return rows.order_by("nome_ricerca", "pk")


__all__ = ["FOUND_MAX", "Caso", "Found", "Search", "cases", "people"]

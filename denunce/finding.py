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

from django.utils.translation import gettext as _

from certificati.numero import is_numero, normalize_numero
from denunce.models import Caso, Lavoratore
from denunce.querysets import CasoQuerySet, LavoratoreQuerySet
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
    """The cases a search leads to; ``too_many`` when some were left out."""

    casi: tuple[UUID, ...]
    too_many: bool = False


def cases(search: Search, organizzazioni: Sequence[UUID]) -> Found:
    """The cases of these organisations that a search means, at most ``FOUND_MAX``, in one query."""
    mine = frozenset(organizzazioni)
    rows = _cases(search, organizzazioni).values_list("pk", "organizzazione_id")
    found = list(rows[: FOUND_MAX + 1])  # any order: beyond the limit one must write more anyway
    ids = tuple(pk for pk, organizzazione in found[:FOUND_MAX] if organizzazione in mine)
    return Found(ids, len(found) > FOUND_MAX)


def _cases(search: Search, organizzazioni: Sequence[UUID]) -> CasoQuerySet:
    if search.kind == "certificato":
        return Caso.objects.filter(certificati__numero=search.value).distinct()
    if search.kind == "caso":
        year, number = (int(part) for part in search.value.split("/"))
        return Caso.objects.filter(
            organizzazione_id__in=organizzazioni, anno=year, progressivo=number
        )
    who = people(search, organizzazioni).order_by()
    return Caso.objects.filter(lavoratore_id__in=who.values("pk"))


def people(search: Search, organizzazioni: Sequence[UUID]) -> LavoratoreQuerySet:
    """The people a search leads to, each once, in the order of an address book."""
    rows = Lavoratore.objects.known().filter(organizzazione_id__in=organizzazioni)
    if search.kind == "cf":
        rows = rows.filter(codice_fiscale_index=search.value)
    else:
        rows = rows.search(search.value)
    return rows.order_by("nome_ricerca", "pk")

"""The one text of a form's data: what is hashed, stored and exchanged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from denunce.moduli.conditions import is_blank

Json = Any
MAX_CHARS = 200_000


class BadJson(ValueError):
    """The text is not JSON the forms accept; the message is Italian."""


def prune(data: Json) -> Json:
    """The same data without nulls, blank texts, empty groups and rows: those are as absent."""
    if isinstance(data, Mapping):
        kept = {key: prune(value) for key, value in data.items()}
        return {key: value for key, value in kept.items() if not is_blank(value)}
    if isinstance(data, list):
        return [value for value in (prune(item) for item in data) if not is_blank(value)]
    return data


def canonical(data: Json) -> str:
    """JSON with sorted keys and no blanks, of the pruned data: equal data give equal text."""
    return json.dumps(
        prune(data), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def sha256(text: str) -> str:
    """Hex SHA-256 of the canonical text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_json(text: str) -> Json:
    """Parse JSON strictly: no duplicate keys, no NaN, no endless text. Raises BadJson."""
    if len(text) > MAX_CHARS:
        raise BadJson(_("Il testo supera %(max)d caratteri.") % {"max": MAX_CHARS})
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_constant)
    except BadJson:
        raise
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        raise BadJson(
            _("Il file non contiene JSON valido (riga %(line)d, colonna %(column)d).") % where
        ) from None
    except (RecursionError, ValueError):
        raise BadJson(
            _("Il file contiene JSON troppo annidato o un numero troppo lungo.")
        ) from None


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadJson(_("Il file contiene due volte lo stesso campo."))
    if not all(key.isprintable() for key in found):  # half a character could not even be shown
        raise BadJson(_("Il nome di un campo contiene caratteri non ammessi."))
    return found


def _constant(name: str) -> Json:
    raise BadJson(_("%(name)s non è un numero ammesso.") % {"name": name})

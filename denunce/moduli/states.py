"""Foreign states, from the dated fixture: no database, so that the rules of the forms need none."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from datetime import date
from functools import cache

from django.utils.translation import gettext as _

from portal.base.db import normalize
from portal.base.riferimenti.codelists import FIXTURES

_CLOSE = 3


@cache
def names() -> Mapping[str, tuple[str, date | None]]:
    """Every state by its name as it is searched: how it is written, and its last day if it ended.

    A name that two states had keeps the one that lasts.
    """
    rows = json.loads((FIXTURES / "stati_esteri.json").read_text(encoding="utf-8"))["righe"]
    found: dict[str, tuple[str, date | None]] = {}
    for _catastale, name, _from, until in rows:
        ended = date.fromisoformat(until) if until else None
        key = normalize(name)
        kept = found.get(key)
        if kept is None or (kept[1] and (ended is None or ended > kept[1])):
            found[key] = (name, ended)
    return found


def wrong(name: str, on: date | None) -> str | None:
    """Say why a name is no state for that day, or None; one that still exists always is."""
    state = names().get(normalize(name))
    if state is None:
        close = difflib.get_close_matches(normalize(name), names(), n=_CLOSE)
        if not close:
            return _("Questo stato non è nell’elenco: scegli il nome tra quelli proposti.")
        proposed = ", ".join(names()[key][0] for key in close)
        return _("Questo stato non è nell’elenco. Forse: %(names)s.") % {"names": proposed}
    ended = state[1]
    if on and ended and ended < on:
        return _("Questo stato non esisteva più in quella data.")
    return None

"""A flow in JSON. Twenty megabytes at most: read whole."""

from __future__ import annotations

import json
from typing import Any, Final

from django.utils.translation import gettext as _

from certificati.flussi.choices import Operazione
from certificati.flussi.lettura.errori import FlussoIlleggibile, too_many
from certificati.flussi.lettura.grezzi import Grezzo
from certificati.flussi.lettura.valori import LESIONS_MAX
from certificati.flussi.limiti import RECORD_MAX
from certificati.flussi.schema.campi import VERSIONE

_LISTS = (("certificati", Operazione.CERTIFICATO), ("annullamenti", Operazione.ANNULLA))
# Objects and lists of a file: of a record itself, its data, its lesions and each of them. Millions
# of empty ones would fill the memory before anybody counts the records.
_PARTS_MAX: Final = RECORD_MAX * (3 + LESIONS_MAX)


def read(text: str) -> tuple[str, list[Grezzo]]:
    """The structure named (or none) and the records. Raises FlussoIlleggibile."""
    document = parse(text)
    if not isinstance(document, dict):
        raise FlussoIlleggibile(
            _("Il file JSON deve cominciare con un oggetto, non con un elenco.")
        )
    for key in document.keys() - {"versione", "struttura", "certificati", "annullamenti"}:
        raise FlussoIlleggibile(
            _("La chiave «%(name)s» non fa parte dello schema.") % {"name": str(key)[:40]}
        )
    if document.get("versione") != VERSIONE:
        raise FlussoIlleggibile(
            _("La versione dello schema manca o non è «%(name)s».") % {"name": VERSIONE}
        )
    struttura = document.get("struttura") or ""
    if not isinstance(struttura, str):
        raise FlussoIlleggibile(_("Il codice fiscale della struttura è un testo."))
    return struttura, _rows(document)


def parse(text: str) -> Any:
    """A JSON value without keys said twice, infinite numbers or bottomless nesting."""
    if text.count("{") + text.count("[") > _PARTS_MAX:
        raise FlussoIlleggibile(_("Il file JSON ha troppe parti: dividilo in più file."))
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise FlussoIlleggibile(
            _("Il file JSON non è scritto bene alla riga %(row)s: forse è troncato.")
            % {"row": error.lineno}
        ) from None
    except RecursionError:
        raise FlussoIlleggibile(_("Il file JSON è annidato troppo in profondità.")) from None
    except ValueError:  # a number of thousands of digits
        raise FlussoIlleggibile(_("Il file JSON contiene un numero troppo lungo.")) from None


def _rows(document: dict[str, Any]) -> list[Grezzo]:
    found: list[Grezzo] = []
    for key, operazione in _LISTS:
        rows = document.get(key)
        if rows is None:
            continue
        if not isinstance(rows, list):
            raise FlussoIlleggibile(_("«%(name)s» deve essere un elenco.") % {"name": key})
        if len(found) + len(rows) > RECORD_MAX:
            raise FlussoIlleggibile(too_many())
        found += [
            Grezzo(place, operazione, row) for place, row in enumerate(rows, start=len(found) + 1)
        ]
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise FlussoIlleggibile(
            _("Nel file JSON una chiave è scritta due volte nello stesso oggetto.")
        )
    return found


def _no_constant(_name: str) -> Any:
    raise FlussoIlleggibile(_("Il file JSON contiene un numero che non esiste (NaN o infinito)."))

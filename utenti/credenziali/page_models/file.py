"""The files of a request as lines of a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy

from portal.base import wording
from portal.base.files.models import ScanState
from utenti.credenziali.choices import TipoAllegato
from utenti.credenziali.models import AllegatoRichiesta, RichiestaAbilitazione
from utenti.credenziali.passi import NEEDED_FILES
from utenti.credenziali.stampa import fingerprint

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Json = dict[str, Any]
_SCAN: Final[dict[str, _StrOrPromise]] = {
    ScanState.IN_VERIFICA: gettext_lazy("In verifica antivirus: l’anteprima arriva tra poco."),
    ScanState.INFETTO: gettext_lazy("L’antivirus lo ha bloccato: carica un altro file."),
}
_KINDS: Final = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}


def file_rows(richiesta: RichiestaAbilitazione, files: Iterable[AllegatoRichiesta]) -> list[Json]:
    """What is here and what is missing, in the order of the kinds."""
    rows = list(files)
    held = {row.tipo for row in rows}
    found = [_row(row) for row in rows]
    found += [_missing(tipo) for tipo in NEEDED_FILES if tipo not in held]
    order = TipoAllegato.values
    return sorted(found, key=lambda row: order.index(row["tipo"]))


def signed_is_stale(richiesta: RichiestaAbilitazione, files: Iterable[AllegatoRichiesta]) -> bool:
    """Whether the data changed after the signed application came."""
    signed = [file for file in files if file.tipo == TipoAllegato.MODULO_FIRMATO]
    return any(file.impronta != fingerprint(richiesta) for file in signed)


def _row(allegato: AllegatoRichiesta) -> Json:
    file = allegato.file
    return {
        "tipo": allegato.tipo,
        "missing": False,
        "label": allegato.get_tipo_display(),
        "name": file.original_name or "",
        "kind": _KINDS.get(file.content_type, ""),
        "size": size(file.size),
        "when": wording.term(allegato.created_at),
        "preview": reverse("allegato_anteprima", args=[allegato.pk]),
        "download": reverse("allegato_scarica", args=[allegato.pk]),
        "remove": reverse("allegato_rimuovi", args=[allegato.pk]),
        "state": str(_SCAN.get(file.scan_state, "")),
    }


def _missing(tipo: TipoAllegato) -> Json:
    return {"tipo": tipo.value, "missing": True, "label": str(tipo.label)}


def size(count: int) -> str:
    """How big, as people say it."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")

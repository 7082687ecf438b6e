"""What a request carries: its key, its JSON, its records; every refusal has its status."""

from __future__ import annotations

import re
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError
from django.utils.translation import gettext as _

from certificati.flussi.actions.ricezione import check_structure
from certificati.flussi.api.problemi import Problema
from certificati.flussi.choices import Formato, Operazione
from certificati.flussi.lettura import (
    Documento,
    FlussoIlleggibile,
    Grezzo,
    interpreta,
    json_file,
    messaggio,
)
from certificati.flussi.lettura.decodifica import decode_json
from certificati.flussi.limiti import API_BODY_MAX, API_RECORD_MAX
from certificati.flussi.models.flusso import CHIAVE_MAX
from utenti.models import Organizzazione

_KEY: Final = re.compile(rf"[A-Za-z0-9._:-]{{1,{CHIAVE_MAX}}}")


def idempotency_key(request: HttpRequest) -> str:
    """The Idempotency-Key of a request, empty when it has none. Raises Problema (422)."""
    key = request.headers.get("Idempotency-Key", "")
    if key and not _KEY.fullmatch(key):
        raise Problema(
            422,
            _("La Idempotency-Key ha al massimo 100 lettere, cifre, punti, trattini o due punti."),
        )
    return key


def json_body(request: HttpRequest) -> bytes:
    """The body of a request that says it is JSON. Raises Problema (400, 413, 415)."""
    if request.content_type != "application/json":
        raise Problema(415, _("Manda JSON: Content-Type: application/json."))
    too_big = _("La richiesta supera i 2 MB: dividila.")
    try:
        body = request.body
    except RequestDataTooBig:
        raise Problema(413, too_big) from None
    except UnreadablePostError:
        raise Problema(400, _("La richiesta si è interrotta.")) from None
    if len(body) > API_BODY_MAX:
        raise Problema(413, too_big)
    return body


def records_of(body: bytes, organizzazione: Organizzazione) -> Documento:
    """The records of a body. Raises Problema (413 for too many, 422 for an unreadable one)."""
    try:
        struttura, rows = json_file.read(decode_json(body))
        check_structure(struttura, organizzazione)
    except FlussoIlleggibile as error:
        raise Problema(422, str(error)) from error
    if len(rows) > API_RECORD_MAX:
        raise Problema(413, _("Al massimo 500 record per richiesta: dividila."))
    if not rows:
        raise Problema(422, _("Manda almeno un certificato o un annullamento."))
    return Documento(Formato.JSON, struttura, len(rows), lambda: iter(rows))


def annulment_of(body: bytes, id_esterno: str) -> Grezzo:
    """An annulment: reason, and a note when the reason is another. Raises Problema (422)."""
    try:
        said: Any = json_file.parse(decode_json(body))
    except FlussoIlleggibile as error:
        raise Problema(422, str(error)) from error
    if not isinstance(said, dict) or said.keys() - {"motivo", "nota"}:
        raise Problema(422, _("Manda un oggetto con «motivo» e, se serve, «nota»."))
    raw = Grezzo(1, Operazione.ANNULLA, {"id_esterno": id_esterno, **said})
    for wrong in interpreta(raw).errori:
        if wrong.campo != "id_esterno":
            raise Problema(422, f"{wrong.campo}: {messaggio(wrong)}")
    return raw

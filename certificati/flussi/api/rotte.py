"""The routes of version 1."""

from __future__ import annotations

from typing import Annotated, Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import NinjaAPI, P, Status

from certificati.flussi.actions.richieste import annul_one, receive_request
from certificati.flussi.api import problemi
from certificati.flussi.api.documento import ANNULMENT_BODY, KEY_HEADER, RECORDS_BODY
from certificati.flussi.api.ingresso import annulment_of, idempotency_key, json_body, records_of
from certificati.flussi.api.porta import Porta, note_reading, origin_of, token_of
from certificati.flussi.api.problemi import Problema
from certificati.flussi.api.schemi import (
    EsitoDelFlusso,
    ProblemaMostrato,
    StatoDelCertificato,
)
from certificati.flussi.esiti import PAGE, outcomes
from certificati.flussi.models import Flusso
from certificati.models import Certificato
from certificati.workflow import StatoCertificato
from portal.base import clock
from portal.base.errors import ActionError

api: Final = NinjaAPI(
    title="Portale Infortuni: certificati medici",
    version="1",
    description=(
        "Certificati di infortunio e di malattia professionale dai sistemi delle strutture. "
        "La trasmissione ufficiale all’INAIL passa dal servizio dell’INAIL: il portale non "
        "trasmette."
    ),
    openapi_url=None,
    docs_url=None,
    auth=Porta(),
    servers=[{"url": settings.SITE_URL}],
    urls_namespace="api_v1",
)
problemi.install(api)

_READ: Final = frozenset({400, 401, 404, 413, 422, 429})
_WRITE: Final = frozenset({400, 401, 409, 413, 415, 422, 429})


@api.post(
    "/certificati/",
    url_name="api_certificati",
    summary="Manda da 1 a 500 certificati, e annullamenti",
    response={200: EsitoDelFlusso, 207: EsitoDelFlusso, _WRITE: ProblemaMostrato},
    openapi_extra={"requestBody": RECORDS_BODY, "parameters": [KEY_HEADER]},
)
def api_certificati(request: HttpRequest) -> Status[EsitoDelFlusso]:
    """200: ogni record è andato a buon fine; 207: almeno uno è rifiutato o diverso.

    Rimandare gli stessi record non crea nulla due volte; con la stessa `Idempotency-Key` la
    risposta è la stessa.
    """
    key, body = idempotency_key(request), json_body(request)
    da = origin_of(request)
    found = records_of(body, da.organizzazione)
    try:
        flusso = receive_request(found, body, da=da, chiave=key, now=clock.now())
    except ActionError as error:
        raise Problema(409, error.message) from error
    wrong = flusso.rifiutati + flusso.diversi
    return Status(207 if wrong else 200, _about(flusso, 1))


@api.get(
    "/certificati/{str:id_esterno}/",
    url_name="api_certificato",
    summary="Lo stato di un certificato",
    response={200: StatoDelCertificato, _READ: ProblemaMostrato},
)
def api_certificato(request: HttpRequest, id_esterno: str) -> Status[StatoDelCertificato]:
    """Numero, stato e trasmissione; nulla di quello che il certificato dice."""
    row = _own(request, id_esterno)
    note_reading(request, "certificati.certificato", row.pk)
    return Status(200, StatoDelCertificato.of(row))


@api.post(
    "/certificati/{str:id_esterno}/annulla/",
    url_name="api_certificato_annulla",
    summary="Annulla un certificato",
    response={200: StatoDelCertificato, _WRITE | {404}: ProblemaMostrato},
    openapi_extra={"requestBody": ANNULMENT_BODY},
)
def api_certificato_annulla(request: HttpRequest, id_esterno: str) -> Status[StatoDelCertificato]:
    """Chi ne aveva ricevuto i riferimenti viene avvisato. Annullare due volte è come una."""
    values = annulment_of(json_body(request), id_esterno)
    row = _own(request, id_esterno)
    if row.stato == StatoCertificato.SOSTITUITO:
        raise Problema(409, _("Il certificato è già stato sostituito da un altro."))
    annul_one(values, da=origin_of(request), now=clock.now())
    row.refresh_from_db()
    return Status(200, StatoDelCertificato.of(row))


@api.get(
    "/flussi/{uuid:pk}/",
    url_name="api_flusso",
    summary="A che punto è un flusso, e gli esiti dei suoi record",
    response={200: EsitoDelFlusso, _READ: ProblemaMostrato},
)
def api_flusso(
    request: HttpRequest, pk: UUID, da: Annotated[int, P(ge=1, le=1_000_000)] = 1
) -> Status[EsitoDelFlusso]:
    """Vale per le richieste all’API e per i file caricati. 500 record per pagina."""
    rows = Flusso.objects.of_structure(token_of(request).organizzazione_id)
    flusso = rows.filter(pk=pk).select_related("data_key").first()
    if flusso is None:
        raise Problema(404, _("Nella tua struttura non c’è un flusso con questo identificativo."))
    note_reading(request, "flussi.flusso", flusso.pk)
    return Status(200, _about(flusso, da))


def _about(flusso: Flusso, da: int) -> EsitoDelFlusso:
    rows = outcomes(flusso, da=da)
    following = rows[-1].posizione + 1 if len(rows) == PAGE else None
    more = following if following is not None and following <= flusso.fatti else None
    return EsitoDelFlusso.of(flusso, rows, more)


def _own(request: HttpRequest, id_esterno: str) -> Certificato:
    """A certificate of the token's own structure; anybody else's does not exist."""
    own = {"organizzazione_id": token_of(request).organizzazione_id, "id_esterno": id_esterno}
    row: Any = None
    if id_esterno.isprintable():
        row = Certificato.objects.issued().filter(**own).defer("contenuto").first()
    if row is None:
        raise Problema(
            404, _("Nella tua struttura non c’è un certificato con questo identificativo.")
        )
    found: Certificato = row
    return found

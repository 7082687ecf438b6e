"""The papers of a certificate: which are ready, which are awaited, what to do with each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from certificati.actions.stampe import VALID, revision_of
from certificati.choices import StatoStampa, TipoStampa
from certificati.models import Certificato, Stampa

Json = dict[str, Any]
# How long the worker takes as a rule, and after how long something is wrong with it.
USUAL: Final = timedelta(seconds=5)
TOO_LONG: Final = timedelta(minutes=1)
NEVER_ASKED: Final = "assente"


def papers_of(certificato: Certificato) -> list[Json]:
    """The papers as the certificate stands, then the ready ones from before its withdrawal.

    One dict each: ``tipo``, ``label``, ``help``, ``state`` (of ``StatoStampa``, or ``assente``),
    ``url`` (empty when there is none), ``download_url``, ``post_url`` (empty when there is nothing
    to ask), ``size``, ``older``. One query; an issued certificate with its data.
    """
    if not certificato.is_issued or certificato.cancellato_at is not None:
        return []
    rows = list(certificato.stampe.select_related("file").order_by("-revisione", "-tipo", "id"))
    now = revision_of(certificato)
    made = {row.tipo: row for row in rows if row.revisione == now}
    papers = [_paper(certificato, tipo, made.get(tipo)) for tipo in TipoStampa]
    older = [row for row in rows if row.revisione < now and row.stato == StatoStampa.PRONTA]
    return papers + [_paper(certificato, row.tipo, row, older=True) for row in older]


def carta_page(stampa: Stampa, now: datetime) -> Json:
    """The page of one paper: waited for, failed or ready."""
    certificato = stampa.certificato
    waited = max(now - stampa.created_at, timedelta())
    older = stampa.revisione < revision_of(certificato)
    return {
        "certificato": certificato,
        "stampa": stampa,
        "paper": _paper(certificato, stampa.tipo, stampa, older=older),
        "waiting": stampa.stato == StatoStampa.IN_PREPARAZIONE,
        "ready": stampa.stato == StatoStampa.PRONTA,
        "employer": stampa.tipo == TipoStampa.DATORE,
        **_waiting(waited),
    }


def _paper(
    certificato: Certificato, tipo: str, stampa: Stampa | None, *, older: bool = False
) -> Json:
    state = stampa.stato if stampa is not None else NEVER_ASKED
    askable = not older and state in (NEVER_ASKED, StatoStampa.FALLITA)
    url = _urls(stampa) if stampa is not None else {"url": "", "download_url": ""}
    return {
        "tipo": str(tipo),
        "label": _label(certificato, tipo, older=older),
        "help": _HELP[TipoStampa(tipo)](),
        "state": str(state),
        **url,
        "post_url": reverse("certificato_stampa", args=[certificato.pk, tipo]) if askable else "",
        "size": size_in_words(stampa.file.size) if stampa is not None and stampa.file else "",
        "older": older,
    }


def _urls(stampa: Stampa) -> Json:
    if stampa.stato != StatoStampa.PRONTA:
        return {"url": reverse("certificato_carta_stato", args=[stampa.pk]), "download_url": ""}
    url = reverse("certificato_carta", args=[stampa.pk])
    return {"url": url, "download_url": f"{url}?scarica=1"}


_HELP: Final = {
    TipoStampa.LAVORATORE: lambda: _("Tutto il certificato, con che cosa deve fare."),
    TipoStampa.DATORE: lambda: _("Numero, data e prognosi. Nessun dato sanitario."),
}


def _label(certificato: Certificato, tipo: str, *, older: bool) -> str:
    name = {
        TipoStampa.LAVORATORE: _("Copia per il lavoratore"),
        TipoStampa.DATORE: _("Copia per il datore di lavoro"),
    }[TipoStampa(tipo)]
    if older:
        return _("%(name)s, di prima dell’annullamento") % {"name": name}
    withdrawn = revision_of(certificato) != VALID
    return _("%(name)s, con «annullato»") % {"name": name} if withdrawn else name


def size_in_words(count: int) -> str:
    """A size in thousands or millions of bytes."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")


def _waiting(waited: timedelta) -> Json:
    if waited <= USUAL:
        detail = _("Di solito è pronta entro 5 secondi. La pagina si aggiorna da sola.")
    elif waited <= TOO_LONG:
        detail = _("Ci vuole più del solito: prima di questa ci sono altri documenti.")
    else:
        detail = _("Ci vuole molto più del solito. Puoi lasciare la pagina e tornare più tardi.")
    return {
        "detail": detail,
        "refresh_seconds": 1 if waited <= 2 * USUAL else 3 if waited <= TOO_LONG else 15,
    }

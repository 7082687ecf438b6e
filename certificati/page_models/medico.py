"""The page of an issued certificate, for the doctor whose it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext as _

from certificati import permissions
from certificati.actions.bozze import Partenza
from certificati.choices import Genere, Registro139, TipoCertificato
from certificati.dati import DatiCertificato
from certificati.models import Certificato
from certificati.numero import grouped
from certificati.page_models.catena import chain_page
from certificati.page_models.contenuto import sections_of
from certificati.page_models.orologio import clock_of, worker_warning
from certificati.page_models.storia import history_of
from certificati.workflow import StatoCertificato
from portal.base import wording
from portal.base.clock import local
from utenti.access import Scope


class Seguito(NamedTuple):
    """Another certificate that begins from this one: a button."""

    label: str
    partenza: str
    tipo: str
    request_key: str


def page_of(certificato: Certificato, scope: Scope, now: datetime) -> dict[str, Any]:
    """Everything the page says; the health data are on it."""
    erased = certificato.cancellato_at is not None
    dati = None if erased else certificato.dati
    transmittable = bool(permissions.can_view(scope, certificato)) and not erased
    return {
        "certificato": certificato,
        "title": certificato.person,
        "number": grouped(certificato.numero or ""),
        "kind": f"{certificato.get_genere_display()} · {certificato.get_tipo_display()}",
        "ended": ended_words(certificato),
        "clock": clock_of(certificato, now),
        "sections": sections_of(certificato, dati) if dati else [],
        "disease": _disease(dati, now) if dati else [],
        "chain": chain_page(certificato, scope),
        "chain_url": reverse("certificato_catena", args=[certificato.pk]),
        "history": history_of(certificato),
        "follow_url": reverse("certificato_inizia"),
        "follows": follows_of(certificato, scope) if not erased else [],
        "annul_url": (
            reverse("certificato_annulla", args=[certificato.pk])
            if permissions.can_end(scope, certificato) and not erased
            else ""
        ),
        "sent_url": (
            reverse("certificato_trasmesso", args=[certificato.pk]) if transmittable else ""
        ),
        "sent": certificato.trasmesso_at is not None,
    }


def ended_words(certificato: Certificato) -> dict[str, str]:
    """Why it does not stand any more, and where its substitute is; empty while it stands."""
    if certificato.stato == StatoCertificato.EMESSO or certificato.annullato_at is None:
        return {}
    when = {"when": wording.term(certificato.annullato_at, year=True)}
    if certificato.stato == StatoCertificato.SOSTITUITO:
        following = Certificato.objects.filter(sostituisce=certificato).first()
        return {
            "text": _("Sostituito %(when)s: vale il certificato che ha preso il suo posto.") % when,
            "url": reverse("certificato_medico", args=[following.pk]) if following else "",
            "label": _("Apri quello nuovo"),
        }
    said = {"why": str(certificato.get_annullato_motivo_display()).lower(), **when}
    text = _("Annullato %(when)s: %(why)s.") % said
    if certificato.cancellato_at is None and certificato.annullato_nota:
        text = f"{text} {certificato.annullato_nota}"
    return {"text": text, "url": "", "label": ""}


def follows_of(certificato: Certificato, scope: Scope) -> list[Seguito]:
    """What may begin from here: the same worker's next certificate, a copy, a substitute."""
    found: list[Seguito] = []
    if permissions.can_continue(scope, certificato):
        onward = Partenza.CONTINUA.value
        found += [
            Seguito(label, onward, tipo, str(uuid4())) for tipo, label in _onward(certificato)
        ]
        found.append(Seguito(_("Copia"), Partenza.COPIA.value, TipoCertificato.PRIMO, str(uuid4())))
    if permissions.can_end(scope, certificato):
        instead = Partenza.SOSTITUISCE.value
        found.append(Seguito(_("Sostituisci"), instead, certificato.tipo, str(uuid4())))
    return found


def _onward(certificato: Certificato) -> list[tuple[str, str]]:
    """The types that go on from here: from one that stands; of a disease, only its continuation."""
    if certificato.stato != StatoCertificato.EMESSO:
        return []
    goes_on = [(TipoCertificato.CONTINUATIVO.value, _("Scrivi il continuativo"))]
    if certificato.genere == Genere.MALATTIA:
        return goes_on
    return [
        *goes_on,
        (TipoCertificato.DEFINITIVO.value, _("Scrivi il definitivo")),
        (TipoCertificato.RIAMMISSIONE.value, _("Scrivi la riammissione")),
    ]


def _disease(dati: DatiCertificato, now: datetime) -> list[str]:
    """What a disease adds: the worker's warning to the employer, the register of art. 139."""
    if dati.genere != Genere.MALATTIA:
        return []
    return [worker_warning(dati.manifestata_on, local(now).date()), _register(dati)]


def _register(dati: DatiCertificato) -> str:
    if dati.registro_139 == Registro139.NO:
        return _(
            "La malattia non è nell’elenco del D.M. 15/11/2023: la segnalazione al Registro "
            "nazionale (art. 139 T.U.) non è dovuta."
        )
    words = {"part": Registro139(dati.registro_139).label, "code": dati.registro_139_codice}
    text = (
        _(
            "Malattia in elenco per il Registro nazionale (art. 139 T.U.): %(part)s, codice "
            "%(code)s."
        )
        if dati.registro_139_codice
        else _("Malattia in elenco per il Registro nazionale (art. 139 T.U.): %(part)s.")
    )
    sent = _(
        "La segnalazione è obbligatoria per ogni medico; trasmettere il certificato all’INAIL vale "
        "di regola anche come segnalazione (da verificare con l’ASL)."
    )
    return f"{text % words} {sent}"

"""The worker's paper: the whole certificate, and what to do with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificati.choices import Categoria, Genere, Origine, TipoCertificato
from certificati.controlli import period_of
from certificati.dati import FORMATO, DatiCertificato
from certificati.models import Certificato
from certificati.numero import grouped
from certificati.stampa.righe import Blocco, blocks_of, box, pack
from certificati.termini import worker_warning_on
from certificati.workflow import StatoCertificato
from portal.base import wording
from portal.base.clock import local

TEMPLATE: Final = "certificati/pdf/lavoratore.html"
_PUPILS: Final = frozenset({Categoria.STUDENTE})
_ON_THEIR_OWN: Final = frozenset({Categoria.ARTIGIANO_TITOLARE, Categoria.AGRICOLO_AUTONOMO})
_BY_THE_DOCTOR: Final = frozenset({Categoria.OPERAIO_AGRICOLO_OTD, Categoria.AGRICOLO_AUTONOMO})


def worker_html(certificato: Certificato) -> str:
    """The paper as HTML. Raises KeyDestroyed for an erased certificate, ValueError for a draft."""
    if certificato.rilasciato_at is None:
        raise ValueError("a draft has no papers")
    dati, released = certificato.dati, local(certificato.rilasciato_at)
    return render_to_string(
        TEMPLATE,
        {
            "certificato": certificato,
            "numero": grouped(certificato.numero or ""),
            "released": released,
            "prognosi": prognosis_in_words(dati),
            "blocks": [*blocks_of(dati), _doctor(certificato)],
            "advice": list(advice(dati, released.date())),
            "medico": certificato.medico.get_full_name(),
            "imported": certificato.origine == Origine.FLUSSO,
            "withdrawn": _withdrawn(certificato),
            "formato": FORMATO,
        },
    )


def prognosis_in_words(dati: DatiCertificato) -> str:
    """ "dal 11/03/2026 al 13/03/2026 compreso: 3 giorni"; reserved; or none."""
    periodo = period_of(dati)
    said = [_("riservata")] if dati.prognosi_riservata else []
    if periodo is not None:
        count = ngettext("%(n)d giorno", "%(n)d giorni", periodo.giorni) % {"n": periodo.giorni}
        said.append(
            _("dal %(dal)s al %(al)s compreso: %(count)s")
            % {"dal": f"{periodo.dal:%d/%m/%Y}", "al": f"{periodo.al:%d/%m/%Y}", "count": count}
        )
    return ", ".join(said) or _("nessun giorno in questo certificato")


def advice(dati: DatiCertificato, released_on: date) -> Iterator[str]:
    """What the worker should do and what is theirs, one sentence or two each (dominio 1.7, 7)."""
    if dati.genere == Genere.MALATTIA:
        yield _disease_notice(dati, released_on)
    else:
        yield _injury_notice(dati)
    if dati.categoria in _BY_THE_DOCTOR and dati.genere == Genere.MALATTIA:
        yield _("La denuncia all’INAIL la fa il medico con questo certificato (art. 251 T.U.).")
    elif dati.categoria in _ON_THEIR_OWN:
        yield _("Lavori in proprio: la denuncia all’INAIL la fai tu (art. 203 T.U.).")
    yield _("La diagnosi resta tra te, il medico e l’INAIL: il datore non può chiedertela.")
    yield from _after(dati)
    yield _(
        "Puoi chiedere alla struttura di leggere e correggere i tuoi dati (artt. 15 e 16 del "
        "Regolamento UE 2016/679). Il diritto alle prestazioni si prescrive in tre anni "
        "(art. 112 T.U.)."
    )


def _injury_notice(dati: DatiCertificato) -> str:
    if dati.categoria in _PUPILS:
        return _(
            "Dai subito alla scuola la copia fatta per il datore: ha numero, data e prognosi, non "
            "la diagnosi. Vale anche se ti sei fatto poco (art. 52 T.U.)."
        )
    return _(
        "Dai subito al datore la copia fatta per lui: ha numero, data e prognosi, non la diagnosi. "
        "Vale anche se ti sei fatto poco: senza avviso perdi l’indennità per i giorni in cui il "
        "datore non ne sapeva nulla (art. 52 T.U.)."
    )


def _disease_notice(dati: DatiCertificato, released_on: date) -> str:
    if dati.manifestata_on is None:
        raise ValueError("a certificate of disease says when it showed")
    last = worker_warning_on(dati.manifestata_on)
    values = {"day": wording.day(last, year=True)}
    if last < released_on:
        return (
            _(
                "I 15 giorni per avvisare il datore sono finiti %(day)s: avvisalo subito. Perdi "
                "l’indennità solo per il tempo prima dell’avviso (art. 52 T.U.)."
            )
            % values
        )
    return (
        _(
            "Avvisa il datore entro %(day)s: sono 15 giorni da quando la malattia si è "
            "manifestata. Dagli la copia fatta per lui, che non ha la diagnosi. Dopo perdi "
            "l’indennità per il tempo prima dell’avviso (art. 52 T.U.)."
        )
        % values
    )


def _after(dati: DatiCertificato) -> Iterator[str]:
    if dati.tipo == TipoCertificato.DEFINITIVO:
        yield _("Questo certificato chiude il caso. Se hai una ricaduta torna dal medico.")
    elif dati.prognosi_al is not None:
        yield _(
            "Se alla fine della prognosi (%(day)s) non sei guarito, torna dal medico: serve un "
            "altro certificato."
        ) % {"day": wording.day(dati.prognosi_al, year=True)}
    if dati.categoria == Categoria.LAVORATORE and dati.tipo != TipoCertificato.DEFINITIVO:
        yield _(
            "Se non puoi lavorare: il giorno dell’evento lo paga il datore, i tre giorni dopo "
            "almeno al 60%; dal quarto l’INAIL paga il 60% della retribuzione media, dal 91º il "
            "75% (artt. 68 e 73 T.U.)."
        )


def _doctor(certificato: Certificato) -> Blocco:
    boxes = [
        box(_("Rilasciato da"), certificato.medico.get_full_name()),
        box(_("Struttura"), certificato.organizzazione.denominazione),
    ]
    return Blocco("", pack(boxes))


def _withdrawn(certificato: Certificato) -> dict[str, str]:
    """What the paper of a withdrawn certificate says first; empty for a valid one."""
    if certificato.annullato_at is None:
        return {}
    day = f"{local(certificato.annullato_at):%d/%m/%Y}"
    if certificato.stato == StatoCertificato.SOSTITUITO:
        number = grouped(certificato.sostituito_da.numero or "")
        why = _("Il suo posto lo ha preso il certificato %(numero)s.") % {"numero": number}
    else:
        why = _("Motivo: %(why)s.") % {"why": certificato.get_annullato_motivo_display()}
    return {"day": day, "why": why}

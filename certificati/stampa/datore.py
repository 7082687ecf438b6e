"""The employer's paper, made of ``riferimenti`` alone: health data cannot reach it.

Not even the SHA-256 of the content is here: whoever holds it could try diagnoses until one fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificati.choices import AGRICOLI, Categoria, Genere, RedattoDa, TipoCertificato
from certificati.numero import grouped
from certificati.prognosi import Periodo
from certificati.riferimenti import Autore, Riferimenti
from certificati.stampa.righe import Casella, box, pack
from portal.base import wording
from portal.base.clock import local

TEMPLATE: Final = "certificati/pdf/datore.html"
# Outside the statistical notice of D.Lgs. 81/2008 (dominio 0.1, ruling 2).
_WITHOUT_NOTICE: Final = frozenset(
    {Categoria.DOMESTICO, Categoria.AGRICOLO_AUTONOMO, Categoria.ARTIGIANO_TITOLARE}
)


def employer_html(references: Riferimenti, author: Autore) -> str:
    """The paper as HTML."""
    released = local(references.rilasciato_at)
    return render_to_string(
        TEMPLATE,
        {
            "numero": grouped(references.numero),
            "plain": references.numero,
            "released": released,
            "released_words": wording.day(released.date(), year=True),
            "genere": Genere(references.genere).label,
            "tipo": TipoCertificato(references.tipo).label,
            "prognosi": _prognosis(references),
            "reserved": references.pericolo_di_morte,
            "rows": pack(_boxes(references, author)),
            "terms": list(terms(references)),
            "duty": not _doctors_own(references),
            "withdrawn": references.ritirato_at and local(references.ritirato_at),
        },
    )


def terms(references: Riferimenti) -> Iterator[str]:
    """Which duties start when these references are received; the law, not a decision on the case.

    What the days come to is the engine's to say (TU art. 53; D.Lgs. 81/2008 art. 18 c. 1 lett. r).
    """
    if references.genere == Genere.MALATTIA:
        yield _disease_term(references)
        return
    if references.pericolo_di_morte:
        yield _(
            "Prognosi riservata: segnala l’infortunio all’INAIL entro 24 ore da quando è successo, "
            "con un mezzo che dia prova dell’invio (art. 53 T.U.); poi fai la denuncia."
        )
    if references.prognosi_al is None:
        if references.tipo == TipoCertificato.DEFINITIVO:
            yield _("Chiude il caso e non ha giorni di prognosi: non fa partire nuovi termini.")
        return
    yield _(
        "Più di tre giorni di assenza dopo quello dell’infortunio, sommando i certificati: "
        "denuncia entro due giorni da quando ricevi questi riferimenti, una volta sola "
        "(art. 53 T.U.)."
    )
    if references.redatto_da == RedattoDa.MEDICO_DI_BORDO:
        yield _("In navigazione: la denuncia si fa il giorno del primo approdo (art. 53 T.U.).")
    if references.categoria not in _WITHOUT_NOTICE:
        yield _(
            "Da uno a tre giorni: comunicazione entro 48 ore da quando ricevi questi riferimenti "
            "(art. 18 c. 1 lett. r D.Lgs. 81/2008)."
        )


def _doctors_own(references: Riferimenti) -> bool:
    """A disease in agriculture: the doctor reports it, no term of the employer starts."""
    return references.genere == Genere.MALATTIA and references.categoria in AGRICOLI


def _disease_term(references: Riferimenti) -> str:
    if _doctors_own(references):
        return _(
            "Nessuno: la denuncia la fa il medico con il suo certificato (art. 251 T.U.). Conserva "
            "questo foglio."
        )
    return _("Denuncia entro cinque giorni da quando ricevi questi riferimenti (art. 53 T.U.).")


def _prognosis(references: Riferimenti) -> dict[str, str]:
    """The two days in words and how many they are; ``none`` when there are none."""
    start, end = references.prognosi_dal, references.prognosi_al
    if start is None or end is None:
        return {}
    count = Periodo(start, end).giorni
    return {
        "dal": wording.day(start, year=True),
        "al": wording.day(end, year=True),
        "count": ngettext("%(n)d giorno", "%(n)d giorni", count) % {"n": count},
    }


def _boxes(references: Riferimenti, author: Autore) -> list[Casella]:
    event = (
        _("Giorno dell’infortunio")
        if references.genere == Genere.INFORTUNIO
        else _("Giorno in cui si è manifestata")
    )
    pairs = (
        (_("Lavoratore"), f"{references.cognome} {references.nome}"),
        (_("Codice fiscale"), references.codice_fiscale),
        (event, _event(references.evento_on, references.evento_ora)),
        (_("Datore di lavoro o scuola"), references.datore_denominazione),
        (_("Codice fiscale del datore"), references.datore_codice_fiscale),
        (_("Medico"), author.medico),
        (_("Struttura"), author.struttura),
        (_("Redatto da"), str(RedattoDa(references.redatto_da).label)),
    )
    return [box(label, value) for label, value in pairs if value]


def _event(day: date, hour: str) -> str:
    return f"{day:%d/%m/%Y}" + (_(", ore %(hour)s") % {"hour": hour} if hour else "")

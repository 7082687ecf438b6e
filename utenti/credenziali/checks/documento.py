"""The identity document, the age of who asks, the files that must be there.

Sources: scheda tecnica INAIL (front and back of a document in force, signed form); D.P.R. 445/2000
artt. 35 and 45 (documents in force).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from utenti.credenziali.checks.esiti import Controllo, Fatti, Severita
from utenti.credenziali.checks.nomi import years_between
from utenti.credenziali.choices import TipoAllegato, TipoDocumentoIdentita

ADULT: Final = 18
OLDEST: Final = 100
_ASK: Final = _("Chiedi un’integrazione.")


def check_documento(fatti: Fatti) -> Iterator[Controllo]:
    """Expiry against the day of the request and of the exam; issue before expiry."""
    scade, rilasciato = fatti.scade_on, fatti.rilasciato_on
    if scade is None:
        yield Controllo(
            "documento_senza_scadenza",
            Severita.ATTENZIONE,
            _("La scadenza del documento non è indicata."),
            _("Leggila sul documento."),
        )
    elif scade < fatti.inviata_on:
        yield _expired(_("Il documento era già scaduto quando la richiesta è stata inviata."))
    elif scade < fatti.oggi:
        yield Controllo(
            "documento_scaduto_dopo",
            Severita.ATTENZIONE,
            _("Il documento è scaduto dopo l’invio della richiesta: quel giorno era valido."),
            _("Puoi approvare: conta il giorno dell’invio."),
        )
    else:
        yield Controllo("documento_valido", Severita.OK, _("Il documento è in corso di validità."))
    if rilasciato is not None and scade is not None and rilasciato >= scade:
        yield Controllo(
            "rilascio_dopo_scadenza",
            Severita.GRAVE,
            _("Il documento risulta rilasciato dopo la sua scadenza: una delle due date è errata."),
            _ASK,
            "dati_diversi",
        )
    if rilasciato is not None and rilasciato > fatti.inviata_on:
        yield Controllo(
            "rilascio_futuro",
            Severita.GRAVE,
            _("Il documento risulta rilasciato dopo l’invio della richiesta."),
            _ASK,
            "dati_diversi",
        )


def _expired(sentence: object) -> Controllo:
    return Controllo(
        "documento_scaduto",
        Severita.GRAVE,
        str(sentence),
        _("Chiedi un’integrazione con un documento in corso di validità."),
        "documento_scaduto",
        blocca=True,
    )


def check_eta(fatti: Fatti) -> Iterator[Controllo]:
    """A doctor is of age; past a hundred the year is probably a slip."""
    if fatti.nato_on is None:
        return
    years = years_between(fatti.nato_on, fatti.inviata_on)
    if years < ADULT:
        yield Controllo(
            "minorenne",
            Severita.GRAVE,
            _("Chi chiede risulta minorenne."),
            _("Controlla l’anno di nascita sul documento."),
            "dati_diversi",
            blocca=True,
        )
    elif years > OLDEST:
        yield Controllo(
            "oltre_cento_anni",
            Severita.GRAVE,
            _("Chi chiede risulta avere più di cento anni."),
            _("Controlla l’anno di nascita sul documento."),
            "dati_diversi",
        )


def check_allegati(fatti: Fatti) -> Iterator[Controllo]:
    """Signed form, front, back; of a passport the back says nothing of the person."""
    wanted = (
        (TipoAllegato.MODULO_FIRMATO, _("Manca la domanda firmata."), "modulo_mancante"),
        (TipoAllegato.DOCUMENTO_FRONTE, _("Manca il fronte del documento."), "fronte_mancante"),
        (TipoAllegato.DOCUMENTO_RETRO, _("Manca il retro del documento."), "retro_mancante"),
    )
    passport = fatti.documento_tipo == TipoDocumentoIdentita.PASSAPORTO
    missing = [row for row in wanted if row[0] not in fatti.allegati]
    for tipo, sentence, motivo in missing:
        light = passport and tipo == TipoAllegato.DOCUMENTO_RETRO
        yield Controllo(
            motivo,
            Severita.ATTENZIONE if light else Severita.GRAVE,
            sentence,
            _("Per un passaporto basta la pagina con la foto.") if light else _ASK,
            motivo,
            blocca=not light,
        )
    if not missing:
        yield Controllo(
            "allegati_presenti", Severita.OK, _("Ci sono fronte, retro e domanda firmata.")
        )

"""The steps of a request: which fields each asks for, and which must be there to send it."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from utenti.credenziali.canali import channel_for
from utenti.credenziali.choices import Canale, Profilo, TipoAllegato
from utenti.credenziali.models import RichiestaAbilitazione


class Passo(models.TextChoices):
    """The steps, in their order."""

    PERSONA = "persona", _("Chi sei")
    RECAPITI = "recapiti", _("Residenza e recapiti")
    DOCUMENTO = "documento", _("Documento d’identità")
    PROFESSIONE = "professione", _("Professione")
    MESSAGGIO = "messaggio", _("Messaggio")
    ALLEGATI = "allegati", _("Domanda e allegati")
    RIEPILOGO = "riepilogo", _("Riepilogo e invio")


PERSONA: Final = ("cognome", "nome", "sesso", "nato_on", "nato_a", "codice_fiscale")
RECAPITI: Final = (
    "residenza",
    "residenza_comune",
    "residenza_provincia",
    "residenza_cap",
    "telefono",
    "email",
    "pec",
    "lingua",
)
DOCUMENTO: Final = (
    "documento_tipo",
    "documento_numero",
    "documento_rilasciato_da",
    "documento_rilasciato_on",
    "documento_scade_on",
)
MEDICO: Final = ("ordine_provincia", "ordine_numero")
STRUTTURA: Final = (
    "struttura",
    "struttura_codice_fiscale",
    "struttura_indirizzo",
    "struttura_comune",
    "struttura_provincia",
    "struttura_cap",
    "struttura_telefono",
    "struttura_pec",
    "qualifica",
)
OPTIONAL: Final = frozenset({"pec", "lingua"})
# The files without which a request is not sent (scheda tecnica: signed form, both sides).
NEEDED_FILES: Final = (
    TipoAllegato.MODULO_FIRMATO,
    TipoAllegato.DOCUMENTO_FRONTE,
    TipoAllegato.DOCUMENTO_RETRO,
)


def fields_of(passo: str, profilo: str) -> tuple[str, ...]:
    """The fields of the request that a step writes; none for those of another kind."""
    professione = STRUTTURA if profilo == Profilo.PRESIDIO else MEDICO
    return {
        Passo.PERSONA.value: PERSONA,
        Passo.RECAPITI.value: RECAPITI,
        Passo.DOCUMENTO.value: DOCUMENTO,
        Passo.PROFESSIONE.value: professione,
    }.get(passo, ())


def channel_of(richiesta: RichiestaAbilitazione, livello: str) -> Canale:
    """The channel of a request: that of its first sending, else that of who is logged in now."""
    return Canale(richiesta.canale) if richiesta.canale else channel_for(livello).canale


def steps_of(richiesta: RichiestaAbilitazione, livello: str) -> list[Passo]:
    """The steps of this request: a message is written where InailRisponde carries it."""
    writes = channel_of(richiesta, livello) == Canale.INAIL_RISPONDE
    return [passo for passo in Passo if passo is not Passo.MESSAGGIO or writes]


def name_of(passo: Passo, profilo: str) -> str:
    """The name of a step; a hospital speaks of itself where a doctor speaks of the profession."""
    if passo is Passo.PROFESSIONE and profilo == Profilo.PRESIDIO:
        return str(_("Struttura"))
    return str(passo.label)

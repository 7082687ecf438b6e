"""Closed lists of this part."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class TipoLavoro(models.TextChoices):
    """Long work done in the background, with its progress."""

    DATI_PERSONA = "dati_persona", _("Copia dei tuoi dati")
    ESPORTAZIONE = "esportazione", _("Esportazione dell’organizzazione")
    RIMOZIONE = "rimozione", _("Rimozione dell’organizzazione")


class StatoLavoro(models.TextChoices):
    """Where a piece of work stands."""

    IN_CORSO = "in_corso", _("In preparazione")
    PRONTO = "pronto", _("Pronto")
    FALLITO = "fallito", _("Non riuscito")
    ELIMINATO = "eliminato", _("Eliminato")


class Oggetto(models.TextChoices):
    """What a proof of erasure is about."""

    CASO = "caso", _("Caso")
    CERTIFICATO = "certificato", _("Certificato medico")
    OSCURAMENTO = "oscuramento", _("Testi di un caso")
    UTENTE = "utente", _("Account")
    ORGANIZZAZIONE = "organizzazione", _("Organizzazione")


class Base(models.TextChoices):
    """Why something was erased: the legal ground, by code."""

    TERMINE = "termine", _("È passato il termine di conservazione (GDPR, art. 5.1.e)")
    RICHIESTA = "richiesta", _("Richiesta della persona interessata (GDPR, art. 17)")
    ORDINE = "ordine", _("Ordine di un’autorità (GDPR, art. 58; art. 17.1.e)")
    ERRORE = "errore", _("Dati trattati per errore (GDPR, art. 17.1.d)")
    RIMOZIONE = "rimozione", _("Rimozione dell’organizzazione (GDPR, art. 28.3.g)")


class TipoRichiesta(models.TextChoices):
    """Rights that a person uses by asking."""

    RETTIFICA = "rettifica", _("Correggere un dato (art. 16)")
    CANCELLAZIONE = "cancellazione", _("Cancellare dati (art. 17)")
    LIMITAZIONE = "limitazione", _("Limitare il trattamento (art. 18)")
    OPPOSIZIONE = "opposizione", _("Opporti al trattamento (art. 21)")
    ACCESSO = "accesso", _("Avere una copia di altri dati (art. 15)")


class StatoRichiesta(models.TextChoices):
    """Where a request stands."""

    INVIATA = "inviata", _("Inviata")
    ACCOLTA = "accolta", _("Accolta")
    RESPINTA = "respinta", _("Respinta")


ANSWERED: Final = (StatoRichiesta.ACCOLTA, StatoRichiesta.RESPINTA)

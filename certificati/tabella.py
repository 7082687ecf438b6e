"""The fields of a certificate, declared once.

Wizard, summary, paper, import, API and the tests that no employer ever sees a health field derive
from here. Sections and fields: INAIL manuals of 2016 and 2022 (dominio 6).
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from certificati.campi import BOTH, DISEASE, INJURY, Campo, Forma, Sezione
from certificati.choices import Categoria, Esito, RedattoDa, Registro139, Sesso

_C, _L, _S = Sezione.CERTIFICATO, Sezione.LAVORATORE, Sezione.SANITARI
_R, _E, _M = Sezione.RACCONTO, Sezione.RAPPORTO, Sezione.MEDICO
_LONG: Final = 2000

CAMPI: Final = (
    Campo(
        "precedente_numero",
        _("Numero del certificato che prosegue"),
        _C,
        Forma.NUMERO,
        max=24,
        help=_("12 lettere o cifre. Lascialo vuoto solo se il primo certificato non ha numero."),
    ),
    Campo("precedente_on", _("Rilasciato il"), _C, Forma.GIORNO),
    Campo("cognome", _("Cognome"), _L, needed=BOTH),
    Campo("nome", _("Nome"), _L, needed=BOTH),
    Campo("codice_fiscale", _("Codice fiscale"), _L, Forma.CODICE_FISCALE, needed=BOTH, max=16),
    Campo("sesso", _("Sesso"), _L, Forma.SCELTA, needed=BOTH, choices=Sesso.choices),
    Campo("nato_on", _("Data di nascita"), _L, Forma.GIORNO, needed=BOTH),
    Campo("nato_a", _("Comune o stato di nascita"), _L, needed=BOTH),
    Campo("indirizzo", _("Indirizzo del domicilio"), _L, max=160),
    Campo("comune", _("Comune del domicilio"), _L),
    Campo("provincia", _("Provincia"), _L, Forma.PROVINCIA, max=2),
    Campo("cap", _("CAP"), _L, Forma.CAP, max=5),
    Campo("telefono", _("Telefono"), _L, Forma.TELEFONO, max=24),
    Campo(
        "prima_assistenza_at",
        _("Prima assistenza"),
        _S,
        Forma.ISTANTE,
        INJURY,
        needed=INJURY,
        help=_("Da qui corre il termine per trasmettere: le 24 del giorno dopo."),
    ),
    Campo("prima_visita_at", _("Prima visita"), _S, Forma.ISTANTE, DISEASE, needed=DISEASE),
    Campo(
        "manifestata_on",
        _("Quando si è manifestata"),
        _S,
        Forma.GIORNO,
        DISEASE,
        needed=DISEASE,
        help=_("Il lavoratore ha 15 giorni da qui per avvisare il datore (art. 52 T.U.)."),
    ),
    Campo("lesioni", _("Lesioni: natura e sede"), _S, Forma.LESIONI, INJURY, health=True),
    Campo(
        "diagnosi",
        _("Diagnosi"),
        _S,
        Forma.TESTO_LUNGO,
        needed=BOTH,
        health=True,
        max=_LONG,
    ),
    Campo(
        "esame_obiettivo",
        _("Esame obiettivo"),
        _S,
        Forma.TESTO_LUNGO,
        health=True,
        max=_LONG,
    ),
    Campo(
        "accertamenti",
        _("Accertamenti e cure"),
        _S,
        Forma.TESTO_LUNGO,
        health=True,
        max=_LONG,
    ),
    Campo("ricovero", _("Ricovero"), _S, Forma.SI_NO, health=True),
    Campo(
        "prognosi_riservata",
        _("Prognosi riservata o pericolo di morte"),
        _S,
        Forma.SI_NO,
        INJURY,
        help=_("Il datore deve segnalarlo all’INAIL entro 24 ore dall’infortunio."),
    ),
    Campo("prognosi_dal", _("Prognosi: dal"), _S, Forma.GIORNO),
    Campo("prognosi_al", _("al (compreso)"), _S, Forma.GIORNO, alone=_("Prognosi: al (compreso)")),
    Campo("esito", _("Esito"), _S, Forma.SCELTA, INJURY, health=True, choices=Esito.choices),
    Campo(
        "agente",
        _("Agente o fattore di rischio"),
        _S,
        generi=DISEASE,
        needed=DISEASE,
        health=True,
        max=160,
    ),
    Campo(
        "lavorazione",
        _("Lavorazione che l’avrebbe causata"),
        _S,
        generi=DISEASE,
        needed=DISEASE,
        health=True,
        max=160,
    ),
    Campo("esposizione_dal", _("Esposizione: dal"), _S, Forma.GIORNO, DISEASE, health=True),
    Campo(
        "esposizione_al",
        _("al"),
        _S,
        Forma.GIORNO,
        DISEASE,
        health=True,
        alone=_("Esposizione: al"),
    ),
    Campo(
        "registro_139",
        _("Malattia in elenco per il Registro nazionale (art. 139 T.U.)"),
        _S,
        Forma.SCELTA,
        DISEASE,
        needed=DISEASE,
        health=True,
        choices=Registro139.choices,
        help=_("Elenco del D.M. 15/11/2023."),
    ),
    Campo(
        "registro_139_codice",
        _("Codice nell’elenco"),
        _S,
        generi=DISEASE,
        health=True,
        max=20,
    ),
    Campo("evento_on", _("Giorno dell’infortunio"), _R, Forma.GIORNO, INJURY, needed=INJURY),
    Campo("evento_ora", _("Ora"), _R, Forma.ORA, INJURY, max=5),
    Campo("evento_luogo", _("Dove"), _R, generi=INJURY, max=160),
    Campo("evento_comune", _("Comune"), _R, generi=INJURY),
    Campo(
        "racconto",
        _("Come è successo, con le parole del lavoratore"),
        _R,
        Forma.TESTO_LUNGO,
        needed=INJURY,
        health=True,
        max=_LONG,
    ),
    Campo(
        "categoria",
        _("Chi è"),
        _E,
        Forma.SCELTA,
        needed=BOTH,
        choices=Categoria.choices,
    ),
    Campo("datore_denominazione", _("Datore di lavoro o scuola"), _E, needed=BOTH, max=160),
    Campo(
        "datore_codice_fiscale",
        _("Codice fiscale del datore"),
        _E,
        Forma.CODICE_FISCALE_DATORE,
        max=16,
        help=_("Se il lavoratore lo sa: aiuta a trovare il datore giusto."),
    ),
    Campo("datore_comune", _("Comune del datore"), _E),
    Campo("mansione", _("Mansione"), _E),
    Campo("redatto_da", _("Chi redige"), _M, Forma.SCELTA, needed=BOTH, choices=RedattoDa.choices),
    Campo("qualifica", _("Qualifica del medico"), _M),
)
BY_NAME: Final = {campo.name: campo for campo in CAMPI}
HEALTH: Final = tuple(campo.name for campo in CAMPI if campo.health)


def campi_of(genere: str, sezione: Sezione | None = None) -> list[Campo]:
    """The fields of one kind of certificate, of one section or of all."""
    return [
        campo
        for campo in CAMPI
        if genere in campo.generi and (sezione is None or campo.sezione == sezione)
    ]

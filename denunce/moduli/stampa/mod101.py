"""The paper of Mod. 101 - Prest. (TIP. INAIL 1/2007): what stands where on its two pages.

Words, order and letters are those of the source. Rows are as wide as the page, less the bar.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from denunce.moduli.stampa.sheet import Block, Caption, Place, Sheet, Words

ROW_MM = 188

# A drawing of the paper, read by rows.
# fmt: off
LAVORATORE = Block(_("Lavoratore"), number="1", lines=(
    (Place("lavoratore.cognome", 94), Place("lavoratore.nome", 94)),
    (Place("lavoratore.codice_fiscale", 76), Place("lavoratore.sesso", 44),
     Place("lavoratore.nato_a", 68)),
    (Place("lavoratore.nato_stato", 47), Place("lavoratore.nato_il", 47),
     Place("lavoratore.cittadinanza", 47), Place("lavoratore.stato_civile", 47, shape="code")),
    (Place("lavoratore.domicilio_indirizzo", 158), Place("lavoratore.domicilio_civico", 30)),
    (Place("lavoratore.domicilio_comune", 80), Place("lavoratore.domicilio_provincia", 16),
     Place("lavoratore.domicilio_cap", 28), Place("lavoratore.domicilio_istat", 32),
     Place("lavoratore.asl", 32)),
    (Place("lavoratore.telefono", 53), Place("rapporto.professione", 135)),
    (Place("rapporto.tipologia", 62, shape="code"), Place("rapporto.durata", 62, shape="code"),
     Place("rapporto.qualifica", 64, shape="code")),
    (Place("rapporto.qualifica_altro", 62), Place("rapporto.data_assunzione", 62),
     Place("rapporto.persone_a_carico", 32), Place("rapporto.parente_datore", 32)),
    (Place("rapporto.ccnl", 188),),
))

DATORE = Block(_("Datore di lavoro"), number="2", lines=(
    (Place("datore.denominazione", 188),),
    (Place("datore.codice_fiscale", 76), Place("datore.codice_ditta", 40),
     Place("datore.codice_ditta_cc", 15), Place("datore.pat", 42), Place("datore.pat_cc", 15)),
    (Place("datore.amministrazione_statale", 42, shape="mark"),
     Place("datore.codice_ministero", 56), Place("datore.azienda_agricola", 50),
     Place("datore.artigiana", 40, shape="mark")),
    (Place("datore.indirizzo", 158), Place("datore.civico", 30)),
    (Place("datore.comune", 59), Place("datore.provincia", 16), Place("datore.cap", 28),
     Place("datore.istat", 32), Place("datore.telefono", 53)),
    (Place("lavori.localita", 188),),
    (Place("lavori.lavorazione", 188, 2),),
    (Place("lavori.reparto", 188),),
))

RETRIBUZIONE = Block(_("Dati retributivi"), number="3", lines=(
    Caption(_("Dati retributivi occorrenti per la determinazione della retribuzione media "
              "giornaliera esposti al lordo"), "(8) vedi istruzioni"),
    (Place("retribuzione.base", 112), Place("retribuzione.ore", 30),
     Place("retribuzione.importo", 46)),
    (Place("retribuzione.basi_cambiate", 188, shape="inline"),),
    (Place("retribuzione.dal", 47), Place("retribuzione.al", 47),
     Place("retribuzione.ore_altra_base", 40), Place("retribuzione.importo_altra_base", 54)),
    Caption(_("Elementi aggiuntivi della retribuzione riferiti ai 15 giorni precedenti la data "
              "dell’infortunio")),
    (Place("elementi.straordinario", 50), Place("elementi.natura", 64),
     Place("elementi.festivita", 74)),
    (Place("elementi.trasferta", 50), Place("elementi.festivita_soppresse", 64),
     Place("elementi.indennita", 74)),
    Caption(_("Elementi aggiuntivi a base annua")),
    (Place("annui.tredicesima_percento", 46), Place("annui.tredicesima", 48),
     Place("annui.altre_mensilita_percento", 46), Place("annui.altre_mensilita", 48)),
    (Place("annui.premio_percento", 46), Place("annui.premio", 48),
     Words(_("Ferie (comprensive di festività e riposi compens. trasform. in ferie)"), 44),
     Place("annui.ferie", 20), Place("annui.ferie_percento", 30)),
    (Place("annui.cassa_edile_percento", 46),
     Words(_("Somma richiesta esclusivamente per la quadratura automatica degli importi, dei "
             "campi: A + B + C + D + E + F + G + H + I + L + M + N + O + P + Q + R + S + T + U "
             "(sommare i campi % come numeri interi)"), 86),
     Place("quadratura.totale", 56)),
))

INDENNITA = Block("", (
    (Place("indennita.destinatario", 188, 3, "column"),),
))

MALATTIA = Block(_("Descrizione della malattia professionale"), number="4", lines=(
    (Place("malattia.dichiarata", 188, 5),),
    (Place("malattia.segnalata_il", 94), Place("malattia.astensione_dal", 94)),
    (Place("malattia.lavorazione_sostanza", 188, 6),),
    Caption(_("Periodo di esposizione")),
    (Place("periodi.0.dal", 47), Place("periodi.0.al", 47),
     Place("periodi.1.dal", 47), Place("periodi.1.al", 47)),
    (Place("periodi.2.dal", 47), Place("periodi.2.al", 47),
     Place("periodi.3.dal", 47), Place("periodi.3.al", 47)),
    (Place("esposizione.ultimo_giorno", 94), Place("esposizione.adibito", 94)),
    Caption(_("In quale ambiente lavorava?")),
    (Place("esposizione.aperto", 36, shape="mark"), Place("esposizione.chiuso", 36, shape="mark"),
     Place("esposizione.areato", 36, shape="mark"),
     Place("esposizione.insonorizzato", 44, shape="mark"),
     Place("esposizione.galleria", 36, shape="mark")),
    (Place("esposizione.ore", 94), Place("esposizione.modo", 94)),
    (Place("esposizione.misure", 188, 6),),
    (Place("sorveglianza.visita_assunzione", 94), Place("sorveglianza.visita_chi", 94)),
    (Place("sorveglianza.libretto", 188, shape="inline"),),
    (Place("sorveglianza.sintomi_noti", 188, shape="inline"),),
    (Place("sorveglianza.sintomi_chi", 188),),
    Caption(_("In quali date sono state eseguite le visite?")),
    (Place("visite.0.data", 47, label=_("1ª visita")),
     Place("visite.1.data", 47, label=_("2ª visita")),
     Place("visite.2.data", 47, label=_("3ª visita")),
     Place("visite.3.data", 47, label=_("4ª visita"))),
))

OGGI = Block(_("Dati chiesti oggi dal servizio INAIL (non sono sul modulo del 2007)"), today=True,
             lines=(
    (Place("certificato.numero", 94), Place("certificato.rilasciato", 94)),
))

# The paper has only "DATA" and "TIMBRO E FIRMA": who signs is ours.
FIRMA = Block("", (
    Caption(_("Chi compila")),
    (Place("dichiarante.cognome", 50), Place("dichiarante.nome", 50),
     Place("dichiarante.qualita", 44, shape="meaning"), Place("dichiarante.qualita_altra", 44)),
    (Place("dichiarante.data", 47), Place("dichiarante.luogo", 53),
     Words(_("Timbro e firma"), 88, 5)),
))

SHEET = Sheet(
    head=(Place("invio.sede_inail", 116),),
    pages=((LAVORATORE, DATORE, RETRIBUZIONE), (INDENNITA, MALATTIA, OGGI, FIRMA)),
)

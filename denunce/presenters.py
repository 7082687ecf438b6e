"""The sentences of a case's audit events; ``{…}`` takes a code that the page puts in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.base.audit.presenters import presents

presents(
    {
        "lavoratore.creato": _("Ha aggiunto la persona all’anagrafica."),
        "lavoratore.modificato": _("Ha modificato i dati della persona."),
        "lavoratore.unito": _("Ha unito a questa scheda un doppione della stessa persona."),
        "bozza.cominciata": _("Ha cominciato la bozza di un nuovo caso."),
        "bozza.eliminata": _("Ha eliminato una bozza."),
        "caso.aperto": _("Ha aperto il caso {numero}."),
        "caso.modificato": _("Ha modificato i dati del caso."),
        "caso.chiuso": _("Ha chiuso il caso."),
        "caso.riaperto": _("Ha riaperto il caso."),
        "caso.archiviato": _("Ha archiviato il caso."),
        "caso.assegnato": _("Ha assegnato il caso a {utente}."),
        "caso.non_assegnato": _("Ha tolto l’assegnazione del caso."),
        "caso.persona": _("Ha corretto la persona a cui si riferisce il caso."),
        "caso.nota": _("Ha scritto una nota."),
        "caso.valutato": _("Il portale ha calcolato che cosa è dovuto."),
        "certificato.ricevuto": _("Ha registrato i riferimenti di un certificato."),
        "certificato.corretto": _("Ha corretto un certificato registrato male: {motivo}."),
        "certificato.ritirato": _("Ha annotato l’annullamento di un certificato."),
        "certificato.ritirato_dopo_invio": _(
            "Ha annotato l’annullamento di un certificato, confermando che resta già inviato: "
            "{inviati}."
        ),
        "adempimento.sorto": _("Nuovo obbligo: {tipo}."),
        "adempimento.assorbito": _("Un obbligo è stato assorbito dalla denuncia: {tipo}."),
        "adempimento.superato": _("Un obbligo è stato sostituito da un altro: {tipo}."),
        "adempimento.non_dovuto": _("Un obbligo non è più dovuto: {tipo}."),
        "adempimento.lettura": _("Ha scelto quale lettura della norma seguire: {lettura}."),
        "modulo.iniziato": _("Ha iniziato a compilare un modulo."),
        "modulo.salvato": _("Ha salvato la bozza di un modulo."),
        "modulo.copiato": _("Ha copiato in un modulo parti di un modulo precedente."),
        "modulo.annullato": _("Ha annullato l’ultima copia o l’ultima riga tolta da un modulo."),
        "modulo.definitivo": _("Ha reso definitivo un modulo."),
        "modulo.stampato": _("Ha chiesto il PDF di un modulo."),
        "modulo.ristampato": _("Ha chiesto di preparare di nuovo il PDF di un modulo."),
        "modulo.caricato": _("Ha caricato nella bozza di un modulo i dati di un file."),
        "documento.allegato": _("Ha allegato un documento."),
        "documento.pronto": _("Il portale ha preparato un documento."),
        "documento.fallito": _("Il portale non è riuscito a preparare un documento."),
        "invio.registrato": _("Ha registrato l’invio: {tipo}, canale {canale}."),
        "invio.rettificato": _("Ha registrato una rettifica dell’invio: {tipo}, canale {canale}."),
        "invio.ricevuta": _("Ha aggiunto la ricevuta di un invio."),
        "invio.annullato": _(
            "Ha annotato che un invio era stato registrato per errore: {tipo}. L’obbligo torna "
            "com’era prima."
        ),
        "invio.accettato": _("Ha registrato l’esito positivo dell’invio."),
        "invio.respinto": _(
            "Ha registrato l’esito negativo dell’invio: l’obbligo è di nuovo aperto."
        ),
    }
)

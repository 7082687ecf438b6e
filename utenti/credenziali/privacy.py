"""Privacy class of every field about credential requests that could hold personal data."""

from __future__ import annotations

from portal.base.privacy import classify

PRIVACY = (
    classify(
        "credenziali.RichiestaAbilitazione",
        NESSUNO="codice profilo stato canale livello lingua codice_fiscale_index email_index "
        "documento_index created_at saved_at submitted_at queued_at claimed_until decided_at "
        "documenti_fino_al documenti_cancellati_at",
        COMUNE="struttura struttura_codice_fiscale struttura_indirizzo struttura_comune "
        "struttura_provincia struttura_cap struttura_telefono struttura_pec",
        IDENTIFICATIVO="cognome nome nome_ricerca sesso nato_on nato_a residenza_comune "
        "residenza_provincia residenza_cap documento_tipo documento_rilasciato_da "
        "documento_rilasciato_on documento_scade_on ordine_provincia ordine_numero qualifica",
    )
    | classify("credenziali.AllegatoRichiesta", NESSUNO="tipo impronta created_at rimosso_at")
    | classify("credenziali.Domanda", NESSUNO="impronta stato created_at ready_at")
    | classify(
        "credenziali.Messaggio",
        NESSUNO="codice categoria sottocategoria oggetto stato created_at",
        COMUNE="cap unita codice_ditta parametri numero_caso",
    )
    | classify("credenziali.AllegatoMessaggio", NESSUNO="created_at")
    | classify("credenziali.Risposta", NESSUNO="at")
    | classify("credenziali.Decisione", NESSUNO="esito motivi lingua at confermata_at respinta_at")
    | classify("credenziali.Lettura", NESSUNO="campo riscontro at")
    | classify("credenziali.RicercaSalvata", NESSUNO="nome filtri created_at")
)

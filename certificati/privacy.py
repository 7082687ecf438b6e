"""Privacy classes of the certificates; encrypted fields carry their own."""

from portal.base.privacy import classify

PRIVACY = classify(
    "certificati.Certificato",
    NESSUNO="saved_at created_at genere stato origine id_esterno impronta redatto_da "
    "rilasciato_at termine_at trasmesso_at annullato_at cancellato_at",
    COMUNE="cognome nome nome_ricerca datore_codice_fiscale numero precedente_numero",
    IDENTIFICATIVO="codice_fiscale_index catena_index",
    SALUTE="tipo evento_on prognosi_dal prognosi_al prima_assistenza_at annullato_motivo",
) | classify("certificati.Stampa", NESSUNO="tipo stato created_at")

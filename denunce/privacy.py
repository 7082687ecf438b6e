"""Privacy class of every field of the employer's side that could hold personal data.

Dates and places of the event, and everything a certificate says, speak of the health of one person:
SALUTE. A duty's kind and terms say that somebody was hurt, not how: COMUNE.
"""

from __future__ import annotations

from portal.base.privacy import classify

PRIVACY = (
    classify(
        "denunce.Lavoratore",
        NESSUNO="created_at cancellato_at",
        COMUNE="categoria classe domicilio_comune domicilio_provincia domicilio_cap sesso",
        IDENTIFICATIVO="cognome nome nome_ricerca codice_fiscale codice_fiscale_index nato_on "
        "nato_a indirizzo telefono",
    )
    | classify(
        "denunce.Evento",
        NESSUNO="created_at",
        COMUNE="tipo luogo attivita primo_approdo_at indirizzo comune",
        SALUTE="avvenuto_at manifestata_on dinamica",
    )
    | classify(
        "denunce.Caso",
        NESSUNO="stato created_at chiuso_at cancellato_at",
        SALUTE="noto_at decesso_at decesso_noto_at prima_visita_at prima_assistenza_at esito "
        "prognosi_fino_al",
    )
    | classify(
        "denunce.Bozza",
        NESSUNO="created_at saved_at ended_at",
        SALUTE="testi",
    )
    | classify(
        "denunce.Nota",
        NESSUNO="created_at",
        SALUTE="testo",
    )
    | classify(
        "denunce.RiferimentoCertificato",
        NESSUNO="recorded_at received_via redatto_da corretto_at",
        IDENTIFICATIVO="numero",
        SALUTE="tipo rilasciato_at prognosi_dal prognosi_al received_at annullato_at",
    )
    | classify(
        "denunce.Valutazione",
        NESSUNO="evaluated_at regole_del",
        SALUTE="fatti decisione",
    )
    | classify(
        "denunce.Adempimento",
        NESSUNO="prossimo_promemoria_at created_at done_at ended_at chiave obbligato "
        "lettura_scelta lettura_scelta_at",
        COMUNE="tipo stato termine_at prudenziale_at",
        IDENTIFICATIVO="motivo_ritardo",
        SALUTE="derivazione",
    )
    | classify(
        "denunce.Invio",
        NESSUNO="recorded_at",
        COMUNE="canale stato sent_at esito_at",
        IDENTIFICATIVO="numero_inail esito_motivo",
    )
    | classify(
        "denunce.Modulo",
        NESSUNO="dichiarazione stato dati_sha256 created_at definitivo_at saved_at",
        COMUNE="tipo",
        SALUTE="dati dati_prima",
    )
    | classify(
        "denunce.Documento",
        NESSUNO="stato dati_sha256 copia created_at ready_at",
        COMUNE="tipo titolo",
    )
)

"""Privacy class of every field about people and organisations that could hold personal data."""

from __future__ import annotations

from portal.base.privacy import classify

PRIVACY = (
    classify(
        "utenti.Utente",
        NESSUNO="joined_at last_login codice_fiscale_index identita_verificata_at cancellato_at",
        IDENTIFICATIVO="email nome cognome",
        SEGRETO="password",
    )
    | classify(
        "utenti.Organizzazione",
        NESSUNO="tipo created_at chiusa_at",
        COMUNE="denominazione codice_fiscale codice_ditta comune provincia indirizzo cap telefono "
        "email pec",
    )
    | classify("utenti.Sede", COMUNE="denominazione comune provincia indirizzo")
    | classify("utenti.Membership", NESSUNO="ruolo valid_from valid_to sospesa_at")
    | classify("utenti.Delega", NESSUNO="tipo valid_from valid_to revocata_at", COMUNE="motivo")
)

"""Privacy class of every field about invitations and requests that could hold personal data."""

from __future__ import annotations

from portal.base.privacy import classify

PRIVACY = classify(
    "organizzazioni.Invito",
    NESSUNO="ruolo valid_to email_index created_at sent_at expires_at accepted_at revoked_at "
    "email_cancellata_at",
    SEGRETO="chiave_hash",
) | classify(
    "organizzazioni.RichiestaAttivazione",
    NESSUNO="stato tipo carica created_at decided_at ritirata_at prova_cancellata_at",
    COMUNE="denominazione codice_fiscale indirizzo cap comune provincia pec motivo",
)

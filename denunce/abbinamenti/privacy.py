"""Privacy classes of the proposals: codes, instants and the number of the certificate."""

from portal.base.privacy import classify

PRIVACY = classify(
    "abbinamenti.Proposta",
    NESSUNO="genere differenze stato created_at decisa_at ritiro ritiro_at",
    IDENTIFICATIVO="numero",
    SALUTE="tipo rilasciato_at ritirato_at",
)

"""Privacy class of every field of this part that could hold personal data."""

from __future__ import annotations

from portal.base.privacy import classify

PRIVACY = (
    classify(
        "riservatezza.Lavoro",
        NESSUNO="tipo stato created_at battito_at finito_at scade_at impronta base atto conteggi",
    )
    | classify(
        "riservatezza.ProvaCancellazione",
        NESSUNO="oggetto riferimento base atto at conteggi impronta",
    )
    | classify(
        "riservatezza.RichiestaInteressato",
        NESSUNO="tipo stato created_at entro_at risposta_at",
    )
    | classify("riservatezza.TermineConservazione", NESSUNO="regola changed_at")
)

"""Privacy class of every field about hospital doctors that could hold personal data."""

from __future__ import annotations

from portal.base.privacy import classify

PRIVACY = (
    classify("profili.Gruppo", NESSUNO="created_at", COMUNE="nome nome_ricerca")
    | classify(
        "profili.ProfiloMedico",
        NESSUNO="created_at eliminato_at fine_avvisata_on",
        IDENTIFICATIVO="codice_fornitore nome_ricerca",
    )
    | classify(
        "profili.Importazione",
        NESSUNO="tipo stato created_at scade_at decisa_at",
    )
)

"""Privacy class of every field of the flows; encrypted fields carry their own."""

from portal.base.privacy import classify

PRIVACY = (
    classify(
        "flussi.Flusso",
        NESSUNO="canale formato stato chiave impronta created_at finito_at scade_at dimenticato_at",
    )
    | classify("flussi.RecordFlusso", NESSUNO="operazione id_esterno esito codici")
    | classify(
        "flussi.GettoneApi",
        NESSUNO="nome inizio created_at scade_at usato_at revocato_at",
        SEGRETO="impronta",
    )
)

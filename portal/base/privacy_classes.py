"""Privacy classes of the base app's own models."""

from portal.base.privacy import classify

PRIVACY = (
    classify("base.DataKey", NESSUNO="key_id created_at destroyed_at", SEGRETO="wrapped")
    | classify("base.HeldForm", NESSUNO="path created_at")
    | classify("base.Battito", NESSUNO="name at")
    | classify(
        "base.AuditEvent",
        NESSUNO="at code target_type data prev_hash hash sealed_at",
    )
    | classify("base.AuditHead", NESSUNO="chain hash mac at")
    | classify("base.AccessEvent", NESSUNO="target_type kind at role")
    | classify(
        "base.OutboxMessage",
        NESSUNO="handler payload key state due_at lease_until last_error created_at done_at",
    )
    | classify(
        "base.StoredFile",
        NESSUNO="content_type sha256 path scan_state created_at deleted_at",
    )
    | classify("base.MessaggioPosta", NESSUNO="message_id created_at sent_at")
    | classify("base.ListaCodici", NESSUNO="code title source valid_from retrieved_on")
    | classify("base.VoceLista", NESSUNO="code label label_display valid_from valid_to")
    | classify(
        "base.Comune",
        NESSUNO="codice_istat catastale nome nome_norm provincia valid_from valid_to",
    )
    | classify("base.StatoEstero", NESSUNO="catastale nome nome_norm valid_from valid_to")
    | classify("base.VersioneRiferimento", NESSUNO="name sha256 loaded_at")
)

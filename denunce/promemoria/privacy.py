"""Privacy classes of the reminders: ids, instants and codes only."""

from portal.base.privacy import classify

PRIVACY = (
    classify(
        "promemoria.Promemoria",
        NESSUNO="gradino due_at planned_at useful_until_at stato motivo sent_at",
    )
    | classify("promemoria.Tentativo", NESSUNO="started_at ended_at esito")
    | classify("promemoria.Impostazioni", NESSUNO="office_days off anche updated_at")
)

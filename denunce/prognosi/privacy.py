"""Privacy classes of the questions: the end of a prognosis and who is back speak of health."""

from portal.base.privacy import classify

PRIVACY = classify(
    "prognosi.DomandaPrognosi",
    NESSUNO="volte chiesta_at prossima_on risposta_at created_at",
    SALUTE="fino_al risposta",
)

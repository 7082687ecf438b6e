"""States and transitions, as tables: name, sources, target, permission."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.base.authz import Permission


class StatoCaso(models.TextChoices):
    """States of a case; before it is one, it is a ``Bozza``."""

    APERTO = "aperto", _("Aperto")
    CHIUSO = "chiuso", _("Chiuso")
    ARCHIVIATO = "archiviato", _("Archiviato")


class StatoModulo(models.TextChoices):
    """States of a form."""

    BOZZA = "bozza", _("Bozza")
    DEFINITIVO = "definitivo", _("Definitivo")
    SOSTITUITO = "sostituito", _("Sostituito")


class StatoAdempimento(models.TextChoices):
    """States of a duty; "scaduto" and "provato" are derived, never stored."""

    DA_FARE = "da_fare", _("Da fare")
    INVIATO = "inviato", _("Inviato")
    ACCETTATO = "accettato", _("Accettato")
    RESPINTO = "respinto", _("Respinto")
    RETTIFICATO = "rettificato", _("Rettificato")
    ASSORBITO = "assorbito", _("Assorbito")
    SUPERATO = "superato", _("Superato")
    NON_DOVUTO = "non_dovuto", _("Non dovuto")


class StatoInvio(models.TextChoices):
    """States of one dispatch."""

    PREPARATO = "preparato", _("Preparato")
    INVIATO = "inviato", _("Inviato")
    ACCETTATO = "accettato", _("Accettato")
    CONSEGNATO = "consegnato", _("Consegnato")
    FALLITO = "fallito", _("Fallito")
    INCERTO = "incerto", _("Incerto")


class StatoDocumento(models.TextChoices):
    """States of a document that a worker produces."""

    IN_PREPARAZIONE = "in_preparazione", _("In preparazione")
    PRONTO = "pronto", _("Pronto")
    FALLITO = "fallito", _("Non riuscito")


# The duties somebody must still act on: the only ones that are listed as due and reminded.
OPEN_STATES = (StatoAdempimento.DA_FARE, StatoAdempimento.RESPINTO)
DONE_STATES = (
    StatoAdempimento.INVIATO,
    StatoAdempimento.ACCETTATO,
    StatoAdempimento.RETTIFICATO,
)
ENDED_STATES = (
    StatoAdempimento.ASSORBITO,
    StatoAdempimento.SUPERATO,
    StatoAdempimento.NON_DOVUTO,
)


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed change of state."""

    name: str
    sources: frozenset[str]
    target: str
    permission: Permission


def _row(name: str, sources: tuple[str, ...], target: str, permission: Permission) -> Transition:
    return Transition(name, frozenset(sources), target, permission)


_A = StatoAdempimento
CASO: dict[str, Transition] = {
    row.name: row
    for row in (
        _row("close", (StatoCaso.APERTO,), StatoCaso.CHIUSO, Permission.CASO_EDIT),
        _row("reopen", (StatoCaso.CHIUSO,), StatoCaso.APERTO, Permission.CASO_EDIT),
        _row("archive", (StatoCaso.CHIUSO,), StatoCaso.ARCHIVIATO, Permission.CASO_EDIT),
    )
}
ADEMPIMENTO: dict[str, Transition] = {
    row.name: row
    for row in (
        _row("record_dispatch", OPEN_STATES, _A.INVIATO, Permission.INVIO_RECORD),
        _row("accept", (_A.INVIATO,), _A.ACCETTATO, Permission.INVIO_RECORD),
        _row("accept_rectified", (_A.RETTIFICATO,), _A.RETTIFICATO, Permission.INVIO_RECORD),
        _row("reject", (_A.INVIATO, _A.RETTIFICATO), _A.RESPINTO, Permission.INVIO_RECORD),
        _row("rectify", DONE_STATES, _A.RETTIFICATO, Permission.INVIO_RECORD),
        _row("undo", DONE_STATES, _A.DA_FARE, Permission.INVIO_RECORD),
        _row("absorb", OPEN_STATES, _A.ASSORBITO, Permission.CASO_EDIT),
        _row("supersede", OPEN_STATES, _A.SUPERATO, Permission.CASO_EDIT),
        _row("dismiss", OPEN_STATES, _A.NON_DOVUTO, Permission.CASO_EDIT),
    )
}

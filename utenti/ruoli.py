"""Roles as data: each role is a name and the permissions it gives inside one organisation.

Adding a role is one entry here; screens, the access matrix and the demo data follow.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.base.authz import Permission as P


class Ruolo(models.TextChoices):
    """The roles a person may hold in an organisation."""

    SEGRETERIA = "segreteria", _("Segreteria")
    DIRIGENTE = "dirigente", _("Dirigente scolastico")
    DOCENTE = "docente", _("Docente")
    DATORE = "datore", _("Datore di lavoro")
    ADDETTO = "addetto", _("Addetto alle denunce")
    CONSULENTE = "consulente", _("Consulente delegato")
    COMANDANTE = "comandante", _("Comandante o armatore")
    PATRONATO = "patronato", _("Operatore di patronato")
    AMMINISTRATORE_PRESIDIO = "amministratore_presidio", _("Amministratore del presidio")
    MEDICO_OSPEDALIERO = "medico_ospedaliero", _("Medico ospedaliero")
    REVISORE = "revisore", _("Revisore delle richieste")
    GESTORE = "gestore", _("Gestore della piattaforma")


@dataclass(frozen=True, slots=True)
class Abilitazione:
    """What a role may do, and whether delegations given to its organisation reach it."""

    permissions: frozenset[P]
    uses_delegations: bool = False


_CASE_WORK = frozenset(
    {P.CASO_VIEW, P.CASO_CREATE, P.CASO_EDIT, P.CASO_HEALTH, P.MODULO_GENERATE, P.INVIO_RECORD}
)
_ADMIN = frozenset({P.ORGANIZZAZIONE_ADMIN})

ABILITAZIONI: dict[str, Abilitazione] = {
    Ruolo.SEGRETERIA: Abilitazione(_CASE_WORK),
    Ruolo.DIRIGENTE: Abilitazione(_CASE_WORK | _ADMIN),
    Ruolo.DOCENTE: Abilitazione(frozenset()),
    Ruolo.DATORE: Abilitazione(_CASE_WORK | _ADMIN),
    Ruolo.ADDETTO: Abilitazione(_CASE_WORK),
    Ruolo.CONSULENTE: Abilitazione(frozenset(), uses_delegations=True),
    Ruolo.COMANDANTE: Abilitazione(_CASE_WORK | _ADMIN),
    Ruolo.PATRONATO: Abilitazione(frozenset()),
    Ruolo.AMMINISTRATORE_PRESIDIO: Abilitazione(_ADMIN),
    Ruolo.MEDICO_OSPEDALIERO: Abilitazione(frozenset({P.CERTIFICATO_ISSUE})),
    Ruolo.REVISORE: Abilitazione(frozenset({P.RICHIESTA_REVIEW})),
    Ruolo.GESTORE: Abilitazione(frozenset({P.PIATTAFORMA_ADMIN, P.SISTEMA_STATO})),
}

# What an employer hands over with a delegation: the work on its cases, never its administration.
DELEGATED_PERMISSIONS: frozenset[P] = _CASE_WORK

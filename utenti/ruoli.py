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
    MEDICO_ESTERNO = "medico_esterno", _("Medico esterno")
    REVISORE = "revisore", _("Revisore delle richieste")
    GESTORE = "gestore", _("Gestore della piattaforma")
    RESPONSABILE = "responsabile", _("Responsabile dell’organizzazione")


@dataclass(frozen=True, slots=True)
class Abilitazione:
    """What a role may do, whether delegations given to its organisation reach it, and whether who
    holds it must prove who they are with a second factor.
    """

    permissions: frozenset[P]
    uses_delegations: bool = False
    uses_support: bool = False
    second_factor: bool = False


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
    Ruolo.AMMINISTRATORE_PRESIDIO: Abilitazione(
        _ADMIN | {P.CERTIFICATO_ISSUE, P.PROFILI_MANAGE}, second_factor=True
    ),
    Ruolo.MEDICO_OSPEDALIERO: Abilitazione(frozenset({P.CERTIFICATO_ISSUE})),
    Ruolo.MEDICO_ESTERNO: Abilitazione(frozenset({P.CERTIFICATO_ISSUE})),
    Ruolo.REVISORE: Abilitazione(frozenset({P.RICHIESTA_REVIEW}), second_factor=True),
    Ruolo.GESTORE: Abilitazione(
        frozenset({P.PIATTAFORMA_ADMIN, P.SISTEMA_STATO}), uses_support=True, second_factor=True
    ),
    # Leads what is no employer: an intermediary, a patronato, an office.
    Ruolo.RESPONSABILE: Abilitazione(_ADMIN, uses_delegations=True),
}

# The roles that may be given inside an organisation of each kind (TipoOrganizzazione), the one that
# leads it first. Doctors are not here: theirs come from the profiles and from the requests.
_SCHOOL = (Ruolo.DIRIGENTE, Ruolo.SEGRETERIA, Ruolo.DOCENTE)
ROLES_OF_KIND: dict[str, tuple[Ruolo, ...]] = {
    "scuola_statale": _SCHOOL,
    "scuola_paritaria": _SCHOOL,
    "impresa": (Ruolo.DATORE, Ruolo.ADDETTO),
    "azienda_agricola": (Ruolo.DATORE, Ruolo.ADDETTO),
    "armatore": (Ruolo.COMANDANTE, Ruolo.ADDETTO),
    "presidio": (Ruolo.AMMINISTRATORE_PRESIDIO,),
    "patronato": (Ruolo.RESPONSABILE, Ruolo.PATRONATO),
    "sede_inail": (Ruolo.RESPONSABILE, Ruolo.REVISORE),
    "intermediario": (Ruolo.RESPONSABILE, Ruolo.CONSULENTE),
    "piattaforma": (Ruolo.GESTORE,),
}

# What an employer hands over with a delegation: the work on its cases, never its administration.
DELEGATED_PERMISSIONS: frozenset[P] = _CASE_WORK

# What an organisation lets the platform see when it consents to be helped: to look, not to change,
# and nothing about health.
SUPPORT_PERMISSIONS: frozenset[P] = frozenset({P.CASO_VIEW})

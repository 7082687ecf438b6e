"""Who is insured with INAIL for what happened, by date (table 4.1, rulings 2, 3 and 16)."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

from denunce.scadenze.facts import Attivita, Facts, Luogo, Persona
from denunce.scadenze.termini import number_or_none, text

# D.Lgs. 81/2008 scope of the comunicazione (ruling 2, confidence M).
COMUNICAZIONE_SCOPE = frozenset(
    {
        Persona.LAVORATORE,
        Persona.STUDENTE,
        Persona.STUDENTE_FSL,
        Persona.PERSONALE_SCOLASTICO,
        Persona.MARITTIMO,
        Persona.OPERAIO_AGRICOLO_OTD,
        Persona.NON_ASSICURATO_INAIL,
    }
)
SCUOLA = frozenset({Persona.STUDENTE, Persona.STUDENTE_FSL, Persona.PERSONALE_SCOLASTICO})
STUDENTI = frozenset({Persona.STUDENTE, Persona.STUDENTE_FSL})
LABORATORIO = frozenset({Attivita.LABORATORIO, Attivita.EDUCAZIONE_FISICA})


def comunicazione_applies(persona: Persona, day0: date) -> bool:
    """Whether the comunicazione exists for this person and an event of this day.

    Rulings 2 and 17. Source: D.Lgs. 81/2008 artt. 2 and 18, L. 19/2017.
    """
    in_force = number_or_none("comunicazione_hours", day0) is not None
    return in_force and persona in COMUNICAZIONE_SCOPE


class Cover(NamedTuple):
    """The answer of the coverage table; `regola` is set where a rule of its own decides."""

    tutela: bool
    limitata: bool
    regola: str | None


# Journeys of a pupil: the place decides, whatever the activity.
_JOURNEYS = {
    Luogo.IN_ITINERE: ("copertura_studente_itinere", "R-COV-ITIN-STUD"),
    Luogo.IN_ITINERE_FSL: ("copertura_fsl_itinere", "R-COV-ITIN-FSL"),
    Luogo.TRAGITTO_SCUOLA_OSPITANTE: ("copertura_fsl_scuola_ospitante", "R-COV-SCUOLA-OSP"),
}


def _pupil_table(facts: Facts) -> tuple[str, str]:
    luogo = facts.evento.luogo
    journey = _JOURNEYS.get(luogo) if luogo is not None else None
    if journey is not None:
        return journey
    if facts.persona is Persona.STUDENTE_FSL and luogo is not Luogo.VIAGGIO_ISTRUZIONE:
        return "copertura_fsl_ospitante", "R-COV-STUD"
    if facts.evento.attivita in LABORATORIO:
        return "copertura_studente_laboratorio", "R-COV-STUD"
    return "copertura_studente", "R-COV-STUD"


@cache
def _covers(value: str, regola: str | None) -> Cover:
    return Cover(value != "no", value == "limitata", regola)


def cover(facts: Facts, day: date) -> Cover:
    """Whether INAIL covers the person for an event of `day` (Europe/Rome).

    Raises `PrimaDellaTabella` for a day before the tables. Source: TU artt. 1 and 4, D.L.
    48/2023 art. 18, D.L. 90/2025 art. 2-ter, D.L. 159/2025 art. 7, circ. INAIL 44/2016.
    """
    persona = facts.persona
    regola = None
    if persona in STUDENTI:
        name, regola = _pupil_table(facts)
    elif persona is Persona.PERSONALE_SCOLASTICO:
        name = "copertura_personale"
    elif persona is Persona.NON_ASSICURATO_INAIL:
        name, regola = "copertura_non_assicurato", "R-NONINAIL"
    else:
        name = "copertura_lavoratore"
    return _covers(text(name, day), regola)

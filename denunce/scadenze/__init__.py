"""The legal engine: pure, standard library only, importable without Django.

Facts in, a decision out; no clock, no I/O. See docs/scadenze.md for how to change the law.
"""

from denunce.scadenze.codec import (
    adempimento_to_json,
    decisione_to_json,
    facts_to_json,
    parse_caso,
    valori_to_json,
)
from denunce.scadenze.engine import decide
from denunce.scadenze.errors import (
    CalendarioEsaurito,
    CasoNonValido,
    Errore,
    ErroreScadenze,
    FuoriTabella,
    PrimaDellaTabella,
)
from denunce.scadenze.explain import explain
from denunce.scadenze.facts import (
    Attivita,
    Certificato,
    Datore,
    Evento,
    Facts,
    Gravita,
    Luogo,
    Navigazione,
    Persona,
    Polizza,
    Redattore,
    TipoCertificato,
    TipoDatore,
    TipoEvento,
)
from denunce.scadenze.fonti import REGOLE, Regola
from denunce.scadenze.prognosi import fourth_day_term, short_prognosis_until
from denunce.scadenze.results import (
    AdempimentoDovuto,
    Alternativa,
    Avviso,
    Decisione,
    Fonte,
    NessunObbligo,
    Obbligato,
    Passo,
    TipoAdempimento,
)
from denunce.scadenze.termini import all_entries, rules_version

__all__ = [
    "REGOLE",
    "AdempimentoDovuto",
    "Alternativa",
    "Attivita",
    "Avviso",
    "CalendarioEsaurito",
    "CasoNonValido",
    "Certificato",
    "Datore",
    "Decisione",
    "Errore",
    "ErroreScadenze",
    "Evento",
    "Facts",
    "Fonte",
    "FuoriTabella",
    "Gravita",
    "Luogo",
    "Navigazione",
    "NessunObbligo",
    "Obbligato",
    "Passo",
    "Persona",
    "Polizza",
    "PrimaDellaTabella",
    "Redattore",
    "Regola",
    "TipoAdempimento",
    "TipoCertificato",
    "TipoDatore",
    "TipoEvento",
    "adempimento_to_json",
    "all_entries",
    "decide",
    "decisione_to_json",
    "explain",
    "facts_to_json",
    "fourth_day_term",
    "parse_caso",
    "rules_version",
    "short_prognosis_until",
    "valori_to_json",
]

"""The dated law as Python literals, one module for each subject."""

from denunce.scadenze.tabelle import coperture, festivi, politiche, termini_legali

SECTIONS = (
    termini_legali.TABLES,
    politiche.TABLES,
    festivi.TABLES,
    coperture.TABLES,
)

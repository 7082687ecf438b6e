"""The dated law as Python literals, one module for each subject."""

from denunce.scadenze.tabelle import coperture, festivi, politiche, sanzioni, termini_legali

SECTIONS = (
    termini_legali.TABLES,
    politiche.TABLES,
    festivi.TABLES,
    coperture.TABLES,
    sanzioni.TABLES,
)

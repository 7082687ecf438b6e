"""Whose data are where: each app says at start-up what it holds about a person or an organisation,
how it is exported, erased, kept for how long, and named to who reads the record of readings.

Lower apps call what upper ones registered; no import goes up.
"""

from portal.base.personal.pieces import Part, Person, Piece, dump, table
from portal.base.personal.registry import (
    describe,
    following,
    holders_of,
    parts,
    register_following,
    register_holders,
    register_names,
    register_part,
    register_rule,
    register_subjects,
    rule,
    rules,
    subjects_of,
    target_words,
)
from portal.base.personal.retention import Disposed, Due, Rule

__all__ = [
    "Disposed",
    "Due",
    "Part",
    "Person",
    "Piece",
    "Rule",
    "describe",
    "dump",
    "following",
    "holders_of",
    "parts",
    "register_following",
    "register_holders",
    "register_names",
    "register_part",
    "register_rule",
    "register_subjects",
    "rule",
    "rules",
    "subjects_of",
    "table",
    "target_words",
]

"""Reads a file of doctors (CSV or Excel) into rows of text; knows no database."""

from utenti.profili.lettura.colonne import COLUMNS, Colonna
from utenti.profili.lettura.errori import FileUnreadable
from utenti.profili.lettura.foglio import Foglio, Riga, read_file
from utenti.profili.lettura.righe import Dati, Errore, check_row

__all__ = [
    "COLUMNS",
    "Colonna",
    "Dati",
    "Errore",
    "FileUnreadable",
    "Foglio",
    "Riga",
    "check_row",
    "read_file",
]

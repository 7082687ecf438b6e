"""Whom the demo's doctors see: fictional people that no employer of the demo has a case of."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from certificati.choices import Genere
from certificati.dati import DatiCertificato, Lesione
from denunce.demo.synthetic.names import TOWNS
from denunce.demo.synthetic.people import codice_fiscale
from denunce.models import Lavoratore
from utenti.models import Organizzazione

# What they have in common: each story says the rest.
INJURY: Final = DatiCertificato(
    lesioni=(Lesione("LUSSAZIONE, DISTORSIONE, DISTRAZIONE", "CAVIGLIA SINISTRA"),),
    diagnosi="distorsione della caviglia sinistra",
    esame_obiettivo="tumefazione perimalleolare, carico doloroso",
    accertamenti="radiografia negativa",
    evento_luogo="luogo di lavoro",
    evento_comune="Milano",
    racconto="è scivolato su un pavimento bagnato",
    categoria="lavoratore",
    datore_denominazione="Ditta di Fantasia S.r.l.",
    datore_comune="Milano",
    mansione="operaio",
    redatto_da="pronto_soccorso",
    qualifica="Medico del pronto soccorso",
)
DISEASE: Final = DatiCertificato(
    genere=Genere.MALATTIA,
    diagnosi="ipoacusia percettiva bilaterale",
    agente="rumore",
    lavorazione="presse e tranciatura di lamiere",
    esposizione_dal=date(2008, 9, 1),
    registro_139="lista_1",
    registro_139_codice="I.2.01",
    categoria="lavoratore",
    datore_denominazione="Ditta di Fantasia S.r.l.",
    datore_comune="Milano",
    mansione="addetto alle presse",
    qualifica="Medico di famiglia",
)
# Surname, name, sex, day of birth, place among the towns.
_PEOPLE: Final = {
    "ada": ("Altieri", "Ada", "F", date(1990, 4, 2), 0),
    "bice": ("Brivio", "Bice", "F", date(1985, 11, 23), 0),
    "ciro": ("Cardone", "Ciro", "M", date(1979, 1, 15), 3),
    "dora": ("Donadoni", "Dora", "F", date(1996, 7, 30), 13),
    "elio": ("Esposti", "Elio", "M", date(1968, 3, 8), 0),
    "fosco": ("Fusari", "Fosco", "M", date(1974, 12, 1), 6),
    "gaia": ("Gambaro", "Gaia", "F", date(1999, 9, 9), 2),
    "ivo": ("Invernizzi", "Ivo", "M", date(1982, 2, 20), 0),
    "lia": ("Lattuada", "Lia", "F", date(1993, 6, 17), 0),
    "mino": ("Molteni", "Mino", "M", date(1971, 10, 5), 13),
    "nara": ("Nava", "Nara", "F", date(1988, 8, 28), 0),
    "ogino": ("Ornaghi", "Ogino", "M", date(1963, 5, 11), 0),
    "pia": ("Pirola", "Pia", "F", date(1977, 4, 19), 14),
    "quinto": ("Quadri", "Quinto", "M", date(1991, 1, 3), 0),
    "rosa": ("Redaelli", "Rosa", "F", date(1980, 12, 12), 13),
}


def _person(cognome: str, nome: str, sesso: str, nato_on: date, place: int) -> dict[str, Any]:
    town, catastale, _province = TOWNS[place]
    return {
        "cognome": cognome,
        "nome": nome,
        "sesso": sesso,
        "nato_on": nato_on,
        "nato_a": town,
        "codice_fiscale": codice_fiscale(cognome, nome, sesso, nato_on, catastale),
        "indirizzo": "via di Prova 9",
        "comune": "Milano",
        "provincia": "MI",
        "cap": "20121",
    }


PATIENTS: Final = {key: _person(*row) for key, row in _PEOPLE.items()}


def pupil(person: Lavoratore, school: Organizzazione) -> dict[str, Any]:
    """The same person and school as the employer's side knows them."""
    return {
        "cognome": person.cognome,
        "nome": person.nome,
        "sesso": person.sesso,
        "nato_on": person.nato_on,
        "nato_a": person.nato_a,
        "codice_fiscale": person.codice_fiscale,
        "categoria": person.categoria,
        "mansione": "",
    } | _employer(school)


def worker_of(firm: Organizzazione) -> dict[str, Any]:
    """Somebody who says that they work there."""
    return _employer(firm)


def _employer(place: Organizzazione) -> dict[str, Any]:
    return {
        "datore_denominazione": place.denominazione,
        "datore_codice_fiscale": place.codice_fiscale,
        "datore_comune": place.comune,
    }

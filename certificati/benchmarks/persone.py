"""Made-up people for the measurements: as many as asked, each with a right codice fiscale."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Final

from stdnum import luhn
from stdnum.it import codicefiscale

from certificati.dati import DatiCertificato, Lesione

_MONTHS: Final = "ABCDEHLMPRST"
# A right code that no employer can have.
EMPLOYER: Final = "9999999888" + luhn.calc_check_digit("9999999888")
_HURT: Final = date(2026, 3, 10)

BASE: Final = DatiCertificato(
    cognome="Bianchi",
    nome="Luca",
    codice_fiscale="BNCLCU13E03F205S",
    sesso="M",
    nato_on=date(2013, 5, 3),
    nato_a="Milano",
    indirizzo="via di Prova 1",
    comune="Milano",
    provincia="MI",
    cap="20121",
    lesioni=(Lesione("LUSSAZIONE, DISTORSIONE, DISTRAZIONE", "CAVIGLIA SINISTRA"),),
    diagnosi="distorsione della caviglia sinistra",
    esame_obiettivo="tumefazione perimalleolare, dolore alla palpazione",
    prognosi_dal=_HURT,
    prognosi_al=_HURT + timedelta(days=6),
    evento_on=_HURT,
    evento_ora="11:20",
    evento_luogo="palestra della scuola",
    evento_comune="Milano",
    racconto="è caduto saltando il cavallo durante la lezione di educazione fisica",
    categoria="studente",
    datore_denominazione="IC Esempio Nord",
    datore_comune="Milano",
)


@cache
def _check(body: str) -> str:
    return body + codicefiscale.calc_check_digit(body)


def code_of(number: int, names: str = "BNCLCU", day_shift: int = 0) -> str:
    """The code of somebody: day, month, year and place tell one from another."""
    day, month, year, place = parts_of(number)
    body = f"{names}{year % 100:02d}{_MONTHS[month - 1]}{day + day_shift:02d}F{place:03d}"
    return _check(body)


def parts_of(number: int) -> tuple[int, int, int, int]:
    """Day, month and year of birth, place: different for each of some millions."""
    day, rest = number % 28 + 1, number // 28
    month, rest = rest % 12 + 1, rest // 12
    return day, month, rest % 60 + 1940, rest // 60 % 900 + 100


def record_of(number: int, medico: str | None, now: datetime) -> dict[str, Any]:
    """A whole record of a flow, about somebody nobody has seen yet."""
    day, month, year, _place = parts_of(number)
    first = (now - timedelta(hours=2)).replace(microsecond=0)
    hurt = (now - timedelta(days=1)).date()
    return {
        "id_esterno": f"PS-{number}",
        "medico": medico,
        "firmato": True,
        "genere": BASE.genere,
        "tipo": BASE.tipo,
        "rilasciato_il": (first + timedelta(hours=1)).isoformat(),
        "dati": {
            "cognome": BASE.cognome,
            "nome": BASE.nome,
            "codice_fiscale": code_of(number),
            "sesso": BASE.sesso,
            "nato_on": f"{year}-{month:02d}-{day:02d}",
            "nato_a": BASE.nato_a,
            "indirizzo": BASE.indirizzo,
            "comune": BASE.comune,
            "provincia": BASE.provincia,
            "cap": BASE.cap,
            "prima_assistenza_at": first.isoformat(),
            "lesioni": [one._asdict() for one in BASE.lesioni],
            "diagnosi": BASE.diagnosi,
            "esame_obiettivo": BASE.esame_obiettivo,
            "prognosi_dal": hurt.isoformat(),
            "prognosi_al": (hurt + timedelta(days=6)).isoformat(),
            "evento_on": hurt.isoformat(),
            "evento_ora": BASE.evento_ora,
            "evento_luogo": BASE.evento_luogo,
            "evento_comune": BASE.evento_comune,
            "racconto": BASE.racconto,
            "categoria": BASE.categoria,
            "datore_codice_fiscale": EMPLOYER,
            "datore_denominazione": BASE.datore_denominazione,
            "datore_comune": BASE.datore_comune,
            "redatto_da": BASE.redatto_da,
        },
    }

"""The demo hospital's doctors: two wards, a dozen fictional people in every state."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from stdnum.it import codicefiscale

from denunce.demo.cast import Cast
from portal.base.clock import local
from utenti.access import Scope
from utenti.profili.actions.groups import create_gruppo
from utenti.profili.actions.profiles import create_profilo, disable_profilo, remove_profilo
from utenti.profili.lettura import Dati

ADMIN: Final = "presidio@demo.test"
DOCTOR: Final = "medico.ospedaliero@demo.test"
WARDS: Final = ("Pronto soccorso", "Ortopedia")
# Surname, name, the first fifteen letters of the code, ward, days until the end (None: no end),
# what happened next.
_DOCTORS: Final = (
    ("Cura", "Rita", "CRURTI78C52F205", 0, None, ""),
    ("Abate", "Nino", "BTANNI71A14F205", 0, None, ""),
    ("Bosco", "Lina", "BSCLNI84E55F205", 0, 12, ""),
    ("Corso", "Elio", "CRSLEI69H20F205", 0, 200, ""),
    ("D’Angelo", "Mirta", "DNGMRT80P60F205", 0, None, "disabilitato"),
    ("Esposto", "Vito", "SPSVTI75D08F205", 0, 25, ""),
    ("Fiore", "Ada", "FRIDAA88L41F205", 1, None, ""),
    ("Galli", "Oreste", "GLLRST66S11F205", 1, None, ""),
    ("Lupi", "Iole", "LPULIO82B49F205", 1, 400, ""),
    ("Marini", "Tullio", "MRNTLL73M23F205", 1, None, "disabilitato"),
    ("Nervi", "Zita", "NRVZTI90R67F205", 1, 6, ""),
    ("Òrsi", "Dario", "RSODRA79T05F205", 1, None, "eliminato"),
)


def tell(cast: Cast, now: datetime) -> int:
    """Create the wards and the doctors by the real actions; say how many doctors there are."""
    admin, hospital = cast.utenti[ADMIN], cast.organizzazioni["ospedale"]
    by = Scope(admin, local(now).date())
    then = now - timedelta(days=90)
    wards = [create_gruppo(hospital, name, by=by, now=then) for name in WARDS]
    rita = cast.utenti[DOCTOR]
    rita.set_codice_fiscale(code(_DOCTORS[0][2]), now=now)
    rita.save()
    for number, (cognome, nome, body, ward, days, after) in enumerate(_DOCTORS):
        end = local(now).date() + timedelta(days=days) if days is not None else None
        mailbox = f"{nome}.{cognome}".lower().replace("’", "").replace("ò", "o")
        dati = Dati(
            code(body),
            cognome,
            nome,
            f"{mailbox}@ospedale.test",
            WARDS[ward],
            f"FN{4100 + number}",
            end,
        )
        profilo = create_profilo(dati, wards[ward], by=by, now=then)
        if after == "disabilitato":
            disable_profilo(profilo, by=by, now=now)
        elif after == "eliminato":
            remove_profilo(profilo, by=by, now=now)
    return len(_DOCTORS)


def code(body: str) -> str:
    """The codice fiscale with its check letter."""
    return body + codicefiscale.calc_check_digit(body)

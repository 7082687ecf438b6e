"""What happened on the ships, and the form of navigation already filled in for one of them."""

from __future__ import annotations

from typing import Any

from denunce.choices import Luogo, RedattoDa, TipoAdempimento
from denunce.demo.calendar import Calendar
from denunce.demo.stage import Scene, Story
from denunce.demo.stories_scuola import waiting


def stories(when: Calendar) -> list[Story]:
    """At sea the term moves to the first landing, known only later; in port it does not."""

    def at_sea(scene: Scene) -> None:
        board = RedattoDa.MEDICO_DI_BORDO
        scene.certify(when.at(-2, "21:00"), when.day(-2), when.day(12), redatto_da=board)
        scene.change(when.at(-1, "09:00"), primo_approdo_at=when.at(1, "07:30"))
        scene.fill_form(TipoAdempimento.DENUNCIA, when.at(-1, "10:00"), _typed(when))

    winch = {
        "avvenuto_at": when.at(-2, "09:00"),
        "luogo": Luogo.A_BORDO,
        "in_navigazione": True,
        "dinamica": "Cavo del verricello sulla gamba",
    }
    return [
        Story("neri", when.at(-2, "09:40"), winch, at_sea, sede="M/n Esempio Prima"),
        waiting("pace", when, "Scottatura in sala macchine, in porto"),
    ]


def _typed(when: Calendar) -> dict[str, dict[str, Any]]:
    """What the case does not know: the form is complete, and waits to be made definitive."""
    return {
        "invio": {"sede_pec": "genova@inail-dimostrativa.test"},
        "datore": {"lavorazione": "Trasporto marittimo di passeggeri"},
        "nave": {"tipo": "nave", "pan": "9900000412", "iscrizione": "Genova 1234"},
        "lavoratore": {"cittadinanza": "Italiana"},
        "rapporto": {
            "categoria_marittimo": "1",
            "qualifica_assicurativa": (
                "SOTTUFFICIALE E COMUNE COPERTA/MACCHINA/SERVIZI COMPL. DI BORDO"
            ),
            "tipologia_lavoratore": "DIPENDENTE",
            "tipologia_contratto": "LAVORO A TEMPO INDETERMINATO",
            "data_assunzione": when.day(-800).isoformat(),
            "ccnl_settore": "TRASPORTI",
            "qualifica_unimare": "MARINAIO",
            "voce_codice": "7.4.5.1.0",
            "voce_professionale": "Marinai di coperta",
        },
        "imbarco": {"data": when.day(-60).isoformat(), "luogo": "Genova"},
        "luogo": {"cantiere": False, "indirizzo": "Ponte di coperta, verricello di prua"},
        "evento": {"notizia": f"{when.day(-2)}T09:05"},
        "navigazione": {"meteo": "BUONE"},
        "approdo": {"primo_approdo_luogo": "Palermo", "sbarcato": False},
        "cause": {"natura_lesione": "CONTUSIONE", "sede_lesione": "GAMBA SINISTRA"},
        "dichiarante": {"qualita": "armatore", "impedimento": "La nave è in navigazione"},
    }

"""What happened at the three firms."""

from __future__ import annotations

from denunce.choices import Canale, Luogo, RedattoDa, RicevutoVia, TipoAdempimento, TipoEvento
from denunce.demo.calendar import Calendar
from denunce.demo.stage import Scene, Story
from denunce.demo.stories_scuola import short_absence, waiting

DEN, ALERT = TipoAdempimento.DENUNCIA, TipoAdempimento.SEGNALAZIONE_24H


def stories(when: Calendar) -> list[Story]:
    """Every story of the firms."""
    return [*_officine(when), *_clienti(when)]


def _officine(when: Calendar) -> list[Story]:
    """The firm that acts for itself: an ordinary injury, a death, a commute, a disease."""

    def ordinary(scene: Scene) -> None:
        scene.certify(when.at(-1, "08:40"), when.day(-1), when.day(12), via=RicevutoVia.EMAIL)

    def death(scene: Scene) -> None:
        scene.send(ALERT, when.at(-1, "17:30"), canale=Canale.PEC)

    def commute(scene: Scene) -> None:
        scene.certify(when.at(-24, "09:00"), when.day(-24), when.day(-6))
        scene.send(DEN, when.at(-23, "10:00"), canale=Canale.PORTALE_INAIL)
        scene.answer(DEN, when.at(-22, "10:00"), accepted=True, numero="DEMO-000115")

    def disease(scene: Scene) -> None:
        scene.certify(
            when.at(-2, "10:30"),
            when.day(-3),
            when.day(20),
            released_at=when.at(-3, "17:00"),
            redatto_da=RedattoDa.MEDICO_A_TERRA,
            via=RicevutoVia.COPIA_CARTACEA,
        )

    lathe = {"avvenuto_at": when.at(-2, "15:10"), "dinamica": "Mano impigliata nel tornio"}
    fall = {
        "avvenuto_at": when.at(-1, "15:40"),
        "luogo": Luogo.CANTIERE,
        "dinamica": "Caduta dal ponteggio",
        "mortale": True,
        "noto_at": when.at(-1, "15:50"),
    }
    car = {
        "avvenuto_at": when.at(-25, "07:35"),
        "luogo": Luogo.IN_ITINERE,
        "dinamica": "Tamponamento andando al lavoro",
    }
    paint = {
        "tipo": TipoEvento.MALATTIA_PROFESSIONALE,
        "manifestata_on": when.day(-12),
        "dinamica": "Dermatite da solventi",
    }
    return [
        Story("ferraro", when.at(-2, "16:00"), lathe, ordinary, sede="Stabilimento"),
        Story("rizzo", when.at(-1, "16:00"), fall, death, sede="Cantiere Collina"),
        Story("caruso", when.at(-25, "09:00"), car, commute),
        Story("longo", when.at(-3, "09:00"), paint, disease, sede="Stabilimento"),
        short_absence("martini", "Caduta dalla sedia", when.at(-4, "12:00")),
    ]


def _clienti(when: Calendar) -> list[Story]:
    """The two firms that delegated the consultant."""

    def burn(scene: Scene) -> None:
        scene.certify(when.at(-1, "11:15"), when.day(-1), when.day(8))

    oven = {"avvenuto_at": when.at(-2, "06:20"), "dinamica": "Ustione al forno"}
    ladder = {
        "avvenuto_at": when.before(hours=5),
        "luogo": Luogo.TRASFERTA,
        "dinamica": "Caduta dalla scala durante la pulizia dei vetri",
        "pericolo_di_morte": True,
        "noto_at": when.before(hours=4),
    }
    tomorrow = when.reception_of_48h(when.at(1, "15:00"))
    return [
        Story("amato", when.at(-2, "08:30"), oven, burn, sede="Molino"),
        waiting("testa", when, "Polso storto al nastro"),
        short_absence("grassi", "Scivolata sul pavimento bagnato", tomorrow),
        Story("sanna", when.before(hours=3), ladder),
    ]

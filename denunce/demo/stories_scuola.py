"""What happened at the two schools: one case for each state and urgency of the worklist."""

from __future__ import annotations

from datetime import datetime, timedelta

from denunce.choices import Attivita, Canale, Luogo, TipoAdempimento, TipoCertificato
from denunce.demo.calendar import Calendar
from denunce.demo.stage import Scene, Story
from portal.base.clock import local

COM, DEN = TipoAdempimento.COMUNICAZIONE, TipoAdempimento.DENUNCIA
ASS = TipoAdempimento.DENUNCIA_ASSICURAZIONE


def stories(when: Calendar) -> list[Story]:
    """Every story of the schools."""
    return [*_urgencies(when), *_outcomes(when), *_endings(when), *_others(when), *_sud(when)]


def short_absence(persona: str, dinamica: str, received: datetime, sede: str = "") -> Story:
    """Two days at home, references received at ``received``: a comunicazione within 48 hours."""
    happened = received - timedelta(hours=20)
    first = local(happened).date() + timedelta(days=1)
    return Story(
        persona,
        happened + timedelta(hours=1),
        {"avvenuto_at": happened, "dinamica": dinamica},
        lambda scene: scene.certify(received, first, first + timedelta(days=1)),
        sede=sede,
    )


def waiting(persona: str, when: Calendar, dinamica: str) -> Story:
    """Yesterday's injury, no certificate yet."""
    facts = {"avvenuto_at": when.at(-1, "11:50"), "dinamica": dinamica}
    return Story(persona, when.at(-1, "12:30"), facts)


def draft(when: Calendar) -> tuple[str, datetime, dict[str, str]]:
    """Begun by the secretary yesterday and left there: who, when, what was typed."""
    typed = {
        "avvenuto_at_giorno": f"{when.day(-1):%Y-%m-%d}",
        "avvenuto_at_ora": "11:50",
        "dinamica": "Distorsione all’uscita",
        "luogo": "in_sede",
        "tipo": "infortunio",
    }
    return "bianchi_2a", when.at(-1, "12:30"), typed


def _urgencies(when: Calendar) -> list[Story]:
    """Due today, due tomorrow, overdue, waiting."""
    today = when.reception_of_48h(when.later_today())
    tomorrow = when.reception_of_48h(when.at(1, "10:00"))
    received, _due = when.reception_of_denuncia()
    gym = {
        "avvenuto_at": received - timedelta(hours=23),
        "attivita": Attivita.EDUCAZIONE_FISICA,
        "dinamica": "Caduta in palestra durante la pallavolo",
    }

    def six_days(scene: Scene) -> None:
        scene.certify(received, received.date(), received.date() + timedelta(days=6))

    return [
        short_absence("verdi", "Scontro con un compagno in cortile", today, "Plesso Girasole"),
        short_absence("greco", "Caduta sulle scale", tomorrow),
        short_absence("fontana", "Dito chiuso nella porta dell’aula", when.at(-5, "11:00")),
        Story("bianchi", received - timedelta(hours=20), gym, six_days, sede="Palestra comunale"),
        waiting("rossi", when, "Urto contro il banco"),
    ]


def _outcomes(when: Calendar) -> list[Story]:
    """Sent (a prolonged absence: the denuncia absorbed the comunicazione), accepted, rejected."""

    def prolonged(scene: Scene) -> None:
        scene.certify(when.at(-8, "09:00"), when.day(-8), when.day(-7))
        longer = TipoCertificato.CONTINUATIVO
        scene.certify(when.at(-7, "12:00"), when.day(-6), when.day(-2), tipo=longer)
        scene.send(DEN, when.at(-7, "15:00"))

    def accepted(scene: Scene) -> None:
        scene.certify(when.at(-11, "10:00"), when.day(-11), when.day(-9))
        scene.send(COM, when.at(-11, "16:00"))
        scene.answer(COM, when.at(-10, "09:30"), accepted=True, numero="DEMO-000123")

    def rejected(scene: Scene) -> None:
        scene.certify(when.at(-2, "08:30"), when.day(-2), when.day(6))
        scene.send(DEN, when.at(-2, "12:00"))
        scene.answer(DEN, when.at(-1, "09:00"), accepted=False)

    return [
        _school_day("marino", when, -9, "Caduta in corridoio", prolonged),
        _school_day("costa", when, -12, "Taglio in laboratorio di arte", accepted),
        _school_day("gallo", when, -3, "Caduta dalla pedana", rejected),
    ]


def _endings(when: Calendar) -> list[Story]:
    """Superseded, not due any more, closed, archived."""

    def one_day_earlier(scene: Scene) -> None:
        scene.change(when.at(-3, "09:00"), avvenuto_at=when.at(-5, "10:20"))

    def withdrawn(scene: Scene) -> None:
        scene.certify(when.at(-3, "10:00"), when.day(-3), when.day(-2))
        scene.withdraw(when.at(-2, "09:00"))

    def finished(scene: Scene) -> None:
        scene.certify(when.at(-39, "10:00"), when.day(-39), when.day(-33))
        scene.send(DEN, when.at(-39, "15:00"))
        scene.answer(DEN, when.at(-38, "10:00"), accepted=True, numero="DEMO-000098")
        scene.send(ASS, when.at(-36, "10:00"), canale=Canale.PORTALE_ASSICURAZIONE)
        scene.close(when.at(-30, "09:00"))

    def put_away(scene: Scene) -> None:
        scene.certify(when.at(-69, "10:00"), when.day(-69), when.day(-68))
        scene.send(COM, when.at(-69, "12:00"))
        scene.send(ASS, when.at(-66, "10:00"), canale=Canale.PORTALE_ASSICURAZIONE)
        scene.close(when.at(-60, "09:00"))
        scene.archive(when.at(-50, "09:00"))

    return [
        _school_day("leone", when, -4, "Pallonata al viso", one_day_earlier),
        _school_day("ricci", when, -4, "Contusione alla mano", withdrawn),
        _school_day("deluca", when, -40, "Frattura al polso in cortile", finished),
        _school_day("barbieri", when, -70, "Distorsione in palestra", put_away),
    ]


def _others(when: Calendar) -> list[Story]:
    """On the way to school (insurer only), a teacher in the laboratory, two pupils on one trip."""

    def on_the_way(scene: Scene) -> None:
        scene.certify(when.at(-5, "09:00"), when.day(-5), when.day(-2))

    def teacher(scene: Scene) -> None:
        scene.certify(when.at(-1, "09:00"), when.day(-1), when.day(7))

    def trip(scene: Scene) -> None:
        scene.certify(when.at(-1, "18:00"), when.day(-1), when.day(1))

    walk = {"luogo": Luogo.IN_ITINERE, "indirizzo": "via del Mercato", "comune": "Milano"}
    lab = {"attivita": Attivita.LABORATORIO}
    coach = {"luogo": Luogo.VIAGGIO_ISTRUZIONE, "comune": "Bergamo"}
    return [
        _school_day("serra", when, -6, "Caduta dalla bicicletta", on_the_way, **walk),
        _school_day("conte", when, -2, "Schizzo di un reagente", teacher, **lab),
        _school_day("villa", when, -2, "Frenata del pullman", **coach),
        _school_day("mancini", when, -2, "Frenata del pullman", trip, "villa", **coach),
    ]


def _sud(when: Calendar) -> list[Story]:
    """The other school: nobody of the first may see these."""
    tomorrow = when.reception_of_48h(when.at(1, "12:00"))

    def caretaker(scene: Scene) -> None:
        scene.certify(when.at(-14, "10:00"), when.day(-14), when.day(-5))
        scene.send(DEN, when.at(-13, "11:00"))
        scene.answer(DEN, when.at(-12, "11:00"), accepted=True, numero="DEMO-000131")

    return [
        short_absence("lombardi", "Caduta in mensa", tomorrow),
        waiting("moretti", when, "Urto contro il calorifero"),
        _school_day("bruno", when, -15, "Caduta dalla scala", caretaker),
    ]


def _school_day(
    persona: str,
    when: Calendar,
    days: int,
    dinamica: str,
    then: object = None,
    same_event_as: str = "",
    **facts: object,
) -> Story:
    """An injury at 10:20 of a past day, entered half an hour later."""
    known = {"avvenuto_at": when.at(days, "10:20"), "dinamica": dinamica, **facts}
    tell = then if callable(then) else _nothing_yet
    return Story(persona, when.at(days, "10:50"), known, tell, same_event_as=same_event_as)


def _nothing_yet(_scene: Scene) -> None:
    """The certificate has not come."""

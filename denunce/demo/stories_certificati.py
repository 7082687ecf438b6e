"""Certificates of the demo's doctors: drafts, issued, late, chained, ended; by the real actions.

Omar Rossi's is the one to look at: issued a little ago for a pupil of the first school whose case
waits for a certificate.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from certificati.actions.bozze import Inizio, Partenza, Riassunto, save_certificato
from certificati.actions.bozze import start_certificato as start
from certificati.actions.emissione import columns_of, issue_certificato
from certificati.actions.vita import annul_certificato, record_transmission
from certificati.choices import Genere, RedattoDa, TipoCertificato
from certificati.dati import DatiCertificato, Lesione
from certificati.models import Certificato
from certificati.numero import draw_numero
from certificati.testi import EVERYTHING, texts_of
from denunce.demo.calendar import Calendar
from denunce.demo.cast import Cast, demo_id
from denunce.demo.patients import DISEASE, INJURY, PATIENTS, pupil, worker_of
from portal.base.clock import local
from utenti.access import Scope
from utenti.models import Organizzazione, Utente

RITA: Final = "medico.ospedaliero@demo.test"
SANDRO: Final = "medico@demo.test"
_TYPING: Final = timedelta(minutes=2)


@dataclass
class Surgery:
    """One doctor at work: where, and the numbers that come next."""

    medico: Utente
    organizzazione: Organizzazione
    when: Calendar
    rng: Random
    began: list[str] = field(default_factory=list)

    @property
    def by(self) -> Scope:
        """What the doctor's requests carry."""
        return Scope(self.medico, self.when.today)

    def begin(self, inizio: Inizio, at: datetime) -> Certificato:
        """Start a draft."""
        self.began.append(f"{self.medico.email}:{len(self.began)}")
        return start(
            inizio,
            organizzazione=self.organizzazione,
            by=self.by,
            now=at,
            request_key=demo_id("certificato", self.began[-1]),
        )

    def draft(self, dati: DatiCertificato, at: datetime, **wrong: str) -> Certificato:
        """Type a certificate and leave it there; ``wrong`` is typed instead of the right words."""
        begun = self.begin(Inizio(dati.genere, dati.tipo), at)
        return self.type(begun, dati, at, **wrong)

    def type(
        self, begun: Certificato, dati: DatiCertificato, at: datetime, **wrong: str
    ) -> Certificato:
        """Fill the controls as the doctor would."""
        term = columns_of(dati)["termine_at"]
        riassunto = Riassunto(dati.cognome, dati.nome, dati.prima_assistenza_at, term)
        testi = texts_of(dati, EVERYTHING) | wrong
        now = at + _TYPING
        return save_certificato(
            begun, testi, riassunto, expected=begun.version, by=self.by, now=now
        )

    def issue(
        self, dati: DatiCertificato, at: datetime, inizio: Inizio | None = None
    ) -> Certificato:
        """Write and sign a certificate."""
        begun = self.begin(inizio or Inizio(dati.genere, dati.tipo), at)
        return issue_certificato(
            begun,
            dati,
            firmato=True,
            expected=begun.version,
            by=self.by,
            now=at + _TYPING,
            draw=lambda: draw_numero(self.rng.choice),
        )

    def transmit(self, made: Certificato, at: datetime) -> Certificato:
        """Record that INAIL has it."""
        return record_transmission(
            made, trasmesso_at=at, by=self.by, now=min(at + _TYPING, self.when.now)
        )

    def go_on(
        self, earlier: Certificato, at: datetime, first: int, last: int, **said: Any
    ) -> Certificato:
        """A certificate that goes on from an earlier one, for the days between the two."""
        days = {"prognosi_dal": self.when.day(first), "prognosi_al": self.when.day(last)}
        tipo = said.pop("tipo", TipoCertificato.CONTINUATIVO)
        dati = replace(earlier.dati, tipo=tipo, prima_assistenza_at=at, **(days | said))
        return self.issue(dati, at, Inizio(dati.genere, tipo, earlier, Partenza.CONTINUA))


def tell(cast: Cast) -> int:
    """Write every certificate; say how many there are. The hospital's doctors exist already."""
    when = Calendar(cast.now)
    hospital = cast.organizzazioni["ospedale"]
    nino = Utente.objects.get(email="nino.abate@ospedale.test")
    ada = Utente.objects.get(email="ada.fiore@ospedale.test")
    _emergency(_at(cast.utenti[RITA], hospital, when), cast)
    _ward(_at(nino, hospital, when), cast)
    _orthopaedics(_at(ada, hospital, when))
    _outside(_at(cast.utenti[SANDRO], cast.organizzazioni["studio_visita"], when))
    return Certificato.objects.count()


def _at(medico: Utente, place: Organizzazione, when: Calendar) -> Surgery:
    return Surgery(medico, place, when, Random(f"demo:{medico.email}"))  # noqa: S311  (repeatable)


def _injury(who: str, aid: datetime, days: int, **said: Any) -> DatiCertificato:
    """An injury of a couple of hours before first aid, with so many days of prognosis."""
    happened = local(aid - timedelta(hours=2))
    first = local(aid).date()
    known = {
        "prima_assistenza_at": aid,
        "evento_on": happened.date(),
        "evento_ora": f"{happened:%H:%M}",
        "prognosi_dal": first,
        "prognosi_al": first + timedelta(days=days - 1),
    }
    return replace(INJURY, **(PATIENTS[who] | known | said))


def _emergency(rita: Surgery, cast: Cast) -> None:
    """Rita Cura: the pupil who waits, one to transmit today, drafts at every stage."""
    when = rita.when
    omar = pupil(cast.persone["rossi"], cast.organizzazioni["nord"])
    hurt = _injury("ada", when.at(-1, "13:10"), 3, **omar)
    hurt = replace(hurt, evento_on=when.day(-1), evento_ora="11:50", racconto="urto al banco")
    rita.issue(hurt, when.before(minutes=40))
    rita.issue(_injury("bice", when.at(-1, "09:30"), 5), when.at(-1, "10:00"))
    known = rita.issue(_injury("ciro", when.at(-9, "10:00"), 4), when.at(-9, "10:20"))
    rita.transmit(known, when.at(-9, "11:00"))
    rita.begin(Inizio(), when.before(hours=1))
    rita.begin(Inizio(da=known, partenza=Partenza.PAZIENTE), when.before(hours=2))
    rita.draft(_injury("dora", when.at(-1, "20:15"), 7), when.before(hours=3))
    unfinished = replace(_injury("elio", when.at(-1, "21:00"), 2), lesioni=(), diagnosi="")
    rita.draft(unfinished, when.before(hours=4), prognosi_al="31/02", cap="201")
    longer = Inizio(tipo=TipoCertificato.CONTINUATIVO, da=known, partenza=Partenza.CONTINUA)
    rita.begin(longer, when.before(minutes=90))


def _ward(nino: Surgery, cast: Cast) -> None:
    """Nino Abate: one late, one that names the demo's firm, a reserved prognosis, one annulled."""
    when = nino.when
    nino.issue(_injury("fosco", when.at(-4, "08:00"), 10), when.at(-4, "08:30"))
    firm = worker_of(cast.organizzazioni["officine"])
    named = nino.issue(_injury("gaia", when.at(-2, "16:00"), 12, **firm), when.at(-2, "16:30"))
    nino.transmit(named, when.at(-2, "18:00"))
    nothing: dict[str, Any] = {"prognosi_dal": None, "prognosi_al": None}
    grave = _injury("ivo", when.at(-3, "19:00"), 1, prognosi_riservata=True, ricovero=True)
    nino.transmit(nino.issue(replace(grave, **nothing), when.at(-3, "20:00")), when.at(-2, "09:00"))
    twice = nino.issue(_injury("lia", when.at(-6, "12:00"), 3), when.at(-6, "12:10"))
    annul_certificato(twice, motivo="persona", by=nino.by, now=when.at(-6, "12:30"))


def _orthopaedics(ada: Surgery) -> None:
    """Ada Fiore: a chain of three with a gap of two days, and one that took another's place."""
    when = ada.when
    first = ada.issue(_injury("mino", when.at(-30, "09:00"), 10), when.at(-30, "09:30"))
    ada.transmit(first, when.at(-30, "12:00"))
    second = ada.go_on(first, when.at(-20, "09:00"), -20, -13)
    ada.transmit(second, when.at(-20, "10:00"))
    last = ada.go_on(second, when.at(-10, "09:00"), -10, -2)
    ada.transmit(last, when.at(-9, "17:00"))
    wrong = ada.issue(_injury("nara", when.at(-12, "11:00"), 3), when.at(-12, "11:20"))
    right = replace(
        wrong.dati, diagnosi="frattura composta", lesioni=(Lesione("FRATTURA", "POLSO DESTRO"),)
    )
    instead = Inizio(da=wrong, partenza=Partenza.SOSTITUISCE)
    ada.transmit(ada.issue(right, when.at(-12, "12:00"), instead), when.at(-12, "12:30"))


def _outside(sandro: Surgery) -> None:
    """Sandro Visita: two diseases, one of them of a farm hand, an injury that ended, a draft."""
    when = sandro.when
    ears = replace(
        DISEASE,
        **PATIENTS["ogino"],
        prima_visita_at=when.at(-5, "10:00"),
        manifestata_on=when.day(-20),
        redatto_da=RedattoDa.MEDICO_A_TERRA,
    )
    sandro.issue(ears, when.at(-5, "10:30"))
    back = replace(
        ears,
        **PATIENTS["pia"],
        prima_visita_at=when.at(-2, "15:00"),
        manifestata_on=when.day(-10),
        diagnosi="ernia discale lombare",
        agente="movimentazione manuale di carichi",
        lavorazione="raccolta e carico in campo",
        categoria="operaio_agricolo_otd",
        registro_139="lista_2",
        datore_denominazione="Cascina dei Platani",
    )
    sandro.issue(back, when.at(-2, "15:30"))
    ankle = _injury("quinto", when.at(-16, "18:00"), 5, redatto_da=RedattoDa.MEDICO_A_TERRA)
    first = sandro.issue(ankle, when.at(-16, "18:20"))
    sandro.transmit(first, when.at(-15, "09:00"))
    end = {"tipo": TipoCertificato.DEFINITIVO, "esito": "guarigione"}
    sandro.transmit(
        sandro.go_on(first, when.at(-11, "18:00"), -11, -11, **end), when.at(-11, "18:30")
    )
    typed = replace(back, **PATIENTS["rosa"], genere=Genere.MALATTIA)
    sandro.draft(typed, when.before(hours=6), nato_on_giorno="")

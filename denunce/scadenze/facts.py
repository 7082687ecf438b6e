"""What is known of a case. `None` means "not known yet", never "no".

Instants are aware datetimes, kept in UTC (`_at`); days are `date`s (`_on`). Naive datetimes are
refused. Facts built by hand are not cross-checked: `codec.parse_caso` does that for JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from denunce.scadenze.counting import local_date, to_utc


class TipoEvento(StrEnum):
    INFORTUNIO = "infortunio"
    MALATTIA_PROFESSIONALE = "malattia_professionale"


class Persona(StrEnum):
    LAVORATORE = "lavoratore"
    STUDENTE = "studente"
    STUDENTE_FSL = "studente_fsl"
    PERSONALE_SCOLASTICO = "personale_scolastico"
    MARITTIMO = "marittimo"
    OPERAIO_AGRICOLO_OTD = "operaio_agricolo_otd"
    AGRICOLO_AUTONOMO = "agricolo_autonomo"
    DOMESTICO = "domestico"
    NON_ASSICURATO_INAIL = "non_assicurato_inail"
    ARTIGIANO_TITOLARE = "artigiano_titolare"


class TipoDatore(StrEnum):
    IMPRESA = "impresa"
    SCUOLA_STATALE = "scuola_statale"
    SCUOLA_PARITARIA = "scuola_paritaria"
    ARMATORE = "armatore"
    AZIENDA_AGRICOLA = "azienda_agricola"
    NUCLEO_COLTIVATORE_DIRETTO = "nucleo_coltivatore_diretto"
    DOMESTICO = "domestico"
    NON_SOGGETTO_INAIL = "non_soggetto_inail"
    ARTIGIANO_SE_STESSO = "artigiano_se_stesso"


class Luogo(StrEnum):
    IN_SEDE = "in_sede"
    VIAGGIO_ISTRUZIONE = "viaggio_istruzione"
    IN_ITINERE = "in_itinere"
    IN_ITINERE_FSL = "in_itinere_fsl"
    TRAGITTO_SCUOLA_OSPITANTE = "tragitto_scuola_ospitante"
    A_BORDO = "a_bordo"
    CAMPO = "campo"
    CANTIERE = "cantiere"
    ABITAZIONE = "abitazione"
    TRASFERTA = "trasferta"


class Attivita(StrEnum):
    LABORATORIO = "laboratorio"
    EDUCAZIONE_FISICA = "educazione_fisica"
    MENSA = "mensa"
    ALTRA = "altra"


class TipoCertificato(StrEnum):
    PRIMO = "primo"
    CONTINUATIVO = "continuativo"
    DEFINITIVO = "definitivo"
    RIAMMISSIONE = "riammissione"


class Redattore(StrEnum):
    MEDICO_DI_BORDO = "medico_di_bordo"
    MEDICO_A_TERRA = "medico_a_terra"
    PRONTO_SOCCORSO = "pronto_soccorso"


def _utc(owner: object, *names: str) -> None:
    for name in names:
        value: datetime | None = getattr(owner, name)
        if value is not None:
            object.__setattr__(owner, name, to_utc(value))


@dataclass(frozen=True, slots=True)
class Evento:
    """The injury or the disease. `attivita` matters only for pupils before September 2023."""

    tipo: TipoEvento
    occurred_at: datetime | None = None
    luogo: Luogo | None = None
    attivita: Attivita = Attivita.ALTRA
    malattia_infortunio: bool | None = None
    manifested_on: date | None = None
    first_visit_at: datetime | None = None
    first_aid_at: datetime | None = None

    def __post_init__(self) -> None:
        _utc(self, "occurred_at", "first_visit_at", "first_aid_at")


@dataclass(frozen=True, slots=True)
class Datore:
    """The employer. `in_roma` is derived (ruling 20: case and spaces do not matter)."""

    tipo: TipoDatore | None = None
    comune: str | None = None
    in_roma: bool = field(init=False, repr=False, compare=False, default=False)

    def __post_init__(self) -> None:
        comune = "".join((self.comune or "").split()).casefold()
        object.__setattr__(self, "in_roma", comune == "roma")


@dataclass(frozen=True, slots=True)
class Certificato:
    """The references of a certificate as the employer received them.

    `received_at` is the instant of the last of the three references (number, release date,
    prognosis). `span` is derived: the prognosis as ordinals, both ends included; a prognosis in
    days without dates starts on the Europe/Rome day of release (ruling 9).
    """

    numero: str | None
    tipo: TipoCertificato
    released_at: datetime
    received_at: datetime | None = None
    prognosi_from: date | None = None
    prognosi_to: date | None = None
    prognosi_days: int | None = None
    withdrawn_at: datetime | None = None
    author: Redattore | None = None
    span: tuple[int, int] | None = field(init=False, repr=False, compare=False, default=None)

    def __post_init__(self) -> None:
        _utc(self, "released_at", "received_at", "withdrawn_at")
        if self.prognosi_from is not None and self.prognosi_to is not None:
            span = (self.prognosi_from.toordinal(), self.prognosi_to.toordinal())
            object.__setattr__(self, "span", span)
        elif self.prognosi_days is not None:
            first = local_date(self.released_at).toordinal()
            object.__setattr__(self, "span", (first, first + self.prognosi_days - 1))


@dataclass(frozen=True, slots=True)
class Gravita:
    """Death or danger of death. `known_at`: when the employer knew of the danger, or of an
    instant death (ruling 6)."""

    mortale: bool | None = None
    pericolo_di_morte: bool | None = None
    known_at: datetime | None = None
    died_at: datetime | None = None
    death_known_at: datetime | None = None

    def __post_init__(self) -> None:
        _utc(self, "known_at", "died_at", "death_known_at")


@dataclass(frozen=True, slots=True)
class Navigazione:
    in_navigazione: bool | None = None
    first_landing_at: datetime | None = None

    def __post_init__(self) -> None:
        _utc(self, "first_landing_at")


@dataclass(frozen=True, slots=True)
class Polizza:
    """The school's policy. `presente` None and no term: nothing is known of a policy.

    A policy that exists and fixes no term has the statutory one (ruling 15).
    """

    presente: bool | None = None
    term_days: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the engine may look at."""

    evento: Evento
    persona: Persona
    datore: Datore = Datore()
    certificati: tuple[Certificato, ...] = ()
    gravita: Gravita = Gravita()
    navigazione: Navigazione = Navigazione()
    polizza: Polizza = Polizza()
    case_id: str | None = None

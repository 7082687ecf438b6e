"""JSON of the contract -> `Facts`. Every error is reported, not only the first."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from denunce.scadenze.checks import check_certificato, check_facts
from denunce.scadenze.errors import CasoNonValido, Errore
from denunce.scadenze.facts import (
    Attivita,
    Certificato,
    Datore,
    Evento,
    Facts,
    Gravita,
    Luogo,
    Navigazione,
    Persona,
    Polizza,
    Redattore,
    TipoCertificato,
    TipoDatore,
    TipoEvento,
)
from denunce.scadenze.reader import Reader

CASO = ("id", "evento", "persona", "datore", "certificati", "gravita", "navigazione", "polizza")
EVENTO = (
    "tipo",
    "avvenuto_il",
    "luogo",
    "attivita",
    "malattia_infortunio",
    "manifestata_il",
    "prima_visita_il",
    "prima_assistenza_il",
)
DATORE = ("tipo", "comune")
CERTIFICATO = (
    "numero",
    "tipo",
    "rilasciato_il",
    "ricevuto_il",
    "prognosi_dal",
    "prognosi_al",
    "prognosi_giorni",
    "annullato_il",
    "redatto_da",
)
GRAVITA = ("mortale", "pericolo_di_morte", "noto_il", "decesso_il", "decesso_noto_il")
NAVIGAZIONE = ("in_navigazione", "primo_approdo")
POLIZZA = ("presente", "termine_giorni")

# Longest prognosis and policy term that still make sense as a number of days.
MAX_DAYS = 36_500
_NUMERO = re.compile(r"[A-Za-z0-9]{12}")
_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)


def parse_caso(obj: object) -> Facts:
    """Read one case of the contract.

    Raises `CasoNonValido` with every error found, each with its JSON pointer.
    """
    errori: list[Errore] = []
    if not isinstance(obj, dict):
        raise CasoNonValido([Errore("", "il caso deve essere un oggetto")])
    caso = Reader(obj, "", errori, CASO)
    facts = Facts(
        case_id=caso.text("id"),
        evento=_evento(caso),
        persona=caso.enum("persona", Persona, mandatory=True) or Persona.LAVORATORE,
        datore=_datore(caso.child("datore", DATORE)),
        certificati=_certificati(caso),
        gravita=_gravita(caso.child("gravita", GRAVITA)),
        navigazione=_navigazione(caso.child("navigazione", NAVIGAZIONE)),
        polizza=_polizza(caso.child("polizza", POLIZZA)),
    )
    check_facts(facts, caso)
    if errori:
        raise CasoNonValido(list(dict.fromkeys(errori)))
    return facts


def _evento(caso: Reader) -> Evento:
    reader = caso.child("evento", EVENTO)
    given = isinstance(caso.values.get("evento"), dict)
    return Evento(
        tipo=reader.enum("tipo", TipoEvento, mandatory=given) or TipoEvento.INFORTUNIO,
        occurred_at=reader.instant("avvenuto_il"),
        luogo=reader.enum("luogo", Luogo),
        attivita=reader.enum("attivita", Attivita) or Attivita.ALTRA,
        malattia_infortunio=reader.boolean("malattia_infortunio"),
        manifested_on=reader.date("manifestata_il"),
        first_visit_at=reader.instant("prima_visita_il"),
        first_aid_at=reader.instant("prima_assistenza_il"),
    )


def _datore(reader: Reader) -> Datore:
    return Datore(tipo=reader.enum("tipo", TipoDatore), comune=reader.text("comune"))


def _gravita(reader: Reader) -> Gravita:
    return Gravita(
        mortale=reader.boolean("mortale"),
        pericolo_di_morte=reader.boolean("pericolo_di_morte"),
        known_at=reader.instant("noto_il"),
        died_at=reader.instant("decesso_il"),
        death_known_at=reader.instant("decesso_noto_il"),
    )


def _navigazione(reader: Reader) -> Navigazione:
    return Navigazione(
        in_navigazione=reader.boolean("in_navigazione"),
        first_landing_at=reader.instant("primo_approdo"),
    )


def _polizza(reader: Reader) -> Polizza:
    return Polizza(
        presente=reader.boolean("presente"),
        term_days=reader.integer("termine_giorni", MAX_DAYS),
    )


def _certificati(caso: Reader) -> tuple[Certificato, ...]:
    return tuple(
        _certificato(reader, raw) for reader, raw in caso.items("certificati", CERTIFICATO)
    )


def _certificato(reader: Reader, raw: object) -> Certificato:
    # `numero` and `ricevuto_il` may be null, and null is the same as absent: what is missing
    # shows as a warning (`codice_fittizio`, `certificato_non_ricevuto`), never in silence.
    numero = reader.text("numero")
    if numero is not None and not _NUMERO.fullmatch(numero):
        reader.error("numero", "deve avere 12 caratteri alfanumerici")
    certificato = Certificato(
        numero=numero,
        tipo=reader.enum("tipo", TipoCertificato, mandatory=isinstance(raw, dict))
        or TipoCertificato.PRIMO,
        released_at=reader.instant("rilasciato_il", mandatory=isinstance(raw, dict)) or _EPOCH,
        received_at=reader.instant("ricevuto_il"),
        prognosi_from=reader.date("prognosi_dal"),
        prognosi_to=reader.date("prognosi_al"),
        prognosi_days=reader.integer("prognosi_giorni", MAX_DAYS),
        withdrawn_at=reader.instant("annullato_il"),
        author=reader.enum("redatto_da", Redattore),
    )
    check_certificato(certificato, reader)
    return certificato

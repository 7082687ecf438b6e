"""The contract's JSON, in and out. `parse_caso` is in `parser`; here the way back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from denunce.scadenze.counting import to_rome
from denunce.scadenze.facts import Attivita, Certificato, Facts
from denunce.scadenze.frasi import sentence
from denunce.scadenze.parser import parse_caso
from denunce.scadenze.results import AdempimentoDovuto, Decisione, Passo, Valore

__all__ = ["Json", "decisione_to_json", "facts_to_json", "parse_caso", "valori_to_json"]

Json = dict[str, object]


def write_instant(instant: datetime) -> str:
    """An instant with the Europe/Rome offset of that day, to the second."""
    return to_rome(instant).isoformat(timespec="seconds")


def _scalar(value: object) -> object:
    if isinstance(value, datetime):
        return write_instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return value


def _known(values: Mapping[str, object]) -> Json:
    return {key: _scalar(value) for key, value in values.items() if value is not None}


def facts_to_json(facts: Facts) -> Json:
    """The case in the shape of the contract; unknown facts are left out.

    `parse_caso(facts_to_json(facts)) == facts` for facts that the contract admits.
    """
    gravita = facts.gravita
    sections: dict[str, Json] = {
        "evento": _evento_to_json(facts),
        "datore": _known({"tipo": facts.datore.tipo, "comune": facts.datore.comune}),
        "gravita": _known(
            {
                "mortale": gravita.mortale,
                "pericolo_di_morte": gravita.pericolo_di_morte,
                "noto_il": gravita.known_at,
                "decesso_il": gravita.died_at,
                "decesso_noto_il": gravita.death_known_at,
            }
        ),
        "navigazione": _known(
            {
                "in_navigazione": facts.navigazione.in_navigazione,
                "primo_approdo": facts.navigazione.first_landing_at,
            }
        ),
        "polizza": _known(
            {"presente": facts.polizza.presente, "termine_giorni": facts.polizza.term_days}
        ),
    }
    result = _known({"id": facts.case_id, "persona": facts.persona})
    result.update({name: section for name, section in sections.items() if section})
    result["certificati"] = [_certificato_to_json(c) for c in facts.certificati]
    return result


def _evento_to_json(facts: Facts) -> Json:
    evento = facts.evento
    return _known(
        {
            "tipo": evento.tipo,
            "avvenuto_il": evento.occurred_at,
            "luogo": evento.luogo,
            "attivita": None if evento.attivita is Attivita.ALTRA else evento.attivita,
            "malattia_infortunio": evento.malattia_infortunio,
            "manifestata_il": evento.manifested_on,
            "prima_visita_il": evento.first_visit_at,
            "prima_assistenza_il": evento.first_aid_at,
        }
    )


def _certificato_to_json(certificato: Certificato) -> Json:
    optional = _known(
        {
            "prognosi_dal": certificato.prognosi_from,
            "prognosi_al": certificato.prognosi_to,
            "prognosi_giorni": certificato.prognosi_days,
            "annullato_il": certificato.withdrawn_at,
            "redatto_da": certificato.author,
        }
    )
    return {
        "numero": certificato.numero,
        "tipo": certificato.tipo.value,
        "rilasciato_il": write_instant(certificato.released_at),
        "ricevuto_il": _scalar(certificato.received_at),
        **optional,
    }


def decisione_to_json(decisione: Decisione) -> Json:
    """The answer in the shape of the contract, keys always in the same order."""
    nessuno = decisione.nessun_obbligo_inail
    return {
        "id": decisione.case_id,
        "giorni_assenza": decisione.giorni_assenza,
        "tutela_inail": decisione.tutela_inail,
        "regole_del": decisione.regole_del,
        "adempimenti": [adempimento_to_json(a) for a in decisione.adempimenti],
        "nessun_obbligo_inail": nessuno
        and {"regole": list(nessuno.regole), "motivo": nessuno.motivo},
        "cosa_cambierebbe": list(decisione.cosa_cambierebbe),
        "avvisi": [{"codice": a.codice, "messaggio": a.messaggio} for a in decisione.avvisi],
    }


def adempimento_to_json(adempimento: AdempimentoDovuto) -> Json:
    """One obligation in the shape of the contract."""
    return {
        "tipo": adempimento.tipo.value,
        "termine": write_instant(adempimento.termine),
        "prudenziale": _scalar(adempimento.prudenziale),
        "obbligato": adempimento.obbligato.value,
        "regole": list(adempimento.regole),
        "fonti": [{"atto": f.atto, "articolo": f.articolo} for f in adempimento.fonti],
        "passi": [_passo_to_json(p) for p in adempimento.passi],
        "alternative": [
            {"lettura": a.lettura, "termine": write_instant(a.termine), "perche": a.perche}
            for a in adempimento.alternative
        ],
    }


def _passo_to_json(passo: Passo) -> Json:
    return {"codice": passo.codice, "testo": passo.testo or sentence(passo)}


def valori_to_json(valori: Mapping[str, Valore]) -> Json:
    """The values of a step as JSON, for a stored derivation."""
    return _known(valori)

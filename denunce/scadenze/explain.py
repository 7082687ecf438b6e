"""The explained decision: sentences for each step, and what would change the outcome.

"Cosa cambierebbe" asks the engine again with one fact changed; it never argues by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from denunce.scadenze.engine import outcome, weigh
from denunce.scadenze.errors import FuoriTabella
from denunce.scadenze.facts import Certificato, Facts, TipoEvento
from denunce.scadenze.frasi import join_words, sentence
from denunce.scadenze.results import AdempimentoDovuto, Decisione, Passo, TipoAdempimento
from denunce.scadenze.whatif import variants

# The kinds a counterfactual speaks of, in the order they are said.
_NAMES = {
    TipoAdempimento.SEGNALAZIONE_24H: "segnalazione entro 24 ore",
    TipoAdempimento.COMUNICAZIONE: "comunicazione",
    TipoAdempimento.DENUNCIA: "denuncia",
    TipoAdempimento.DENUNCIA_PS: "denuncia all'autorità di pubblica sicurezza",
}


def explain(facts: Facts) -> Decisione:
    """Decide and explain. Raises exactly what `decide` raises."""
    plain, valid = weigh(facts)
    return Decisione(
        plain.case_id,
        plain.giorni_assenza,
        plain.tutela_inail,
        plain.regole_del,
        tuple([_explained(a) for a in plain.adempimenti]),
        plain.nessun_obbligo_inail,
        plain.avvisi,
        tuple(_changes(facts, plain, valid)),
    )


def _explained(a: AdempimentoDovuto) -> AdempimentoDovuto:
    passi = tuple([Passo(p.codice, p.valori, sentence(p)) for p in a.passi])
    return AdempimentoDovuto(
        a.tipo,
        a.termine,
        a.prudenziale,
        a.obbligato,
        a.regole,
        a.fonti,
        passi,
        a.alternative,
        a.starts_at,
    )


def _changes(facts: Facts, decisione: Decisione, valid: Sequence[Certificato]) -> Iterator[str]:
    if facts.evento.tipo is TipoEvento.MALATTIA_PROFESSIONALE:
        yield from _disease(decisione)
        return
    before = frozenset([a.tipo for a in decisione.adempimenti if a.tipo in _NAMES])
    for label, changed in variants(facts, decisione, valid):
        try:
            after = outcome(changed)
        except FuoriTabella:
            continue  # the case itself is answered; this question is past the known calendar
        if after != before:
            yield f"{label}: {_say(after)}"


def _disease(decisione: Decisione) -> Iterator[str]:
    """A disease waits for one thing only: the references of a certificate."""
    if decisione.tutela_inail and decisione.nessun_obbligo_inail is not None:
        yield "con un certificato di malattia professionale ricevuto: denuncia"


def _say(kinds: frozenset[TipoAdempimento]) -> str:
    if not kinds:
        return "nessun obbligo verso l'INAIL"
    return join_words([name for tipo, name in _NAMES.items() if tipo in kinds])

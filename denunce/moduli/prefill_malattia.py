"""What a case knows of an occupational disease, for Mod. 101."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from denunce.choices import Categoria, RicevutoVia
from denunce.moduli.prefill_draft import Draft
from portal.base.clock import local
from utenti.models import TipoOrganizzazione

if TYPE_CHECKING:
    from denunce.models import Caso

Json = Any
# In what capacity the person works, where the category says it (note 3).
_TIPOLOGIA: Final = {
    Categoria.LAVORATORE: "A",
    Categoria.PERSONALE_SCOLASTICO: "A",
    Categoria.MARITTIMO: "A",
}
_PUPILS = (Categoria.STUDENTE, Categoria.STUDENTE_FSL)
# Who hands in the certificate tells of the disease by it.
_BY_THE_WORKER = (RicevutoVia.LAVORATORE, RicevutoVia.COPIA_CARTACEA)
_DIGITS = 8


def fill(draft: Draft, caso: Caso) -> None:
    """Write what the case says and the other forms do not ask.

    The day the disease showed itself is not asked: in law it is the first day of complete absence
    (art. 135 T.U.), which the certificate tells, and the case may mean the first symptoms.
    """
    category = Categoria(caso.lavoratore.categoria)
    draft.put("datore", **_employer(caso))
    draft.put("lavoratore", nato_stato=_birth_state(draft))
    draft.put(
        "rapporto",
        tipologia=_TIPOLOGIA.get(category),
        qualifica="24" if category in _PUPILS else None,
    )
    draft.put("lavori", **_place(caso))
    draft.put(
        "malattia",
        dichiarata=caso.evento.dinamica,
        segnalata_il=reported_on(caso),
        astensione_dal=_absent_from(caso),
    )


def reported_on(caso: Caso) -> date | None:
    """The day the worker told of the disease, as far as a certificate handed in proves it; a word
    said before is known only to the person."""
    handed = caso.certificati.standing().filter(
        received_at__isnull=False, received_via__in=_BY_THE_WORKER
    )
    first = handed.order_by("received_at", "recorded_at", "id").first()
    return local(first.received_at).date() if first and first.received_at else None


def _absent_from(caso: Caso) -> date | None:
    """The first day of the prognoses: the first of complete absence."""
    known = caso.certificati.standing().filter(prognosi_dal__isnull=False)
    first = known.order_by("prognosi_dal", "id").first()
    return first.prognosi_dal if first else None


def _employer(caso: Caso) -> dict[str, Json]:
    """The codice ditta without its check characters, and what kind of employer it is."""
    firm = caso.organizzazione
    code = firm.codice_ditta.replace(" ", "")
    return {
        "codice_ditta": code[:_DIGITS],
        "codice_ditta_cc": code[_DIGITS:],
        "amministrazione_statale": firm.tipo == TipoOrganizzazione.SCUOLA_STATALE or None,
        "azienda_agricola": firm.tipo == TipoOrganizzazione.AZIENDA_AGRICOLA,
        "artigiana": caso.lavoratore.categoria == Categoria.ARTIGIANO_TITOLARE or None,
    }


def _birth_state(draft: Draft) -> str | None:
    """Who was born in a comune was born in Italy; a foreign state was already written."""
    row = draft.data.get("lavoratore", {})
    return "Italia" if row.get("nato_a") and not row.get("nato_stato") else row.get("nato_stato")


def _place(caso: Caso) -> dict[str, Json]:
    """The site is where the work is done, else the employer's own town."""
    site, firm = caso.evento.sede, caso.organizzazione
    if site is None:
        return {"localita": ", ".join(part for part in (firm.comune, firm.indirizzo) if part)}
    where = (site.comune or firm.comune, site.indirizzo)
    return {
        "localita": ", ".join(part for part in where if part),
        "reparto": site.denominazione,
    }

"""The facts of a stored case, in the engine's words. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable

from denunce.choices import Categoria
from denunce.models import Caso, Evento, RiferimentoCertificato
from denunce.scadenze import facts as engine
from utenti.models import Organizzazione, TipoOrganizzazione

_DATORE = {
    TipoOrganizzazione.SCUOLA_STATALE: engine.TipoDatore.SCUOLA_STATALE,
    TipoOrganizzazione.SCUOLA_PARITARIA: engine.TipoDatore.SCUOLA_PARITARIA,
    TipoOrganizzazione.ARMATORE: engine.TipoDatore.ARMATORE,
    TipoOrganizzazione.AZIENDA_AGRICOLA: engine.TipoDatore.AZIENDA_AGRICOLA,
}
# For these people the employer's part is played by somebody the category itself names.
_DATORE_BY_CATEGORIA = {
    Categoria.ARTIGIANO_TITOLARE: engine.TipoDatore.ARTIGIANO_SE_STESSO,
    Categoria.AGRICOLO_AUTONOMO: engine.TipoDatore.NUCLEO_COLTIVATORE_DIRETTO,
    Categoria.DOMESTICO: engine.TipoDatore.DOMESTICO,
    Categoria.NON_ASSICURATO_INAIL: engine.TipoDatore.NON_SOGGETTO_INAIL,
}


def facts_of(
    caso: Caso, certificati: Iterable[RiferimentoCertificato] | None = None
) -> engine.Facts:
    """What is known of a case. ``certificati`` replaces the stored ones (for "what if").

    Certificates go in the order of reception, then of recording: the engine keeps it for those
    received in the same minute (dominio 0.1, ruling 7).
    """
    if certificati is None:
        certificati = caso.certificati.as_known()
    categoria = Categoria(caso.lavoratore.categoria)
    return engine.Facts(
        evento=_evento(caso.evento, caso),
        persona=engine.Persona(categoria.value),
        datore=_datore(caso.organizzazione, categoria),
        certificati=tuple(_certificato(riferimento) for riferimento in certificati),
        gravita=_gravita(caso),
        navigazione=engine.Navigazione(
            in_navigazione=caso.evento.in_navigazione,
            first_landing_at=caso.evento.primo_approdo_at,
        ),
        polizza=engine.Polizza(
            presente=caso.organizzazione.polizza_presente,
            term_days=caso.organizzazione.polizza_termine_giorni,
        ),
        case_id=str(caso.pk),
    )


def _datore(organizzazione: Organizzazione, categoria: Categoria) -> engine.Datore:
    kind = TipoOrganizzazione(organizzazione.tipo)
    tipo = _DATORE_BY_CATEGORIA.get(categoria) or _DATORE.get(kind, engine.TipoDatore.IMPRESA)
    return engine.Datore(tipo=tipo, comune=organizzazione.comune or None)


def _evento(evento: Evento, caso: Caso) -> engine.Evento:
    return engine.Evento(
        tipo=engine.TipoEvento(evento.tipo),
        occurred_at=evento.avvenuto_at,
        luogo=engine.Luogo(evento.luogo),
        attivita=engine.Attivita(evento.attivita),
        malattia_infortunio=evento.malattia_infortunio,
        manifested_on=evento.manifestata_on,
        first_visit_at=caso.prima_visita_at,
        first_aid_at=caso.prima_assistenza_at,
    )


def _gravita(caso: Caso) -> engine.Gravita:
    return engine.Gravita(
        mortale=caso.mortale,
        pericolo_di_morte=caso.pericolo_di_morte,
        known_at=caso.noto_at,
        died_at=caso.decesso_at,
        death_known_at=caso.decesso_noto_at,
    )


def _certificato(riferimento: RiferimentoCertificato) -> engine.Certificato:
    """A made-up code is no number: the engine must know that the true one is missing."""
    return engine.Certificato(
        numero=None if riferimento.fittizio else riferimento.numero,
        tipo=engine.TipoCertificato(riferimento.tipo),
        released_at=riferimento.rilasciato_at,
        received_at=riferimento.received_at,
        prognosi_from=riferimento.prognosi_dal,
        prognosi_to=riferimento.prognosi_al,
        prognosi_days=None if riferimento.prognosi_dal else riferimento.prognosi_giorni,
        withdrawn_at=riferimento.annullato_at,
        author=engine.Redattore(riferimento.redatto_da),
    )

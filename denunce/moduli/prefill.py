"""What the portal already knows of a case, as data of a form: nobody types it twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from denunce.choices import Categoria, Luogo, TipoAdempimento
from denunce.moduli import prefill_malattia, prefill_mare
from denunce.moduli.canonical import prune
from denunce.moduli.declaration import Declaration
from denunce.moduli.example import apply_fixed
from denunce.moduli.prefill_draft import Draft
from denunce.moduli.prefill_places import birthplace, place, same_address
from portal.base.clock import local
from portal.base.riferimenti.towns import NO_TOWNS, Towns
from utenti.models import TipoOrganizzazione

if TYPE_CHECKING:
    from denunce.models import Caso, RiferimentoCertificato
    from utenti.models import Utente

Json = Any
# What only one form asks for, by the code of the form.
PARTS: Mapping[str, tuple[Callable[[Draft, Caso], None], ...]] = {
    "mod4bis_nav": (prefill_mare.fill,),
    "mod101": (prefill_malattia.fill,),
}
_GESTIONE: Mapping[str, str] = {
    TipoOrganizzazione.SCUOLA_STATALE: "conto_stato",
    TipoOrganizzazione.AZIENDA_AGRICOLA: "agricola",
}
_PUPILS = (Categoria.STUDENTE, Categoria.STUDENTE_FSL)
_ON_THE_WAY = (Luogo.IN_ITINERE, Luogo.IN_ITINERE_FSL)
_ROADS = (*_ON_THE_WAY, Luogo.TRAGITTO_SCUOLA_OSPITANTE)


def prefill(
    declaration: Declaration,
    caso: Caso,
    *,
    tipo: str,
    by: Utente | None = None,
    on: date | None = None,
    towns: Towns = NO_TOWNS,
) -> dict[str, Json]:
    """Worker, employer, event and certificate of the case, as far as the form asks for them.

    ``tipo`` is ``denuncia`` or ``comunicazione``; ``towns`` tells provinces and
    birthplaces. What the case does not say stays empty, and a value that the form could
    not hold is left for the person to type: nothing is guessed.
    """
    draft = Draft(declaration, towns)
    draft.put("invio", tipo=TipoAdempimento(tipo).value, gestione=_gestione(caso))
    _employer(draft, caso)
    _worker(draft, caso)
    _event(draft, caso)
    _certificate(draft, caso)
    for part in PARTS.get(declaration.code, ()):
        part(draft, caso)
    if by is not None:
        draft.put("dichiarante", cognome=by.cognome, nome=by.nome)
    draft.put("dichiarante", data=on)
    apply_fixed(declaration, draft.data)
    return dict(prune(draft.data))


def _gestione(caso: Caso) -> str:
    if caso.lavoratore.categoria == Categoria.DOMESTICO:
        return "senza_posizione"
    return _GESTIONE.get(caso.organizzazione.tipo, "ordinaria")


def _employer(draft: Draft, caso: Caso) -> None:
    firm, site = caso.organizzazione, caso.evento.sede
    draft.put(
        "datore",
        denominazione=firm.denominazione,
        codice_fiscale=firm.codice_fiscale,
        codice_ditta=firm.codice_ditta if _gestione(caso) == "ordinaria" else None,
        indirizzo=firm.indirizzo,
        comune=firm.comune,
        provincia=firm.provincia,
        cap=firm.cap,
        telefono=firm.telefono,
        email=firm.email,
        pec=firm.pec,
    )
    draft.put("unita_produttiva", dichiarata=site is not None)
    if site is not None:
        draft.put(
            "unita_produttiva",
            denominazione=site.denominazione,
            indirizzo=site.indirizzo,
            comune=site.comune,
            provincia=site.provincia,
            cap=firm.cap if same_address(site, firm) else None,
        )


def _worker(draft: Draft, caso: Caso) -> None:
    person = caso.lavoratore
    draft.put(
        "lavoratore",
        cognome=person.cognome,
        nome=person.nome,
        codice_fiscale=person.codice_fiscale,
        sesso=person.sesso,
        nato_il=person.nato_on,
        domicilio_indirizzo=person.indirizzo,
        domicilio_comune=person.domicilio_comune,
        domicilio_provincia=person.domicilio_provincia,
        domicilio_cap=person.domicilio_cap,
        telefono=person.telefono,
    )
    draft.put("lavoratore", **birthplace(draft.towns, person))
    draft.put("rapporto", studente=person.categoria in _PUPILS)


def _event(draft: Draft, caso: Caso) -> None:
    event = caso.evento
    where = Luogo(event.luogo)
    draft.put(
        "luogo",
        in_itinere=where in _ON_THE_WAY,
        tipo="strada" if where in _ROADS else where.value,
        **place(draft.towns, caso),
    )
    happened = local(event.avvenuto_at) if event.avvenuto_at else None
    draft.put(
        "evento",
        data=happened.date() if happened else None,
        ora=f"{happened:%H:%M}" if happened else None,
        notizia=caso.noto_at,
        malattia_infortunio=event.malattia_infortunio or None,
        mortale=caso.mortale,
        decesso=local(caso.decesso_at).date() if caso.decesso_at else None,
        pericolo_di_morte=caso.pericolo_di_morte or None,
    )
    draft.put("cause", dinamica=event.dinamica)


def _certificate(draft: Draft, caso: Caso) -> None:
    reference = latest_reference(caso)
    if reference is None:
        return
    draft.put(
        "certificato",
        numero=reference.numero,
        cartaceo=True if reference.numero is None else None,
        rilasciato=local(reference.rilasciato_at).date(),
        prognosi_dal=reference.prognosi_dal,
        prognosi_al=reference.prognosi_al,
        ricevuto=reference.received_at,
    )


def latest_reference(caso: Caso) -> RiferimentoCertificato | None:
    """The certificate received last among those not withdrawn."""
    valid = caso.certificati.standing().filter(received_at__isnull=False)
    return valid.order_by("-received_at", "-recorded_at", "-id").first()

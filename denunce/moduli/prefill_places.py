"""The places of a case as a form asks for them: birth, event, site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from denunce.choices import Luogo
from portal.base.clock import local
from portal.base.db import normalize
from portal.base.riferimenti.towns import Towns, catastale_of

if TYPE_CHECKING:
    from denunce.models import Caso, Lavoratore
    from utenti.models import Organizzazione, Sede

Json = Any


def birthplace(towns: Towns, person: Lavoratore) -> dict[str, Json]:
    """Where the person was born: what was typed of it, and what its codice fiscale adds."""
    found = towns.birthplace(catastale_of(person.codice_fiscale), person.nato_on)
    typed = person.nato_a
    abroad = (
        found.abroad if found else bool(typed) and towns.is_foreign_state(typed, person.nato_on)
    )
    if abroad:
        return {"nato_estero": True, "nato_stato": typed or (found.nome if found else "")}
    province = towns.province_of(typed, person.nato_on) if typed else None
    return {
        "nato_a": typed or (found.nome if found else ""),
        "nato_provincia": province or (found.provincia if found else None),
    }


def place(towns: Towns, caso: Caso) -> dict[str, Json]:
    """Where it happened; "in sede" without an address is the site, else the employer's address."""
    event, site, firm = caso.evento, caso.evento.sede, caso.organizzazione
    if event.comune or event.luogo != Luogo.IN_SEDE:
        province = _province_of(towns, caso, event.comune)
        return {"indirizzo": event.indirizzo, "comune": event.comune, "provincia": province}
    if site is not None and site.comune:
        spot = ", ".join(part for part in (site.denominazione, site.indirizzo) if part)
        return {
            "indirizzo": event.indirizzo or spot,
            "comune": site.comune,
            "provincia": site.provincia or _province_of(towns, caso, site.comune),
            "cap": firm.cap if same_address(site, firm) else None,
        }
    return {
        "indirizzo": event.indirizzo,
        "comune": firm.comune,
        "provincia": firm.provincia or _province_of(towns, caso, firm.comune),
        "cap": None if event.indirizzo else firm.cap,
    }


def _province_of(towns: Towns, caso: Caso, town: str) -> str | None:
    """The province of a town: the employer's own addresses tell it, else the reference tables."""
    site, firm, event = caso.evento.sede, caso.organizzazione, caso.evento
    known = [(site.comune, site.provincia)] if site is not None else []
    known.append((firm.comune, firm.provincia))
    told = next((province for name, province in known if town and name == town), None)
    if told or not town or event.avvenuto_at is None:
        return told
    return towns.province_of(town, local(event.avvenuto_at).date())


def same_address(site: Sede, firm: Organizzazione) -> bool:
    """Whether a site stands where the employer itself is."""
    there, here = (site.indirizzo, site.comune), (firm.indirizzo, firm.comune)
    return all(there) and [normalize(text) for text in there] == [normalize(t) for t in here]

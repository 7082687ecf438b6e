"""The draft of a credential request: begin, save step by step, begin again from a refused one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.base.audit import record
from portal.base.authz import require
from portal.base.clock import local
from portal.base.db import VersionConflict, lock, normalize, update_versioned
from portal.base.errors import ActionError
from portal.base.keys import DataKey
from utenti.access import Scope
from utenti.credenziali.anagrafica import birth_of
from utenti.credenziali.choices import Profilo
from utenti.credenziali.codici import new_code
from utenti.credenziali.composizione import changes_of
from utenti.credenziali.models import RichiestaAbilitazione
from utenti.credenziali.models.richiesta import NOME_RICERCA_MAX
from utenti.credenziali.passi import DOCUMENTO, MEDICO, PERSONA, RECAPITI, STRUTTURA, fields_of
from utenti.credenziali.permissions import richiedente as permissions
from utenti.credenziali.workflow import OPEN_STATES
from utenti.models import Utente

# What a new request takes over from a refused one: everything declared, no file.
COPIED = (*PERSONA, *RECAPITI, *DOCUMENTO, *MEDICO, *STRUTTURA)
# Declared values that are found again by an index.
_INDEXED = {
    "codice_fiscale": ("codice_fiscale_index", "codice_fiscale"),
    "email": ("email_index", "email"),
    "documento_numero": ("documento_index", "documento"),
}


def start_richiesta(
    profilo: str, *, by: Scope, now: datetime, da: RichiestaAbilitazione | None = None
) -> RichiestaAbilitazione:
    """A draft for that profile, filled with what the account knows; one still open is given back.

    ``da`` is a refused or withdrawn request of the same person: its data are copied, its files are
    not (a new request wants new ones). Raises ActionError, PermissionDenied.
    """
    if profilo not in Profilo.values:
        raise ActionError(_("Scegli il profilo."), "profilo")
    if da is not None:
        require(permissions.can_copy(by, da))
    user = by.actor
    with transaction.atomic():
        lock(Utente.objects.filter(pk=user.pk)).get()
        mine = RichiestaAbilitazione.objects.owned_by(user).filter(profilo=profilo)
        begun = mine.filter(stato__in=OPEN_STATES).first()
        if begun is not None:
            return begun
        richiesta = RichiestaAbilitazione(
            codice=new_code("R"),
            richiedente=user,
            profilo=profilo,
            data_key=DataKey.create(now),
            created_at=now,
            saved_at=now,
        )
        known = _copied(da) if da is not None else _known(by, local(now).date())
        for name, value in (known | indexes_of(known)).items():
            setattr(richiesta, name, value)
        richiesta.save(force_insert=True)
        data = {"codice": richiesta.codice, "profilo": profilo}
        if da is not None:
            data["da"] = da.codice
        _audit(richiesta, "richiesta.iniziata", by, now, **data)
    return richiesta


def save_step(
    richiesta: RichiestaAbilitazione,
    passo: str,
    values: Mapping[str, Any],
    *,
    expected: int,
    by: Scope,
    now: datetime,
) -> RichiestaAbilitazione:
    """Keep the fields of one step as typed, half filled or wrong; anything else is left out.

    Saving what is already there changes nothing. Raises VersionConflict, PermissionDenied.
    """
    names = fields_of(passo, richiesta.profilo)
    return _write(
        richiesta,
        {name: values[name] for name in names if name in values},
        passo=passo,
        expected=expected,
        by=by,
        now=now,
    )


def save_message(
    richiesta: RichiestaAbilitazione,
    typed: Mapping[str, str],
    *,
    expected: int,
    by: Scope,
    now: datetime,
) -> RichiestaAbilitazione:
    """Keep what the person changed of the message. Raises VersionConflict, PermissionDenied."""
    kept = changes_of(richiesta, dict(typed)) or None
    fields = {"messaggio_dati": kept}
    return _write(richiesta, fields, passo="messaggio", expected=expected, by=by, now=now)


def indexes_of(values: Mapping[str, Any]) -> dict[str, str]:
    """The blind indexes of the declared values that have one."""
    return {
        index: RichiestaAbilitazione.index_of(kind, values[name] or "")
        for name, (index, kind) in _INDEXED.items()
        if name in values
    }


def _write(
    richiesta: RichiestaAbilitazione,
    fields: dict[str, Any],
    *,
    passo: str,
    expected: int,
    by: Scope,
    now: datetime,
) -> RichiestaAbilitazione:
    require(permissions.can_edit(by, richiesta))
    with transaction.atomic():
        held = lock(richiesta)
        require(permissions.can_edit(by, held))
        changed = {
            name: value
            for name, value in fields.items()
            if (getattr(held, name) or None) != (value or None)
        }
        if not changed:
            return held
        if held.version != expected:
            raise VersionConflict(_conflict())
        for name, value in changed.items():
            setattr(held, name, value)
        name = normalize(f"{held.cognome} {held.nome}")[:NOME_RICERCA_MAX]
        derived = indexes_of(changed) | {"nome_ricerca": name, "saved_at": now}
        update_versioned(held, expected=expected, **changed, **derived)
        _audit(held, "richiesta.salvata", by, now, passo=passo)
    return held


def _conflict() -> str:
    return _(
        "Questi dati sono stati cambiati in un’altra scheda o su un altro dispositivo. "
        "Qui sotto c’è ancora quello che hai scritto tu: confronta e salva di nuovo."
    )


def _known(by: Scope, today: date) -> dict[str, Any]:
    """What the account says of its person."""
    user = by.actor
    known: dict[str, Any] = {"cognome": user.cognome, "nome": user.nome, "email": user.email}
    if user.codice_fiscale:
        known["codice_fiscale"] = user.codice_fiscale
        birth = birth_of(user.codice_fiscale, today)
        known |= birth._asdict() if birth is not None else {}
    return known


def _copied(da: RichiestaAbilitazione) -> dict[str, Any]:
    return {name: getattr(da, name) for name in COPIED}


def _audit(
    richiesta: RichiestaAbilitazione, code: str, by: Scope, now: datetime, **data: Any
) -> None:
    record(code, by=by.user, now=now, target=richiesta, organizzazione_id=None, data=data)

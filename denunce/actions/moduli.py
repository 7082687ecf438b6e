"""The official form of a duty: begin, save, freeze, print. The portal transmits none of it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from denunce import permissions
from denunce.actions.modulo_dati import first_data
from denunce.choices import Categoria, TipoAdempimento
from denunce.models import Adempimento, Caso, Documento, Modulo
from denunce.models.documento import TipoDocumento
from denunce.models.modulo import TipoModulo
from denunce.moduli.canonical import canonical, sha256
from denunce.moduli.declaration import Declaration
from denunce.moduli.prefill import prefill
from denunce.moduli.registry import (
    NoDeclaration,
    declaration_for,
    declaration_on,
    declaration_version,
    upgrade,
)
from denunce.moduli.validation import problems, structure
from denunce.workflow import StatoDocumento, StatoModulo
from portal.base.audit import record
from portal.base.authz import require
from portal.base.autosave import DraftMark
from portal.base.clock import local
from portal.base.db import VersionConflict, lock, update_versioned
from portal.base.drafts import Kept, update_draft
from portal.base.errors import ActionError
from portal.base.outbox import enqueue
from utenti.access import Scope
from utenti.models import TipoOrganizzazione

Json = Any
RENDER = "denunce.render_modulo"
UNMARKED = DraftMark()


def start_modulo(adempimento: Adempimento, *, by: Scope, now: datetime) -> Modulo:
    """The draft of the official form of a duty, filled with what the case knows.

    A draft already begun is given back; after a definitive form of the same case the new draft
    starts from its data, so that a comunicazione becomes a denuncia without typing it again.
    Raises PermissionDenied, ActionError.
    """
    require(permissions.can_generate_modulo(by, adempimento.caso))
    tipo = form_of(adempimento)
    if tipo is None:
        raise ActionError(_("Per questo adempimento non c’è un modulo ufficiale da compilare."))
    with transaction.atomic():
        caso = lock(adempimento.caso)
        begun = caso.moduli.filter(
            adempimento=adempimento, tipo=tipo, stato=StatoModulo.BOZZA
        ).first()
        if begun is not None:
            return begun
        declaration = _declaration(caso, adempimento, tipo)
        modulo = Modulo(
            caso=caso,
            adempimento=adempimento,
            tipo=tipo,
            dichiarazione=declaration.version,
            dati=canonical(first_data(caso, adempimento, declaration, by, local(now).date())),
            created_at=now,
            created_by=by.actor,
        )
        modulo.save(force_insert=True)
        _audit(modulo, "modulo.iniziato", by, now)
    return modulo


def save_modulo(
    modulo: Modulo,
    dati: Json,
    *,
    expected: int,
    by: Scope,
    now: datetime,
    mark: DraftMark = UNMARKED,
    event: str = "modulo.salvato",
    undoable: bool = False,
) -> Modulo:
    """Keep a draft, with anything missing; the version of the form follows the day of the event.

    ``mark`` is the page that saves: of its many saves the first is written in the register, as
    ``event``. ``undoable`` keeps what there was before too, until the next save.
    Raises PermissionDenied, VersionConflict, ActionError for data the form could not hold.
    """
    require(permissions.can_generate_modulo(by, modulo.caso))
    with transaction.atomic():
        held = _hold_draft(modulo)
        declaration = _declaration_of(held.tipo, dati)
        dati, _dropped = upgrade(dati, declaration) if isinstance(dati, dict) else (dati, [])
        broken = structure(declaration, dati)
        if broken:
            raise ActionError(broken[0].message, broken[0].name)
        kept = update_draft(
            held,
            expected=expected,
            mark=mark,
            by=by.actor,
            now=now,
            dati=canonical(dati),
            dichiarazione=declaration.version,
            dati_prima=held.dati if undoable else None,
            prima_version=held.version + 1 if undoable else None,
        )
        if kept is Kept.FIRST:
            _audit(held, event, by, now)
    return held


def finalize_modulo(modulo: Modulo, *, expected: int, by: Scope, now: datetime) -> Modulo:
    """Freeze a complete draft: from here on its data, their hash and their version never change.

    ``expected`` is the version that the person read: nobody freezes what another tab changed.
    An earlier definitive form of the same duty becomes "sostituito". Raises PermissionDenied,
    VersionConflict, ActionError with the first of the problems that are left.
    """
    require(permissions.can_generate_modulo(by, modulo.caso))
    with transaction.atomic():
        held = _hold_draft(modulo)
        if held.version != expected:
            raise VersionConflict
        left = problems(declaration_version(held.tipo, held.dichiarazione), json.loads(held.dati))
        if left:
            message = _("Il modulo non è completo: %(count)d da sistemare. %(first)s")
            raise ActionError(
                message % {"count": len(left), "first": left[0].message}, left[0].name
            )
        earlier = Modulo.objects.filter(
            caso=held.caso_id, adempimento=held.adempimento_id, tipo=held.tipo
        )
        for old in earlier.filter(stato=StatoModulo.DEFINITIVO).order_by("definitivo_at"):
            update_versioned(old, expected=old.version, stato=StatoModulo.SOSTITUITO)
        update_versioned(
            held,
            expected=expected,
            stato=StatoModulo.DEFINITIVO,
            dati_sha256=sha256(held.dati),
            definitivo_at=now,
            definitivo_by=by.actor,
            dati_prima=None,
            prima_version=None,
        )
        _audit(held, "modulo.definitivo", by, now)
    return held


def request_pdf(modulo: Modulo, *, copia: str = "", by: Scope, now: datetime) -> Documento:
    """Ask the worker for the printed form; the same data are printed once.

    ``copia`` is the letter of one copy, "" for all that the form has. A draft is printed with its
    "BOZZA". A document that failed is asked for again; of many prints of the same data, made again
    on purpose, the newest is given. Raises PermissionDenied, ActionError for a copy it has not.
    """
    require(permissions.can_generate_modulo(by, modulo.caso))
    with transaction.atomic():
        lock(modulo.caso)
        held = lock(modulo)
        held.caso = modulo.caso
        if copia not in ("", *(each.code for each in declaration_of(held).copies)):
            raise ActionError(_("Questo modulo non ha la copia che chiedi."))
        draft = held.stato == StatoModulo.BOZZA
        same = {"dati_sha256": sha256(held.dati), "bozza": draft, "copia": copia}
        documento = held.documenti.filter(**same).order_by("-stampa").first()
        if documento is None:
            return add_print(held, same, number=1, by=by, now=now)
        if documento.stato == StatoDocumento.FALLITO:
            documento.stato = StatoDocumento.IN_PREPARAZIONE
            documento.save(update_fields=["stato"])
            _order(documento, now)
            _audit(held, "modulo.stampato", by, now)
    return documento


def add_print(
    modulo: Modulo, same: dict[str, Any], *, number: int, by: Scope, now: datetime
) -> Documento:
    """One more document of a form, whose row is locked, and its order to the worker."""
    title = _title(modulo, same["bozza"], same["copia"], number)
    documento = Documento.objects.create(
        caso=modulo.caso,
        modulo=modulo,
        tipo=TipoDocumento.MODULO_PDF,
        titolo=title,
        stato=StatoDocumento.IN_PREPARAZIONE,
        stampa=number,
        created_at=now,
        created_by=by.actor,
        **same,
    )
    _order(documento, now)
    _audit(modulo, "modulo.stampato" if number == 1 else "modulo.ristampato", by, now)
    return documento


def declaration_of(modulo: Modulo) -> Declaration:
    """The version of the form that a row was filled in with."""
    return declaration_version(modulo.tipo, modulo.dichiarazione)


def _order(documento: Documento, now: datetime) -> None:
    attempt = f"{RENDER}:{documento.pk}:{now:%Y%m%d%H%M%S%f}"
    enqueue(RENDER, {"documento": str(documento.pk)}, key=attempt, due_at=now, now=now)


def _title(modulo: Modulo, draft: bool, copia: str, number: int) -> str:
    told = [
        _("copia %(letter)s") % {"letter": copia} if copia else "",
        _("bozza") if draft else "",
        _("stampa %(n)d") % {"n": number} if number > 1 else "",
    ]
    short = str(declaration_of(modulo).short)
    inside = ", ".join(filter(None, told))
    return f"{short} ({inside})" if inside else short


def form_of(adempimento: Adempimento) -> str | None:
    """The official form of a duty; None when there is none (dominio 5.1).

    Who is on board ships, as ``marittimo`` or for a ship owner, has the form of navigation.
    """
    if adempimento.tipo == TipoAdempimento.DENUNCIA_MP:
        return TipoModulo.MOD101
    if adempimento.tipo not in (TipoAdempimento.DENUNCIA, TipoAdempimento.COMUNICAZIONE):
        return None
    caso = adempimento.caso
    at_sea = (
        caso.lavoratore.categoria == Categoria.MARITTIMO
        or caso.organizzazione.tipo == TipoOrganizzazione.ARMATORE
    )
    return TipoModulo.MOD4BIS_NAV if at_sea else TipoModulo.MOD4BIS


def _declaration(caso: Caso, adempimento: Adempimento, tipo: str) -> Declaration:
    """The version for the day that the form itself goes by, as far as the case knows it: of a
    disease that is the day it was reported, not the day it showed itself."""
    try:
        return declaration_for(
            tipo, prefill(declaration_on(tipo, None), caso, tipo=adempimento.tipo)
        )
    except NoDeclaration as error:
        raise ActionError(str(error)) from error


def _declaration_of(tipo: str, dati: Json) -> Declaration:
    try:
        return declaration_for(tipo, dati)
    except NoDeclaration as error:
        control = declaration_on(tipo, None).event_path.replace(".", "__")
        raise ActionError(str(error), control) from error


def _hold_draft(modulo: Modulo) -> Modulo:
    """Lock the case, then its form, as every action does; only a draft may change."""
    lock(modulo.caso)
    held = lock(modulo)
    held.caso = modulo.caso
    if modulo.adempimento is not None:  # read with its form: not once more for each question
        held.adempimento = modulo.adempimento
        held.adempimento.caso = modulo.caso
    if held.stato != StatoModulo.BOZZA:
        raise ActionError(_("Questo modulo è definitivo: per correggerlo iniziane uno nuovo."))
    return held


def _audit(modulo: Modulo, code: str, by: Scope, now: datetime) -> None:
    record(
        code,
        by=by.user,
        now=now,
        target=modulo,
        organizzazione_id=modulo.caso.organizzazione_id,
        data={"caso": str(modulo.caso_id), "versione": modulo.dichiarazione},
    )

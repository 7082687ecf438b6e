"""Nobody acts outside their organisation, after their role ended, or after the delegation ended."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from denunce import permissions
from denunce.actions import (
    bozze,
    casi,
    certificati,
    dispatch,
    fascicolo,
    lavoratori,
    letture,
    persone_dei_casi,
    rettifiche,
)
from denunce.actions.dati import DatiCaso, DatiCertificato, DatiInvio, DatiLavoratore
from denunce.models import Adempimento, Bozza, Caso, Invio, Lavoratore, RiferimentoCertificato
from portal.base.audit import AuditEvent
from tests.factories import (
    AdempimentoFactory,
    BozzaFactory,
    CasoFactory,
    InvioFactory,
    LavoratoreFactory,
    RiferimentoFactory,
)
from utenti.access import Scope
from utenti.models import Organizzazione

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x03\x00\x08\xfc\x02\xfe\xa75\x81\x84"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)


@dataclass
class World:
    """A case of an organisation, with everything an action may be asked about."""

    org: Organizzazione
    caso: Caso
    lavoratore: Lavoratore
    riferimento: RiferimentoCertificato
    da_fare: Adempimento
    inviato: Adempimento
    now: datetime


ANNA = DatiLavoratore(
    categoria="lavoratore", cognome="Verdi", nome="Anna", sesso="F", nato_on=date(1990, 1, 1)
)


def facts(world: World) -> DatiCaso:
    return DatiCaso(avvenuto_at=world.caso.evento.avvenuto_at)


def references(world: World) -> DatiCertificato:
    return DatiCertificato(
        rilasciato_at=world.now, numero="B00000000001", received_at=world.now, received_via="email"
    )


# Every action, with valid input: what is refused below is refused for who asks alone.
ACTIONS: dict[str, Callable[[World, Scope], Any]] = {
    "create_lavoratore": lambda w, by: lavoratori.create_lavoratore(
        ANNA, organizzazione=w.org, by=by, now=w.now
    ),
    "update_lavoratore": lambda w, by: lavoratori.update_lavoratore(
        w.lavoratore, ANNA, expected=w.lavoratore.version, by=by, now=w.now
    ),
    "open_caso": lambda w, by: casi.open_caso(
        facts(w),
        lavoratore=w.lavoratore,
        organizzazione=w.org,
        by=by,
        now=w.now,
        request_key=uuid4(),
    ),
    "start_bozza": lambda w, by: bozze.start_bozza(
        {}, organizzazione=w.org, by=by, now=w.now, request_key=uuid4()
    ),
    "save_bozza": lambda w, by: bozze.save_bozza(
        draft(w), {"comune": "Milano"}, expected=1, by=by, now=w.now
    ),
    "forget_person": lambda w, by: bozze.forget_person(draft(w), expected=1, by=by, now=w.now),
    "preview_opening": lambda w, by: bozze.preview_opening(draft(w), facts(w), persona=None, by=by),
    "discard_bozza": lambda w, by: bozze.discard_bozza(draft(w), by=by, now=w.now),
    "open_bozza": lambda w, by: bozze.open_bozza(draft(w), facts(w), expected=1, by=by, now=w.now),
    "update_caso": lambda w, by: casi.update_caso(
        w.caso, facts(w), expected=w.caso.version, by=by, now=w.now
    ),
    "close_caso": lambda w, by: casi.close_caso(
        alone(w), esito="guarigione", expected=1, by=by, now=w.now
    ),
    "reopen_caso": lambda w, by: casi.reopen_caso(closed(w), expected=1, by=by, now=w.now),
    "archive_caso": lambda w, by: casi.archive_caso(closed(w), expected=1, by=by, now=w.now),
    "receive_certificato": lambda w, by: certificati.receive_certificato(
        w.caso, references(w), expected=w.caso.version, by=by, now=w.now
    ),
    "preview": lambda w, by: certificati.preview(w.caso, by=by, now=w.now),
    "withdraw_certificato": lambda w, by: certificati.withdraw_certificato(
        w.riferimento, annullato_at=w.now, by=by, now=w.now
    ),
    "record_dispatch": lambda w, by: dispatch.record_dispatch(
        w.da_fare,
        DatiInvio(canale="pec", sent_at=w.now),
        request_key=uuid4(),
        by=by,
        now=w.now,
    ),
    "correct_certificato": lambda w, by: certificati.correct_certificato(
        w.riferimento,
        references(w),
        motivo="battitura",
        expected=w.caso.version,
        by=by,
        now=w.now,
    ),
    "choose_reading": lambda w, by: letture.choose_reading(
        doubtful(w), "due_giorni", by=by, now=w.now
    ),
    "rectify_dispatch": lambda w, by: rettifiche.rectify_dispatch(
        sent(w), DatiInvio(canale="pec", sent_at=w.now), request_key=uuid4(), by=by, now=w.now
    ),
    "attach_receipt": lambda w, by: rettifiche.attach_receipt(
        sent(w), PNG, "ricevuta.png", by=by, now=w.now
    ),
    "undo_dispatch": lambda w, by: rettifiche.undo_dispatch(
        sent(w), motivo="mai inviato", by=by, now=w.now
    ),
    "add_nota": lambda w, by: fascicolo.add_nota(
        w.caso, "nota", request_key=uuid4(), by=by, now=w.now
    ),
    "attach_file": lambda w, by: fascicolo.attach_file(
        w.caso, PNG, name="foto.png", titolo="Foto", by=by, now=w.now
    ),
    "assign_caso": lambda w, by: persone_dei_casi.assign_caso(
        w.caso, None, expected=w.caso.version, by=by, now=w.now
    ),
    "change_person": lambda w, by: persone_dei_casi.change_person(
        w.caso, namesake(w), expected=w.caso.version, by=by, now=w.now
    ),
    "merge_lavoratori": lambda w, by: persone_dei_casi.merge_lavoratori(
        w.lavoratore, namesake(w), {}, versions=(1, 1), by=by, now=w.now
    ),
    "record_outcome": lambda w, by: dispatch.record_outcome(
        w.inviato, accepted=True, by=by, now=w.now
    ),
}


def doubtful(world: World) -> Adempimento:
    other = {"lettura": "due_giorni", "termine": "2026-03-14T23:59:59+01:00", "perche": "x"}
    text = json.dumps({"regole": [], "fonti": [], "passi": [], "alternative": [other]})
    return AdempimentoFactory(
        caso=world.caso,
        tipo="comunicazione",
        derivazione=text,
        valutazione=world.da_fare.valutazione,
    )


def sent(world: World) -> Invio:
    return world.inviato.invii.get()


def namesake(world: World) -> Lavoratore:
    return LavoratoreFactory(organizzazione=world.org)


def draft(world: World) -> Bozza:
    return BozzaFactory(organizzazione=world.org, lavoratore=world.lavoratore)


def alone(world: World) -> Caso:
    return CasoFactory(organizzazione=world.org)


def closed(world: World) -> Caso:
    caso = CasoFactory(organizzazione=world.org)
    Caso.objects.filter(pk=caso.pk).update(
        stato="chiuso", chiuso_at=world.now, chiuso_by=caso.created_by
    )
    caso.refresh_from_db()
    return caso


def build(org: Organizzazione, now: datetime) -> World:
    caso = CasoFactory(organizzazione=org)
    sent = AdempimentoFactory(
        caso=caso,
        tipo="denuncia_assicurazione",
        stato="inviato",
        done_at=now,
        done_by=caso.created_by,
    )
    InvioFactory(adempimento=sent)
    return World(
        org,
        caso,
        LavoratoreFactory(organizzazione=org),
        RiferimentoFactory(caso=caso),
        AdempimentoFactory(caso=caso),
        sent,
        now,
    )


@pytest.mark.parametrize("name", ACTIONS)
def test_who_works_there_may(personas, adesso, name):
    ACTIONS[name](build(personas.scuola, adesso), personas.scope(personas.segreteria))


@pytest.mark.parametrize("name", ACTIONS)
def test_a_consultant_with_delegation_may(personas, adesso, name):
    ACTIONS[name](build(personas.cliente, adesso), personas.scope(personas.consulente))


def of_another_school(personas: Any) -> tuple[Organizzazione, Scope]:
    return personas.scuola, personas.scope(personas.segreteria2)


def after_the_end_of_the_role(personas: Any) -> tuple[Organizzazione, Scope]:
    personas.end_membership(personas.segreteria)
    return personas.scuola, personas.scope(personas.segreteria)


def after_the_end_of_the_delegation(personas: Any) -> tuple[Organizzazione, Scope]:
    consulente = personas.consulente
    personas.end_delega()
    return personas.cliente, personas.scope(consulente)


def without_a_delegation(personas: Any) -> tuple[Organizzazione, Scope]:
    return personas.impresa, personas.scope(personas.consulente)


def a_teacher_of_the_school(personas: Any) -> tuple[Organizzazione, Scope]:
    return personas.scuola, personas.scope(personas.docente)


def a_disabled_account(personas: Any) -> tuple[Organizzazione, Scope]:
    personas.segreteria.is_active = False
    return personas.scuola, personas.scope(personas.segreteria)


def nobody(personas: Any) -> tuple[Organizzazione, Scope]:
    return personas.scuola, Scope(None, personas.now.date())


STRANGERS = [
    of_another_school,
    after_the_end_of_the_role,
    after_the_end_of_the_delegation,
    without_a_delegation,
    a_teacher_of_the_school,
    a_disabled_account,
    nobody,
]


@pytest.mark.parametrize("stranger", STRANGERS, ids=lambda found: found.__name__)
@pytest.mark.parametrize("name", ACTIONS)
def test_strangers_may_not_and_leave_no_trace(personas, adesso, name, stranger):
    org, scope = stranger(personas)
    world = build(org, adesso)
    before = (Lavoratore.objects.count(), Invio.objects.count(), AuditEvent.objects.count())
    with pytest.raises(PermissionDenied) as refusal:
        ACTIONS[name](world, scope)
    assert str(refusal.value)
    after = (Lavoratore.objects.count(), Invio.objects.count(), AuditEvent.objects.count())
    # The actions about a whole case make theirs first, with its person; no event is written.
    assert after[1:] == before[1:]
    assert Lavoratore.objects.filter(cognome="Verdi").count() == 0


# It has only the question asked under the lock.
LOCKS_FIRST = {"choose_reading"}


@pytest.mark.parametrize("name", sorted(set(ACTIONS) - LOCKS_FIRST))
def test_who_may_not_waits_for_no_lock(personas, adesso, monkeypatch, name):
    """The first of the two questions an action asks: before it makes anybody wait."""
    org, scope = of_another_school(personas)
    world = build(org, adesso)

    def lock(*_args: Any) -> None:
        raise AssertionError("asked after taking the lock")

    for module in [m for n, m in sys.modules.items() if n.startswith("denunce.actions.")]:
        monkeypatch.setattr(module, "lock", lock, raising=False)
    with pytest.raises(PermissionDenied):
        ACTIONS[name](world, scope)


@pytest.mark.parametrize(
    "name",
    [
        "add_nota",
        "assign_caso",
        "attach_file",
        "change_person",
        "correct_certificato",
        "receive_certificato",
        "record_dispatch",
        "record_outcome",
        "update_caso",
        "withdraw_certificato",
    ],
)
def test_a_case_closed_since_it_was_read_is_not_touched(personas, adesso, name):
    """The second question: under the lock, of the case as it is now."""
    world = build(personas.scuola, adesso)
    Caso.objects.filter(pk=world.caso.pk).update(
        stato="chiuso", chiuso_at=adesso, chiuso_by=personas.dirigente
    )
    before = AuditEvent.objects.count()
    with pytest.raises(PermissionDenied, match="Il caso è chiuso"):
        ACTIONS[name](world, personas.scope(personas.segreteria))
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("turned", [False, True])
def test_a_card_of_ours_is_not_merged_with_one_of_others(personas, adesso, turned):
    mine = LavoratoreFactory(organizzazione=personas.scuola)
    theirs = LavoratoreFactory(organizzazione=personas.altra_scuola)
    kept, other = (theirs, mine) if turned else (mine, theirs)
    with pytest.raises(PermissionDenied):
        persone_dei_casi.merge_lavoratori(
            kept,
            other,
            {},
            versions=(1, 1),
            by=personas.scope(personas.segreteria),
            now=adesso,
        )


def test_the_key_of_a_draft_of_others_gives_nobody_their_draft(personas, adesso):
    theirs = BozzaFactory(organizzazione=personas.altra_scuola)
    with pytest.raises(PermissionDenied, match="Ricarica la pagina"):
        bozze.start_bozza(
            {},
            organizzazione=personas.scuola,
            by=personas.scope(personas.segreteria),
            now=adesso,
            request_key=theirs.pk,
        )


def test_every_action_is_asked_about_here():
    modules = (
        bozze,
        casi,
        certificati,
        dispatch,
        fascicolo,
        lavoratori,
        letture,
        persone_dei_casi,
        rettifiche,
    )
    public = {
        name
        for module in modules
        for name, value in vars(module).items()
        if callable(value)
        and getattr(value, "__module__", "").startswith("denunce.actions")
        and "by" in getattr(value, "__annotations__", {})
        and not name.startswith("_")
    }
    # Parts of actions: what they do was allowed by whoever calls them.
    parts = {
        "evaluate",
        "absorb_comunicazione",
        "dismiss_all",
        "create_invio",
        "store_receipt",
        "store_upload",
        "audit_invio",
        "write_nota",
    }
    assert public - parts == set(ACTIONS)


# --- decisions with a reason --------------------------------------------------------------------


def test_the_duty_of_another_is_only_looked_at(personas):
    scope = personas.scope(personas.segreteria)
    duty = AdempimentoFactory(caso=CasoFactory(organizzazione=personas.scuola), obbligato="medico")
    assert "spetta ad altri" in permissions.can_record_dispatch(scope, duty).reason


@pytest.mark.parametrize("stato", ["chiuso", "archiviato"])
@pytest.mark.parametrize("ask", [permissions.can_edit_caso, permissions.can_generate_modulo])
def test_a_closed_case_must_be_reopened_first(personas, ask, stato):
    caso = CasoFactory.build(organizzazione=personas.scuola, stato=stato)
    decision = ask(personas.scope(personas.segreteria), caso)
    assert not decision
    assert "riaprilo" in decision.reason


def test_a_stranger_hears_of_the_role_not_of_the_state_of_the_case(personas):
    caso = CasoFactory.build(organizzazione=personas.scuola, stato="chiuso")
    decision = permissions.can_edit_caso(personas.scope(personas.segreteria2), caso)
    assert "ruolo" in decision.reason


def test_reading_and_reading_health_are_asked_apart(personas):
    caso = CasoFactory(organizzazione=personas.scuola)
    laura, ugo = personas.scope(personas.segreteria), personas.scope(personas.segreteria2)
    assert permissions.can_view_caso(laura, caso)
    assert permissions.can_read_health(laura, caso)
    assert not permissions.can_view_caso(ugo, caso)
    assert not permissions.can_read_health(ugo, caso)

"""The draft of a certificate: begun once, saved by itself, thrown away, and only by its doctor."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from certificati.actions import bozze
from certificati.actions.bozze import (
    TESTI_MAX,
    Inizio,
    Partenza,
    Riassunto,
    discard_certificato,
    save_certificato,
    start_certificato,
    typed,
)
from certificati.choices import Genere, TipoCertificato
from certificati.models import Certificato
from certificati.testi import DAYS, EVERYTHING, PERSONA
from portal.base.audit.models import AuditEvent
from portal.base.autosave import DraftMark
from portal.base.db import VersionConflict
from portal.base.errors import ActionError
from portal.base.keys import DataKey
from tests.certificati.scena import INFORTUNIO, MALATTIA, bozza, continuativo, emesso
from tests.personas import Personas
from utenti.access import Scope

pytestmark = pytest.mark.django_db
# What a first injury certificate of the hospital says before anybody typed.
USUAL = {
    "redatto_da": "pronto_soccorso",
    "prima_assistenza_at_giorno": "2026-03-12",
    "prognosi_dal": "2026-03-12",
}
USUAL_FIELDS = {"redatto_da", "prima_assistenza_at", "prognosi_dal"}


def start(
    people: Personas,
    now: datetime,
    inizio: Inizio | None = None,
    *,
    by: Scope | None = None,
    key: UUID | None = None,
) -> Certificato:
    return start_certificato(
        inizio or Inizio(),
        organizzazione=people.presidio_org,
        by=by or people.scope(people.medico_ospedaliero),
        now=now,
        request_key=key or uuid4(),
    )


# --- beginning -----------------------------------------------------------------------------------


def test_it_begins_with_the_usual_answers_and_is_the_doctors(personas, adesso):
    begun = start(personas, adesso)
    assert (begun.stato, begun.medico, begun.genere) == (
        "bozza",
        personas.medico_ospedaliero,
        "infortunio",
    )
    assert (typed(begun), str(begun), begun.person) == (
        USUAL,
        "bozza",
        "persona non ancora indicata",
    )
    assert not begun.is_issued


@pytest.mark.parametrize(
    "inizio", [Inizio("raffreddore", "primo"), Inizio("infortunio", "quarto"), Inizio("", "")]
)
def test_what_it_is_comes_from_the_list(personas, adesso, inizio):
    with pytest.raises(ActionError) as refusal:
        start(personas, adesso, inizio)
    assert refusal.value.field == "tipo"


def test_the_same_press_begins_it_once(personas, adesso):
    key = uuid4()
    first = start(personas, adesso, key=key)
    again = start(personas, adesso + timedelta(seconds=1), key=key)
    assert first == again
    assert Certificato.objects.count() == DataKey.objects.count() == 1
    assert AuditEvent.objects.filter(code="certificato.cominciato").count() == 1


def test_two_presses_at_once_begin_it_once(personas, adesso, monkeypatch):
    """The other request wrote between our look and our writing."""
    key = uuid4()
    start(personas, adesso, key=key)
    look = bozze._of_the_same_press
    answers = iter([None])
    monkeypatch.setattr(
        bozze, "_of_the_same_press", lambda *asked: next(answers, "again") and look(*asked)
    )
    assert start(personas, adesso, key=key).pk == key
    assert Certificato.objects.count() == 1


def test_the_key_of_somebody_elses_press_begins_nothing(personas, adesso):
    key = uuid4()
    start(personas, adesso, key=key)
    other = personas.scope(personas.medico_esterno)
    with pytest.raises(PermissionDenied, match="Ricarica"):
        start_certificato(
            Inizio(),
            organizzazione=personas.studio_medico,
            by=other,
            now=adesso,
            request_key=key,
        )


@pytest.mark.parametrize(
    "who", ["segreteria", "datore", "medico_esterno", "revisore", "cittadino", "gestore"]
)
def test_who_does_not_issue_there_does_not_begin(personas, adesso, who):
    with pytest.raises(PermissionDenied):
        start(personas, adesso, by=personas.scope(getattr(personas, who)))
    assert not Certificato.objects.exists()


# --- from an earlier one -------------------------------------------------------------------------


def controls(name: str) -> set[str]:
    """The names that the controls of a field may have."""
    return {name, f"{name}_giorno", f"{name}_ora", f"{name}_volta"}


def taken(begun: Certificato) -> set[str]:
    """The fields that went over."""
    keys = set(typed(begun))
    return {name for name in EVERYTHING if controls(name) & keys and _is_there(name, keys)}


def _is_there(name: str, keys: set[str]) -> bool:
    return name in keys or f"{name}_giorno" in keys


def said_by(source: Certificato) -> set[str]:
    empty = ("", None, (), False)
    return {name for name in EVERYTHING if getattr(source.dati, name) not in empty}


def test_a_known_patient_brings_who_they_are_and_nothing_of_their_health(personas, adesso):
    earlier = emesso(personas, adesso)
    begun = start(personas, adesso, Inizio(da=earlier, partenza=Partenza.PAZIENTE))
    brought = said_by(earlier) & {*PERSONA, "redatto_da", "qualifica"}
    assert taken(begun) == brought | USUAL_FIELDS
    assert (begun.cognome, begun.precedente, begun.sostituisce) == ("Bianchi", None, None)


def test_a_copy_brings_everything_but_the_days(personas, adesso):
    earlier = emesso(personas, adesso)
    begun = start(personas, adesso, Inizio(da=earlier, partenza=Partenza.COPIA))
    assert taken(begun) == (said_by(earlier) - DAYS) | USUAL_FIELDS
    assert begun.precedente is None


def test_a_continuation_starts_the_day_after(personas, adesso):
    earlier = emesso(personas, adesso)
    asked = Inizio(tipo=TipoCertificato.CONTINUATIVO, da=earlier, partenza=Partenza.CONTINUA)
    begun = start(personas, adesso, asked)
    assert typed(begun)["prognosi_dal"] == "2026-03-14"
    assert "prognosi_al" not in typed(begun)
    assert taken(begun) == (said_by(earlier) - DAYS - {"esame_obiettivo"}) | USUAL_FIELDS
    assert begun.precedente == earlier


def test_what_follows_a_disease_without_days_has_none_either(personas, adesso):
    earlier = emesso(personas, adesso, MALATTIA)
    asked = Inizio(Genere.MALATTIA, "continuativo", earlier, Partenza.CONTINUA)
    said = typed(start(personas, adesso, asked))
    assert "prognosi_dal" not in said
    assert said["prima_visita_at_giorno"] == "2026-03-09"  # the first visit stays the first


def test_what_takes_its_place_brings_everything_and_its_term(personas, adesso):
    first = emesso(personas, adesso)
    earlier = continuativo(personas, adesso, first)
    asked = Inizio(tipo="continuativo", da=earlier, partenza=Partenza.SOSTITUISCE)
    begun = start(personas, adesso, asked)
    assert taken(begun) == said_by(earlier)
    assert (begun.sostituisce, begun.precedente) == (earlier, first)
    assert (begun.termine_at, begun.prima_assistenza_at) == (
        earlier.termine_at,
        earlier.prima_assistenza_at,
    )


def test_only_one_draft_takes_the_place_of_a_certificate(personas, adesso):
    earlier = emesso(personas, adesso)
    asked = Inizio(da=earlier, partenza=Partenza.SOSTITUISCE)
    first = start(personas, adesso, asked)
    assert start(personas, adesso, asked) == first
    assert Certificato.objects.drafts().count() == 1


def test_nothing_starts_from_a_draft_nor_replaces_what_has_ended(personas, adesso):
    unfinished, _by = bozza(personas, adesso)
    for partenza in (Partenza.PAZIENTE, Partenza.COPIA, Partenza.CONTINUA, Partenza.SOSTITUISCE):
        with pytest.raises(PermissionDenied):
            start(personas, adesso, Inizio(da=unfinished, partenza=partenza))
    old = emesso(personas, adesso)
    emesso(personas, adesso, da=old, partenza=Partenza.SOSTITUISCE)
    old.refresh_from_db()
    with pytest.raises(PermissionDenied, match="ancora valido"):
        start(personas, adesso, Inizio(da=old, partenza=Partenza.SOSTITUISCE))
    assert start(personas, adesso, Inizio(da=old, partenza=Partenza.COPIA))


def test_nothing_starts_from_another_doctors(personas, adesso):
    theirs = emesso(
        personas, adesso, medico=personas.medico_esterno, organizzazione=personas.studio_medico
    )
    for partenza in Partenza:
        with pytest.raises(PermissionDenied):
            start(personas, adesso, Inizio(da=theirs, partenza=partenza))


# --- saving --------------------------------------------------------------------------------------

SAID = Riassunto("Bianchi", "Luca")


def save(begun, by, now, testi, *, expected=None, mark=None, said=SAID) -> Certificato:
    return save_certificato(
        begun,
        testi,
        said,
        expected=begun.version if expected is None else expected,
        by=by,
        now=now,
        mark=mark or DraftMark(),
    )


def test_what_is_typed_stays_right_or_wrong_and_the_rest_stays_too(personas, adesso):
    begun, by = bozza(personas, adesso)
    saved = save(begun, by, adesso, {"prognosi_al": "99/99", "diagnosi": "frattura"})
    saved = save(saved, by, adesso, {"diagnosi": "frattura composta"})
    said = {"prognosi_al": "99/99", "diagnosi": "frattura composta"}
    assert typed(saved) == USUAL | said
    saved.refresh_from_db()
    assert (saved.cognome, saved.nome_ricerca, saved.saved_at) == (
        "Bianchi",
        "bianchi luca",
        adesso,
    )
    stored = Certificato.objects.filter(pk=saved.pk).values_list("version", flat=True)[0]
    assert stored == saved.version == 3


def test_saves_are_no_events_and_one_that_changes_nothing_is_none(personas, adesso):
    begun, by = bozza(personas, adesso)
    events = AuditEvent.objects.count()
    saved = save(begun, by, adesso, {"nome": "Luca"})
    again = save(saved, by, adesso + timedelta(minutes=1), {"nome": "Luca"})
    assert (again.version, again.saved_at) == (saved.version, adesso)
    assert AuditEvent.objects.count() == events


def test_nobody_writes_over_what_another_page_saved(personas, adesso):
    begun, by = bozza(personas, adesso)
    save(begun, by, adesso, {"nome": "Luca"})
    with pytest.raises(VersionConflict):
        save(begun, by, adesso, {"nome": "Lucia"}, expected=begun.version)
    assert typed(Certificato.objects.get(pk=begun.pk)) == USUAL | {"nome": "Luca"}


def test_of_one_page_the_newest_request_counts(personas, adesso):
    begun, by = bozza(personas, adesso)
    page = uuid4()
    save(begun, by, adesso, {"nome": "Luc"}, mark=DraftMark(page, 2))
    save(begun, by, adesso, {"nome": "Lu"}, mark=DraftMark(page, 1))  # it came late
    save(begun, by, adesso, {"nome": "Luca"}, mark=DraftMark(page, 3))
    assert typed(Certificato.objects.get(pk=begun.pk)) == USUAL | {"nome": "Luca"}


def test_a_long_name_is_cut_to_its_column_and_a_long_draft_refused(personas, adesso):
    begun, by = bozza(personas, adesso)
    saved = save(begun, by, adesso, {"nome": "a"}, said=Riassunto("b" * 500, "a" * 500))
    assert (len(saved.cognome), len(saved.nome)) == (80, 80)
    with pytest.raises(ActionError, match="troppo lungo"):
        save(saved, by, adesso, {"diagnosi": "x" * TESTI_MAX})


def test_what_was_issued_meanwhile_is_not_saved(personas, adesso):
    found = emesso(personas, adesso)
    by = personas.scope(found.medico)
    with pytest.raises(PermissionDenied, match="già emesso"):
        save(found, by, adesso, {"nome": "Anna"})
    assert found.dati == INFORTUNIO
    stale = Certificato(**{f.attname: getattr(found, f.attname) for f in found._meta.fields})
    stale.stato = "bozza"  # as this page had read it
    with pytest.raises(PermissionDenied, match="già emesso"):
        save(stale, by, adesso, {"nome": "Anna"})


def test_another_doctor_neither_saves_nor_throws_away(personas, adesso):
    begun, _by = bozza(personas, adesso)
    other = personas.scope(personas.medico_esterno)
    with pytest.raises(PermissionDenied):
        save(begun, other, adesso, {"nome": "Anna"})
    with pytest.raises(PermissionDenied):
        discard_certificato(begun, by=other, now=adesso)
    assert Certificato.objects.drafts().exists()


# --- throwing away -------------------------------------------------------------------------------


def test_thrown_away_with_its_key_and_without_a_trace_of_the_patient(personas, adesso):
    begun, by = bozza(personas, adesso)
    save(begun, by, adesso, {"cognome": "Bianchi"})
    discard_certificato(begun, by=by, now=adesso)
    assert not Certificato.objects.exists()
    assert DataKey.objects.get().destroyed_at == adesso
    event = AuditEvent.objects.get(code="certificato.bozza_eliminata")
    assert "Bianchi" not in json.dumps(event.data)


def test_an_issued_one_is_not_thrown_away(personas, adesso):
    found = emesso(personas, adesso)
    with pytest.raises(PermissionDenied):
        discard_certificato(found, by=personas.scope(found.medico), now=adesso)
    assert Certificato.objects.get() == found


def test_the_constraint_is_what_stops_the_second_press(personas, adesso):
    key = uuid4()
    start(personas, adesso, key=key)
    with pytest.raises(IntegrityError):
        bozze._create(
            Inizio(),
            personas.presidio_org,
            key,
            personas.scope(personas.medico_ospedaliero),
            adesso,
        )

"""What the employer's side may know of a certificate, and what a search answers."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest

from certificati import riferimenti
from certificati.actions.bozze import Partenza
from certificati.actions.vita import annul_certificato
from certificati.models import Certificato
from certificati.numero import ALPHABET, grouped
from certificati.riferimenti import Esito
from tests.certificati.scena import (
    INFORTUNIO,
    LUCA,
    LUNGO,
    MALATTIA,
    bozza,
    emesso,
    with_canaries,
)

pytestmark = pytest.mark.django_db
OTHER = "RSSMRA80C41F205F"
RELEASED = date(2026, 3, 12)


def test_references_say_who_and_when_and_nothing_of_the_health(personas, adesso):
    made = emesso(personas, adesso, with_canaries())
    [found] = riferimenti.by_ids([made.pk])
    assert (found.numero, found.codice_fiscale, found.cognome) == (made.numero, LUCA, "Bianchi")
    assert (found.evento_on, found.prognosi_al) == (date(2026, 3, 10), date(2026, 3, 13))
    assert (found.rilasciato_at, found.ritirato_at) == (adesso, None)
    assert LUNGO not in str(asdict(found))
    assert "DISTORSIONE" not in str(asdict(found))


def test_a_reserved_prognosis_is_danger_of_death(personas, adesso):
    made = emesso(personas, adesso, prognosi_riservata=True, prognosi_dal=None, prognosi_al=None)
    [found] = riferimenti.by_ids([made.pk])
    assert (found.pericolo_di_morte, found.prognosi_dal) == (True, None)


def test_a_draft_has_no_references(personas, adesso):
    begun, _by = bozza(personas, adesso)
    assert riferimenti.by_ids([begun.pk]) == []
    begun.contenuto = '{"formato":1,"dati":{}}'
    with pytest.raises(ValueError, match="only an issued certificate"):
        riferimenti._of(begun)


def test_a_withdrawn_one_says_when(personas, adesso):
    made = emesso(personas, adesso)
    later = adesso + timedelta(hours=2)
    annul_certificato(made, motivo="persona", by=personas.scope(made.medico), now=later)
    assert riferimenti.by_ids([made.pk])[0].ritirato_at == later
    old = emesso(personas, adesso, MALATTIA)
    emesso(personas, later, MALATTIA, da=old, partenza=Partenza.SOSTITUISCE)
    assert riferimenti.by_ids([old.pk])[0].ritirato_at == later


def test_of_people_gives_the_standing_ones_from_a_day_on(personas, adesso):
    first = emesso(personas, adesso)
    second = emesso(personas, adesso + timedelta(days=1))
    gone = emesso(personas, adesso)
    annul_certificato(gone, motivo="dati", by=personas.scope(gone.medico), now=adesso)
    emesso(personas, adesso, MALATTIA)
    assert [row.id for row in riferimenti.of_people([LUCA, ""])] == [first.pk, second.pk]
    since = adesso + timedelta(hours=1)
    assert [row.id for row in riferimenti.of_people([LUCA], since=since)] == [second.pk]
    assert riferimenti.of_people([""]) == riferimenti.of_people([]) == []


def test_of_people_costs_the_same_for_one_and_for_many(personas, adesso, django_assert_num_queries):
    for number in range(5):
        emesso(personas, adesso + timedelta(minutes=number))
    with django_assert_num_queries(1):
        assert len(riferimenti.of_people([LUCA, OTHER])) == 5


def test_of_employer_gives_those_that_name_it(personas, adesso):
    named = emesso(personas, adesso, datore_codice_fiscale="01234560157")
    emesso(personas, adesso, MALATTIA)
    asked = {"since": adesso - timedelta(days=1)}
    assert [row.id for row in riferimenti.of_employer("01234560157", **asked)] == [named.pk]
    assert riferimenti.of_employer("01234560157", since=adesso + timedelta(days=1)) == []
    assert riferimenti.of_employer("", **asked) == []


# --- the search ----------------------------------------------------------------------------------


def test_found_however_the_number_is_typed(personas, adesso):
    made = emesso(personas, adesso)
    for typed in (made.numero, grouped(made.numero), made.numero.lower()):
        answer = riferimenti.search(LUCA.lower(), typed, RELEASED)
        assert (answer.esito, answer.differenze) == (Esito.TROVATO, ())
        assert answer.riferimenti is not None


def test_another_day_is_told_with_the_right_one(personas, adesso):
    made = emesso(personas, adesso)
    answer = riferimenti.search(LUCA, made.numero, RELEASED - timedelta(days=1))
    assert (answer.esito, answer.differenze) == (Esito.DIVERSO, ("rilasciato_on",))
    assert answer.riferimenti is not None
    assert answer.riferimenti.rilasciato_at == adesso


@pytest.mark.parametrize(
    ("day", "differences"),
    [
        (RELEASED, ("codice_fiscale",)),
        (date(2025, 1, 1), ("codice_fiscale", "rilasciato_on")),
    ],
)
def test_of_somebody_else_nothing_but_the_difference_is_told(personas, adesso, day, differences):
    made = emesso(personas, adesso)
    answer = riferimenti.search(OTHER, made.numero, day)
    assert (answer.esito, answer.riferimenti) == (Esito.DIVERSO, None)
    assert answer.differenze == differences


def test_not_found_says_whether_the_number_was_mistyped(personas, adesso):
    made = emesso(personas, adesso)
    letter = next(char for char in ALPHABET if char != made.numero[4])
    wrong = made.numero[:4] + letter + made.numero[5:]
    answer = riferimenti.search(LUCA, wrong, RELEASED)
    assert (answer.esito, answer.errore_battitura) == (Esito.NON_TROVATO, True)
    inail = riferimenti.search(LUCA, "A1B2C3D4E5F6", RELEASED)
    assert (inail.esito, inail.errore_battitura) == (Esito.NON_TROVATO, False)


def test_a_draft_is_not_found(personas, adesso):
    bozza(personas, adesso)
    assert riferimenti.search(LUCA, "", RELEASED).esito == Esito.NON_TROVATO
    assert Certificato.objects.count() == 1


def test_the_release_is_a_day_of_rome(personas, ora):
    night = ora("2026-03-12 00:30")
    said = replace(INFORTUNIO, prima_assistenza_at=ora("2026-03-11 23:00"))
    made = emesso(personas, night, said)
    assert riferimenti.search(LUCA, made.numero, RELEASED).esito == Esito.TROVATO

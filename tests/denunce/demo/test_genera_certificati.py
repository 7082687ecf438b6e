"""Synthetic certificates of the doctors' side: as issued, repeatable, apart from the cases."""

from __future__ import annotations

import hashlib
from random import Random

import pytest
from django.core.management import call_command
from django.db import models

from certificati import riferimenti
from certificati.controlli import doubts, refusals
from certificati.dati import canonical
from certificati.models import Certificato
from certificati.numero import is_ours
from denunce.demo.synthetic import doctors
from denunce.demo.synthetic.generate import Plan, generate
from denunce.demo.synthetic.rows import ORDER
from denunce.models import Caso, Lavoratore, Numerazione, RiferimentoCertificato
from portal.base.keys import DataKey
from utenti.access import Scope
from utenti.models import Delega, Membership, Organizzazione, TipoOrganizzazione, Utente

PLAN = Plan(casi=150, seme=7, certificati=0.5)


@pytest.fixture
def generated(db, adesso):
    return generate(PLAN, adesso)


def rows(model: type[models.Model]) -> list[dict]:
    """What is stored, apart from ciphertext, which is never the same twice."""
    names = [
        f.attname for f in model._meta.concrete_fields if not isinstance(f, models.BinaryField)
    ]
    return list(model._base_manager.order_by("pk").values(*names))


def test_about_half_of_the_cases_have_theirs(generated):
    about = Certificato.objects.values("catena_index").distinct().count()
    assert 40 < about < 100
    assert Caso.objects.count() == generated.casi == 150
    kinds = Organizzazione.objects.filter(tipo=TipoOrganizzazione.PRESIDIO)
    assert kinds.count() == 1
    assert DataKey.objects.count() == 150 + Certificato.objects.count()


def test_each_could_have_been_issued_as_it_is(generated):
    for row in Certificato.objects.select_related("data_key").order_by("pk"):
        assert refusals(row.dati, row.rilasciato_at) == []
        assert doubts(row.dati) == []
        assert is_ours(row.numero)
        text = canonical(row.dati)
        assert row.impronta == hashlib.sha256(text.encode()).hexdigest()
        assert row.catena_index == Certificato.chain_of(row.dati)
        row.validate_constraints()


def test_the_employer_holds_the_same_references(generated):
    numbers = set(Certificato.objects.values_list("numero", flat=True))
    held = RiferimentoCertificato.objects.filter(numero__in=numbers)
    assert held.count() == len(numbers)
    one = held.select_related("caso__lavoratore__data_key").order_by("pk")[0]
    code = one.caso.lavoratore.codice_fiscale
    answer = riferimenti.search(code, one.numero, one.rilasciato_at.date())
    assert answer.riferimenti is not None
    assert answer.riferimenti.cognome == one.caso.lavoratore.cognome


def test_the_doctors_find_theirs(generated, adesso):
    row = Certificato.objects.select_related("medico").order_by("pk")[0]
    scope = Scope(row.medico, adesso.date())
    assert row in Certificato.objects.visible_to(scope)
    assert Certificato.objects.filter(trasmesso_at__isnull=False).exists()


def test_the_same_seed_gives_the_same_certificates(generated, adesso):
    kept = rows(Certificato)
    again = generate(PLAN, adesso)
    assert (again.casi, rows(Certificato)) == (0, kept)
    certifier = doctors.Certifier(
        doctors.Hospital(kept[0]["organizzazione_id"], (kept[0]["medico_id"],)),
        1.0,
        Random(1),
        0,
        adesso,
    )
    assert certifier.certify(None, None, []) == []


def test_without_them_the_cases_are_the_same(generated, adesso):
    people = rows(Lavoratore)
    Certificato.objects.update(precedente=None)
    everything = (Numerazione, *reversed(ORDER), Delega, Membership, Organizzazione, Utente)
    for model in everything:
        models.QuerySet(model).delete()
    generate(Plan(casi=150, seme=7), adesso)
    assert rows(Lavoratore) == people
    assert not Certificato.objects.exists()


def test_no_two_numbers_are_equal_whatever_the_employer():
    indexes = [place * doctors.ROOM + n for place in range(200) for n in range(500)]
    assert len({doctors.numero_of(index) for index in indexes}) == len(indexes)


def test_the_command_takes_a_share(db):
    call_command("genera", casi=30, certificati=1.0, verbosity=0)
    assert Certificato.objects.exists()

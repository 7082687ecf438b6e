"""What the database refuses, by name, and the privacy notice."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from portal.base.audit.models import AppendOnly
from portal.base.errors import ActionError
from portal.base.privacy import FreeText
from utenti.riservatezza.actions.prove import Erased, write_proof
from utenti.riservatezza.actions.richieste import answer, ask
from utenti.riservatezza.models import (
    Lavoro,
    ProvaCancellazione,
    RichiestaInteressato,
    TermineConservazione,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def prova(personas, adesso) -> ProvaCancellazione:
    erased = Erased("caso", uuid4(), personas.scuola.pk, "2010/0001")
    return write_proof(
        erased, {"casi": 1}, base="termine", atto="", by=personas.dirigente, now=adesso
    )


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"oggetto": "strano"}, "prova_oggetto_noto"),
        ({"base": "strana"}, "prova_base_nota"),
        ({"impronta": ""}, "prova_con_impronta"),
        ({"base": "ordine"}, "prova_ordine_con_atto"),
    ],
)
def test_a_proof_is_whole(prova, values, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        QuerySet(ProvaCancellazione).filter(pk=prova.pk).update(**values)


def test_one_proof_for_one_thing(prova, personas, adesso):
    again = Erased(prova.oggetto, prova.oggetto_id, personas.scuola.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        write_proof(again, {}, base="termine", atto="", by=personas.dirigente, now=adesso)


def test_a_proof_is_never_changed_or_deleted(prova):
    with pytest.raises(AppendOnly):
        prova.save()
    with pytest.raises(AppendOnly):
        prova.delete()
    with pytest.raises(AppendOnly):
        ProvaCancellazione.objects.all().delete()


def test_a_proof_takes_no_words_about_people(personas, adesso):
    erased = Erased("caso", uuid4(), personas.scuola.pk)
    with pytest.raises(FreeText):
        write_proof(
            erased, {"Luca Bianchi": 1}, base="termine", atto="", by=personas.segreteria, now=adesso
        )
    with pytest.raises(ActionError):
        write_proof(erased, {}, base="strana", atto="", by=personas.segreteria, now=adesso)


def test_one_copy_at_a_time(personas, adesso):
    mine = {"tipo": "dati_persona", "chiesto_by": personas.segreteria, "created_at": adesso}
    Lavoro.objects.create(**mine)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lavoro.objects.create(**mine)
    all_of_it = {"chiesto_by": personas.dirigente, "created_at": adesso, "tipo": "esportazione"}
    Lavoro.objects.create(organizzazione=personas.scuola, **all_of_it)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lavoro.objects.create(organizzazione=personas.scuola, **all_of_it)


def test_one_term_for_one_rule(personas, adesso):
    chosen = {
        "organizzazione": personas.scuola,
        "regola": "casi_infortunio",
        "anni": 12,
        "changed_at": adesso,
        "changed_by": personas.dirigente,
    }
    TermineConservazione.objects.create(**chosen)
    with pytest.raises(IntegrityError), transaction.atomic():
        TermineConservazione.objects.create(**chosen)


@pytest.fixture
def domanda(personas, adesso) -> RichiestaInteressato:
    return ask(
        personas.cittadino,
        tipo="rettifica",
        testo="Telefono.",
        organizzazione_id=personas.scuola.pk,
        request_key=uuid4(),
        now=adesso,
    )


def test_a_request_is_of_a_known_kind(domanda):
    with pytest.raises(IntegrityError, match="richiestainteressato_tipo"), transaction.atomic():
        RichiestaInteressato.objects.filter(pk=domanda.pk).update(tipo="altro")


def test_the_first_answer_stays(domanda, personas, adesso):
    by = personas.scope(personas.dirigente)
    answer(domanda, stato="accolta", risposta="Fatto.", by=by, now=adesso)
    again = answer(domanda, stato="respinta", risposta="No.", by=by, now=adesso)
    assert (again.stato, again.risposta) == ("accolta", "Fatto.")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"stato": "inviata", "risposta": "Sì."}, "stato"),
        ({"stato": "accolta", "risposta": " "}, "risposta"),
    ],
)
def test_an_answer_says_what_and_why(domanda, personas, adesso, said, field):
    with pytest.raises(ActionError) as refused:
        answer(domanda, by=personas.scope(personas.dirigente), now=adesso, **said)
    assert refused.value.field == field


# --- the notice ----------------------------------------------------------------------------------


def test_the_notice_speaks_to_each_kind_of_person(client: Client, settings):
    settings.DPO_CONTATTO = "dpo@scuola.test"
    page = client.get(reverse("privacy")).content.decode()
    for code in ("infortunato", "personale", "medico", "cittadino"):
        assert f'id="{code}"' in page
    assert "dpo@scuola.test" in page
    assert "196/2003, art. 7" not in page
    assert "almeno 10 anni, dalla chiusura del caso" in page
    assert "Da verificare." in page


def test_the_notice_says_when_nobody_was_named(client: Client):
    page = client.get(reverse("privacy")).content.decode()
    assert "non ancora indicato: chiedilo alla tua organizzazione" in page

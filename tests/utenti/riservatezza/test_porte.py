"""Every action on retention, copies and removal refuses by itself who may not."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from portal.base import personal
from portal.base.clock import now as present
from tests.logins import enter
from utenti.riservatezza.actions import conservazione, lavori, richieste, rimozione
from utenti.riservatezza.models import RichiestaInteressato

pytestmark = pytest.mark.django_db
REFUSED = pytest.raises(PermissionDenied)


@pytest.fixture
def laura(personas):
    return personas.scope(personas.segreteria)


def rule():
    return next(found for found in personal.rules() if found.years is not None)


def test_a_secretary_neither_chooses_terms_nor_confirms(personas, laura):
    with REFUSED:
        conservazione.choose_term(personas.scuola, rule(), 20, by=laura, now=present())
    with REFUSED:
        conservazione.confirm(
            personas.scuola, rule(), [uuid4()], atto="1/2026", by=laura, now=present()
        )


def test_a_secretary_neither_exports_nor_removes_the_school(personas, laura):
    with REFUSED:
        lavori.request_organisation(personas.scuola, by=laura, now=present())
    with REFUSED:
        rimozione.request_removal(
            personas.scuola, base="ordine", atto="x", phrase="x", by=laura, now=present()
        )


def test_a_secretary_does_not_answer_for_the_school(personas, laura):
    row = RichiestaInteressato(organizzazione=personas.scuola)
    with REFUSED:
        richieste.answer(row, stato="accolta", risposta="Sì.", by=laura, now=present())


def test_the_copy_of_a_living_school_is_of_its_head_alone(personas):
    head, manager = personas.scope(personas.dirigente), personas.gestore
    work = lavori.request_organisation(personas.scuola, by=head, now=present())
    address = reverse("lavoro_scarica", args=[work.pk])
    assert enter(Client(), manager).get(address).status_code == 403
    assert enter(Client(), personas.segreteria).get(address).status_code == 404
    assert enter(Client(), personas.dirigente).get(address).status_code == 302


def test_only_the_platform_opens_the_removal(personas):
    address = reverse("organizzazione_rimuovi", args=[personas.scuola.pk])
    assert enter(Client(), personas.dirigente).get(address).status_code == 403

"""Whoever loses the last role is thrown out at once; whoever keeps one stays inside."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from tests.factories import MembershipFactory
from utenti.actions.memberships import end_role, suspend_role
from utenti.models import Membership, Utente
from utenti.ruoli import Ruolo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_tempo_fermo")]


def inside(user: Utente) -> Client:
    """At a browser, with the session on the list of those that are open."""
    client = Client()
    client.force_login(user)
    UserSession.objects.create(
        user=user,
        ip="127.0.0.1",
        user_agent="prova",
        session_key=client.session.session_key,
    )
    return client


@pytest.mark.parametrize("action", [end_role, suspend_role])
def test_the_last_role_takes_the_live_sessions_with_it(personas, adesso, action):
    client = inside(personas.segreteria)
    personas.dirigente  # noqa: B018  (others still work there: it is not of them)
    action(
        Membership.objects.get(utente=personas.segreteria),
        by=personas.dirigente,
        now=adesso,
    )
    assert client.get("/").status_code == 302  # to the login page, not "you may not"
    assert "_auth_user_id" not in client.session


def test_who_keeps_another_role_stays_inside(personas, adesso):
    client = inside(personas.segreteria)
    MembershipFactory(
        utente=personas.segreteria, organizzazione=personas.altra_scuola, ruolo=Ruolo.DOCENTE
    )
    held = Membership.objects.get(utente=personas.segreteria, ruolo=Ruolo.SEGRETERIA)
    end_role(held, by=personas.dirigente, now=adesso)
    assert client.get("/").status_code == 200

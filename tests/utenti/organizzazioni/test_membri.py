"""Who works in an organisation and until when: the pages of its administrator."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from portal.base.audit import AuditEvent
from tests.pages import text
from tests.personas import Personas
from tests.utenti.organizzazioni.scena import join, role_of
from utenti.models import Membership, TipoOrganizzazione
from utenti.organizzazioni.permissions import roles_offered
from utenti.ruoli import ROLES_OF_KIND, Ruolo

pytestmark = pytest.mark.django_db


def at(membership: Membership, end: str) -> str:
    return f"/organizzazioni/persone/{membership.pk}/{end}/"


def test_the_list_says_who_with_which_role_and_until_when(paolo, personas: Personas):
    laura = role_of(personas.segreteria)
    laura.valid_to = date(2026, 6, 30)
    laura.save()
    page = text(paolo.get(f"/organizzazioni/{personas.scuola.pk}/persone/"))
    assert "Laura Conti" in page
    assert "da lunedì 1º settembre 2025 a martedì 30 giugno 2026" in page
    assert "Paolo Ferri" in page


def test_a_leaver_is_out_at_the_next_request_with_the_page_still_open(
    paolo, personas: Personas, inside
):
    laura = inside(personas.segreteria)
    assert laura.get("/denunce/").status_code == 200
    page = text(paolo.post(at(role_of(personas.segreteria), "togli"), follow=True))
    assert "Laura Conti non ha più questo ruolo." in page
    assert laura.get("/denunce/").status_code == 403


def test_the_day_after_the_end_nothing_opens(paolo, personas: Personas, inside, a_tempo_fermo, ora):
    laura, role = inside(personas.segreteria), role_of(personas.segreteria)
    paolo.post(at(role, "fine"), {"valid_to": "2026-03-12"})
    assert laura.get("/denunce/").status_code == 200
    a_tempo_fermo.move_to(ora("2026-03-13 00:01"))
    laura = inside(personas.segreteria)  # even entering anew
    assert laura.get("/denunce/").status_code == 403


def test_a_suspended_role_opens_nothing_until_it_is_switched_on(paolo, personas, inside):
    laura, role = inside(personas.segreteria), role_of(personas.segreteria)
    assert "Da subito Laura Conti non entra più" in text(paolo.get(at(role, "sospendi")))
    page = text(paolo.post(at(role, "sospendi"), follow=True))
    assert "Sospeso" in page
    assert laura.get("/denunce/").status_code == 403
    paolo.post(at(role, "riattiva"))
    assert laura.get("/denunce/").status_code == 200
    codes = set(AuditEvent.objects.filter(target_id=role.pk).values_list("code", flat=True))
    assert codes == {"utenti.ruolo_sospeso", "utenti.ruolo_ripreso"}


@pytest.mark.parametrize("end", ["togli", "sospendi"])
def test_the_last_administrator_stays(paolo, personas: Personas, end: str):
    page = text(paolo.post(at(role_of(personas.dirigente), end), follow=True))
    assert "È l’unica persona che amministra l’organizzazione" in page
    assert role_of(personas.dirigente).sospesa_at is None


def test_one_of_two_administrators_may_leave_by_herself(paolo, personas: Personas):
    join(personas, personas.segreteria, personas.scuola, Ruolo.DIRIGENTE)
    own = Membership.objects.get(utente=personas.dirigente)
    assert "È il tuo ruolo" in text(paolo.get(at(own, "togli")))
    assert paolo.post(at(own, "togli")).url == "/organizzazioni/"
    assert paolo.get(f"/organizzazioni/{personas.scuola.pk}/persone/").status_code == 403


def test_the_end_of_a_role_is_never_in_the_past(paolo, personas: Personas):
    page = text(paolo.post(at(role_of(personas.segreteria), "fine"), {"valid_to": "2026-03-11"}))
    assert "Scegli oggi o un giorno futuro" in page
    assert role_of(personas.segreteria).valid_to is None


def test_removing_twice_is_once_and_what_was_taken_is_not_switched_on(paolo, personas: Personas):
    role = role_of(personas.segreteria)
    for _ in range(2):
        assert paolo.post(at(role, "togli")).status_code == 302
    assert AuditEvent.objects.filter(code="utenti.ruolo_tolto").count() == 1
    page = text(paolo.post(at(role, "riattiva"), follow=True))
    assert "per darlo di nuovo manda un invito" in page


def test_a_role_given_elsewhere_is_not_taken_away_here(personas: Personas, inside):
    join(personas, personas.cittadino, personas.presidio_org, Ruolo.AMMINISTRATORE_PRESIDIO)
    admin, doctor = inside(personas.cittadino), role_of(personas.medico_ospedaliero)
    page = text(admin.get(f"/organizzazioni/{personas.presidio_org.pk}/persone/"))
    assert "Questo ruolo si gestisce altrove." in page
    assert admin.post(at(doctor, "togli")).status_code == 403
    assert role_of(personas.medico_ospedaliero).sospesa_at is None


def test_a_secretary_manages_nobody_and_another_head_finds_nobody(personas: Personas, inside):
    role = role_of(personas.docente)
    assert inside(personas.segreteria).post(at(role, "togli")).status_code == 403
    assert inside(personas.datore).post(at(role, "togli")).status_code == 404
    assert inside(personas.datore).get(f"/organizzazioni/{personas.scuola.pk}/").status_code == 404


def test_a_manager_of_the_platform_gives_roles_in_the_offices_not_in_schools(gino, personas):
    school, platform = personas.scuola, personas.piattaforma
    assert gino.get(f"/organizzazioni/{school.pk}/persone/").status_code == 404
    page = gino.get(f"/organizzazioni/{platform.pk}/inviti/nuovo/")
    assert "Gestore della piattaforma" in text(page)
    gone = text(gino.post(at(role_of(personas.gestore), "togli"), follow=True))
    assert "È l’unica persona che gestisce la piattaforma" in gone


def test_the_roles_offered_follow_the_kind(personas: Personas):
    assert Ruolo.COMANDANTE not in roles_offered(personas.scuola)
    assert Ruolo.COMANDANTE in roles_offered(personas.armatore_org)
    offering = {kind for kind, roles in ROLES_OF_KIND.items() if Ruolo.REVISORE in roles}
    assert offering == {TipoOrganizzazione.SEDE_INAIL}
    assert set(ROLES_OF_KIND) == set(TipoOrganizzazione) - {TipoOrganizzazione.STUDIO_MEDICO}
    assert not any(Ruolo.MEDICO_OSPEDALIERO in roles for roles in ROLES_OF_KIND.values())


def test_a_list_of_fifty_costs_what_one_of_two_costs(paolo: Client, personas: Personas, queries):
    personas.docente  # noqa: B018
    few = queries(paolo, f"/organizzazioni/{personas.scuola.pk}/persone/")
    for number in range(20):
        user = personas._utente(f"p{number}", "Piero", f"Prova{number}")
        join(personas, user, personas.scuola, Ruolo.DOCENTE)
    assert queries(paolo, f"/organizzazioni/{personas.scuola.pk}/persone/") == few

"""The scope of a request: roles, dated memberships and delegations that end by themselves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from portal.base.authz import Permission
from utenti.access import Scope
from utenti.models import Delega, Membership, Organizzazione, TipoOrganizzazione, Utente
from utenti.ruoli import ABILITAZIONI, Ruolo

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 12)
YESTERDAY = TODAY - timedelta(days=1)


def make_user(email: str = "rosa@scuola.test") -> Utente:
    return Utente.objects.create_user(email, "una-password-lunga", nome="Rosa", cognome="Neri")


def make_org(name: str, tipo: str = TipoOrganizzazione.SCUOLA_STATALE) -> Organizzazione:
    return Organizzazione.objects.create(denominazione=name, tipo=tipo)


def join(user: Utente, org: Organizzazione, ruolo: str, end: date | None = None) -> Membership:
    return Membership.objects.create(
        utente=user, organizzazione=org, ruolo=ruolo, valid_from=date(2026, 1, 1), valid_to=end
    )


def test_nobody_logged_in_acts_as_nobody() -> None:
    with pytest.raises(PermissionDenied, match="Accedi"):
        Scope(None, TODAY).actor  # noqa: B018  (asking is the point)


def test_a_secretary_works_in_her_school_and_in_no_other() -> None:
    user, school, other = make_user(), make_org("IC Nord"), make_org("IC Sud")
    join(user, school, Ruolo.SEGRETERIA)
    scope = Scope(user, TODAY)
    assert scope.organizzazioni_with(Permission.CASO_EDIT) == (school.pk,)
    assert scope.can(Permission.CASO_EDIT, school.pk)
    refused = scope.can(Permission.CASO_EDIT, other.pk)
    assert not refused
    assert "ruolo" in refused.reason


def test_a_membership_holds_on_its_last_day_and_not_after() -> None:
    user, school = make_user(), make_org("IC Nord")
    join(user, school, Ruolo.SEGRETERIA, end=TODAY)
    assert Scope(user, TODAY).has(Permission.CASO_VIEW)
    assert not Scope(user, TODAY + timedelta(days=1)).has(Permission.CASO_VIEW)


def test_a_membership_that_has_not_begun_gives_nothing() -> None:
    user, school = make_user(), make_org("IC Nord")
    join(user, school, Ruolo.SEGRETERIA)
    assert Scope(user, date(2025, 12, 31)).workplaces == ()


def test_a_disabled_user_has_no_scope() -> None:
    user, school = make_user(), make_org("IC Nord")
    join(user, school, Ruolo.SEGRETERIA)
    user.is_active = False
    assert Scope(user, TODAY).grants == {}


def test_two_roles_in_one_organisation_add_up() -> None:
    user, firm = make_user(), make_org("Officine Sole", TipoOrganizzazione.IMPRESA)
    join(user, firm, Ruolo.DATORE)
    join(user, firm, Ruolo.GESTORE)
    scope = Scope(user, TODAY)
    assert scope.can(Permission.CASO_EDIT, firm.pk)
    assert scope.can(Permission.SISTEMA_STATO, firm.pk)
    assert [place.id for place in scope.workplaces] == [firm.pk]


@pytest.mark.parametrize(
    ("end", "reaches"), [(None, True), (TODAY, True), (YESTERDAY, False)], ids=str
)
def test_a_consultant_reaches_the_firms_that_delegated_while_the_delegation_lasts(
    end: date | None, reaches: bool
) -> None:
    user = make_user("consulente@studio.test")
    studio = make_org("Studio Verde", TipoOrganizzazione.INTERMEDIARIO)
    firm = make_org("Officine Sole", TipoOrganizzazione.IMPRESA)
    join(user, studio, Ruolo.CONSULENTE)
    Delega.objects.create(
        delegante=firm, delegato=studio, valid_from=date(2026, 1, 1), valid_to=end
    )
    scope = Scope(user, TODAY)
    assert bool(scope.can(Permission.CASO_EDIT, firm.pk)) is reaches
    assert not scope.can(Permission.ORGANIZZAZIONE_ADMIN, firm.pk)
    assert not scope.can(Permission.CASO_VIEW, studio.pk)


def test_a_delegation_reaches_only_the_roles_that_use_delegations() -> None:
    user = make_user("archivista@studio.test")
    studio = make_org("Studio Verde", TipoOrganizzazione.INTERMEDIARIO)
    firm = make_org("Officine Sole", TipoOrganizzazione.IMPRESA)
    join(user, studio, Ruolo.DOCENTE)
    Delega.objects.create(delegante=firm, delegato=studio, valid_from=date(2026, 1, 1))
    assert Scope(user, TODAY).organizzazioni_with(Permission.CASO_VIEW) == ()


def test_the_whole_scope_is_one_query(django_assert_num_queries: object) -> None:
    user = make_user()
    for number in range(20):
        join(user, make_org(f"IC {number}"), Ruolo.SEGRETERIA)
    scope = Scope(user, TODAY)
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django gives no type
        assert len(scope.workplaces) == 20
        assert len(scope.organizzazioni_with(Permission.CASO_VIEW)) == 20


def test_every_role_has_its_entry() -> None:
    assert set(ABILITAZIONI) == set(Ruolo.values)

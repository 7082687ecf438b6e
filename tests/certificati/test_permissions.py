"""Who may do what to a certificate, with the reason; and which certificates each person finds."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from certificati import permissions
from certificati.models import Certificato
from certificati.workflow import TRANSITIONS, StatoCertificato, allows
from portal.base.db import normalize
from tests.certificati.scena import INFORTUNIO, MALATTIA, bozza, emesso
from tests.personas import Personas
from utenti.models import Membership

pytestmark = pytest.mark.django_db
NOT_DOCTORS = [
    "amministratore_presidio",
    "segreteria",
    "dirigente",
    "datore",
    "consulente",
    "revisore",
    "gestore",
    "cittadino",
]


def answers(scope, certificato) -> dict[str, bool]:
    return {
        name: bool(getattr(permissions, name)(scope, certificato))
        for name in ("can_view", "can_edit", "can_end", "can_continue")
    }


def test_the_doctor_of_a_draft_edits_it(personas, adesso):
    begun, by = bozza(personas, adesso)
    assert answers(by, begun) == {
        "can_view": True,
        "can_edit": True,
        "can_end": False,
        "can_continue": False,
    }
    assert "solo da un certificato emesso" in str(permissions.can_continue(by, begun).reason)


def test_the_doctor_of_an_issued_one_ends_it_or_goes_on(personas, adesso):
    found = emesso(personas, adesso)
    by = personas.scope(found.medico)
    assert answers(by, found) == {
        "can_view": True,
        "can_edit": False,
        "can_end": True,
        "can_continue": True,
    }
    found.stato = StatoCertificato.ANNULLATO
    assert not permissions.can_end(by, found)
    assert permissions.can_continue(by, found)


@pytest.mark.parametrize("who", NOT_DOCTORS)
def test_nobody_else_reads_it(personas, adesso, who):
    found = emesso(personas, adesso)
    scope = personas.scope(getattr(personas, who))
    assert set(answers(scope, found).values()) == {False}
    assert not Certificato.objects.visible_to(scope).exists()
    assert not Certificato.objects.listed_for(scope).exists()


def test_a_colleague_of_the_same_hospital_does_not_read_it(personas, adesso):
    found = emesso(personas, adesso)
    colleague = personas._member(
        "nino.abate", "Nino", "Abate", personas.presidio_org, "medico_ospedaliero"
    )
    scope = personas.scope(colleague)
    said = permissions.can_view(scope, found)
    assert not said
    assert "di un altro medico" in str(said.reason)
    assert not Certificato.objects.visible_to(scope).exists()


def test_who_left_the_hospital_reads_nothing_of_it_any_more(personas, adesso):
    found = emesso(personas, adesso)
    Membership.objects.filter(utente=found.medico).update(
        valid_to=adesso.date() - timedelta(days=1)
    )
    scope = personas.scope(found.medico)
    assert not permissions.can_view(scope, found)
    assert not Certificato.objects.visible_to(scope).exists()


def test_the_referent_has_the_list_of_their_hospital_only(personas, adesso):
    found = emesso(personas, adesso)
    emesso(personas, adesso, medico=personas.medico_esterno, organizzazione=personas.studio_medico)
    scope = personas.scope(personas.amministratore_presidio)
    assert permissions.can_list_structure(scope, personas.presidio_org.pk)
    assert not permissions.can_list_structure(scope, personas.studio_medico.pk)
    assert list(Certificato.objects.of_structures(scope)) == [found]
    for who in ("medico_ospedaliero", "segreteria"):
        other = personas.scope(getattr(personas, who))
        assert not permissions.can_list_structure(other, personas.presidio_org.pk)
        assert not Certificato.objects.of_structures(other).exists()


def test_only_what_was_issued_ends():
    for name in ("annul", "replace"):
        assert {s for s in StatoCertificato if allows(name, s)} == {StatoCertificato.EMESSO}
    assert TRANSITIONS["issue"].target == StatoCertificato.EMESSO


# --- reading -------------------------------------------------------------------------------------


def test_the_list_is_read_newest_first_and_page_by_page(personas, adesso):
    made = [bozza(personas, adesso + timedelta(minutes=n))[0] for n in range(4)]
    by = personas.scope(personas.medico_ospedaliero)
    rows = Certificato.objects.listed_for(by).newest_first()
    assert list(rows) == made[::-1]
    assert list(rows.before(made[2].created_at, made[2].pk)) == [made[1], made[0]]


def test_two_of_one_instant_are_told_apart_by_id(personas, adesso):
    made = sorted((bozza(personas, adesso)[0] for _n in range(3)), key=lambda row: row.pk)
    rows = Certificato.objects.newest_first()
    assert list(rows) == made[::-1]
    assert list(rows.before(adesso, made[1].pk)) == [made[0]]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("bian", 1), ("BIÀN", 1), ("bianchi lu", 1), ("luca", 0), ("bianchi lucia", 0), ("%", 0)],
)
def test_a_surname_is_found_by_its_beginning(personas, adesso, typed, found):
    emesso(personas, adesso)
    emesso(personas, adesso, MALATTIA)
    assert Certificato.objects.surname_begins(typed).count() == found
    assert normalize("BIÀN") == "bian"


def test_an_unknown_code_finds_nobody(personas, adesso):
    bozza(personas, adesso)
    assert not Certificato.objects.of_person([""]).exists()
    assert Certificato.index_of("") == ""


def test_late_are_drafts_and_issued_whose_term_is_over(personas: Personas, adesso: datetime):
    late = emesso(personas, adesso)
    emesso(personas, adesso, MALATTIA)  # no term
    after = late.termine_at
    assert not Certificato.objects.late(after).exists()
    assert list(Certificato.objects.late(after + timedelta(seconds=1))) == [late]
    assert INFORTUNIO.prima_assistenza_at is not None


def test_an_erased_certificate_is_neither_ended_nor_continued(personas, adesso):
    issued = emesso(personas, adesso)
    issued.cancellato_at = adesso
    by = personas.scope(issued.medico)
    for may in (permissions.can_end, permissions.can_continue):
        assert "cancellati" in may(by, issued).reason

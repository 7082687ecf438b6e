"""The references of a certificate start the clock; what they may not say is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from denunce.actions.casi import DatiCaso
from denunce.actions.certificati import preview, receive_certificato, withdraw_certificato
from denunce.choices import RicevutoVia, TipoEvento
from denunce.models import RiferimentoCertificato, Valutazione
from portal.base.audit import AuditEvent
from portal.base.db import VersionConflict
from portal.base.errors import ActionError


def test_six_days_of_absence_are_a_denuncia_within_two_days(
    caso, riferimenti, certifica, adempimenti, ora
):
    certifica(caso, riferimenti)
    duty = adempimenti(caso)["denuncia"]
    assert duty.termine_at == ora("2026-03-14 23:59:59")
    assert duty.prudenziale_at == ora("2026-03-14 09:00")
    caso.refresh_from_db()
    assert not caso.attesa_certificato


def test_two_days_of_absence_are_a_comunicazione_within_48_hours(
    caso, due_giorni, certifica, adempimenti, ora
):
    certifica(caso, due_giorni)
    assert adempimenti(caso)["comunicazione"].termine_at == ora("2026-03-14 09:00")


def test_who_typed_it_and_when_is_not_when_it_was_received(caso, riferimenti, certifica, adesso):
    row = certifica(caso, riferimenti)
    assert row.recorded_at == adesso
    assert row.received_at == riferimenti.received_at
    assert row.recorded_by.email == "laura.conti@persone.test"


def test_the_number_is_taken_as_people_dictate_it(caso, riferimenti, certifica):
    assert certifica(caso, replace(riferimenti, numero=" a000-0000.0003 ")).numero == "A00000000003"


def test_reception_is_audited_with_ids_only(caso, riferimenti, certifica):
    row = certifica(caso, riferimenti)
    event = AuditEvent.objects.get(code="certificato.ricevuto")
    assert event.target_id == row.pk
    assert event.data == {"caso": str(caso.pk), "tipo": "primo"}


def test_without_prognosis_the_case_still_waits(caso, riferimenti, certifica, adempimenti):
    certifica(caso, replace(riferimenti, prognosi_dal=None, prognosi_al=None))
    caso.refresh_from_db()
    assert caso.attesa_certificato
    assert "denuncia" not in adempimenti(caso)


def test_references_not_received_yet_start_nothing(caso, riferimenti, certifica, adempimenti):
    certifica(caso, replace(riferimenti, received_at=None, received_via=""))
    caso.refresh_from_db()
    assert caso.attesa_certificato
    assert set(adempimenti(caso)) == {"denuncia_assicurazione"}


def test_a_disease_waits_for_any_certificate(apri, riferimenti, certifica, adempimenti):
    disease = apri(
        DatiCaso(tipo=TipoEvento.MALATTIA_PROFESSIONALE, manifestata_on=date(2026, 3, 1))
    )
    assert disease.attesa_certificato
    certifica(disease, replace(riferimenti, prognosi_dal=None, prognosi_al=None))
    disease.refresh_from_db()
    assert not disease.attesa_certificato
    assert "denuncia_mp" in adempimenti(disease)


def test_after_a_death_nobody_waits(apri, caduta, ora):
    assert not apri(
        replace(caduta, mortale=True, noto_at=ora("2026-03-10 10:20"))
    ).attesa_certificato


# --- what the references may not say -------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"numero": "A1"}, "numero"),
        ({"numero": "A0000000000È"}, "numero"),
        ({"numero": "A000000000034"}, "numero"),
        ({"numero": None}, "numero"),
        ({"numero": None, "fittizio": True}, "numero"),
        ({"prognosi_al": None}, "prognosi_al"),
        ({"prognosi_dal": None}, "prognosi_dal"),
        ({"prognosi_al": date(2026, 3, 10)}, "prognosi_al"),
        ({"prognosi_giorni": 5}, "prognosi_giorni"),
        ({"prognosi_giorni": 0}, "prognosi_giorni"),
        ({"received_via": ""}, "received_via"),
        ({"received_at": None}, "received_at"),
    ],
)
def test_impossible_references_are_refused(caso, riferimenti, certifica, change, field):
    with pytest.raises(ActionError) as refusal:
        certifica(caso, replace(riferimenti, **change))
    assert refusal.value.field == field
    assert not RiferimentoCertificato.objects.exists()


def test_reception_comes_after_release_and_event_and_not_after_now(
    caso, riferimenti, certifica, adesso, ora
):
    for received_at in (
        ora("2026-03-10 12:29"),
        ora("2026-03-10 10:14"),
        adesso + timedelta(minutes=1),
    ):
        with pytest.raises(ActionError) as refusal:
            certifica(caso, replace(riferimenti, received_at=received_at))
        assert refusal.value.field == "received_at"


def test_release_is_not_before_the_day_of_the_event_nor_in_the_future(
    caso, riferimenti, certifica, adesso, ora
):
    for released_at in (ora("2026-03-09 23:59"), adesso + timedelta(minutes=1)):
        with pytest.raises(ActionError) as refusal:
            certifica(caso, replace(riferimenti, rilasciato_at=released_at))
        assert refusal.value.field == "rilasciato_at"


def test_the_doctor_may_have_written_the_day_alone(caso, riferimenti, certifica, ora):
    """Released "on the day" reads as midnight, before the hour of the fall: that is no mistake."""
    certifica(caso, replace(riferimenti, rilasciato_at=ora("2026-03-10 00:00")))


def test_the_same_number_with_other_data_is_refused(caso, riferimenti, certifica):
    certifica(caso, riferimenti)
    with pytest.raises(ActionError, match="già registrato"):
        certifica(caso, replace(riferimenti, received_via="pec"))


def test_the_same_references_from_a_colleague_are_refused(
    caso, riferimenti, certifica, personas, adesso
):
    certifica(caso, riferimenti)
    caso.refresh_from_db()
    by = personas.scope(personas.dirigente)
    with pytest.raises(ActionError, match="già registrato"):
        receive_certificato(caso, riferimenti, expected=caso.version, by=by, now=adesso)


@pytest.mark.parametrize("numero", ["A00000000003", None])
def test_the_same_references_sent_twice_are_one_certificate(caso, riferimenti, certifica, numero):
    said = replace(riferimenti, numero=numero, received_via="copia_cartacea")
    first = certifica(caso, said)
    caso.refresh_from_db()
    before = caso.version
    assert certifica(caso, said) == first
    caso.refresh_from_db()
    assert caso.version == before
    assert caso.certificati.count() == 1


def test_a_withdrawn_certificate_may_be_entered_again(caso, riferimenti, certifica, laura, adesso):
    row = certifica(caso, riferimenti)
    withdraw_certificato(row, annullato_at=adesso, by=laura, now=adesso)
    certifica(caso, riferimenti)


# --- numbers that cannot be had ------------------------------------------------------------------


def test_a_paper_copy_starts_the_term_without_a_number(caso, riferimenti, certifica, adempimenti):
    certifica(caso, replace(riferimenti, numero=None, received_via=RicevutoVia.COPIA_CARTACEA))
    assert "denuncia" in adempimenti(caso)


def test_a_made_up_code_starts_the_term_and_the_engine_says_so(
    caso, riferimenti, certifica, adempimenti
):
    certifica(caso, replace(riferimenti, numero="FITTIZIO0001", fittizio=True))
    assert "denuncia" in adempimenti(caso)
    assert "fittizio" in caso.valutazioni.latest("numero").decisione


# --- versions and previews -----------------------------------------------------------------------


def test_an_old_page_does_not_write_over_a_newer_case(caso, riferimenti, laura, adesso):
    with pytest.raises(VersionConflict):
        receive_certificato(caso, riferimenti, expected=caso.version - 1, by=laura, now=adesso)
    assert not RiferimentoCertificato.objects.exists()


def test_every_certificate_raises_the_version_of_its_case(caso, riferimenti, certifica):
    before = caso.version
    certifica(caso, riferimenti)
    caso.refresh_from_db()
    assert caso.version == before + 1


def test_the_preview_tells_what_would_follow_and_stores_nothing(
    caso, riferimenti, laura, adesso, django_assert_num_queries
):
    valutazioni = Valutazione.objects.count()
    decisione = preview(caso, riferimenti, by=laura, now=adesso)
    assert "denuncia" in [dovuto.tipo.value for dovuto in decisione.adempimenti]
    assert not RiferimentoCertificato.objects.exists()
    assert Valutazione.objects.count() == valutazioni


def test_the_preview_refuses_what_the_reception_would(caso, riferimenti, laura, adesso):
    with pytest.raises(ActionError) as refusal:
        preview(caso, replace(riferimenti, numero="A1"), by=laura, now=adesso)
    assert refusal.value.field == "numero"


def test_the_preview_without_a_certificate_is_the_present_answer(caso, laura, adesso):
    assert preview(caso, by=laura, now=adesso).giorni_assenza is None


# --- withdrawals ---------------------------------------------------------------------------------


def test_withdrawn_before_the_term_it_does_not_count_any_more(
    caso, riferimenti, certifica, adempimenti, laura, adesso
):
    row = certifica(caso, riferimenti)
    withdraw_certificato(row, annullato_at=adesso, by=laura, now=adesso)
    assert set(adempimenti(caso)) == {"denuncia_assicurazione"}
    assert caso.adempimenti.get(tipo="denuncia").stato == "non_dovuto"
    caso.refresh_from_db()
    assert caso.attesa_certificato


def test_withdrawn_after_the_term_it_still_counts(
    caso, riferimenti, certifica, adempimenti, laura, ora
):
    row = certifica(caso, riferimenti)
    late = ora("2026-03-17 09:00")
    withdraw_certificato(row, annullato_at=late, by=laura, now=late)
    assert adempimenti(caso)["denuncia"].stato == "da_fare"


def test_a_certificate_is_withdrawn_once(caso, riferimenti, certifica, laura, adesso):
    row = certifica(caso, riferimenti)
    withdraw_certificato(row, annullato_at=adesso, by=laura, now=adesso)
    with pytest.raises(ActionError, match="già annullato"):
        withdraw_certificato(row, annullato_at=adesso, by=laura, now=adesso)


def test_a_withdrawal_comes_after_the_release_and_not_after_now(
    caso, riferimenti, certifica, laura, adesso, ora
):
    row = certifica(caso, riferimenti)
    for at in (ora("2026-03-10 12:29"), adesso + timedelta(minutes=1)):
        with pytest.raises(ActionError) as refusal:
            withdraw_certificato(row, annullato_at=at, by=laura, now=adesso)
        assert refusal.value.field == "annullato_at"

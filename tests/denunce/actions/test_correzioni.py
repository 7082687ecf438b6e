"""A certificate typed wrong is corrected: the old row stays readable, all is decided anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from denunce.actions.certificati import correct_certificato, preview, withdraw_certificato
from denunce.models import RiferimentoCertificato
from portal.base.audit import AuditEvent
from portal.base.db import VersionConflict
from portal.base.errors import ActionError


@pytest.fixture
def correggi(laura, adesso):
    """Correct a certificate through the action, on the newest version of the case."""

    def corrected(row, data, **other):
        row.caso.refresh_from_db()
        values = {
            "motivo": "battitura",
            "expected": row.caso.version,
            "by": laura,
            "now": adesso,
        }
        return correct_certificato(row, data, **(values | other))

    return corrected


def test_a_week_that_was_two_days_is_a_comunicazione(
    caso, riferimenti, due_giorni, certifica, correggi, adempimenti, laura, adesso
):
    old = certifica(caso, riferimenti)
    new = correggi(old, due_giorni)
    old.refresh_from_db()
    assert (old.corretto_at, old.corretto_by, old.corretto_da) == (adesso, laura.user, new)
    assert (new.recorded_by, new.corretto_at) == (laura.user, None)
    assert "denuncia" not in adempimenti(caso)
    assert "comunicazione" in adempimenti(caso)
    assert caso.adempimenti.get(tipo="denuncia").stato == "superato"


def test_the_row_typed_wrong_counts_no_more(caso, riferimenti, certifica, correggi, adempimenti):
    """Else its six days would join the three of the new one."""
    old = certifica(caso, riferimenti)
    correggi(
        old, replace(riferimenti, prognosi_dal=date(2026, 3, 11), prognosi_al=date(2026, 3, 13))
    )
    assert "comunicazione" in adempimenti(caso)


def test_the_same_number_may_stay(caso, riferimenti, due_giorni, certifica, correggi):
    old = certifica(caso, riferimenti)
    assert correggi(old, due_giorni).numero == old.numero


def test_a_number_of_another_certificate_of_the_case_is_refused(
    caso, riferimenti, certifica, correggi
):
    old = certifica(caso, riferimenti)
    certifica(caso, replace(riferimenti, numero="A00000000009"))
    with pytest.raises(ActionError, match="già registrato") as refusal:
        correggi(old, replace(riferimenti, numero="A00000000009"))
    assert refusal.value.field == "numero"


def test_it_is_audited_with_the_reason_as_a_code(
    caso, riferimenti, due_giorni, certifica, correggi
):
    old = certifica(caso, riferimenti)
    new = correggi(old, due_giorni, motivo="dettatura")
    event = AuditEvent.objects.get(code="certificato.corretto")
    assert event.target_id == new.pk
    assert event.data == {"caso": str(caso.pk), "tipo": "primo", "motivo": "dettatura"}


@pytest.mark.parametrize("motivo", ["", "perché sì"])
def test_without_a_known_reason_nothing_is_corrected(
    caso, riferimenti, due_giorni, certifica, correggi, motivo
):
    old = certifica(caso, riferimenti)
    with pytest.raises(ActionError) as refusal:
        correggi(old, due_giorni, motivo=motivo)
    assert refusal.value.field == "motivo"
    assert RiferimentoCertificato.objects.count() == 1


def test_a_correction_that_changes_nothing_is_none(caso, riferimenti, certifica, correggi):
    old = certifica(caso, riferimenti)
    with pytest.raises(ActionError, match="Non hai cambiato niente"):
        correggi(old, riferimenti)


def test_what_was_corrected_is_not_corrected_or_withdrawn_again(
    caso, riferimenti, due_giorni, certifica, correggi, laura, adesso
):
    old = certifica(caso, riferimenti)
    correggi(old, due_giorni)
    with pytest.raises(ActionError, match="già stata corretta"):
        correggi(old, replace(due_giorni, numero="A00000000009"))
    with pytest.raises(ActionError, match="già stata corretta"):
        withdraw_certificato(old, annullato_at=adesso, by=laura, now=adesso)


def test_a_withdrawal_goes_over_to_the_corrected_row(
    caso, riferimenti, due_giorni, certifica, correggi, laura, adesso
):
    old = certifica(caso, riferimenti)
    withdraw_certificato(old, annullato_at=adesso, by=laura, now=adesso)
    old.refresh_from_db()
    assert correggi(old, due_giorni).annullato_at == adesso


def test_the_guards_of_a_new_certificate_hold(caso, riferimenti, certifica, correggi, ora):
    old = certifica(caso, riferimenti)
    with pytest.raises(ActionError) as refusal:
        correggi(old, replace(riferimenti, rilasciato_at=ora("2026-03-09 12:00")))
    assert refusal.value.field == "rilasciato_at"


def test_who_read_an_older_case_reads_it_again(caso, riferimenti, due_giorni, certifica, correggi):
    old = certifica(caso, riferimenti)
    with pytest.raises(VersionConflict):
        correggi(old, due_giorni, expected=1)


def test_the_verdict_is_read_first_and_nothing_is_stored(
    caso, riferimenti, due_giorni, certifica, laura, adesso
):
    old = certifica(caso, riferimenti)
    decision = preview(caso, due_giorni, by=laura, now=adesso, instead_of=old)
    assert decision.giorni_assenza == 2
    assert RiferimentoCertificato.objects.count() == 1

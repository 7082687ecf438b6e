"""Duties follow the decision and history stays: nothing done is rewritten, nothing said twice."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from denunce.actions.casi import update_caso
from denunce.actions.certificati import withdraw_certificato
from denunce.actions.dati import EVENTO_FIELDS, GRAVITA_FIELDS, DatiCaso, DatiInvio, pick
from denunce.actions.dispatch import record_dispatch, record_outcome
from denunce.actions.evaluation import evaluate
from denunce.choices import TipoCertificato, TipoEvento
from denunce.models import Adempimento, Valutazione
from denunce.scadenze import rules_version, termini
from portal.base.audit import AuditEvent
from portal.base.errors import ActionError


@pytest.fixture
def correggi(laura, adesso):
    """Correct the facts of a case through the action."""

    def corrected(caso, *, now=adesso, **facts):
        caso.refresh_from_db()
        known = pick(caso.evento, EVENTO_FIELDS) | pick(caso, GRAVITA_FIELDS)
        data = DatiCaso(**(known | facts))
        return update_caso(caso, data, expected=caso.version, by=laura, now=now)

    return corrected


@pytest.fixture
def invia(laura, adempimenti, adesso):
    """Record that a duty was sent."""

    def sent(caso, chiave, *, at=adesso, now=adesso):
        return record_dispatch(
            adempimenti(caso)[chiave],
            DatiInvio(canale="sidi", sent_at=at),
            request_key=uuid4(),
            by=laura,
            now=now,
        )

    return sent


@pytest.fixture
def prolungamento(riferimenti, ora):
    """A continuation received two days later that brings the absence to seven days."""
    return replace(
        riferimenti,
        tipo=TipoCertificato.CONTINUATIVO,
        numero="A00000000004",
        rilasciato_at=ora("2026-03-13 08:00"),
        received_at=ora("2026-03-13 09:00"),
        prognosi_dal=date(2026, 3, 13),
        prognosi_al=date(2026, 3, 17),
    )


def snapshot():
    return list(Adempimento.objects.order_by("pk").values()), Valutazione.objects.count()


# --- asking twice --------------------------------------------------------------------------------


def test_asking_again_about_the_same_facts_changes_nothing(
    caso, riferimenti, certifica, laura, ora
):
    certifica(caso, riferimenti)
    before, events = snapshot(), AuditEvent.objects.count()
    evaluate(caso, by=laura, now=ora("2026-03-13 10:00"))
    evaluate(caso, by=None, now=ora("2026-03-20 10:00"))
    assert snapshot() == before
    assert AuditEvent.objects.count() == events


def test_the_answer_is_stored_with_the_facts_and_the_version_of_the_tables(
    caso, riferimenti, certifica
):
    certifica(caso, riferimenti)
    stored = caso.valutazioni.latest("numero")
    assert stored.regole_del == rules_version()
    assert json.loads(stored.fatti)["certificati"][0]["numero"] == "A00000000003"
    assert json.loads(stored.decisione)["giorni_assenza"] == 6


def test_every_duty_carries_its_derivation(caso, riferimenti, certifica, adempimenti):
    certifica(caso, riferimenti)
    derivation = json.loads(adempimenti(caso)["denuncia"].derivazione)
    assert derivation["regole"][0] == "R-DEN-2G"
    assert derivation["decorre_il"] == "2026-03-12T09:00:00+01:00"
    assert all(passo["testo"] and "valori" in passo for passo in derivation["passi"])


def test_only_an_open_case_is_evaluated(caso, laura, adesso):
    type(caso).objects.filter(pk=caso.pk).update(
        stato="chiuso", chiuso_at=adesso, chiuso_by=laura.user
    )
    with pytest.raises(ActionError, match="caso aperto"):
        evaluate(caso, by=laura, now=adesso)


# --- a duty changes, goes, comes back ------------------------------------------------------------


def test_a_new_term_supersedes_the_old_duty_and_links_it(caso, correggi, adempimenti, ora):
    old = adempimenti(caso)["denuncia_assicurazione"]
    correggi(caso, avvenuto_at=ora("2026-03-09 10:15"))
    new = adempimenti(caso)["denuncia_assicurazione"]
    old.refresh_from_db()
    assert (old.stato, old.sostituito_da) == ("superato", new)
    assert old.termine_at == ora("2026-04-09 23:59:59")
    assert new.termine_at == ora("2026-04-08 23:59:59")
    assert old.prossimo_promemoria_at is None


def test_superseding_is_audited_on_both_rows(caso, correggi, adempimenti, ora):
    old = adempimenti(caso)["denuncia_assicurazione"]
    correggi(caso, avvenuto_at=ora("2026-03-09 10:15"))
    new = adempimenti(caso)["denuncia_assicurazione"]
    codes = dict(
        AuditEvent.objects.filter(target_id__in=[old.pk, new.pk], code__contains="adempimento")
        .exclude(target_id=old.pk, code="adempimento.sorto")
        .values_list("target_id", "code")
    )
    assert codes == {old.pk: "adempimento.superato", new.pk: "adempimento.sorto"}


def test_a_prolonged_absence_adds_the_denuncia_and_keeps_the_comunicazione(
    caso, due_giorni, prolungamento, certifica, adempimenti, ora
):
    certifica(caso, due_giorni)
    first = adempimenti(caso)["comunicazione"]
    certifica(caso, prolungamento, now=ora("2026-03-13 10:00"))
    duties = adempimenti(caso)
    assert duties["comunicazione"].pk == first.pk
    assert duties["denuncia"].termine_at == ora("2026-03-16 23:59:59")
    assert json.loads(duties["denuncia"].derivazione)["regole"][0] == "R-DEN-PROL"


def test_the_explanation_of_an_unchanged_duty_follows_the_facts(
    caso, due_giorni, prolungamento, certifica, adempimenti, ora
):
    certifica(caso, due_giorni)
    before = adempimenti(caso)["comunicazione"]
    certifica(caso, prolungamento, now=ora("2026-03-13 10:00"))
    after = adempimenti(caso)["comunicazione"]
    assert "R-ASSORB" not in before.derivazione
    assert "R-ASSORB" in after.derivazione
    assert after.valutazione_id != before.valutazione_id
    assert after.version == before.version + 1


def test_a_withdrawn_long_prognosis_replaced_by_a_short_one_supersedes_the_denuncia(
    caso, riferimenti, due_giorni, certifica, adempimenti, laura, adesso
):
    """Both certificates stand for a moment, then the long one is withdrawn in time."""
    long = certifica(caso, riferimenti)
    certifica(caso, replace(due_giorni, numero="A00000000009"))
    withdraw_certificato(long, annullato_at=adesso, by=laura, now=adesso)
    old = caso.adempimenti.get(tipo="denuncia")
    assert (old.stato, old.sostituito_da) == ("superato", adempimenti(caso)["comunicazione"])


def test_a_duty_without_a_successor_is_not_due_any_more(caso, due_giorni, certifica, laura, adesso):
    row = certifica(caso, due_giorni)
    withdraw_certificato(row, annullato_at=adesso, by=laura, now=adesso)
    gone = caso.adempimenti.get(tipo="comunicazione")
    assert (gone.stato, gone.ended_at, gone.sostituito_da) == ("non_dovuto", adesso, None)


def test_a_duty_that_comes_back_is_a_new_row(
    caso, due_giorni, certifica, adempimenti, laura, adesso
):
    row = certifica(caso, due_giorni)
    withdraw_certificato(row, annullato_at=adesso, by=laura, now=adesso)
    certifica(caso, replace(due_giorni, numero="A00000000009"))
    assert caso.adempimenti.filter(tipo="comunicazione").count() == 2
    assert adempimenti(caso)["comunicazione"].stato == "da_fare"


def test_a_later_death_after_a_danger_is_a_second_alert(apri, caduta, correggi, adempimenti, ora):
    danger = replace(caduta, pericolo_di_morte=True, noto_at=ora("2026-03-10 10:30"))
    caso = apri(danger)
    correggi(caso, mortale=True, decesso_noto_at=ora("2026-03-11 18:00"))
    duties = adempimenti(caso)
    assert duties["segnalazione_24h"].termine_at == ora("2026-03-11 10:15")
    assert duties["segnalazione_24h:2"].termine_at == ora("2026-03-12 18:00")


# --- what was done stays -------------------------------------------------------------------------


def test_a_sent_denuncia_is_never_rewritten(
    caso, riferimenti, certifica, invia, adempimenti, laura, adesso
):
    row = certifica(caso, riferimenti)
    invia(caso, "denuncia")
    before = Adempimento.objects.filter(tipo="denuncia").values().get()
    withdraw_certificato(row, annullato_at=adesso, by=laura, now=adesso, confirmed=True)
    assert Adempimento.objects.filter(tipo="denuncia").values().get() == before


def test_a_withdrawal_after_a_dispatch_asks_a_person_to_confirm(
    caso, riferimenti, certifica, invia, laura, adesso
):
    row = certifica(caso, riferimenti)
    invia(caso, "denuncia")
    with pytest.raises(ActionError, match="conferma") as refusal:
        withdraw_certificato(row, annullato_at=adesso, by=laura, now=adesso)
    assert refusal.value.field == "confermo"
    row.refresh_from_db()
    assert row.annullato_at is None
    withdraw_certificato(row, annullato_at=adesso, by=laura, now=adesso, confirmed=True)
    event = AuditEvent.objects.get(code="certificato.ritirato_dopo_invio")
    assert event.data == {"caso": str(caso.pk), "tipo": "primo", "inviati": "denuncia"}


def test_later_certificates_never_make_a_second_denuncia(
    caso, due_giorni, prolungamento, certifica, invia, ora
):
    certifica(caso, due_giorni)
    later = ora("2026-03-13 10:00")
    certifica(caso, prolungamento, now=later)
    invia(caso, "denuncia", at=later, now=later)
    more = replace(
        prolungamento,
        numero="A00000000008",
        prognosi_dal=prolungamento.prognosi_al,
        prognosi_al=prolungamento.prognosi_al + timedelta(days=10),
    )
    certifica(caso, more, now=later)
    assert caso.adempimenti.filter(tipo="denuncia").count() == 1


def test_the_denuncia_absorbs_the_open_comunicazione(
    caso, due_giorni, prolungamento, certifica, invia, ora
):
    certifica(caso, due_giorni)
    later = ora("2026-03-13 10:00")
    certifica(caso, prolungamento, now=later)
    invia(caso, "denuncia", at=later, now=later)
    absorbed = caso.adempimenti.get(tipo="comunicazione")
    assert (absorbed.stato, absorbed.ended_at) == ("assorbito", later)
    assert absorbed.prossimo_promemoria_at is None


def test_an_absorbed_comunicazione_stays_absorbed_when_asked_again(
    caso, due_giorni, prolungamento, certifica, invia, laura, ora
):
    certifica(caso, due_giorni)
    later = ora("2026-03-13 10:00")
    certifica(caso, prolungamento, now=later)
    invia(caso, "denuncia", at=later, now=later)
    before = snapshot()
    evaluate(caso, by=laura, now=later)
    assert snapshot() == before


def test_a_comunicazione_that_appears_after_the_denuncia_is_born_absorbed_once(
    caso, riferimenti, due_giorni, certifica, invia, laura, adesso
):
    long = certifica(caso, riferimenti)
    invia(caso, "denuncia")
    withdraw_certificato(long, annullato_at=adesso, by=laura, now=adesso, confirmed=True)
    certifica(caso, replace(due_giorni, numero="A00000000009"))
    evaluate(caso, by=laura, now=adesso)
    assert caso.adempimenti.get(tipo="comunicazione").stato == "assorbito"


def test_a_rejected_denuncia_gives_the_comunicazione_back(
    caso, due_giorni, prolungamento, certifica, invia, adempimenti, laura, ora
):
    certifica(caso, due_giorni)
    later = ora("2026-03-13 10:00")
    certifica(caso, prolungamento, now=later)
    invia(caso, "denuncia", at=later, now=later)
    record_outcome(adempimenti(caso)["denuncia"], accepted=False, by=laura, now=later)
    assert adempimenti(caso)["comunicazione"].stato == "da_fare"
    assert adempimenti(caso)["denuncia"].stato == "respinto"


# --- a change of law -----------------------------------------------------------------------------


def test_other_tables_with_another_term_supersede_at_the_next_evaluation(
    caso, riferimenti, certifica, adempimenti, laura, ora
):
    certifica(caso, riferimenti)
    old = adempimenti(caso)["denuncia"]
    with termini.override("denuncia_days", 3):
        evaluate(caso, by=laura, now=ora("2026-03-13 10:00"))
    new = adempimenti(caso)["denuncia"]
    old.refresh_from_db()
    assert (old.stato, old.sostituito_da) == ("superato", new)
    assert new.valutazione.regole_del != old.valutazione.regole_del


def test_other_tables_with_the_same_term_leave_the_duty_as_it_was_explained(
    caso, riferimenti, certifica, adempimenti, laura, ora
):
    certifica(caso, riferimenti)
    before = adempimenti(caso)["denuncia"]
    with termini.override("mp_days", 6):
        evaluate(caso, by=laura, now=ora("2026-03-13 10:00"))
    after = adempimenti(caso)["denuncia"]
    assert (after.pk, after.valutazione_id, after.version) == (
        before.pk,
        before.valutazione_id,
        before.version,
    )


# --- duties of others ----------------------------------------------------------------------------


def test_the_worker_s_duty_is_stored_but_never_reminded(apri, adempimenti):
    caso = apri(DatiCaso(tipo=TipoEvento.MALATTIA_PROFESSIONALE, manifestata_on=date(2026, 3, 1)))
    notice = adempimenti(caso)["avviso_al_datore"]
    assert notice.obbligato == "lavoratore"
    assert notice.prossimo_promemoria_at is None


def test_the_employer_s_duty_has_its_reminder_planned(caso, adempimenti, adesso):
    duty = adempimenti(caso)["denuncia_assicurazione"]
    assert duty.prossimo_promemoria_at is not None
    assert duty.prossimo_promemoria_at >= adesso

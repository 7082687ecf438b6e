"""Opening a case: number, event, first evaluation, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError

from denunce.actions import opening
from denunce.actions.casi import DatiCaso, open_caso
from denunce.choices import TipoEvento
from denunce.models import Caso, Evento, Numerazione
from portal.base.audit import AuditEvent
from portal.base.errors import ActionError
from tests.factories import LavoratoreFactory, OrganizzazioneFactory, SedeFactory


def test_the_first_case_of_the_year_has_number_one(caso):
    assert caso.numero == "2026/0001"
    assert caso.stato == "aperto"
    assert caso.attesa_certificato


def test_numbers_follow_each_other_within_the_organisation(apri, caduta, caso, ora):
    other = replace(caduta, avvenuto_at=ora("2026-03-09 08:30"))
    assert apri(other).numero == "2026/0002"


def test_every_year_starts_again(apri, caduta, caso, ora):
    later = replace(caduta, avvenuto_at=ora("2027-01-07 09:00"))
    assert apri(later, now=ora("2027-01-08 09:00")).numero == "2027/0001"


def test_the_year_is_the_one_of_rome(apri, caduta, ora):
    eve = replace(caduta, avvenuto_at=ora("2026-12-31 10:00"))
    assert apri(eve, now=ora("2027-01-01 00:30")).numero == "2027/0001"


def test_the_account_is_stored_encrypted(caso):
    raw = Evento.objects.filter(pk=caso.evento_id).values_list("dinamica", flat=True)[0]
    assert b"palestra" not in bytes(raw)
    assert Evento.objects.get(pk=caso.evento_id).dinamica == "Caduta in palestra"


def test_opening_is_audited_in_order_and_without_personal_data(caso, laura, adesso):
    events = AuditEvent.objects.filter(target_id=caso.pk)
    codes = {event.code for event in events}
    assert codes == {"caso.aperto", "caso.valutato"}
    assert all(event.actor_id == laura.user.pk and event.at == adesso for event in events)
    assert all(event.organizzazione_id == caso.organizzazione_id for event in events)
    assert "Bianchi" not in str([event.data for event in events])


def test_the_insurer_is_owed_at_once(caso, adempimenti, ora):
    duties = adempimenti(caso)
    assert set(duties) == {"denuncia_assicurazione"}
    assert duties["denuncia_assicurazione"].termine_at == ora("2026-04-09 23:59:59")


def test_the_same_request_twice_is_the_same_case(apri, caduta):
    key = uuid4()
    assert apri(caduta, request_key=key).pk == apri(caduta, request_key=key).pk
    assert Caso.objects.count() == 1
    assert Numerazione.objects.get().ultimo == 1


@pytest.mark.parametrize("other", [{"dinamica": "Spinto"}, {"mortale": True}])
def test_the_same_key_with_other_facts_is_refused_not_swallowed(apri, caduta, other):
    key = uuid4()
    first = apri(caduta, request_key=key)
    with pytest.raises(ActionError, match=first.numero):
        apri(replace(caduta, **other), request_key=key)
    assert Caso.objects.count() == 1


def test_the_same_key_for_another_person_is_refused(apri, caduta, personas):
    key = uuid4()
    apri(caduta, request_key=key)
    with pytest.raises(ActionError):
        apri(caduta, request_key=key, lavoratore=LavoratoreFactory(organizzazione=personas.scuola))


def test_the_same_request_around_midnight_of_new_year_is_the_same_case(apri, caduta, ora):
    key = uuid4()
    data = replace(caduta, avvenuto_at=ora("2026-12-31 10:00"))
    first = apri(data, request_key=key, now=ora("2026-12-31 23:59"))
    assert apri(data, request_key=key, now=ora("2027-01-01 00:01")).pk == first.pk


class InBetween:
    """The cases of a request as seen before and after another process stored one."""

    def __init__(self, *answers):
        self.answers = list(answers)

    def first(self):
        return self.answers.pop(0)


@pytest.mark.parametrize("stored_meanwhile", [True, False])
def test_a_case_stored_by_another_process_in_between_is_the_answer(
    apri, caduta, caso, monkeypatch, stored_meanwhile
):
    """Only another year's numbering lets two processes so close; the database then says no."""
    seen = InBetween(None, caso if stored_meanwhile else None)

    def collide(*_args):
        raise IntegrityError("caso_richiesta_unica")

    monkeypatch.setattr(opening.Caso.objects, "filter", lambda **_fields: seen, raising=False)
    monkeypatch.setattr(opening, "_create", collide)
    if stored_meanwhile:
        assert apri(caduta) == caso
    else:
        with pytest.raises(IntegrityError):
            apri(caduta)


def test_two_pupils_of_one_event_share_its_facts(caso, apri, personas, caduta, ora):
    anna = LavoratoreFactory(organizzazione=personas.scuola, nome="Anna", cognome="Verdi")
    other = apri(
        DatiCaso(pericolo_di_morte=True, noto_at=ora("2026-03-10 10:20")),
        lavoratore=anna,
        evento=caso.evento,
    )
    assert other.evento_id == caso.evento_id
    assert other.pericolo_di_morte
    assert Evento.objects.count() == 1


def test_one_person_has_one_case_of_an_event(caso, apri, caduta):
    with pytest.raises(ActionError, match="esiste già un caso"):
        apri(caduta, evento=caso.evento)


def test_a_person_of_another_organisation_is_refused(apri, caduta):
    with pytest.raises(ActionError, match="dell’organizzazione"):
        apri(caduta, lavoratore=LavoratoreFactory())


def test_a_site_of_another_organisation_is_refused(apri, caduta):
    with pytest.raises(ActionError, match="dell’organizzazione"):
        apri(replace(caduta, sede=SedeFactory()))


def test_an_event_of_another_organisation_is_refused(apri, caduta, caso):
    Evento.objects.filter(pk=caso.evento_id).update(organizzazione=OrganizzazioneFactory())
    with pytest.raises(ActionError, match="dell’organizzazione"):
        apri(caduta, evento=Evento.objects.get(pk=caso.evento_id))


def test_only_employers_open_cases(laura, luca, caduta, adesso, personas, monkeypatch):
    personas.scuola.tipo = "patronato"
    with pytest.raises(ActionError, match="datore di lavoro o una scuola"):
        open_caso(
            caduta,
            lavoratore=luca,
            organizzazione=personas.scuola,
            by=laura,
            now=adesso,
            request_key=uuid4(),
        )


# --- what a date may not say ---------------------------------------------------------------------


def refused(apri, data, field):
    with pytest.raises(ActionError) as refusal:
        apri(data)
    assert refusal.value.field == field
    assert not Caso.objects.exists()


def test_an_injury_needs_its_instant(apri):
    refused(apri, DatiCaso(), "avvenuto_at")


def test_an_injury_is_not_in_the_future(apri, adesso):
    refused(apri, DatiCaso(avvenuto_at=adesso + timedelta(minutes=1)), "avvenuto_at")


def test_an_injury_is_not_before_the_birth(apri, ora):
    refused(apri, DatiCaso(avvenuto_at=ora("2013-05-02 10:00")), "avvenuto_at")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("noto_at", {"pericolo_di_morte": True}),
        ("decesso_at", {"mortale": True}),
        ("decesso_noto_at", {"mortale": True}),
        ("prima_assistenza_at", {}),
    ],
)
def test_what_follows_the_injury_is_neither_before_it_nor_in_the_future(
    apri, caduta, adesso, ora, field, values
):
    refused(apri, replace(caduta, **values, **{field: ora("2026-03-10 10:14")}), field)
    refused(apri, replace(caduta, **values, **{field: adesso + timedelta(minutes=1)}), field)


@pytest.mark.parametrize("field", ["decesso_at", "decesso_noto_at"])
def test_dates_of_death_need_a_fatal_injury(apri, caduta, field, ora):
    refused(apri, replace(caduta, **{field: ora("2026-03-11 10:00")}), field)


def test_the_news_of_a_death_does_not_come_before_it(apri, caduta, ora):
    data = replace(
        caduta,
        mortale=True,
        decesso_at=ora("2026-03-11 10:00"),
        decesso_noto_at=ora("2026-03-11 09:59"),
    )
    refused(apri, data, "decesso_noto_at")


def test_a_landing_needs_a_voyage_and_comes_after_the_injury(apri, caduta, ora):
    refused(apri, replace(caduta, primo_approdo_at=ora("2026-03-11 10:00")), "primo_approdo_at")
    early = replace(caduta, in_navigazione=True, primo_approdo_at=ora("2026-03-10 10:00"))
    refused(apri, early, "primo_approdo_at")


def test_a_planned_landing_may_lie_ahead(apri, caduta, ora):
    ahead = replace(caduta, in_navigazione=True, primo_approdo_at=ora("2026-03-20 10:00"))
    assert apri(ahead).evento.primo_approdo_at == ora("2026-03-20 10:00")


def test_a_disease_has_a_day_not_in_the_future_and_after_the_birth(apri, ora):
    disease = DatiCaso(tipo=TipoEvento.MALATTIA_PROFESSIONALE)
    refused(apri, replace(disease, manifestata_on=date(2026, 3, 13)), "manifestata_on")
    refused(apri, replace(disease, manifestata_on=date(2013, 5, 2)), "manifestata_on")


def test_an_injury_does_not_show_itself_like_a_disease(apri, caduta):
    refused(apri, replace(caduta, manifestata_on=date(2026, 3, 1)), "manifestata_on")


def test_what_the_engine_refuses_lands_on_its_field(apri, personas, ora):
    """An agricultural disease needs the first visit: the doctor's ten days run from it."""
    farm = LavoratoreFactory(organizzazione=personas.scuola, categoria="operaio_agricolo_otd")
    disease = DatiCaso(tipo=TipoEvento.MALATTIA_PROFESSIONALE, manifestata_on=date(2026, 3, 1))
    with pytest.raises(ActionError) as refusal:
        apri(disease, lavoratore=farm)
    assert refusal.value.field == "prima_visita_at"
    assert refusal.value.message[0].isupper()


def test_before_the_first_table_the_portal_never_guesses(apri, ora, personas):
    old = LavoratoreFactory(organizzazione=personas.scuola, nato_on=date(1930, 1, 1))
    with pytest.raises(ActionError, match="regole registrate"):
        apri(DatiCaso(avvenuto_at=ora("1950-03-10 10:00")), lavoratore=old)

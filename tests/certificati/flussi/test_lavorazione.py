"""What becomes of each record of a flow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificati import riferimenti
from certificati.eventi import EMESSI, RITIRATI
from certificati.flussi.actions import blocco
from certificati.flussi.actions.lavorazione import read_flusso
from certificati.flussi.actions.pulizia import forget_old
from certificati.flussi.actions.ricezione import receive_file
from certificati.flussi.models import Flusso, RecordFlusso
from certificati.flussi.schema.esempio import as_json, as_xml
from certificati.models import Certificato
from certificati.numero import is_ours
from portal.base.audit.models import AuditEvent
from portal.base.errors import ActionError
from portal.base.files import disk
from portal.base.files.models import StoredFile
from portal.base.keys import KeyDestroyed
from portal.base.outbox import OutboxMessage
from tests.certificati.flussi.scena import (
    CANARINO,
    LUCA,
    MARIA,
    codes,
    flusso,
    malattia,
    medico,
    outcomes,
    record,
    send,
)
from utenti.models import Membership

pytestmark = pytest.mark.django_db


def test_a_good_file_becomes_certificates_signed_by_their_doctor(personas, adesso):
    row = send(personas, adesso, as_xml(flusso(record(1), malattia(2))), "oggi.xml")
    assert outcomes(row) == [("PS-1", "creato"), ("MP-2", "creato")]
    assert (row.stato, row.totale, row.creati, row.fatti) == ("finito", 2, 2, 2)
    made = Certificato.objects.get(id_esterno="PS-1")
    assert (made.stato, made.origine) == ("emesso", "flusso")
    assert made.medico == personas.medico_ospedaliero
    assert made.created_by == personas.amministratore_presidio
    assert is_ours(made.numero)
    assert made.dati.diagnosi == "distorsione della caviglia sinistra"
    assert made.rilasciato_at.isoformat() == "2026-03-11T12:05:00+00:00"
    assert made.termine_at.astimezone(adesso.tzinfo).isoformat() == "2026-03-12T23:59:59+01:00"
    (found,) = riferimenti.of_people([LUCA])
    assert found.numero == made.numero


def test_the_announcement_and_the_register_say_the_same_as_the_wizard(personas, adesso):
    row = send(personas, adesso, flusso(record(1), malattia(2)))
    made = Certificato.objects.order_by("pk")
    (told,) = OutboxMessage.objects.filter(handler=EMESSI)
    assert set(told.payload["certificati"]) == {str(one.pk) for one in made}
    events = AuditEvent.objects.filter(code="certificato.emesso").order_by("pk")
    assert {event.data["numero"] for event in events} == {one.numero for one in made}
    assert {event.data["flusso"] for event in events} == {str(row.pk)}
    assert {event.actor_id for event in events} == {personas.amministratore_presidio.pk}


def test_sent_again_it_is_already_there_and_with_other_data_it_is_refused(personas, adesso):
    send(personas, adesso, flusso(record(1)))
    before = list(Certificato.objects.order_by("pk").values())
    again = send(personas, adesso, flusso(record(1), record(1, diagnosi="altro")))
    assert outcomes(again) == [("PS-1", "gia_presente"), ("PS-1", "diverso")]
    assert codes(again, 2) == [["id_esterno", "diverso"]]
    assert list(Certificato.objects.order_by("pk").values()) == before
    assert OutboxMessage.objects.filter(handler=EMESSI).count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"rilasciato_il": "2026-03-11T13:06:00+01:00"},
        {"numero": "4K7P9R2T6X8Z"},
        {"prognosi_al": "2026-03-14"},
        {"tipo": "riammissione"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_every_part_of_a_certificate_counts_as_its_content(personas, adesso, changes):
    send(personas, adesso, flusso(record(1)))
    again = send(personas, adesso, flusso(record(1, **changes)))
    assert outcomes(again) == [("PS-1", "diverso")]


def test_the_same_instant_written_in_another_zone_is_the_same_content(personas, adesso):
    send(personas, adesso, flusso(record(1)))
    there = {
        "rilasciato_il": "2026-03-11T12:05:00Z",
        "prima_assistenza_at": "2026-03-11T11:30:00+00:00",
    }
    assert outcomes(send(personas, adesso, flusso(record(1, **there)))) == [
        ("PS-1", "gia_presente")
    ]


def test_the_transmission_told_later_is_recorded_once(personas, adesso):
    send(personas, adesso, flusso(record(1)))
    sent = record(1, trasmesso_il="2026-03-11T18:00:00+01:00")
    for _turn in range(2):
        assert outcomes(send(personas, adesso, flusso(sent))) == [("PS-1", "gia_presente")]
    made = Certificato.objects.get()
    assert made.trasmesso_at.isoformat() == "2026-03-11T17:00:00+00:00"
    assert made.trasmesso_by == personas.amministratore_presidio
    assert AuditEvent.objects.filter(code="certificato.trasmesso").count() == 1


def test_inails_number_is_kept_and_used_once_in_the_whole_portal(personas, adesso):
    row = send(
        personas,
        adesso,
        flusso(record(1, numero="4K7P9R2T6X8Z"), malattia(2, numero="4K7P9R2T6X8Z")),
    )
    assert outcomes(row) == [("PS-1", "creato"), ("MP-2", "rifiutato")]
    assert codes(row, 2) == [["numero", "numero_usato"]]
    assert Certificato.objects.get().numero == "4K7P9R2T6X8Z"
    again = send(personas, adesso, flusso(malattia(3, numero="4K7P9R2T6X8Z")))
    assert codes(again) == [["numero", "numero_usato"]]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"rilasciato_il": "2026-03-13T09:00:00+01:00"}, ["rilasciato_il", "rilascio_futuro"]),
        ({"rilasciato_il": "2026-03-11T12:00:00+01:00"}, ["rilasciato_il", "rilascio_prima"]),
        ({"trasmesso_il": "2026-03-13T09:00:00+01:00"}, ["trasmesso_il", "trasmissione"]),
        ({"prognosi_al": "2026-03-01"}, ["prognosi_al", "controllo"]),
        ({"evento_on": "2026-03-12"}, ["evento_on", "controllo"]),
        ({"diagnosi": ""}, ["diagnosi", "controllo"]),
        ({"esito": "guarigione"}, ["esito", "controllo"]),
        ({"medico": MARIA}, ["medico", "medico_sconosciuto"]),
    ],
    ids=lambda value: value[1] if isinstance(value, list) else None,
)
def test_a_wrong_record_is_refused_with_its_field(personas, adesso, changes, expected):
    row = send(personas, adesso, flusso(record(1, **changes), malattia(2)))
    assert outcomes(row) == [("PS-1", "rifiutato"), ("MP-2", "creato")]
    assert expected in codes(row)


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_from": date(2026, 3, 12)},
        {"valid_to": date(2026, 3, 10)},
        {"sospesa_at": "2026-03-11T08:00:00+01:00"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_the_doctor_was_active_on_the_day_of_the_release(personas, adesso, changes):
    held = Membership.objects.filter(utente=personas.medico_ospedaliero)
    held.update(**changes)
    row = send(personas, adesso, flusso(record(1)))
    assert codes(row) == [["medico", "medico_non_attivo"]]


def test_a_doctor_who_left_afterwards_signed_all_the_same(personas, adesso):
    held = Membership.objects.filter(utente=personas.medico_ospedaliero)
    held.update(valid_to=date(2026, 3, 11))
    assert outcomes(send(personas, adesso, flusso(record(1)))) == [("PS-1", "creato")]


def test_doubts_are_warnings_and_the_certificate_goes_through(personas, adesso):
    row = send(personas, adesso, flusso(record(1, cognome="Neri", prognosi_al="2027-05-01")))
    assert outcomes(row) == [("PS-1", "creato")]
    assert codes(row) == [["cognome", "dubbio"], ["prognosi_al", "dubbio"]]
    assert row.con_avvertenze == 1


CONTINUES: dict[str, Any] = {
    "tipo": "continuativo",
    "prognosi_dal": "2026-03-14",
    "prognosi_al": "2026-03-16",
}


def test_a_chain_in_one_file(personas, adesso):
    first = record(1, numero="4K7P9R2T6X8Z")
    later = record(2, **CONTINUES, precedente_numero="4K7P9R2T6X8Z")
    row = send(personas, adesso, flusso(first, later))
    assert outcomes(row) == [("PS-1", "creato"), ("PS-2", "creato")]
    assert codes(row, 2) == []
    one, two = Certificato.objects.order_by("prognosi_dal")
    assert two.precedente == one
    assert two.catena_index == one.catena_index


def test_a_continuation_of_nothing_known_is_a_warning(personas, adesso):
    row = send(personas, adesso, flusso(record(1, **CONTINUES)))
    assert outcomes(row) == [("PS-1", "creato")]
    assert codes(row) == [["precedente_numero", "catena"]]


def test_nobody_continues_the_certificate_of_somebody_else(personas, adesso):
    first = malattia(1) | {"numero": "4K7P9R2T6X8Z"}
    row = send(
        personas, adesso, flusso(first, record(2, **CONTINUES, precedente_numero="4K7P9R2T6X8Z"))
    )
    assert codes(row, 2) == [["precedente_numero", "precedente_altrui"]]


def test_days_said_twice_are_warned_without_saying_which(personas, adesso):
    row = send(personas, adesso, flusso(record(1), record(2)))
    assert outcomes(row) == [("PS-1", "creato"), ("PS-2", "creato")]
    assert codes(row, 2) == [["tipo", "secondo_primo"], ["prognosi_dal", "sovrapposto"]]
    words = RecordFlusso.objects.get(flusso=row, posizione=2).dettagli
    assert words is not None
    assert "2026" not in words
    assert "marzo" not in words


def test_annulments_by_name_and_by_number_are_announced_and_idempotent(personas, adesso):
    send(personas, adesso, flusso(record(1), malattia(2, numero="4K7P9R2T6X8Z")))
    said = flusso(
        annulla=(
            {"id_esterno": "PS-1", "motivo": "dati"},
            {"numero": "4K7P9R2T6X8Z", "motivo": "altro", "nota": "paziente sbagliato"},
            {"id_esterno": "PS-7", "motivo": "dati"},
        )
    )
    row = send(personas, adesso, said)
    assert [esito for _id, esito in outcomes(row)] == ["annullato", "annullato", "rifiutato"]
    assert codes(row, 3) == [["id_esterno", "senza_certificato"]]
    assert {one.stato for one in Certificato.objects.order_by("pk")} == {"annullato"}
    (told,) = OutboxMessage.objects.filter(handler=RITIRATI)
    assert len(told.payload["certificati"]) == 2
    assert [esito for _id, esito in outcomes(send(personas, adesso, said))] == [
        "gia_presente",
        "gia_presente",
        "rifiutato",
    ]
    again = send(personas, adesso, flusso(record(1)))
    assert outcomes(again) == [("PS-1", "gia_presente")]
    assert codes(again) == [["id_esterno", "annullato_prima"]]


def test_an_annulment_in_the_file_that_brings_the_certificate(personas, adesso):
    said = flusso(record(1), annulla=({"id_esterno": "PS-1", "motivo": "doppio"},))
    assert outcomes(send(personas, adesso, said)) == [("PS-1", "creato"), ("PS-1", "annullato")]


def test_a_structure_annuls_only_its_own(personas, adesso):
    send(personas, adesso, flusso(record(1)))
    Certificato.objects.update(organizzazione=personas.studio_medico)
    row = send(personas, adesso, flusso(annulla=({"id_esterno": "PS-1", "motivo": "dati"},)))
    assert codes(row) == [["id_esterno", "senza_certificato"]]


def test_only_who_manages_the_doctors_sends(personas, adesso):
    for person in (personas.medico_ospedaliero, personas.medico_esterno, personas.segreteria):
        with pytest.raises(PermissionDenied):
            receive_file(
                as_json(flusso(record())),
                "a.json",
                organizzazione=personas.presidio_org,
                by=personas.scope(person),
                now=adesso,
            )
    assert not StoredFile.objects.exists()


def test_a_file_of_another_structure_is_refused_whole(personas, adesso):
    personas.presidio_org.codice_fiscale = "80012345678"
    with pytest.raises(ActionError, match="non è quello di Ospedale Esempio"):
        send(personas, adesso, flusso(record(), struttura="97012345670"))
    assert not Flusso.objects.exists()


def test_the_file_is_encrypted_and_goes_with_its_words_after_thirty_days(personas, adesso):
    row = send(personas, adesso, flusso(record(1), record(2, diagnosi="")))
    assert row.file is not None
    assert b"distorsione" not in disk.full_path(row.file.path).read_bytes()
    assert forget_old(adesso + timedelta(days=29)) == 0
    assert forget_old(adesso + timedelta(days=31)) == 1
    assert forget_old(adesso + timedelta(days=31)) == 0
    row.refresh_from_db()
    assert (row.creati, row.rifiutati) == (1, 1)
    assert codes(row, 2) == [["diagnosi", "controllo"]]
    assert StoredFile.objects.get(pk=row.file_id).deleted_at is not None
    with pytest.raises(KeyDestroyed):
        assert RecordFlusso.objects.get(flusso=row, posizione=2).dettagli


def test_no_health_word_in_outcomes_register_or_queue(personas, adesso):
    said = {"diagnosi": CANARINO, "racconto": CANARINO, "esame_obiettivo": CANARINO}
    wrong = {**said, "prognosi_al": "2026-03-01", "cap": "Milano"}
    row = send(personas, adesso, flusso(record(1, **said), record(2, **wrong)))
    assert outcomes(row) == [("PS-1", "creato"), ("PS-2", "rifiutato")]
    rows = RecordFlusso.objects.filter(flusso=row).order_by("posizione")
    told = [f"{one.codici} {one.dettagli}" for one in rows]
    told += [str(row) for row in AuditEvent.objects.order_by("pk").values_list("data", flat=True)]
    told += [str(row) for row in OutboxMessage.objects.order_by("pk").values_list("payload")]
    assert CANARINO not in " ".join(told)


def test_the_queries_of_a_batch_do_not_grow_with_its_records(personas, adesso):
    send(personas, adesso, flusso(malattia(1)))  # names the people, for the first time

    def count(*records: Any) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert send(personas, adesso, flusso(*records)).creati == len(records)
        return len(seen)

    few = count(record(2), malattia(3))
    many = count(*(malattia(number) for number in range(10, 110)))
    assert many == few


def test_a_number_taken_while_the_batch_was_judged_is_judged_again(personas, adesso, monkeypatch):
    other = send(personas, adesso, flusso(malattia(9)))
    taken = Certificato.objects.get().numero
    drawn = iter([taken, "PT3333333333"])
    monkeypatch.setattr(blocco, "draw_numero", lambda: next(drawn))
    row = send(personas, adesso, flusso(record(1)))
    assert other.creati == row.creati == 1
    assert Certificato.objects.get(id_esterno="PS-1").numero == "PT3333333333"


def test_a_file_that_is_gone_ends_the_flow_as_failed(personas, adesso):
    medico(personas)
    by = personas.scope(personas.amministratore_presidio)
    row = receive_file(
        as_json(flusso(record())), "", organizzazione=personas.presidio_org, by=by, now=adesso
    )
    assert row.file is not None
    disk.full_path(row.file.path).unlink()
    read_flusso({"flusso": str(row.pk)}, now=adesso)
    row.refresh_from_db()
    assert (row.stato, row.fatti) == ("fallito", 0)

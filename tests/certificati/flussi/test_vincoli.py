"""The database says no first: each invariant of flows and tokens is broken once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from certificati.flussi.actions.contesto import load_contesto
from certificati.flussi.actions.gettoni import create_gettone
from certificati.flussi.models import Flusso, GettoneApi, RecordFlusso
from certificati.flussi.personal import erase, remove
from certificati.models import Certificato
from portal.base.errors import ActionError
from portal.base.personal import Person
from tests.certificati.flussi.scena import flusso, malattia, record, send

pytestmark = pytest.mark.django_db


def refused(name: str, rows: Any, **values: Any) -> None:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        rows.update(**values)
    said = str(error.value)
    assert name in said or "UNIQUE" in said, said


def test_constraints_of_a_flow(personas, adesso):
    send(personas, adesso, flusso(record(1)))
    rows = Flusso.objects.all()
    refused("flusso_codici_noti", rows, canale="fax")
    refused("flusso_codici_noti", rows, formato="csv")
    refused("flusso_codici_noti", rows, stato="boh")
    refused("flusso_conta_torna", rows, fatti=0)
    refused("flusso_conta_torna", rows, totale=0)
    refused("flusso_finito_con_data", rows, finito_at=None)
    refused("flusso_finito_con_data", rows, stato="in_corso")
    refused("flusso_del_suo_canale", rows, canale="api")
    refused("flusso_del_suo_canale", rows, chiave="k")
    refused("flusso_scade_dopo", rows, scade_at=adesso - timedelta(days=1))


def test_one_key_of_a_structure_is_one_flow(personas, adesso):
    by = personas.scope(personas.amministratore_presidio)
    token, _secret = create_gettone(personas.presidio_org, nome="PS", giorni=1, by=by, now=adesso)
    for number in range(2):
        send(personas, adesso, flusso(malattia(number)))
    first, second = Flusso.objects.order_by("pk")
    changes = {"canale": "api", "gettone": token, "file": None, "chiave": "k"}
    Flusso.objects.filter(pk=first.pk).update(**changes)
    refused("flusso_chiave_unica", Flusso.objects.filter(pk=second.pk), **changes)


def test_constraints_of_a_record(personas, adesso):
    send(personas, adesso, flusso(record(1), malattia(2)))
    rows = RecordFlusso.objects.all()
    refused("recordflusso_posizione_unica", rows.filter(posizione=2), posizione=1)
    refused("recordflusso_codici_noti", rows, esito="boh")
    refused("recordflusso_codici_noti", rows, operazione="boh")
    refused("recordflusso_fatto_con_certificato", rows, certificato=None)


def test_constraints_of_a_token(personas, adesso):
    by = personas.scope(personas.amministratore_presidio)
    for name in ("uno", "due"):
        create_gettone(personas.presidio_org, nome=name, giorni=1, by=by, now=adesso)
    rows = GettoneApi.objects.all()
    one = rows.get(nome="uno")
    refused("gettone_impronta_unica", rows.filter(nome="due"), impronta=one.impronta)
    refused("gettone_nome_unico", rows.filter(nome="due"), nome="uno")
    refused("gettone_con_nome", rows.filter(nome="due"), nome="")
    refused("gettone_revocato_da_qualcuno", rows, revocato_at=adesso)
    refused("gettone_scade_dopo", rows, scade_at=adesso - timedelta(days=1))
    with pytest.raises(ActionError, match="già un gettone"):
        create_gettone(personas.presidio_org, nome="uno", giorni=1, by=by, now=adesso)
    for giorni in (0, 366):
        with pytest.raises(ActionError, match="365"):
            create_gettone(personas.presidio_org, nome="tre", giorni=giorni, by=by, now=adesso)


def test_what_a_batch_asks_is_answered_by_an_index(personas, adesso):
    """The same four questions whatever is stored; at a million rows ``benchmark`` looks again."""
    send(personas, adesso, flusso(*(malattia(number) for number in range(40))))
    row = Certificato.objects.order_by("pk").first()
    assert row is not None
    issued = Certificato.objects.issued().order_by()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # few rows are read faster without any index
            cursor.execute("ANALYZE certificati_certificato")
            cursor.execute("SET LOCAL enable_seqscan = off")
    asked = {
        "certificato_abbinamento": Certificato.objects.standing()
        .of_person([row.codice_fiscale_index])
        .filter(rilasciato_at__isnull=False)
        .order_by(),
        "certificato_numero_unico": issued.filter(numero__in=[row.numero]),
        "certificato_id_esterno_unico": issued.filter(
            organizzazione_id=row.organizzazione_id, id_esterno__in=["MP-1"]
        ).exclude(id_esterno=""),
    }
    for index, query in asked.items():
        assert index in query.explain(), query.explain()
    found = load_contesto(row.organizzazione_id, [], [row.codice_fiscale_index])
    assert len(found.persone[row.codice_fiscale_index]) == 40


def test_the_tokens_of_who_leaves_stop_working(personas, adesso):
    admin = personas.amministratore_presidio
    by = personas.scope(admin)
    create_gettone(personas.presidio_org, nome="PS", giorni=30, by=by, now=adesso)
    person = Person(admin.pk, admin.email)
    assert erase(person, personas.gestore, adesso)["gettoni"] == 1
    assert GettoneApi.objects.get().revocato_by == personas.gestore
    assert not GettoneApi.objects.usable(adesso).exists()


def test_a_structure_that_goes_takes_flows_and_tokens_with_it(personas, adesso):
    by = personas.scope(personas.amministratore_presidio)
    create_gettone(personas.presidio_org, nome="PS", giorni=30, by=by, now=adesso)
    row = send(personas, adesso, flusso(record(1)))
    while remove(personas.presidio_org.pk, personas.gestore, adesso):
        pass
    assert not Flusso.objects.exists()
    assert not RecordFlusso.objects.exists()
    assert not GettoneApi.objects.exists()
    assert row.file is not None
    row.file.refresh_from_db()
    assert row.file.deleted_at == adesso
    assert Certificato.objects.count() == 1

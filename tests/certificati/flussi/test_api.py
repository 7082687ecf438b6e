"""The API: its door, its answers, its document; nothing about health ever leaves by it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import jsonschema
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificati.flussi.actions.gettoni import create_gettone, revoke_gettone
from certificati.flussi.api.openapi import openapi
from certificati.flussi.models import Flusso, GettoneApi
from certificati.models import Certificato
from certificati.tabella import HEALTH
from portal.base import clock
from portal.base.audit.models import AccessEvent, AuditEvent
from portal.base.outbox import OutboxMessage
from tests.certificati.flussi.scena import CANARINO, flusso, malattia, medico, record, send
from tests.personas import Personas
from utenti.models import Utente

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_tempo_fermo", "_whole_cache")]
CERTIFICATI = "/api/v1/certificati/"


@pytest.fixture
def _whole_cache() -> None:
    cache.clear()


class Sistema:
    """The structure's own system: a client that knows a token and nothing else."""

    def __init__(self, secret: str) -> None:
        self.client, self.secret = Client(raise_request_exception=False), secret

    def post(self, path: str, body: Any, **headers: str) -> Any:
        content = body if isinstance(body, bytes | str) else json.dumps(body)
        kind = headers.pop("kind", "application/json")
        sent = {"authorization": f"Bearer {self.secret}"} | headers
        return self.client.generic("POST", path, content, content_type=kind, headers=sent)

    def get(self, path: str) -> Any:
        return self.client.get(path, headers={"authorization": f"Bearer {self.secret}"})


def token_of(personas: Personas, giorni: int = 30) -> tuple[GettoneApi, str]:
    by = personas.scope(personas.amministratore_presidio)
    return create_gettone(
        personas.presidio_org, nome="Pronto soccorso", giorni=giorni, by=by, now=clock.now()
    )


@pytest.fixture
def sistema(personas: Personas) -> Sistema:
    medico(personas)
    return Sistema(token_of(personas)[1])


def outcomes(answer: Any) -> list[str]:
    return [one["risultato"] for one in answer.json()["record"]]


def test_records_become_certificates_with_their_numbers(sistema, personas):
    answer = sistema.post(CERTIFICATI, flusso(record(1), malattia(2)))
    assert answer.status_code == 200, answer.content
    assert outcomes(answer) == ["creato", "creato"]
    made = Certificato.objects.get(id_esterno="PS-1")
    assert answer.json()["record"][0]["numero"] == made.numero
    assert made.medico == personas.medico_ospedaliero
    assert made.created_by == personas.amministratore_presidio
    assert answer.headers["Cache-Control"] == "no-store"


def test_one_bad_record_makes_207_and_says_why(sistema):
    answer = sistema.post(CERTIFICATI, flusso(record(1), record(2, diagnosi="", colore="rosso")))
    assert answer.status_code == 207
    good, bad = answer.json()["record"]
    assert good["risultato"] == "creato"
    assert bad["risultato"] == "rifiutato"
    assert {"campo": "colore", "codice": "campo_sconosciuto"}.items() <= bad["errori"][0].items()
    assert bad["errori"][0]["messaggio"].endswith("schema.")


def test_the_same_key_gives_the_same_answer_and_another_body_is_refused(sistema):
    said = flusso(record(1))
    first = sistema.post(CERTIFICATI, said, **{"idempotency-key": "turno-1"})
    again = sistema.post(CERTIFICATI, said, **{"idempotency-key": "turno-1"})
    other = sistema.post(CERTIFICATI, flusso(record(2)), **{"idempotency-key": "turno-1"})
    assert first.json() == again.json()
    assert other.status_code == 409
    assert "Idempotency-Key" in other.json()["messaggio"]
    assert sistema.post(CERTIFICATI, said, **{"idempotency-key": "é"}).status_code == 422
    assert outcomes(sistema.post(CERTIFICATI, said)) == ["gia_presente"]
    assert Certificato.objects.count() == 1


def test_a_request_that_died_goes_on_with_its_key(sistema, monkeypatch):
    from certificati.flussi.actions import richieste

    def dies(*_args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(richieste, "run_batch", dies)
    said = flusso(record(1))
    assert sistema.post(CERTIFICATI, said, **{"idempotency-key": "k"}).status_code == 500
    monkeypatch.undo()
    answer = sistema.post(CERTIFICATI, said, **{"idempotency-key": "k"})
    assert outcomes(answer) == ["creato"]
    assert Flusso.objects.count() == 1


def test_the_state_of_a_certificate_and_its_annulment(sistema):
    sent = record(1, trasmesso_il="2026-03-11T18:00:00+01:00")
    sistema.post(CERTIFICATI, flusso(sent))
    state = sistema.get(f"{CERTIFICATI}PS-1/").json()
    assert state["stato"] == "emesso"
    assert state["trasmesso_il"].startswith("2026-03-11T17:00:00")
    for _turn in range(2):
        answer = sistema.post(f"{CERTIFICATI}PS-1/annulla/", {"motivo": "doppio"})
        assert (answer.status_code, answer.json()["stato"]) == (200, "annullato")
    assert OutboxMessage.objects.filter(handler="certificati.ritirati").count() == 1
    wrong = sistema.post(f"{CERTIFICATI}PS-1/annulla/", {"motivo": "boh"})
    assert (wrong.status_code, wrong.json()["messaggio"][:6]) == (422, "motivo")
    assert sistema.post(f"{CERTIFICATI}PS-9/annulla/", {"motivo": "dati"}).status_code == 404
    Certificato.objects.update(stato="sostituito", annullato_motivo="")
    assert sistema.post(f"{CERTIFICATI}PS-1/annulla/", {"motivo": "dati"}).status_code == 409


def test_a_flow_is_read_back_page_by_page(sistema, personas, adesso):
    row = send(personas, adesso, flusso(*(malattia(number) for number in range(1, 602))))
    first = sistema.get(f"/api/v1/flussi/{row.pk}/").json()
    assert (first["totale"], len(first["record"]), first["seguente"]) == (601, 500, 501)
    rest = sistema.get(f"/api/v1/flussi/{row.pk}/?da=501").json()
    assert (len(rest["record"]), rest["seguente"]) == (101, None)
    assert sistema.get(f"/api/v1/flussi/{row.pk}/?da=x").status_code == 422
    assert sistema.get(f"/api/v1/flussi/{uuid4()}/").status_code == 404


def test_a_token_of_another_structure_sees_nothing(sistema, personas):
    sistema.post(CERTIFICATI, flusso(record(1)))
    row = Flusso.objects.get()
    Certificato.objects.update(organizzazione=personas.studio_medico)
    Flusso.objects.update(organizzazione=personas.studio_medico)
    nobody = sistema.get(f"{CERTIFICATI}PS-7/")
    other = sistema.get(f"{CERTIFICATI}PS-1/")
    assert (other.status_code, other.content) == (nobody.status_code, nobody.content)
    assert other.status_code == 404
    assert sistema.get(f"/api/v1/flussi/{row.pk}/").status_code == 404
    assert sistema.post(f"{CERTIFICATI}PS-1/annulla/", {"motivo": "dati"}).status_code == 404


@pytest.mark.parametrize(
    "how",
    ["senza", "sbagliato", "scaduto", "revocato", "chiusa", "base64", "senza ruolo", "bloccato"],
)
def test_no_door_opens_without_a_good_token(personas, adesso, how, a_tempo_fermo):
    row, secret = token_of(personas)
    headers = {"authorization": f"Bearer {secret}"}
    if how == "senza":
        headers = {}
    elif how == "sbagliato":
        headers = {"authorization": f"Bearer {secret[:-1]}x"}
    elif how == "base64":
        headers = {"authorization": f"Basic {secret}"}
    elif how == "scaduto":
        a_tempo_fermo.move_to(adesso + timedelta(days=31))
    elif how == "revocato":
        by = personas.scope(personas.amministratore_presidio)
        revoke_gettone(row, by=by, now=adesso)
    elif how == "senza ruolo":  # who made it went to work elsewhere
        personas.end_membership(personas.amministratore_presidio)
    elif how == "bloccato":
        Utente.objects.filter(pk=personas.amministratore_presidio.pk).update(is_active=False)
    else:
        personas.presidio_org.chiusa_at = adesso
        personas.presidio_org.save()
    client = Client()
    client.force_login(personas.amministratore_presidio)  # a session is nobody here
    for path in (CERTIFICATI, f"{CERTIFICATI}PS-1/annulla/"):
        answer = client.post(path, "{}", content_type="application/json", headers=headers)
        assert answer.status_code == 401, answer.content
    for path in (f"{CERTIFICATI}PS-1/", f"/api/v1/flussi/{uuid4()}/"):
        answer = client.get(path, headers=headers)
        assert answer.status_code == 401
        assert client.head(path, headers=headers).status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert "gettone" in answer.json()["messaggio"]


def test_only_the_hash_of_a_token_is_kept_and_its_use_is_noted(personas, sistema):
    row = GettoneApi.objects.get()
    assert row.usato_at is None
    assert sistema.secret not in str(GettoneApi.objects.values().get())
    sistema.post(CERTIFICATI, flusso(record(1)))
    sistema.get(f"{CERTIFICATI}PS-1/")
    row.refresh_from_db()
    assert row.usato_at == clock.now()
    read = AccessEvent.objects.get(target_type="certificati.certificato")
    assert (read.user_id, read.role) == (personas.amministratore_presidio.pk, "gettone")
    arrived = AuditEvent.objects.get(code="flussi.arrivato")
    assert arrived.data["gettone"] == str(row.pk)


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ("{}", {"kind": "text/plain"}, 415),
        ("{}", {"kind": "application/json; charset=utf-16"}, 400),
        (b"x" * (2 * 1024 * 1024 + 1), {}, 413),
        ({"versione": "1", "certificati": [1] * 501}, {}, 413),
        (" ", {}, 422),
        ("{", {}, 422),
        ("[" * 100_000, {}, 422),
        (b"\xff", {}, 422),
        ({"versione": "9"}, {}, 422),
        ({"versione": "1", "certificati": []}, {}, 422),
        ({"versione": "1", "struttura": "97012345670", "certificati": [1]}, {}, 422),
        ({"versione": "1", "certificati": [None, [], "\ud800", {"dati": 1}]}, {}, 207),
    ],
)
def test_every_refusal_has_its_status_and_one_shape(sistema, body, headers, status):
    answer = sistema.post(CERTIFICATI, body, **headers)
    assert answer.status_code == status
    if status >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == status
        assert answer.json()["messaggio"]


def test_too_many_requests_wait(sistema):
    statuses = {sistema.get(f"{CERTIFICATI}PS-1/").status_code for _turn in range(120)}
    assert statuses == {404}
    answer = sistema.get(f"{CERTIFICATI}PS-1/")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_an_address_that_is_none_and_a_method_that_is_none_are_problems_too(sistema):
    for answer, status in (
        (sistema.get("/api/v1/altro/"), 404),
        (sistema.client.put(CERTIFICATI), 405),
    ):
        assert answer.status_code == status
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_no_answer_has_a_field_or_a_word_of_health(sistema):
    words = dict.fromkeys(("diagnosi", "esame_obiettivo", "accertamenti", "racconto"), CANARINO)
    answers = [
        sistema.post(CERTIFICATI, flusso(record(1, **words), record(2, **words, cap="x"))),
        sistema.get(f"{CERTIFICATI}PS-1/"),
        sistema.get(f"/api/v1/flussi/{Flusso.objects.get().pk}/"),
        sistema.post(f"{CERTIFICATI}PS-1/annulla/", {"motivo": "altro", "nota": CANARINO}),
    ]
    for answer in answers:
        assert answer.status_code in (200, 207)
        assert CANARINO not in answer.content.decode()
        assert not keys_of(answer.json()) & {*HEALTH, "tipo", "prognosi_dal", "prognosi_al"}
    answered = openapi()["components"]["schemas"]
    said = {name for one in answered.values() for name in one.get("properties", {})}
    assert not said & {*HEALTH, "dati", "tipo", "prognosi_dal", "prognosi_al"}


def keys_of(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(keys_of(one) for one in value.values()))
    return set().union(*(keys_of(one) for one in value)) if isinstance(value, list) else set()


def test_the_document_is_public_and_declares_every_operation(client):
    found = client.get(reverse("api_openapi")).json()
    assert found["openapi"].startswith("3.1")
    operations = {
        f"{method} {path}": set(operation["responses"])
        for path, methods in found["paths"].items()
        for method, operation in methods.items()
    }
    assert len(operations) == 4
    write = operations["post /api/v1/certificati/"]
    assert {"200", "207", "401", "409", "413", "415", "422", "429"} <= write
    for statuses in operations.values():
        assert {"401", "422", "429"} <= statuses
    body = found["paths"]["/api/v1/certificati/"]["post"]["requestBody"]["content"]
    schema = body["application/json"]["schema"]
    jsonschema.Draft202012Validator.check_schema(schema)
    assert jsonschema.Draft202012Validator(schema).is_valid(body["application/json"]["example"])


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
FIELDS = st.sampled_from(["diagnosi", "nato_on", "lesioni", "prima_assistenza_at", "cap", "x"])
ENVELOPE = st.sampled_from(["id_esterno", "numero", "medico", "dati", "genere", "rilasciato_il"])
RECORDS = st.builds(
    lambda outer, inner: record() | {"dati": record()["dati"] | inner} | outer,
    st.dictionaries(ENVELOPE, JSONS, max_size=2),
    st.dictionaries(FIELDS, JSONS, max_size=3),
)
BODIES = st.one_of(
    st.binary(max_size=60),
    JSONS.map(lambda value: json.dumps(value).encode()),
    st.lists(RECORDS, max_size=3).map(lambda rows: json.dumps(flusso(*rows)).encode()),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BODIES, st.sampled_from(["application/json", "text/xml", "application/json; charset=x"]))
def test_hostile_bodies_never_fell_it_and_every_status_is_declared(sistema, body, kind):
    cache.clear()
    paths = openapi()["paths"]
    for path, template in (
        (CERTIFICATI, CERTIFICATI),
        (f"{CERTIFICATI}PS-1/annulla/", CERTIFICATI + "{id_esterno}/annulla/"),
    ):
        answer = sistema.post(path, body, kind=kind)
        assert str(answer.status_code) in map(str, paths[template]["post"]["responses"])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=80).filter(lambda text: "/" not in text))
def test_hostile_names_never_fell_it(sistema, name):
    cache.clear()
    if name in (".", ".."):
        return
    answer = sistema.get(reverse("api_certificato", args=[name]))
    declared = openapi()["paths"][CERTIFICATI + "{id_esterno}/"]["get"]["responses"]
    assert str(answer.status_code) in map(str, declared)

"""The data of a form as a file: taken away, looked at, brought back; nothing wrong gets in."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from denunce.actions.moduli import finalize_modulo, save_modulo
from denunce.models import Modulo
from denunce.moduli.canonical import canonical
from denunce.moduli.example import example
from denunce.moduli.registry import FORMS, declaration_on, declaration_version, versions_of
from portal.base.audit import AuditEvent
from portal.base.audit.models import AccessEvent
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def modulo(laura, denuncia):
    """The draft, begun from the case page."""
    laura.post(f"/denunce/adempimenti/{denuncia.pk}/modulo/")
    return Modulo.objects.get()


@pytest.fixture
def carica(laura, modulo):
    """Send a file, as bytes or as data."""

    def sent(content, **more):
        if not isinstance(content, bytes):
            content = json.dumps(content).encode()
        file = SimpleUploadedFile("dati.json", content, "application/json")
        return laura.post(f"/denunce/moduli/{modulo.pk}/carica/", {"file": file} | more)

    return sent


@pytest.fixture
def conferma(laura, modulo):
    """Press the button of the page that shows what would change."""

    def pressed(data, version=None):
        modulo.refresh_from_db()
        sent = {"dati": canonical(data), "version": str(version or modulo.version)}
        return laura.post(f"/denunce/moduli/{modulo.pk}/carica/", sent)

    return pressed


def completo(modulo):
    """Complete data, of this very person."""
    data = example(declaration_version(modulo.tipo, modulo.dichiarazione))
    data["lavoratore"]["codice_fiscale"] = "BNCLCU13E03F205S"
    return data


def test_the_data_are_a_file_that_the_command_reads(laura, modulo):
    answer = laura.get(f"/denunce/moduli/{modulo.pk}/dati/")
    assert canonical(json.loads(answer.content)) == modulo.dati
    assert answer["Content-Type"] == "application/json"
    number, version = modulo.caso.numero.replace("/", "-"), modulo.dichiarazione
    name = f"mod-4-bis-caso-{number}-versione-{version}-bozza.json"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Cache-Control"] == "no-store"
    assert AccessEvent.objects.filter(kind="download", target_id=modulo.pk).count() == 1


def test_a_frozen_form_gives_its_data_and_takes_none(laura, modulo, carica, by, adesso):
    whole = example(declaration_version(modulo.tipo, modulo.dichiarazione))
    save_modulo(modulo, whole, expected=1, by=by, now=adesso)
    modulo.refresh_from_db()
    finalize_modulo(modulo, expected=modulo.version, by=by, now=adesso)
    answer = laura.get(f"/denunce/moduli/{modulo.pk}/dati/")
    assert "bozza" not in answer["Content-Disposition"]
    assert json.loads(answer.content) == json.loads(canonical(whole))
    refused = carica({})
    assert refused["Location"] == f"/denunce/moduli/{modulo.pk}/"
    page = read(laura.get(refused["Location"]))
    assert "entrano in una bozza" in page
    assert "/dati/" in page
    assert "/carica/" not in page


def test_what_would_change_is_shown_before_it_does(modulo, carica, conferma, laura):
    data = completo(modulo)
    page = read(carica(data))
    assert "Non è ancora stato salvato niente" in page
    assert "Lavoratore: Cittadinanza" in page.replace("Dati anagrafici", "Lavoratore")
    assert "resterebbe" not in page or "resterebbero vuoti" in page
    modulo.refresh_from_db()
    assert modulo.version == 1
    done = conferma(data)
    assert done["Location"] == f"/denunce/moduli/{modulo.pk}/"
    modulo.refresh_from_db()
    assert json.loads(modulo.dati) == json.loads(canonical(data))
    assert modulo.version == 2
    assert AuditEvent.objects.filter(code="modulo.caricato", target_id=modulo.pk).count() == 1
    assert "Dati del file caricati nella bozza. NON INVIATA" in read(laura.get(done["Location"]))


def test_a_file_empties_what_it_does_not_say_and_warns(modulo, carica, conferma):
    page = read(carica({"lavoratore": {"cognome": "Bianco"}}))
    assert "resterebbero vuoti" in page
    assert "Bianco" in page
    conferma({"lavoratore": {"cognome": "Bianco"}})
    modulo.refresh_from_db()
    assert json.loads(modulo.dati) == {"lavoratore": {"cognome": "Bianco"}}


def test_the_same_data_change_nothing(modulo, carica, conferma):
    page = read(carica(json.loads(modulo.dati)))
    assert "dice già le stesse cose" in page
    assert "Sostituisci i dati" not in page
    conferma(json.loads(modulo.dati))
    modulo.refresh_from_db()
    assert modulo.version == 1


def test_two_presses_have_one_effect(modulo, conferma):
    data = completo(modulo)
    assert [conferma(data, 1).status_code, conferma(data, 1).status_code] == [302, 302]
    modulo.refresh_from_db()
    assert modulo.version == 2
    assert AuditEvent.objects.filter(code="modulo.caricato").count() == 1


def test_a_draft_that_changed_meanwhile_is_compared_again(modulo, conferma, by, adesso):
    save_modulo(modulo, {"lavoratore": {"cognome": "Terzo"}}, expected=1, by=by, now=adesso)
    page = read(conferma(completo(modulo), 1))
    assert "Qualcun altro ha modificato" in page
    assert "Terzo" in page
    assert 'name="version" value="2"' in page
    modulo.refresh_from_db()
    assert modulo.version == 2


def test_every_wrong_field_is_named_and_nothing_is_saved(modulo, carica):
    page = read(
        carica(
            {
                "inventato": {"a": 1},
                "lavoratore": {"cognome": 7, "soprannome": "x", "nome": "a\u0000b"},
                "testimoni": {"cognome": "x"},
                "rapporto": [],
                "evento": {"data": "10/03/2026"},
                "luogo": "Milano",
            }
        )
    )
    for path in (
        "/inventato", "/lavoratore/cognome", "/lavoratore/soprannome", "/lavoratore/nome",
        "/testimoni", "/evento/data", "/luogo",
    ):  # fmt: skip
        assert f"<code>{path}</code>" in page, path
    assert "7 punti da correggere" in page
    assert "questo campo non esiste nel modulo" in page
    assert "serve una data come 2026-03-14" in page
    modulo.refresh_from_db()
    assert modulo.version == 1


def test_a_thousand_wrong_fields_are_counted_and_the_first_are_listed(carica):
    page = read(carica({"lavoratore": {f"campo{n}": 1 for n in range(1000)}, "a": {}, "b": 1}))
    assert page.count("<code>/") <= 100


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Il file è vuoto"),
        (b"\xff\xfe", "non è testo in UTF-8"),
        (b"[" * 50_000, "troppo annidato"),
        (b'{"a": NaN}', "NaN non è un numero ammesso"),
        (b'{"a": {"b": 1, "b": 2}}', "due volte lo stesso campo"),
        (b'{"\\ud800": 1}', "caratteri non ammessi"),
        (b'"' + b"x" * 900_000 + b'"', "supera 200000 caratteri"),
    ],
)
def test_a_hostile_file_is_refused_with_its_reason(modulo, carica, content, reason):
    page = read(carica(content))
    assert reason in page
    assert "la bozza è com’era" in page
    modulo.refresh_from_db()
    assert modulo.version == 1


@pytest.mark.parametrize("content", [b"[]", b"1", b'"x"', b"null"])
def test_json_that_is_no_form_is_refused(carica, content):
    assert "ervono i dati del modulo come oggetto JSON" in read(carica(content))


def test_html_in_a_file_is_text(modulo, carica):
    data = completo(modulo)
    data["lavoratore"]["cognome"] = "<i data-canary>"
    assert b"<i data-canary>" not in carica(data).content
    assert b"<i data-canary>" not in carica({"<i data-canary>": 1}).content


def test_the_file_of_another_form_is_told(carica):
    page = read(carica(example(declaration_on("mod101", None))))
    assert "Questo file è del Mod. 101: qui serve il Mod. 4 bis." in page
    assert "punti da correggere" not in page


def test_the_file_of_another_person_is_warned_about(modulo, carica):
    data = completo(modulo)
    data["lavoratore"]["codice_fiscale"] = "RSSMRA80A01H501U"
    assert "non è quello della persona del caso" in read(carica(data))
    assert "non è quello della persona del caso" not in read(carica(completo(modulo)))


def test_the_version_follows_the_day_in_the_file(modulo, carica, conferma):
    older = versions_of("mod4bis")[0]
    data = example(older)
    data["evento"]["data"] = "2024-03-12"
    page = read(carica(data))
    assert f"la versione del modulo dal {older.effective_from:%d/%m/%Y}" in page
    conferma(data)
    modulo.refresh_from_db()
    assert modulo.dichiarazione == older.version
    wrong = data | {"luogo": data.get("luogo", {}) | {"cantiere": True}}
    assert "nella versione del modulo dal 23/05/2025, non in questa" in read(carica(wrong))


def test_an_event_before_the_form_is_refused(carica):
    page = read(carica({"evento": {"data": "1999-01-01"}}))
    assert "esiste qui solo per gli eventi dal 01/07/2013" in page


def test_no_file_is_asked_for(laura, modulo):
    page = read(laura.post(f"/denunce/moduli/{modulo.pk}/carica/", {}))
    assert "Scegli il file da caricare" in page


def test_another_school_finds_neither(ugo, modulo):
    for end in ("dati/", "carica/"):
        assert ugo.get(f"/denunce/moduli/{modulo.pk}/{end}").status_code == 404
    assert ugo.post(f"/denunce/moduli/{modulo.pk}/carica/", {"dati": "{}"}).status_code == 404


@pytest.mark.parametrize("code", FORMS)
def test_each_form_takes_back_what_it_gave(laura, modulo, carica, conferma, code):
    form = declaration_on(code, None)
    Modulo.objects.filter(pk=modulo.pk).update(tipo=code, dichiarazione=form.version)
    data = example(form)
    assert conferma(data).status_code == 302
    given = laura.get(f"/denunce/moduli/{modulo.pk}/dati/").content
    assert "dice già le stesse cose" in read(carica(given))

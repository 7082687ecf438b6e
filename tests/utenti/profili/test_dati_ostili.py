"""Nothing sent to the pages of the profiles makes them fall over, and no stored text runs."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.architecture.test_hostile_input import HOSTILE
from tests.utenti.profili.scena import as_csv, dati
from utenti.models import Utente
from utenti.profili.actions.imports import upload
from utenti.profili.models import Gruppo, ProfiloMedico

pytestmark = pytest.mark.django_db
CANARY = "\"><svg/onload=1>'{{31*37}}"
FIELDS = {
    "/profili/gruppi/nuovo/": ("nome", "presidio"),
    "/profili/medici/cerca/": ("testo",),
    "/profili/medici/nuovo/": ("gruppo", "codice_fiscale"),
    "/profili/medici/nuovo/crea/": (
        "gruppo",
        "codice_fiscale",
        "cognome",
        "nome",
        "email",
        "codice_fornitore",
        "scadenza",
        "conferma",
    ),
}


def encoded(names, value: bytes) -> bytes:
    quoted = "".join(f"%{byte:02X}" for byte in value)
    return "&".join(f"{name}={quoted}" for name in names).encode()


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_every_form_and_parameter(bruna, anna, by, adesso, value):
    file = as_csv(dati(1))
    row = upload(file, organizzazione=anna.organizzazione, tipo="elenco", by=by, now=adesso)
    details = f"/profili/medici/{anna.pk}/modifica/"
    pages = FIELDS | {
        details: (*FIELDS["/profili/medici/nuovo/crea/"], "version"),
        f"/profili/gruppi/{anna.gruppo_id}/": ("nome", "version"),
        f"/profili/importazioni/{row.pk}/": ("impronta", "escludi", "cessa", "aggiunti"),
    }
    for path, names in pages.items():
        body = encoded(names, value)
        answer = bruna.post(path, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500, path
    query = encoded(("stato", "gruppo", "dopo"), value).decode()
    for path in ("medici/", "medici/esporta/", "medici/nuovo/"):
        assert bruna.get(f"/profili/{path}?{query}").status_code == 200
    sent = {"file": SimpleUploadedFile("x\r\n.csv", value + b";" + file)}
    assert bruna.post("/profili/importa/", sent).status_code in (200, 302)


def test_what_is_stored_is_never_markup(bruna, anna, by, adesso):
    Utente.objects.filter(pk=anna.utente_id).update(cognome=CANARY, nome=CANARY)
    Gruppo.objects.filter(pk=anna.gruppo_id).update(nome=CANARY)
    ProfiloMedico.objects.filter(pk=anna.pk).update(codice_fornitore=CANARY[:20])
    row = upload(
        as_csv(dati(0, gruppo="Altro"), dati(1, cognome=CANARY), dati(2, email=CANARY)),
        organizzazione=anna.organizzazione,
        tipo="elenco",
        by=by,
        now=adesso,
    )
    bruna.post("/profili/medici/cerca/", {"testo": CANARY})
    for path in (
        "",
        "medici/?stato=tutti",
        f"medici/{anna.pk}/",
        f"medici/{anna.pk}/modifica/",
        f"medici/{anna.pk}/elimina/",
        f"gruppi/{anna.gruppo_id}/",
        f"importazioni/{row.pk}/",
    ):
        page = bruna.get(f"/profili/{path}").content.decode()
        assert "<svg/onload" not in page, path
        assert "x27;1147" not in page, path

"""The demo's credential requests, as a reviewer finds them."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from denunce.demo.loading import load_demo
from denunce.demo.stories_credenziali import draw
from portal.base import files
from utenti.credenziali.checks import Severita, run_checks
from utenti.credenziali.completezza import gaps_of
from utenti.credenziali.fatti import facts_of
from utenti.credenziali.models import Decisione, RichiestaAbilitazione


@pytest.fixture
def requests(db, adesso):
    load_demo(adesso)
    return {row.codice: row for row in RichiestaAbilitazione.objects.order_by("codice")}


def test_three_wait_one_is_asked_for_more_and_one_was_refused(requests, adesso):
    assert [row.stato for row in requests.values()] == [
        "rifiutata",
        "inviata",
        "inviata",
        "inviata",
        "integrazione_chiesta",
    ]
    assert Decisione.objects.count() == 2
    for row in requests.values():
        assert row.submitted_at < adesso
    for row in requests.values():  # any of those that wait may be approved
        checks = run_checks(facts_of(row, adesso.date()))
        assert row.stato != "inviata" or not any(check.blocca for check in checks)
    asked = requests["DEMO-000005"]
    said = gaps_of(asked, ["documento_fronte", "modulo_firmato"], "generico", adesso.date())
    assert [gap.campo for gap in said] == ["documento_retro"]
    waiting = requests["DEMO-000002"]
    found = {check.severita for check in run_checks(facts_of(waiting, adesso.date()))}
    assert found == {Severita.OK}


def test_its_documents_are_real_pictures_of_a_fac_simile(requests):
    row = requests["DEMO-000004"]
    for allegato in row.allegati.select_related("file").order_by("tipo"):
        with Image.open(io.BytesIO(files.read(allegato.file))) as picture:
            assert picture.size == (640, 404)
    assert draw(row, "documento_fronte", {}) != draw(row, "documento_fronte", {"nome": "ALTRA"})

"""A form reread as on its paper."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from denunce.models import Modulo
from denunce.moduli.canonical import canonical
from denunce.moduli.example import example
from denunce.moduli.registry import declaration_version
from portal.base.audit.models import AccessEvent
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def modulo(laura, denuncia):
    laura.post(f"/denunce/adempimenti/{denuncia.pk}/modulo/")
    return Modulo.objects.get()


def fill(modulo, **other):
    """Complete data, some of them changed."""
    data = example(declaration_version(modulo.tipo, modulo.dichiarazione))
    for group, row in other.items():
        data[group] |= row
    modulo.dati = canonical(data)
    modulo.save(update_fields=["dati"])


def page_of(browser, modulo):
    return read(browser.get(f"/denunce/moduli/{modulo.pk}/rivedi/"))


def test_a_draft_shows_what_is_missing_and_leads_to_each_control(laura, modulo):
    page = page_of(laura, modulo)
    assert "BOZZA · NON INVIATA" in page
    assert "fac-simile: non sostituisce l’invio telematico" in page
    assert "Da compilare" in page
    targets = set(re.findall(rf'href="/denunce/moduli/{modulo.pk}/#(id_\w+)"', page))
    form = read(laura.get(f"/denunce/moduli/{modulo.pk}/"))
    assert len(targets) > 50
    assert all(f'id="{target}"' in form for target in targets)
    assert "Rendi definitivo" not in page


def test_a_complete_draft_can_be_frozen_from_here(laura, modulo):
    fill(modulo)
    page = page_of(laura, modulo)
    assert "Da compilare" not in page
    assert "Rendi definitivo" in page
    modulo.refresh_from_db()
    laura.post(f"/denunce/moduli/{modulo.pk}/definitivo/", {"version": str(modulo.version)})
    page = page_of(laura, modulo)
    assert "Dati definitivi" in page
    assert "Prepara il PDF" in page
    assert "Registra l’invio</a>" in page
    assert "Modifica" not in page


def test_a_text_longer_than_its_box_is_whole_on_the_extra_sheet(laura, modulo):
    words = " ".join(f"parola{n}" for n in range(300))
    fill(modulo, cause={"dinamica": words})
    page = page_of(laura, modulo)
    assert "Foglio aggiuntivo" in page
    assert 'href="#nota-1"' in page
    assert all(f"parola{n}" in page for n in range(300))


def test_hostile_text_stays_text(laura, modulo):
    fill(modulo, cause={"dinamica": "<script>alert(1)</script> <style>*{}</style>"})
    raw = laura.get(f"/denunce/moduli/{modulo.pk}/rivedi/").content.decode()
    assert "<script>alert" not in raw
    assert "&lt;script&gt;alert" in raw


def test_the_form_of_another_school_does_not_exist(ugo, modulo):
    assert ugo.get(f"/denunce/moduli/{modulo.pk}/rivedi/").status_code == 404


def test_reading_is_written_down(laura, modulo):
    before = AccessEvent.objects.filter(target_id=modulo.pk).count()
    page_of(laura, modulo)
    assert AccessEvent.objects.filter(target_id=modulo.pk).count() == before + 1


def test_one_witness_and_five_cost_the_same_queries(laura, modulo, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    fill(modulo)
    page_of(laura, modulo)
    with CaptureQueriesContext(connection) as few:
        page_of(laura, modulo)
    data = example(declaration_version(modulo.tipo, modulo.dichiarazione))
    modulo.dati = canonical(data | {"testimoni": data["testimoni"] * 5})
    modulo.save(update_fields=["dati"])
    with django_assert_num_queries(len(few)):
        assert "Testimone 5" in page_of(laura, modulo)


def test_a_web_process_never_imports_the_pdf_engine():
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'portal.settings_test';"
        "django.setup(); import portal.urls, denunce.page_models.rivedi;"
        "from denunce.moduli.stampa.layout import lay_out;"
        "from denunce.moduli.registry import FORMS; from denunce.moduli.example import example;"
        "[lay_out(form, example(form)) for form in FORMS.values()];"
        "sys.exit('weasyprint' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

"""Copying from an earlier form of the same organisation, and undoing it."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from denunce.models import Modulo
from denunce.moduli.canonical import canonical, sha256
from denunce.moduli.example import example
from denunce.moduli.registry import declaration_version
from portal.base.audit.models import AccessEvent, AuditEvent
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def modulo(laura, denuncia):
    laura.post(f"/denunce/adempimenti/{denuncia.pk}/modulo/")
    return Modulo.objects.get()


@pytest.fixture
def definitivo(personas, adesso):
    """Write a definitive form of a case: complete, some of it changed."""

    def made(caso, *, tipo="mod4bis", before=timedelta(days=30), by=None, **other):
        declaration = declaration_version(tipo, "2025-05-23" if tipo == "mod4bis" else "2013-07-01")
        data = example(declaration)
        for group, row in other.items():
            data[group] |= row
        text = canonical(data)
        return Modulo.objects.create(
            caso=caso,
            tipo=tipo,
            dichiarazione=declaration.version,
            stato="definitivo",
            dati=text,
            dati_sha256=sha256(text),
            created_at=adesso - before,
            created_by=by or personas.segreteria,
            definitivo_at=adesso - before,
            definitivo_by=by or personas.segreteria,
        )

    return made


@pytest.fixture
def altra(apri, nuova_persona):
    """A case of Anna Verdi, of the same school."""
    return apri(nuova_persona(cognome="Verdi", nome="Anna", nato_on=date(2012, 1, 2)))


@pytest.fixture
def vecchio(altra, definitivo):
    """Anna's definitive form."""
    return definitivo(altra, datore={"telefono": "0299999999"})


def listed(browser, modulo, **posted):
    address = f"/denunce/moduli/{modulo.pk}/copia/"
    page = read(browser.post(address, posted) if posted else browser.get(address))
    return re.findall(rf'href="{address}([0-9a-f-]+)/"', page), page


def data_of(modulo):
    modulo.refresh_from_db()
    return json.loads(modulo.dati)


def copy(browser, modulo, source, *groups):
    modulo.refresh_from_db()
    return browser.post(
        f"/denunce/moduli/{modulo.pk}/copia/{source.pk}/",
        {"version": str(modulo.version), "gruppo": list(groups)},
        follow=True,
    )


def test_without_earlier_forms_the_page_says_so(laura, modulo):
    found, page = listed(laura, modulo)
    assert found == []
    assert "Non ci sono moduli da cui copiare" in page


def test_the_same_kind_comes_first_then_the_newest(laura, modulo, definitivo, altra):
    sea = definitivo(altra, tipo="mod4bis_nav", before=timedelta(days=1))
    old = definitivo(altra, before=timedelta(days=90))
    new = definitivo(altra, before=timedelta(days=10))
    found, _page = listed(laura, modulo)
    assert found == [str(new.pk), str(old.pk), str(sea.pk)]


def test_a_person_is_found_by_name_and_the_name_is_in_no_address(laura, modulo, vecchio):
    assert listed(laura, modulo, testo="Anna Verdi")[0] == [str(vecchio.pk)]
    found, page = listed(laura, modulo, testo="Rossi")
    assert found == []
    assert "Nessun modulo di questa persona" in page
    assert listed(laura, modulo, testo="\0<i>")[0] == []


def test_drafts_replaced_forms_and_erased_cases_are_not_listed(laura, modulo, vecchio):
    for state in ("bozza", "sostituito"):
        values = {"stato": state}
        if state == "bozza":
            values |= {"dati_sha256": "", "definitivo_at": None, "definitivo_by": None}
        Modulo.objects.filter(pk=vecchio.pk).update(**values)
        assert listed(laura, modulo)[0] == []
        Modulo.objects.filter(pk=vecchio.pk).update(
            stato="definitivo",
            dati_sha256=vecchio.dati_sha256,
            definitivo_at=vecchio.definitivo_at,
            definitivo_by=vecchio.definitivo_by,
        )
    vecchio.caso.data_key.destroy(vecchio.definitivo_at)
    assert listed(laura, modulo)[0] == []
    assert laura.get(f"/denunce/moduli/{modulo.pk}/copia/{vecchio.pk}/").status_code == 404


def test_what_would_change_is_shown_and_only_the_employer_is_chosen(laura, modulo, vecchio):
    page = read(laura.get(f"/denunce/moduli/{modulo.pk}/copia/{vecchio.pk}/"))
    assert "0299999999" in page
    assert re.search(r'value="datore" checked', page)
    assert 'value="retribuzione"' not in page or not re.search(
        r'value="retribuzione" checked', page
    )
    for never in ("lavoratore", "certificato", "evento", "cause", "testimoni", "invio"):
        assert f'value="{never}"' not in page, never
    assert "chiave è scivolata" not in page


def test_who_read_the_earlier_form_is_written_down(laura, modulo, vecchio):
    laura.get(f"/denunce/moduli/{modulo.pk}/copia/{vecchio.pk}/")
    assert AccessEvent.objects.filter(target_id=vecchio.pk).count() == 1


def test_every_part_at_once_can_be_copied(laura, modulo, caso, definitivo):
    mine = definitivo(caso)
    groups = ["datore", "unita_produttiva", "corrispondenza", "lavoratore", "rapporto", "luogo"]
    copy(laura, modulo, mine, *groups, "evento", "cause", "retribuzione", "testimoni", "veicoli")
    assert data_of(modulo)["testimoni"][0]["cognome"] == "Verdi"


def test_the_chosen_parts_are_copied_and_the_others_are_not(laura, modulo, vecchio):
    before = data_of(modulo)
    page = read(copy(laura, modulo, vecchio, "datore"))
    assert "Parti copiate" in page
    after = data_of(modulo)
    assert after["datore"]["telefono"] == "0299999999"
    assert {key: row for key, row in after.items() if key != "datore"} == {
        key: row for key, row in before.items() if key != "datore"
    }
    event = AuditEvent.objects.get(code="modulo.copiato")
    assert event.data["da"] == str(vecchio.pk)
    assert event.data["gruppi"] == ["datore"]
    assert "0299999999" not in json.dumps(event.data)


def test_what_is_not_offered_is_not_copied_though_a_page_asks(laura, modulo, vecchio):
    before = data_of(modulo)
    page = read(copy(laura, modulo, vecchio, "lavoratore", "cause", "x", "<i>"))
    assert "Non c’è niente da copiare" in page
    assert data_of(modulo) == before


def test_the_same_persons_own_data_can_be_taken(laura, modulo, caso, definitivo):
    mine = definitivo(caso, lavoratore={"asl": "ATS di prova"})
    page = read(laura.get(f"/denunce/moduli/{modulo.pk}/copia/{mine.pk}/"))
    assert re.search(r'value="lavoratore" checked', page)
    assert re.search(r'value="testimoni"(?! checked)', page)
    copy(laura, modulo, mine, "lavoratore")
    assert data_of(modulo)["lavoratore"]["asl"] == "ATS di prova"


def test_a_copy_is_undone_while_nothing_was_saved_since(laura, modulo, vecchio):
    before = data_of(modulo)
    page = read(copy(laura, modulo, vecchio, "datore"))
    assert "Annulla l’ultima copia" in page
    modulo.refresh_from_db()
    address = f"/denunce/moduli/{modulo.pk}/annulla/"
    page = read(laura.post(address, {"version": str(modulo.version)}, follow=True))
    assert "tornato com’era" in page
    assert data_of(modulo) == before
    assert modulo.dati_prima is None
    page = read(laura.post(address, {"version": str(modulo.version)}, follow=True))
    assert "non si può più annullare" in page


def test_after_another_save_a_copy_stays(laura, modulo, vecchio):
    copy(laura, modulo, vecchio, "datore")
    modulo.refresh_from_db()
    sent = {"version": str(modulo.version), "lavoratore__cognome": "Bianco"}
    laura.post(f"/denunce/moduli/{modulo.pk}/", sent)
    modulo.refresh_from_db()
    assert (modulo.dati_prima, modulo.prima_version) == (None, None)
    for version in (modulo.version, modulo.version - 1, "x"):
        answer = laura.post(
            f"/denunce/moduli/{modulo.pk}/annulla/", {"version": str(version)}, follow=True
        )
        assert "non si può più annullare" in read(answer)
    assert data_of(modulo)["lavoratore"]["cognome"] == "Bianco"


def test_who_copies_over_somebody_elses_save_reads_so(laura, modulo, vecchio):
    answer = laura.post(
        f"/denunce/moduli/{modulo.pk}/copia/{vecchio.pk}/",
        {"version": "99", "gruppo": "datore"},
        follow=True,
    )
    assert answer.redirect_chain
    assert "telefono" not in data_of(modulo)["datore"]


def test_nothing_is_copied_into_a_definitive_form(laura, modulo, vecchio, adesso, personas):
    Modulo.objects.filter(pk=modulo.pk).update(
        stato="definitivo",
        dati_sha256="0" * 64,
        definitivo_at=adesso,
        definitivo_by=personas.segreteria,
    )
    for address in ("copia/", f"copia/{vecchio.pk}/"):
        answer = laura.get(f"/denunce/moduli/{modulo.pk}/{address}")
        assert answer.status_code == 302


def test_another_organisations_form_does_not_exist(laura, ugo, modulo, vecchio, denuncia):
    assert ugo.get(f"/denunce/moduli/{modulo.pk}/copia/").status_code == 404
    assert ugo.get(f"/denunce/moduli/{modulo.pk}/copia/{vecchio.pk}/").status_code == 404
    assert ugo.post(f"/denunce/moduli/{modulo.pk}/annulla/").status_code == 404
    for unknown in (uuid4(), modulo.pk):
        address = f"/denunce/moduli/{modulo.pk}/copia/{unknown}/"
        assert laura.get(address).status_code == 404
        assert laura.post(address, {"version": "1", "gruppo": "datore"}).status_code == 404


def test_who_works_for_two_organisations_copies_within_each(laura, modulo, vecchio, personas):
    """A form of the other organisation is not there, though the person may see its cases."""
    from utenti.models import Membership
    from utenti.ruoli import Ruolo

    other = personas.altra_scuola.pk
    Membership.objects.create(
        utente=personas.segreteria,
        organizzazione_id=other,
        ruolo=Ruolo.SEGRETERIA,
        valid_from=date(2025, 9, 1),
    )
    vecchio.caso.__class__.objects.filter(pk=vecchio.caso_id).update(organizzazione_id=other)
    assert listed(laura, modulo)[0] == []
    assert laura.get(f"/denunce/moduli/{modulo.pk}/copia/{vecchio.pk}/").status_code == 404


def test_one_earlier_form_and_a_hundred_cost_the_same_queries(
    laura, modulo, altra, definitivo, django_assert_num_queries
):
    definitivo(altra)
    listed(laura, modulo)
    with CaptureQueriesContext(connection) as few:
        listed(laura, modulo)
    for days in range(100):
        definitivo(altra, before=timedelta(days=days))
    with django_assert_num_queries(len(few)):
        found, page = listed(laura, modulo)
    assert len(found) == 50
    assert "Ce ne sono altri" in page

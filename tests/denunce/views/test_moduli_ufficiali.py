"""Each duty has its own form, and every page calls it by its name."""

from __future__ import annotations

import json
from datetime import date
from uuid import uuid4

import pytest

from denunce.actions.casi import open_caso
from denunce.actions.certificati import receive_certificato
from denunce.actions.dati import DatiCaso, DatiCertificato, DatiLavoratore
from denunce.actions.lavoratori import create_lavoratore
from denunce.actions.moduli import start_modulo
from denunce.models import Caso, Documento, Lavoratore, Modulo
from denunce.moduli.registry import FORMS, declaration_on, form_name
from denunce.moduli.validation import structure
from denunce.riservatezza.erasure import erase_caso
from portal.base import outbox
from portal.base.personal import Disposed
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def caso_di(personas, adesso, ora):
    """A case of a person of some category, at some employer, with its certificate."""

    def made(user, organizzazione, categoria, **facts):
        by = personas.scope(user)
        person = create_lavoratore(
            DatiLavoratore(
                categoria=categoria, cognome="Marini", nome="Lia", sesso="F",
                nato_on=date(1990, 5, 3), nato_a="Genova",
            ),
            organizzazione=organizzazione,
            by=by,
            now=adesso,
        )  # fmt: skip
        caso = open_caso(
            DatiCaso(**({"avvenuto_at": ora("2026-03-10 10:15"), "dinamica": "Caduta"} | facts)),
            lavoratore=person,
            organizzazione=organizzazione,
            by=by,
            now=adesso,
            request_key=uuid4(),
        )
        caso.refresh_from_db()
        receive_certificato(
            caso,
            DatiCertificato(
                numero="A00000000003",
                rilasciato_at=ora("2026-03-10 12:30"),
                prognosi_dal=date(2026, 3, 11),
                prognosi_al=date(2026, 3, 16),
                received_at=ora("2026-03-12 09:00"),
                received_via="lavoratore",
            ),
            expected=caso.version,
            by=by,
            now=adesso,
        )
        return caso

    return made


@pytest.fixture
def malattia(caso_di, personas):
    """An occupational disease at a firm."""
    user = personas.datore
    facts = {"tipo": "malattia_professionale", "avvenuto_at": None, "dinamica": ""}
    return caso_di(user, personas.impresa, "lavoratore", manifestata_on=date(2026, 3, 1), **facts)


@pytest.fixture
def a_bordo(caso_di, personas):
    """A seafarer, hurt on board."""
    user = personas.armatore
    return caso_di(user, personas.armatore_org, "marittimo", luogo="a_bordo")


def begin(entra, user, caso, tipo):
    """Press the button of the case page."""
    client = entra(user)
    duty = caso.adempimenti.get(tipo=tipo, obbligato="datore")
    address = client.post(f"/denunce/adempimenti/{duty.pk}/modulo/")["Location"]
    return client, address, Modulo.objects.get()


def test_a_disease_has_mod_101(entra, personas, malattia):
    case = f"/denunce/casi/{malattia.pk}/"
    assert "Compila il Mod. 101" in read(entra(personas.datore).get(case))
    client, address, modulo = begin(entra, personas.datore, malattia, "denuncia_mp")
    assert modulo.tipo == "mod101"
    assert structure(declaration_on("mod101", None), json.loads(modulo.dati)) == []
    page = read(client.get(address))
    assert "Mod. 101: Denuncia di malattia professionale" in page
    assert "né a SIDI: prepara il modulo e ne" not in page
    assert "fac-simile" not in page
    assert "(copie A, B e C)" in page
    assert "/denunce/moduli/mod101/" in page
    assert "Mod. 4 bis" not in page
    assert "Continua il Mod. 101" in read(client.get(case))


def test_a_seafarer_has_mod_4_bis_nav(entra, personas, a_bordo):
    case = f"/denunce/casi/{a_bordo.pk}/"
    assert "Compila il Mod. 4 bis Nav." in read(entra(personas.armatore).get(case))
    client, address, modulo = begin(entra, personas.armatore, a_bordo, "denuncia")
    assert modulo.tipo == "mod4bis_nav"
    assert structure(declaration_on("mod4bis_nav", None), json.loads(modulo.dati)) == []
    page = read(client.get(address))
    assert "Mod. 4 bis Nav.: Denuncia/comunicazione di infortunio" in page
    assert "fac-simile" in page


def test_everybody_else_has_mod_4_bis(laura, denuncia):
    assert "Compila il Mod. 4 bis<" in read(laura.get(f"/denunce/casi/{denuncia.caso_id}/"))
    page = read(laura.get(laura.post(f"/denunce/adempimenti/{denuncia.pk}/modulo/")["Location"]))
    assert "Mod. 4 bis: Denuncia/comunicazione di infortunio" in page
    assert "né a SIDI: prepara il modulo e ne" in page


def test_a_form_begun_as_another_gives_way_to_the_right_one(entra, personas, a_bordo):
    """The person was found to be a seafarer after the form was begun."""
    Lavoratore.objects.update(categoria="lavoratore")
    organisation = a_bordo.organizzazione
    type(organisation).objects.filter(pk=organisation.pk).update(tipo="impresa")
    client, _address, modulo = begin(entra, personas.armatore, a_bordo, "denuncia")
    assert modulo.tipo == "mod4bis"
    Lavoratore.objects.update(categoria="marittimo")
    page = read(client.get(f"/denunce/casi/{a_bordo.pk}/"))
    assert "Compila il Mod. 4 bis Nav." in page
    duty = a_bordo.adempimenti.get(tipo="denuncia", obbligato="datore")
    client.post(f"/denunce/adempimenti/{duty.pk}/modulo/")
    assert set(Modulo.objects.values_list("tipo", flat=True)) == {"mod4bis", "mod4bis_nav"}
    assert "Continua il Mod. 4 bis Nav." in read(client.get(f"/denunce/casi/{a_bordo.pk}/"))


def test_a_comunicazione_of_another_form_gives_what_the_two_share(
    caso_di, personas, adesso, laura, caso, certifica
):
    certifica(caso, prognosi_al=date(2026, 3, 12))
    by = personas.scope(personas.segreteria)
    first = start_modulo(caso.adempimenti.get(tipo="comunicazione"), by=by, now=adesso)
    assert "unita_produttiva" in json.loads(first.dati)
    Lavoratore.objects.update(categoria="marittimo")
    certifica(
        caso, numero="A00000000009", tipo="continuativo",
        prognosi_dal=date(2026, 3, 13), prognosi_al=date(2026, 3, 20),
    )  # fmt: skip
    duty = caso.adempimenti.get(tipo="denuncia")
    duty.caso.lavoratore.refresh_from_db()
    second = start_modulo(duty, by=by, now=adesso)
    assert second.tipo == "mod4bis_nav"
    data = json.loads(second.dati)
    form = declaration_on("mod4bis_nav", None)
    assert set(data) <= set(form.groups)
    assert structure(form, data) == []
    assert laura.get(f"/denunce/moduli/{second.pk}/").status_code == 200


def test_a_form_that_hangs_from_no_duty_still_opens(laura, denuncia):
    laura.post(f"/denunce/adempimenti/{denuncia.pk}/modulo/")
    for code, form in FORMS.items():
        modulo = Modulo.objects.select_related("caso__data_key").get()
        modulo.adempimento, modulo.tipo, modulo.dati = None, code, "{}"
        modulo.dichiarazione = declaration_on(code, None).version
        modulo.save()
        page = read(laura.get(f"/denunce/moduli/{modulo.pk}/"))
        assert f"{form.spoken}: {form.title}" in page


def test_every_form_has_a_name_of_its_own():
    names = {form.spoken for form in FORMS.values()}
    assert names == {"Mod. 4 bis", "Mod. 4 bis Nav.", "Mod. 101"}
    files = {form.file_name for form in FORMS.values()}
    assert files == {"mod-4-bis", "mod-4-bis-nav", "mod-101"}
    assert form_name("mai") == "modulo"


def test_forms_and_prints_go_with_their_case(entra, personas, malattia, adesso):
    client, address, _modulo = begin(entra, personas.datore, malattia, "denuncia_mp")
    for copia in ("", "A", "C"):
        client.post(f"{address}pdf/", {"copia": copia})
    assert Documento.objects.filter(copia="A", stato="in_preparazione").exists()
    Caso.objects.update(stato="chiuso", chiuso_at=adesso, chiuso_by=personas.datore, esito="altro")
    why = Disposed("termine", "prot. 12/2041")
    erase_caso(malattia, why, by=personas.datore, now=adesso)
    assert not Modulo.objects.exists()
    assert not Documento.objects.exists()
    outbox.dispatch()  # the orders of the prints find nothing, and stop nobody
    assert client.get(address).status_code == 404
    assert client.get(f"{address}dati/").status_code == 404

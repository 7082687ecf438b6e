"""The occupational disease of a turner at a firm: its form begun from the case, frozen, printed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from denunce.actions.dati import DatiCaso, DatiLavoratore
from denunce.actions.lavoratori import create_lavoratore
from denunce.actions.moduli import finalize_modulo, save_modulo, start_modulo
from denunce.choices import RicevutoVia, TipoEvento
from denunce.forms.modulo import ModuloForm
from denunce.models import Adempimento, Modulo
from denunce.moduli.registry import declaration_version
from denunce.moduli.validation import problems
from denunce.moduli.wizard import form_sections
from denunce.workflow import StatoModulo
from utenti.models import Organizzazione, Sede

pytestmark = pytest.mark.django_db
HOME = {"indirizzo": "via delle Prove 1", "comune": "Milano", "provincia": "MI", "cap": "20121"}
TYPED = {
    "lavoratore": {"cittadinanza": "Italiana", "nato_stato": "Italia", "asl": "030321"},
    "rapporto": {
        "professione": "Tornitore", "durata": "1", "qualifica": "04",
        "data_assunzione": "2015-05-04", "persone_a_carico": True,
    },
    "datore": {"pat": "98765432", "pat_cc": "10", "azienda_agricola": False},
    "lavori": {"lavorazione": "Tornitura"},
    "malattia": {"lavorazione_sostanza": "Rumore delle macchine"},
    "esposizione": {"adibito": False},
    "sorveglianza": {"visita_assunzione": False, "sintomi_noti": False},
}  # fmt: skip


@pytest.fixture
def ditta(personas):
    """The firm of the employer, with its codice ditta and check characters."""
    Organizzazione.objects.filter(pk=personas.scuola.pk).update(
        tipo="impresa", codice_fiscale="01234560157", codice_ditta="12345678 90",
        telefono="0200000", **HOME,
    )  # fmt: skip
    personas.scuola.refresh_from_db()
    return personas.scuola


@pytest.fixture
def tornitore(ditta, laura, adesso):
    data = DatiLavoratore(
        categoria="lavoratore", cognome="Verdi", nome="Anna", sesso="F", nato_on=date(1984, 3, 8),
        nato_a="Milano", codice_fiscale="VRDNNA84C48F205L", indirizzo="via di Prova 2",
        domicilio_comune="Milano", domicilio_provincia="MI", domicilio_cap="20122",
        telefono="3330000000",
    )  # fmt: skip
    return create_lavoratore(data, organizzazione=ditta, by=laura, now=adesso)


@pytest.fixture
def officina(ditta):
    return Sede.objects.create(
        organizzazione=ditta, denominazione="Officina", comune="Monza", provincia="MB",
        indirizzo="viale delle Prove 3",
    )  # fmt: skip


@pytest.fixture
def caso(apri, tornitore, officina):
    """Known since February, told in March."""
    data = DatiCaso(
        tipo=TipoEvento.MALATTIA_PROFESSIONALE, sede=officina, manifestata_on=date(2026, 2, 2),
        dinamica="Ipoacusia da rumore",
    )  # fmt: skip
    return apri(data, lavoratore=tornitore)


@pytest.fixture
def inizia(caso, certifica, riferimenti, laura, adesso):
    """Receive the certificate and begin the form of the duty."""

    def begun(**other) -> Modulo:
        certifica(caso, replace(riferimenti, **other))
        duty = Adempimento.objects.get(caso=caso, tipo="denuncia_mp", ended_at__isnull=True)
        return start_modulo(duty, by=laura, now=adesso)

    return begun


def completed(modulo: Modulo) -> dict:
    data = json.loads(modulo.dati)
    for group, values in TYPED.items():
        data[group] = data.get(group, {}) | values
    return data


def test_the_form_knows_what_the_case_knows(inizia):
    modulo = inizia()
    assert (modulo.tipo, modulo.dichiarazione) == ("mod101", "2016-03-22")
    data = json.loads(modulo.dati)
    assert data["malattia"] == {
        "dichiarata": "Ipoacusia da rumore",
        "segnalata_il": "2026-03-12",
        "astensione_dal": "2026-03-11",
    }
    assert data["certificato"] == {"numero": "A00000000003", "rilasciato": "2026-03-10"}
    assert data["lavori"] == {"localita": "Monza, viale delle Prove 3", "reparto": "Officina"}
    assert data["rapporto"] == {"tipologia": "A"}
    assert data["datore"] == {
        "denominazione": modulo.caso.organizzazione.denominazione,
        "codice_fiscale": "01234560157",
        "codice_ditta": "12345678",
        "codice_ditta_cc": "90",
        "azienda_agricola": False,
        "telefono": "0200000",
        **HOME,
    }
    assert data["lavoratore"]["domicilio_indirizzo"] == "via di Prova 2"
    assert data["dichiarante"]["data"] == "2026-03-12"


def test_a_certificate_nobody_handed_in_does_not_say_when_it_was_told(inizia):
    data = json.loads(inizia(received_via=RicevutoVia.SERVIZIO_INAIL).dati)
    assert "segnalata_il" not in data["malattia"]


def test_complete_it_is_frozen_and_the_day_decides_its_version(inizia, laura, adesso):
    modulo = inizia()
    saved = save_modulo(modulo, completed(modulo), expected=1, by=laura, now=adesso)
    assert problems(declaration_version("mod101", saved.dichiarazione), completed(saved)) == []
    done = finalize_modulo(saved, expected=2, by=laura, now=adesso)
    assert done.stato == StatoModulo.DEFINITIVO


def test_told_before_22_march_2016_it_asks_for_no_references(inizia, laura, adesso):
    modulo = inizia()
    data = completed(modulo)
    data["malattia"]["segnalata_il"] = "2016-03-21"
    saved = save_modulo(modulo, data, expected=1, by=laura, now=adesso)
    assert saved.dichiarazione == "2007-01-01"
    assert "certificato" not in json.loads(saved.dati)


def test_of_the_same_firm_and_person_nothing_is_typed_twice(
    inizia, apri, caso, certifica, riferimenti, laura, adesso
):
    modulo = inizia()
    saved = save_modulo(modulo, completed(modulo), expected=1, by=laura, now=adesso)
    finalize_modulo(saved, expected=2, by=laura, now=adesso)
    data = DatiCaso(tipo=TipoEvento.MALATTIA_PROFESSIONALE, manifestata_on=date(2026, 3, 1))
    other = apri(data, lavoratore=caso.lavoratore)
    certifica(other, replace(riferimenti, numero="B00000000001"))
    duty = Adempimento.objects.get(caso=other, tipo="denuncia_mp", ended_at__isnull=True)
    second = json.loads(start_modulo(duty, by=laura, now=adesso).dati)
    assert second["datore"]["pat"] == "98765432"
    assert second["rapporto"]["professione"] == "Tornitore"
    assert second["lavoratore"]["cittadinanza"] == "Italiana"
    assert "reparto" not in second["lavori"], "where this work was done is of this case"
    assert "sorveglianza" not in second


def posted(modulo: Modulo, **changed: str) -> dict[str, str]:
    declaration = declaration_version(modulo.tipo, modulo.dichiarazione)
    sections = form_sections(declaration, json.loads(modulo.dati))
    raw = {f.name: f.raw for section in sections for f in section.fields}
    return raw | {"version": str(modulo.version)} | changed


def test_a_code_that_means_something_else_on_a_farm_is_chosen_again(inizia, laura, adesso):
    modulo = inizia()
    saved = save_modulo(modulo, completed(modulo), expected=1, by=laura, now=adesso)
    form = ModuloForm(saved, posted(saved, datore__azienda_agricola="true"))
    assert "qualifica" not in form.dati["rapporto"]
    control = next(
        f for s in form.on(saved).sections(typed=True) for f in s.fields
        if f.name == "rapporto__qualifica"
    )  # fmt: skip
    assert control.raw == ""
    assert "Operaio specializzato" in control.errors[0].message
    assert form.is_valid()
    chosen = ModuloForm(
        saved, posted(saved, datore__azienda_agricola="true", rapporto__qualifica="02")
    )
    assert chosen.dati["rapporto"]["qualifica"] == "02"
    assert chosen.reopened == []


def test_a_code_that_means_the_same_stays(inizia, laura, adesso):
    modulo = inizia()
    data = completed(modulo)
    data["rapporto"] |= {"qualifica": "99", "qualifica_altro": "Volontario"}
    saved = save_modulo(modulo, data, expected=1, by=laura, now=adesso)
    form = ModuloForm(saved, posted(saved, datore__azienda_agricola="true"))
    assert form.dati["rapporto"]["qualifica"] == "99"

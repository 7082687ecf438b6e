"""The employer's paper: the references, big; never a word on health, not even in its metadata."""

from __future__ import annotations

import io
from dataclasses import fields, replace
from datetime import timedelta

import pikepdf
import pytest

from certificati.actions.vita import annul_certificato
from certificati.campi import Forma
from certificati.corpo.sedi import spoken
from certificati.dati import DatiCertificato, Lesione
from certificati.numero import grouped
from certificati.riferimenti import Riferimenti, author_of, by_ids
from certificati.stampa import html_of
from certificati.stampa.datore import employer_html, terms
from certificati.stampa.righe import shown
from certificati.tabella import BY_NAME, HEALTH
from tests.certificati.scena import INFORTUNIO, LUNGO, MALATTIA, emesso, with_canaries
from tests.certificati.stampe.conftest import every_string, read_pdf, squeezed
from utenti.access import Scope

pytestmark = pytest.mark.django_db
SICK = replace(
    with_canaries(MALATTIA),
    agente=f"agente {LUNGO}",
    lavorazione=f"lavorazione {LUNGO}",
    esposizione_al=MALATTIA.manifestata_on,
    registro_139_codice="X.9.99",
    prognosi_dal=MALATTIA.manifestata_on,
    prognosi_al=INFORTUNIO.prognosi_al,
)
HURT = replace(
    with_canaries(),
    ricovero=True,
    lesioni=(
        Lesione("FRATTURA", "POLSO DESTRO"),
        Lesione("LUSSAZIONE, DISTORSIONE, DISTRAZIONE", "CAVIGLIA SINISTRA"),
    ),
)
CLOSED = replace(HURT, tipo="definitivo", esito="postumi")


def employer(certificato, revisione=1):
    return certificato.stampe.get(tipo="datore", revisione=revisione)


def references(certificato) -> Riferimenti:
    [found] = by_ids([certificato.pk])
    return found


def secrets(dati: DatiCertificato) -> set[str]:
    """Each health value as a paper could say it: stored, shown, in words, in parts."""
    found = {LUNGO}
    for name in HEALTH:
        campo, value = BY_NAME[name], getattr(dati, name)
        if value in ("", None, (), False):
            continue
        if campo.forma == Forma.LESIONI:
            for lesione, words in zip(value, spoken(value), strict=True):
                found |= {*lesione, words, *words.split(": ")}
                found |= {part.strip() for part in lesione.natura.split(",")}
        elif campo.forma == Forma.SI_NO:
            found.add(str(campo.label))
        else:
            found |= {str(value), shown(campo, value)}
    return found


@pytest.mark.parametrize("dati", [HURT, CLOSED, SICK], ids=["injury", "closed", "disease"])
def test_no_health_value_is_anywhere_in_the_file(personas, adesso, stampata, dati):
    issued = emesso(personas, adesso, dati)
    content = stampata(employer(issued))
    everything = [read_pdf(content), *every_string(content)]
    assert any("Bianchi" in one or "Rossi" in one for one in everything), "the reading works"
    whole = squeezed("\n".join(everything)).lower()
    leaked = {one for one in secrets(dati) if squeezed(one).lower() in whole}
    # The first day of the prognosis is a reference: the same day as the end of the exposure here.
    assert leaked == {f"{dati.esposizione_al:%d/%m/%Y}"} if dati is SICK else leaked == set()
    assert issued.impronta not in whole, "whoever holds it could try diagnoses"
    assert content.count(b"canarino") == 0


def test_other_health_data_give_the_same_paper(personas, adesso):
    one = references(emesso(personas, adesso, INFORTUNIO))
    issued = emesso(personas, adesso, HURT)
    other = references(issued)
    author = author_of(issued.pk)
    same = replace(other, id=one.id, numero=one.numero)
    assert employer_html(same, author) == employer_html(one, author)


def test_the_references_have_no_health_field_to_print():
    assert {field.name for field in fields(Riferimenti)} & set(HEALTH) == set()


def test_it_has_what_the_employer_needs(personas, adesso, stampata):
    issued = emesso(personas, adesso)
    content = stampata(employer(issued))
    text = squeezed(read_pdf(content))
    for piece in (
        grouped(issued.numero),
        "rilasciato giovedì 12 marzo 2026 alle 10:00",
        "Certificato di infortunio · Primo",
        "Prognosi di 3 giorni: da mercoledì 11 marzo 2026 a venerdì 13 marzo 2026 compreso.",
        "Bianchi Luca",
        issued.dati.codice_fiscale,
        "10/03/2026, ore 11:20",
        "IC Esempio Nord",
        "Rita Cura",
        "Ospedale Esempio",
        "Che termine parte per te",
        "Perché la diagnosi non c’è",
        "Fac-simile: non sostituisce la trasmissione all’INAIL.",
        "Pagina 1 di 1",
    ):
        assert squeezed(piece) in text, piece
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert str(opened.Root.Lang) == "it"
        assert bool(opened.Root.MarkInfo.Marked)
        assert issued.numero in str(opened.docinfo.Title)


def test_the_term_that_starts_is_said_for_each_kind(personas, adesso):
    injury = references(emesso(personas, adesso))
    said = " ".join(terms(injury))
    assert "denuncia entro due giorni da quando ricevi questi riferimenti" in said
    assert "comunicazione entro 48 ore" in said
    home = " ".join(terms(replace(injury, categoria="domestico")))
    assert "comunicazione" not in home
    ship = " ".join(terms(replace(injury, redatto_da="medico_di_bordo")))
    assert "il giorno del primo approdo" in ship
    danger = list(terms(replace(injury, pericolo_di_morte=True)))
    assert "entro 24 ore" in danger[0]
    alone = replace(injury, pericolo_di_morte=True, prognosi_dal=None, prognosi_al=None)
    assert len(list(terms(alone))) == 1
    closing = replace(injury, tipo="definitivo", prognosi_dal=None, prognosi_al=None)
    assert "non fa partire nuovi termini" in " ".join(terms(closing))
    disease = replace(injury, genere="malattia_professionale", categoria="lavoratore")
    assert "Denuncia entro cinque giorni" in " ".join(terms(disease))
    farm = replace(disease, categoria="operaio_agricolo_otd")
    assert "Nessuno: la denuncia la fa il medico" in " ".join(terms(farm))


def test_of_a_farm_disease_no_term_of_the_employer_is_said(personas, adesso):
    issued = emesso(personas, adesso)
    found, author = references(issued), author_of(issued.pk)
    disease = replace(found, genere="malattia_professionale", categoria="lavoratore")
    assert "il termine parte da lì" in employer_html(disease, author)
    farm = replace(disease, categoria="operaio_agricolo_otd")
    assert "il termine parte da lì" not in employer_html(farm, author)


def test_reserved_prognosis_and_no_days_are_said(personas, adesso):
    issued = emesso(personas, adesso)
    found, author = references(issued), author_of(issued.pk)
    reserved = replace(found, pericolo_di_morte=True, prognosi_dal=None, prognosi_al=None)
    html = employer_html(reserved, author)
    assert "Prognosi riservata." in html
    assert "nessun giorno" not in html
    none = employer_html(replace(found, prognosi_dal=None, prognosi_al=None), author)
    assert "Prognosi: nessun giorno in questo certificato." in none
    one = employer_html(replace(found, prognosi_al=found.prognosi_dal), author)
    assert "<strong>1 giorno</strong>" in one


def test_an_annulled_one_says_so_and_not_why(personas, adesso):
    issued = emesso(personas, adesso)
    by = Scope(issued.medico, adesso.date())
    annul_certificato(issued, motivo="non_lavoro", by=by, now=adesso + timedelta(hours=1))
    html = html_of(employer(issued, 2))
    assert "ANNULLATO" in html
    assert "Questi riferimenti non valgono più" in html
    assert "non riguarda il lavoro" not in html
    assert "Che termine parte per te" not in html

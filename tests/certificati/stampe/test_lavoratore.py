"""The worker's paper: the whole certificate, what to do with it, marked as what it is."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import pikepdf
import pytest

from certificati.actions.bozze import Partenza
from certificati.actions.vita import annul_certificato
from certificati.choices import Categoria
from certificati.dati import Lesione
from certificati.numero import grouped
from certificati.stampa import CSS, html_of
from certificati.stampa.lavoratore import advice, worker_html
from certificati.stampa.righe import readable, shown
from certificati.tabella import BY_NAME, campi_of
from certificati.termini import WARNING_DAYS, worker_warning_on
from denunce.scadenze import termini
from portal.base import pdf_engine
from tests.certificati.scena import INFORTUNIO, MALATTIA, bozza, emesso
from tests.certificati.stampe.conftest import read_pdf, squeezed
from utenti.access import Scope

pytestmark = pytest.mark.django_db
RILASCIO = date(2026, 3, 12)


def worker(certificato, revisione=1):
    return certificato.stampe.get(tipo="lavoratore", revisione=revisione)


@pytest.mark.parametrize("dati", [INFORTUNIO, MALATTIA], ids=["injury", "disease"])
def test_every_answered_field_is_on_the_paper(personas, adesso, stampata, dati):
    issued = emesso(personas, adesso, dati)
    text = squeezed(read_pdf(stampata(worker(issued))))
    for campo in campi_of(dati.genere):
        value = getattr(dati, campo.name)
        if value in ("", None, ()) or campo.name == "lesioni":
            continue
        assert squeezed(shown(campo, value)) in text, campo.name
        assert squeezed(str(campo.label).partition(":")[0]) in text or campo.name[-3:] == "_al"


def test_it_says_number_release_doctor_structure_hash_and_what_it_is(personas, adesso, stampata):
    issued = emesso(personas, adesso)
    text = read_pdf(stampata(worker(issued)))
    for piece in (
        grouped(issued.numero),
        "12/03/2026",
        "Lussazione, distorsione, distrazione: caviglia sinistra",
        "dal 11/03/2026 al 13/03/2026 compreso: 3 giorni",
        "Firmato elettronicamente sotto la responsabilità di Rita Cura, 12/03/2026 10:00.",
        "Ospedale Esempio",
        issued.impronta,
        "formato 1",
        "Fac-simile: non sostituisce la trasmissione all’INAIL.",
        "Fac-simile: documento di questo portale, non dell’INAIL",
        "Questo portale non trasmette all’INAIL",
    ):
        assert squeezed(piece) in squeezed(text), piece
    assert "Pagina 1 di 1" in text


def test_it_is_archival_tagged_italian_and_its_fonts_are_inside(personas, adesso, stampata):
    stampa = worker(emesso(personas, adesso))
    content = stampata(stampa)
    assert stampata(stampa) == content, "the same data give the same bytes"
    with pikepdf.open(io.BytesIO(content)) as opened:
        xmp = opened.Root.Metadata.read_bytes().decode()
        assert 'pdfaid:part="2"' in xmp
        assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
        assert str(opened.Root.Lang) == "it"
        assert bool(opened.Root.MarkInfo.Marked)
        assert "Certificato di infortunio" in str(opened.docinfo.Title)
        for page in opened.pages:
            for font in page.resources.get("/Font", pikepdf.Dictionary()).values():
                assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_the_worker_is_told_to_tell_the_employer_at_once():
    pupil = " ".join(advice(INFORTUNIO, RILASCIO))
    assert "Dai subito alla scuola" in pupil
    assert "(art. 52 T.U.)" in pupil
    assert "indennità" not in pupil, "a pupil has no daily allowance"
    employee = " ".join(advice(replace(INFORTUNIO, categoria=Categoria.LAVORATORE), RILASCIO))
    assert "Dai subito al datore" in employee
    assert "dal quarto l’INAIL paga il 60%" in employee
    assert "Se alla fine della prognosi (venerdì 13 marzo 2026) non sei guarito" in employee
    alone = " ".join(advice(replace(INFORTUNIO, categoria="artigiano_titolare"), RILASCIO))
    assert "la denuncia all’INAIL la fai tu (art. 203 T.U.)" in alone


def test_a_disease_has_its_fifteen_days_with_their_date():
    assert worker_warning_on(date(2026, 3, 2)) == date(2026, 3, 17)
    assert termini.number("lavoratore_mp_days", date(2026, 3, 2)) == WARNING_DAYS
    assert "entro martedì 17 marzo 2026" in " ".join(advice(MALATTIA, RILASCIO))
    on_the_day = " ".join(advice(MALATTIA, date(2026, 3, 17)))
    assert "entro martedì 17 marzo 2026" in on_the_day
    late = " ".join(advice(MALATTIA, date(2026, 3, 18)))
    assert "sono finiti martedì 17 marzo 2026: avvisalo subito" in late
    farm = " ".join(advice(replace(MALATTIA, categoria="operaio_agricolo_otd"), RILASCIO))
    assert "la fa il medico con questo certificato (art. 251 T.U.)" in farm
    with pytest.raises(ValueError, match="when it showed"):
        list(advice(replace(MALATTIA, manifestata_on=None), RILASCIO))


def test_the_one_that_closes_and_the_one_without_days_say_so(personas, adesso):
    closing = replace(
        INFORTUNIO, tipo="definitivo", esito="guarigione", prognosi_dal=None, prognosi_al=None
    )
    html = html_of(worker(emesso(personas, adesso, closing)))
    assert "Questo certificato chiude il caso" in html
    assert "nessun giorno in questo certificato" in html
    assert "Guarigione senza postumi prevedibili" in html
    reserved = replace(
        INFORTUNIO, prognosi_riservata=True, prognosi_dal=None, prognosi_al=None, racconto="caduto"
    )
    assert ">riservata<" in html_of(worker(emesso(personas, adesso, reserved)))


def test_an_annulled_certificate_says_so_and_why(personas, adesso, stampata):
    issued = emesso(personas, adesso)
    by = Scope(issued.medico, RILASCIO)
    annul_certificato(issued, motivo="persona", by=by, now=adesso + timedelta(hours=1))
    issued.refresh_from_db()
    content = stampata(worker(issued, 2))
    text = read_pdf(content)
    assert "ANNULLATO il 12/03/2026. Motivo: Era di un’altra persona." in text
    assert "Che cosa fare" not in text
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert "ANNULLATO" in str(opened.docinfo.Title)


def test_a_replaced_certificate_names_the_one_that_took_its_place(personas, adesso):
    old = emesso(personas, adesso)
    new = emesso(personas, adesso + timedelta(hours=1), da=old, partenza=Partenza.SOSTITUISCE)
    old.refresh_from_db()
    html = html_of(worker(old, 2))
    assert "ANNULLATO" in html
    assert f"Il suo posto lo ha preso il certificato {grouped(new.numero)}." in html
    assert "ANNULLATO" not in html_of(worker(new))


def test_one_that_came_from_a_system_is_not_said_to_be_signed_here(personas, adesso):
    issued = emesso(personas, adesso)
    issued.origine = "flusso"
    html = worker_html(issued)
    assert "Ricevuto dal sistema della struttura, sotto la responsabilità di" in html
    assert "Firmato elettronicamente" not in html


def test_a_draft_has_no_paper(personas, adesso):
    draft, _by = bozza(personas, adesso)
    with pytest.raises(ValueError, match="draft"):
        worker_html(draft)


HOSTILE = (
    "<b>x</b><link rel=attachment href=file:///etc/passwd><img src=http://127.0.0.1:9/x>"
    '{% now "Y" %}{{ settings.SECRET_KEY }} </p></div><style>@import "x" &amp; ]]> %PDF-1.4'
)


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("W" * 2000, "W"),
        ("parola " * 285, "parola"),
        ("riga\n" * 399, "riga"),
        ("😀" * 2000, "😀"),
        ("שלום עולם " * 200, "ש"),
        ("e\u0301\u0327" * 660, "e"),
        (HOSTILE, squeezed(HOSTILE)),
        ("prima\u202edopo\x01\x00fine\u2028capo", "prima\ufffddopo\ufffd\ufffdfinecapo"),
    ],
    ids=["no blanks", "words", "lines", "emoji", "hebrew", "combining", "markup", "controls"],
)
def test_long_and_odd_text_neither_leaves_the_page_nor_disappears(personas, adesso, text, token):
    issued = emesso(personas, adesso)
    said = text.strip()
    dati = replace(
        issued.dati,
        diagnosi=said,
        esame_obiettivo=said,
        racconto=said,
        cognome=said[:80],
        evento_luogo=said[:160],
        lesioni=(Lesione("FRATTURA", "CRANIO"),) * 20,
    )
    html = worker_html(_saying(issued, dati))
    made = pdf_engine.document(html, pdf_engine.prepare(CSS))
    for page in made.pages:
        for box in page._page_box.descendants():
            if type(box).__name__ == "TextBox":
                assert box.position_x >= 0
                assert box.position_x + box.width <= page.width
                assert box.position_y + box.height <= page.height
    printed = squeezed(read_pdf(pdf_engine.write(html, pdf_engine.prepare(CSS))))
    expected = 3 * squeezed(readable(said)).count(token)
    assert expected > 0
    assert printed.count(token) >= expected


def _saying(certificato, dati):
    class Saying:
        """The same certificate with other words, some of which no form would take."""

        def __getattr__(self, name):
            return dati if name == "dati" else getattr(certificato, name)

    return Saying()


def test_what_would_vanish_is_printed_as_a_mark():
    assert readable("a\tb\r\nc\rd") == "a b\nc\nd"
    assert readable("a\u202eb\x07\ud800c\u2029d") == "a\ufffdb\ufffd\ufffdc\nd"


def test_values_are_read_as_people_write_them():
    assert shown(BY_NAME["precedente_numero"], "ABCD12345678") == "ABCD 1234 5678"
    assert shown(BY_NAME["ricovero"], True) == "Sì"
    assert shown(BY_NAME["sesso"], "F") == "Femmina"

"""The files of a request: each taken or refused on its own, seen only by who may."""

from __future__ import annotations

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.base import files
from portal.base.audit import AccessEvent, AuditEvent
from portal.base.errors import ActionError
from portal.base.files.models import StoredFile
from tests.utenti.credenziali.scena import FILES, decided, pdf, png, scope, sent
from utenti.credenziali.actions.allegati import MAX_ALTRI, attach
from utenti.credenziali.actions.invio import submit
from utenti.credenziali.actions.messaggi import Upload
from utenti.credenziali.models import AllegatoRichiesta, RichiestaAbilitazione

pytestmark = pytest.mark.django_db


def at(richiesta, end="allegati/"):
    return f"/credenziali/richieste/{richiesta.pk}/{end}"


def upload(content, name="fronte.png"):
    return SimpleUploadedFile(name, content)


def send(browser, richiesta, **chosen):
    return browser.post(at(richiesta), chosen, follow=True).content.decode()


def pdf_with_script() -> bytes:
    content = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
        )
        made.save(content)
    return content.getvalue()


def bomb() -> bytes:
    """A PNG that says it is 60,000 pixels wide and high."""
    good = png()
    return good[:16] + (60_000).to_bytes(4, "big") * 2 + good[24:]


def test_every_kind_of_file_is_taken_at_once(browser, bozza):
    page = send(
        browser,
        bozza,
        modulo_firmato=upload(pdf(), "domanda.pdf"),
        documento_fronte=upload(png(1)),
        documento_retro=upload(png(2)),
    )
    assert "3 file caricati." in page
    assert set(bozza.allegati.values_list("tipo", flat=True)) == set(FILES)
    assert AuditEvent.objects.filter(code="richiesta.allegato").count() == 3


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "fronte.png", "Il file è vuoto"),
        (png()[:60], "fronte.png", "immagine"),
        (b"%PDF-1.7 rotto", "fronte.pdf", "PDF"),
        (b"<html><script>alert(1)</script></html>", "fronte.png", "Tipo di file non ammesso"),
        (png(), "fronte.pdf", "non corrisponde al contenuto"),
        (png(), "fronte.exe", "non corrisponde al contenuto"),
    ],
)
def test_a_bad_file_is_answered_at_its_field_and_loses_nothing(browser, bozza, content, name, said):
    page = send(
        browser, bozza, documento_fronte=upload(content, name), documento_retro=upload(png())
    )
    assert said in page
    assert 'id="id_documento_fronte"' in page
    assert 'href="#id_documento_fronte"' in page
    assert list(bozza.allegati.values_list("tipo", flat=True)) == ["documento_retro"]


def test_a_pdf_with_a_script_is_never_kept_with_it(bozza, mario, adesso):
    by = scope(mario, adesso)
    upload = Upload(pdf_with_script(), "d.pdf")
    kept = attach(bozza, upload, "modulo_firmato", by=by, now=adesso)
    assert b"alert" in upload.content
    with pikepdf.open(io.BytesIO(files.read(kept.file))) as stored:
        assert "/OpenAction" not in stored.Root
    assert b"alert" not in files.read(kept.file)


def test_a_picture_bomb_and_a_byte_too_many_are_refused(bozza, mario, adesso, settings):
    by = scope(mario, adesso)
    with pytest.raises(ActionError, match="immagine"):
        attach(bozza, Upload(bomb(), "foto.png"), "documento_fronte", by=by, now=adesso)
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    large = pdf() + b"\n" * (1024 * 1024 + 1 - len(pdf()))
    with pytest.raises(ActionError, match="supera il limite di 1 MB"):
        attach(bozza, Upload(large, "d.pdf"), "modulo_firmato", by=by, now=adesso)
    assert not AllegatoRichiesta.objects.exists()


def test_the_limit_is_ten_megabytes(settings):
    assert settings.MAX_UPLOAD_BYTES == 10 * 1024 * 1024


def test_nothing_chosen_is_said(browser, bozza):
    assert "Scegli almeno un file" in send(browser, bozza)


def test_a_newer_file_takes_the_place_of_the_old_which_is_gone(browser, bozza):
    send(browser, bozza, documento_fronte=upload(png(1)))
    old = StoredFile.objects.get()
    send(browser, bozza, documento_fronte=upload(png(1)))
    assert bozza.allegati.count() == 1  # the same file again
    send(browser, bozza, documento_fronte=upload(png(2)))
    old.refresh_from_db()
    assert old.deleted_at is not None
    assert bozza.allegati.living().get().file_id != old.pk


def test_other_files_are_at_most_five(bozza, mario, adesso):
    by = scope(mario, adesso)
    for shade in range(MAX_ALTRI):
        attach(bozza, Upload(png(shade), "f.png"), "altro", by=by, now=adesso)
    with pytest.raises(ActionError, match="Al massimo 5"):
        attach(bozza, Upload(png(99), "f.png"), "altro", by=by, now=adesso)
    with pytest.raises(ActionError, match="che cosa stai caricando"):
        attach(bozza, Upload(png(99), "f.png"), "ricetta", by=by, now=adesso)


def test_a_file_is_removed_after_a_question(browser, pronta):
    fronte = pronta.allegati.get(tipo="documento_fronte")
    address = f"/credenziali/allegati/{fronte.pk}/togli/"
    assert "per sempre" in browser.get(address).content.decode()
    for _ in range(2):
        page = browser.post(address, follow=True).content.decode()
    assert "File cancellato." in page
    assert AuditEvent.objects.filter(code="richiesta.allegato_tolto").count() == 1
    assert browser.get(f"/credenziali/allegati/{fronte.pk}/anteprima/").status_code == 404
    gone = browser.get(f"/credenziali/allegati/{fronte.pk}/", follow=True)
    assert "Il file è stato cancellato." in gone.content.decode()


def test_every_look_at_a_document_is_written_down(browser, bozza):
    send(browser, bozza, documento_fronte=upload(png()), modulo_firmato=upload(pdf(), "d.pdf"))
    fronte = bozza.allegati.get(tipo="documento_fronte")
    firmata = bozza.allegati.get(tipo="modulo_firmato")
    picture = browser.get(f"/credenziali/allegati/{fronte.pk}/anteprima/")
    page = browser.get(f"/credenziali/allegati/{firmata.pk}/anteprima/")
    whole = browser.get(f"/credenziali/allegati/{fronte.pk}/")
    assert picture["Content-Disposition"].startswith("inline")
    assert picture["Content-Type"] == page["Content-Type"] == "image/png"
    assert page.content.startswith(b"\x89PNG")
    assert whole["Content-Disposition"].startswith("attachment")
    for answer in (picture, page, whole):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]
    seen = AccessEvent.objects.filter(target_type="credenziali.allegatorichiesta")
    assert sorted(seen.filter(target_id=fronte.pk).values_list("kind", flat=True)) == [
        "download",
        "view",
    ]
    assert seen.filter(target_id=firmata.pk).count() == 1


def test_somebody_elses_file_does_not_exist(altrui, pronta):
    fronte = pronta.allegati.get(tipo="documento_fronte")
    for end in ("", "anteprima/", "togli/"):
        assert altrui.get(f"/credenziali/allegati/{fronte.pk}/{end}").status_code == 404
    assert altrui.post(at(pronta), {"altro": upload(png())}).status_code == 404


def test_a_request_that_was_sent_takes_and_loses_no_file(browser, mario, personas, adesso):
    gone = sent(mario, adesso)
    assert browser.post(at(gone), {"altro": upload(png(9))}).status_code == 403
    assert browser.get(at(gone)).status_code == 302
    fronte = gone.allegati.get(tipo="documento_fronte")
    assert browser.post(f"/credenziali/allegati/{fronte.pk}/togli/").status_code == 403
    decided(gone, "rifiutata", personas.segreteria, adesso)
    assert RichiestaAbilitazione.objects.get().allegati.living().count() == 3


def test_a_file_in_quarantine_is_as_good_as_missing(browser, pronta, mario, adesso):
    fronte = pronta.allegati.get(tipo="documento_fronte")
    rows = StoredFile.objects.filter(pk=fronte.file_id)
    rows.update(scan_state="in_verifica")
    page = browser.get(at(pronta)).content.decode()
    assert "In verifica antivirus" in page
    assert f"/credenziali/allegati/{fronte.pk}/anteprima/" not in page
    assert browser.get(f"/credenziali/allegati/{fronte.pk}/anteprima/").status_code == 404
    rows.update(scan_state="infetto")
    assert "carica un altro file" in browser.get(at(pronta)).content.decode()
    assert "fronte: manca il file." in browser.get(at(pronta, "riepilogo/")).content.decode()
    with pytest.raises(ActionError, match="fronte: Manca il file"):
        submit(pronta, expected=pronta.version, by=scope(mario, adesso), now=adesso)

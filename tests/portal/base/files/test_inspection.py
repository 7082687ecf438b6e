"""Uploads: what is harmless passes, what is not is refused in Italian or disarmed."""

import io
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from portal.base.files import FileRefused, Kind
from portal.base.files.inspection import inspect
from portal.base.files.pdfs import is_active
from tests.portal.base.files.conftest import ALL, make_image, make_pdf

SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def check(content: bytes, name: str = "referto.pdf", allowed=ALL):
    return inspect(content, name=name, allowed=allowed)


# --- what passes -------------------------------------------------------------------------------


def test_a_passive_pdf_is_kept_byte_for_byte() -> None:
    content = make_pdf(pages=3)
    found = check(content)
    assert (found.kind, found.name, found.content) == (Kind.PDF, "referto.pdf", content)


def test_a_pdf_with_plain_links_is_kept_byte_for_byte() -> None:
    def link(pdf: pikepdf.Pdf) -> None:
        action = Dictionary(S=Name.URI, URI=String("https://www.esempio.test/"))
        note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
        pdf.pages[0].Annots = Array([pdf.make_indirect(note)])

    content = make_pdf(link)
    assert check(content).content == content


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "foto.jpg"), ("JPEG", "FOTO.JPEG"), ("PNG", "foto.png")]
)
def test_a_picture_is_drawn_anew(kind: str, name: str) -> None:
    found = check(make_image(kind), name)
    assert found.kind is Kind[kind]
    assert Image.open(io.BytesIO(found.content)).size == (40, 20)


def test_the_place_and_the_author_of_a_photograph_do_not_survive() -> None:
    exif = Image.Exif()
    exif[0x013B] = "Mario Rossi"
    exif[0x8825] = {1: "N", 2: (45.0, 28.0, 0.0)}
    content = make_image("JPEG", exif=exif, comment=b"RSSMRA85T10A562S")
    assert b"Mario Rossi" in content
    clean = check(content, "foto.jpg").content
    assert b"Mario Rossi" not in clean
    assert b"RSSMRA85T10A562S" not in clean
    assert not Image.open(io.BytesIO(clean)).getexif()


def test_the_orientation_of_the_camera_is_applied_before_it_is_dropped() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    clean = check(make_image("JPEG", exif=exif), "foto.jpg").content
    assert Image.open(io.BytesIO(clean)).size == (20, 40)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "1", "LA", "I;16"])
def test_every_kind_of_png_comes_out_readable(mode: str) -> None:
    assert Image.open(io.BytesIO(check(make_image("PNG", mode=mode), "a.png").content)).size


def test_a_cmyk_photograph_comes_out_in_colour() -> None:
    clean = check(make_image("JPEG", mode="CMYK"), "a.jpg").content
    assert Image.open(io.BytesIO(clean)).mode == "RGB"


# --- size and kind -----------------------------------------------------------------------------


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(FileRefused, match="vuoto"):
        check(b"")


def test_a_file_over_the_limit_is_refused_and_one_at_the_limit_is_read(settings) -> None:
    content = make_pdf()
    settings.MAX_UPLOAD_BYTES = len(content)
    check(content)
    settings.MAX_UPLOAD_BYTES = len(content) - 1
    with pytest.raises(FileRefused, match="limite"):
        check(content)


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00",
        b"PK\x03\x04",
        b"GIF89a/*",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\n%PDF-1.7\n%%EOF",
        b"x%PDF-1.7\n%%EOF",
        b"\0" * 100,
    ],
)
def test_other_kinds_are_refused_naming_those_admitted(content: bytes) -> None:
    with pytest.raises(FileRefused, match="carica JPEG, PDF, PNG"):
        check(content)


def test_a_kind_not_admitted_here_is_refused() -> None:
    with pytest.raises(FileRefused, match="carica PDF"):
        check(make_image("PNG"), "a.png", frozenset({Kind.PDF}))


@pytest.mark.parametrize(
    "name", ["a.exe", "a.pdf.html", "a", "a.png", ".", "pdf", "a.pdf.", "a.pdf%00.exe", "a.pdf\0"]
)
def test_a_name_that_says_something_else_is_refused(name: str) -> None:
    with pytest.raises(FileRefused):
        check(make_pdf(), name)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/referto.pdf", "referto.pdf"),
        ("C:\\Users\\Rossi\\referto.PDF", "referto.pdf"),
        ("refe\r\nrto\u202efdp.pdf", "refertofdp.pdf"),
        ("  molti   spazi .pdf", "molti spazi.pdf"),
        (".pdf", "documento.pdf"),
        ("perche\u0301.pdf", "perché.pdf"),
        ("à" * 300 + ".pdf", "à" * 120 + ".pdf"),
        ('"><svg onload=1>.pdf', '"><svg onload=1>.pdf'),
    ],
)
def test_a_name_is_cleaned_for_showing(given: str, shown: str) -> None:
    assert check(make_pdf(), given).name == shown


# --- pictures that lie -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_cut_short_is_refused(kind: str) -> None:
    name = {"JPEG": "a.jpg", "PNG": "a.png"}[kind]
    content = make_image(kind, (300, 300))
    for cut in (len(content) // 2, 20, 8):
        with pytest.raises(FileRefused):
            check(content[:cut], name)


def test_a_picture_that_is_only_its_first_bytes_is_refused() -> None:
    with pytest.raises(FileRefused, match="danneggiata"):
        check(b"\x89PNG\r\n\x1a\n" + b"<script>alert(1)</script>" * 10, "a.png")
    with pytest.raises(FileRefused, match="danneggiata"):
        check(b"\xff\xd8\xff/*<script>alert(1)</script>*/", "a.jpg")


def test_a_second_file_glued_to_a_picture_is_lost() -> None:
    clean = check(make_image("PNG") + b"PK\x03\x04<script>evil</script>", "a.png").content
    assert b"evil" not in clean


@pytest.mark.parametrize("side", [5001, 12_000, 40_000])
def test_a_picture_that_unfolds_into_too_many_pixels_is_refused_unopened(side: int) -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        crc = zlib.crc32(name + body).to_bytes(4, "big")
        return len(body).to_bytes(4, "big") + name + body + crc

    header = side.to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")
    )
    with pytest.raises(FileRefused, match="troppi pixel"):
        check(bomb, "a.png")


# --- PDF that lie ------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_pdf_cut_short_is_refused(share: float) -> None:
    content = make_pdf(pages=5)
    with pytest.raises(FileRefused):
        check(content[: int(len(content) * share)])


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-",
        b"%PDF-1.7\n%%EOF",
        b"%PDF-1.7\n" + b"\xff" * 5000 + b"%%EOF",
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    ],
)
def test_a_pdf_in_name_only_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused):
        check(content)


@pytest.mark.parametrize("tail", [b"PK\x03\x04", b"\n<html><script>alert(1)</script></html>"])
def test_a_second_file_after_a_pdf_is_refused(tail: bytes) -> None:
    with pytest.raises(FileRefused, match="seguito da altri dati"):
        check(make_pdf() + tail)


def test_a_pdf_with_a_password_is_refused() -> None:
    locked = make_pdf(encryption=pikepdf.Encryption(user="segreta", owner="segreta"))
    with pytest.raises(FileRefused, match="password"):
        check(locked)


def test_a_pdf_with_too_many_pages_or_none_is_refused() -> None:
    with pytest.raises(FileRefused, match="da 1 a 500 pagine"):
        check(make_pdf(pages=501))
    with pytest.raises(FileRefused):
        check(make_pdf(pages=0))


def test_a_pdf_whose_objects_unfold_into_the_whole_memory_is_refused() -> None:
    packed = zlib.compress(b"1 0 " + b" " * (200 * 1024 * 1024), 9)
    stream = (
        b"4 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n"
        % len(packed)
    ) + packed
    bomb = (
        b"%PDF-1.5\n"
        + stream
        + (
            b"\nendstream\nendobj\n5 0 obj\n<</Type/XRef/Size 6/Root 1 0 R/W[1 1 1]"
            b"/Index[1 1]/Length 3>>\nstream\n\x02\x04\x00\nendstream\nendobj\n"
        )
    )
    bomb += b"startxref\n%d\n%%%%EOF" % bomb.index(b"5 0 obj")
    assert len(bomb) < 1024 * 1024
    with pytest.raises(FileRefused):
        check(bomb)


def _open_action(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = SCRIPT


def _named_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), SCRIPT])))


def _launch(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])


def _attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["virus.exe"] = b"MZ evil payload"


def _submit(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.SubmitForm, F=String("https://male.test/"))
    pdf.Root.OpenAction = action


def _xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=String("<xdp/>"))


@pytest.mark.parametrize("arm", [_open_action, _named_script, _launch, _attachment, _submit, _xfa])
def test_an_active_pdf_is_disarmed(arm) -> None:
    armed = make_pdf(arm)
    with pikepdf.open(io.BytesIO(armed)) as before:
        assert is_active(before)
    clean = check(armed).content
    with pikepdf.open(io.BytesIO(clean)) as after:
        assert not is_active(after)
        assert len(after.pages) == 1
    assert b"evil payload" not in clean
    assert b"male.test" not in clean


def test_active_content_where_nobody_can_remove_it_is_refused() -> None:
    def hide(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Sconosciuto = Dictionary(Dentro=Array([Array([SCRIPT])]))

    with pytest.raises(FileRefused, match="non si possono togliere"):
        check(make_pdf(hide))


def test_a_signed_pdf_is_never_rewritten() -> None:
    def sign(pdf: pikepdf.Pdf) -> None:
        signature = Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]))
        pdf.Root.Perms = Dictionary(DocMDP=pdf.make_indirect(signature))

    content = make_pdf(sign)
    assert check(content).content == content

    def sign_and_arm(pdf: pikepdf.Pdf) -> None:
        sign(pdf)
        _open_action(pdf)

    with pytest.raises(FileRefused, match="firmato"):
        check(make_pdf(sign_and_arm))

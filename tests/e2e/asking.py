"""A doctor who asks for credentials in a real browser: the steps, the printed form, the files.

The worker runs in this process (``outbox.dispatch``) where a person would wait for it.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from portal.base import outbox

# Mario Solo, born in Milano on 4 May 1970: his code is right and fits him.
STEPS = (
    {
        "Comune o Stato di nascita": "Milano",
        "Data di nascita": "1970-05-04",
        "Codice fiscale": "SLOMRA70E04F205I",
    },
    {
        "Indirizzo e numero civico": "via Esempio 1",
        "Comune": "Milano",
        "Provincia": "MI",
        "CAP": "20121",
        "Telefono": "02 1234567",
    },
    {
        "Numero": "CA00000AA",
        "Rilasciato da": "Comune di Milano",
        "Rilasciato il": "2022-05-05",
        "Scade il": "2032-05-04",
    },
    {"Ordine dei medici di": "Milano", "Numero di iscrizione": "12345"},
)
CHOICES = {0: ("Sesso", "M"), 2: ("Tipo di documento", "carta_identita")}
PICTURES = {
    "Domanda firmata": ("firmata.png", (420, 594), ("FAC-SIMILE", "Domanda", "Firma: M. Solo")),
    "Documento d’identità, fronte": (
        "fronte.png",
        (428, 270),
        ("FAC-SIMILE", "SOLO MARIO", "nato a Milano il 04/05/1970", "CA00000AA"),
    ),
    "Documento d’identità, retro": (
        "retro.png",
        (428, 270),
        ("FAC-SIMILE", "Comune di Milano", "05/05/2022 - 04/05/2032"),
    ),
}


def fill_in(page: Page) -> None:
    """From the first step to the files."""
    for turn, values in enumerate(STEPS):
        if turn in CHOICES:
            label, code = CHOICES[turn]
            page.get_by_label(label).select_option(code)
        for label, value in values.items():
            page.get_by_label(label, exact=False).and_(page.locator("input")).first.fill(value)
        page.get_by_role("button", name="Salva e continua").click()


def print_application(page: Page, folder: Path) -> Path:
    """Ask for the application, wait for the worker, download it."""
    page.get_by_role("button", name="Prepara la domanda").click()
    expect(page.get_by_text("Stiamo preparando il PDF")).to_be_visible()
    outbox.dispatch()
    ready = page.get_by_role("link", name="Scarica il PDF")
    expect(ready).to_be_visible(timeout=20_000)  # the page looks again by itself
    with page.expect_download() as download:
        ready.click()
    path = folder / "domanda.pdf"
    download.value.save_as(path)
    page.get_by_role("link", name="Torna agli allegati").click()
    return path


def drawn(folder: Path, label: str) -> Path:
    """A fictional picture of what that field asks for."""
    name, size, lines = PICTURES[label]
    picture = Image.new("RGB", size, (236, 240, 246))
    draw = ImageDraw.Draw(picture)
    for turn, line in enumerate(lines):
        draw.text((24, 24 + 44 * turn), line, fill=(20, 30, 60), font_size=24)
    path = folder / name
    picture.save(path)
    return path


def bring_files(page: Page, folder: Path) -> None:
    """The signed application and both sides of the document, together."""
    for label in PICTURES:
        page.get_by_label(label).set_input_files(drawn(folder, label))
    page.get_by_role("button", name="Carica", exact=True).click()
    expect(page.get_by_text("3 file caricati.")).to_be_visible()


def send(page: Page) -> None:
    """Read it again and send it."""
    page.get_by_role("link", name="Vai al riepilogo").click()
    expect(page.get_by_text("Perché non posso inviare")).to_have_count(0)
    page.get_by_role("button", name="Invia la richiesta").click()
    expect(page.get_by_text("Tocca a chi esamina le richieste").first).to_be_visible()

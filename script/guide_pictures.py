"""Takes the pictures of the guide: starts a server with demo data of its own, walks, photographs.

Each picture is cut to what its chapter talks about and stored as WebP, a hundred kilobytes at most.
"""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "static" / "img" / "guida"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PASSWORD = "demo-portale-2026"  # noqa: S105  (the public one of the demo)
WIDE, PHONE = (1180, 820), (390, 780)
WIDEST = 1100


@contextmanager
def server() -> Iterator[tuple[str, dict[str, str]]]:
    """The address and environment of a portal with fresh demo data; ended at the end."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
        probe.close()
        environment = {**os.environ, "PORT": port, "VAR_DIR": folder, "DEMO": "1"}
        environment.pop("DATABASE_URL", None)
        process = subprocess.Popen(
            [sys.executable, "-m", "script.supervise"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            lines = iter(process.stdout or ())
            next(line for line in lines if line.startswith("pronto:"))
            yield f"http://localhost:{port}", environment
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


class Camera:
    """A browser of the secretary, and where the pictures go."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base

    def enter(self, email: str, to: str = "**/denunce/**") -> None:
        """Log in, and arrive."""
        self.page.goto(f"{self.base}/accesso/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(to)

    def shoot(self, name: str, *, until: Locator | None = None, of: Locator | None = None) -> None:
        """Photograph a part (``of``), or the page down to ``until``, or what is in sight."""
        self.page.evaluate("document.activeElement && document.activeElement.blur()")
        self.page.wait_for_load_state("networkidle")
        if of is not None:
            of.scroll_into_view_if_needed()
            taken = of.screenshot()
        else:
            taken = self._down_to(until)
        with Image.open(io.BytesIO(taken)) as picture:
            flat = picture.convert("RGB")
            if flat.width > WIDEST:
                flat = flat.resize((WIDEST, round(flat.height * WIDEST / flat.width)))
            flat.save(FOLDER / f"{name}.webp", quality=82, method=6)

    def _down_to(self, last: Locator | None) -> bytes:
        if last is None:
            return self.page.screenshot()
        box = last.bounding_box()
        bottom = (box["y"] + box["height"] + 24) if box else 900
        width = (self.page.viewport_size or {"width": WIDE[0]})["width"]
        clip = {"x": 0.0, "y": 0.0, "width": float(width), "height": float(bottom)}
        return self.page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]


def worklist(camera: Camera) -> None:
    """The worklist, its filters."""
    page = camera.page
    page.goto(f"{camera.base}/denunce/")
    camera.shoot("scadenzario", until=page.locator(".pi-duty").nth(5))
    page.locator(".pi-workfilters__more > summary").click()
    camera.shoot("filtri", until=page.locator(".pi-duty").nth(0))


def new_case(camera: Camera) -> None:
    """Somebody is hurt: search, when and where, the letter."""
    page = camera.page
    page.goto(f"{camera.base}/denunce/nuovo/")
    page.get_by_label("Cognome e nome").fill("bianchi")
    page.get_by_role("button", name="Cerca").click()
    camera.shoot("nuovo-persona", until=page.locator(".pi-people"))
    page.locator(".pi-people__pick").last.click()
    when = page.get_by_role("group", name="Giorno e ora dell’infortunio")
    when.get_by_label("Giorno").fill((date.today() - timedelta(days=1)).isoformat())  # noqa: DTZ011
    with page.expect_response("**/salva/"):
        when.get_by_label("Ora").fill("10:15")
    camera.shoot("nuovo-quando", until=page.locator("#bozza"))
    page.get_by_role("button", name="Continua").click()
    page.get_by_label("Come è successo").fill("Correndo è inciampato in un tappeto della palestra")
    page.get_by_role("button", name="Continua").click()
    page.wait_for_url("**/gravita/")
    page.get_by_role("button", name="Continua").click()
    page.wait_for_url("**/riepilogo/")
    camera.shoot("nuovo-riepilogo", until=page.get_by_role("button", name="Apri il caso"))
    page.get_by_role("button", name="Apri il caso").click()
    page.wait_for_url("**/casi/**")


def certificate(camera: Camera) -> None:
    """The references, and the verdict before saving."""
    page, first = camera.page, date.today() - timedelta(days=1)  # noqa: DTZ011
    page.get_by_role("link", name="Ho il certificato").first.click()
    page.get_by_label("Numero identificativo").fill("1A2B3C4D5E6F")
    released = page.get_by_role("group", name="Rilasciato il")
    released.get_by_label("Giorno").fill(first.isoformat())
    released.get_by_label("Ora").fill("12:30")
    page.get_by_label("Prognosi: dal").fill(first.isoformat())
    page.get_by_label("al (compreso)").fill((first + timedelta(days=6)).isoformat())
    page.get_by_label("Come li hai ricevuti").select_option("lavoratore")
    camera.shoot("certificato", until=page.locator("form.pi-form"))
    page.get_by_role("button", name="Vedi che cosa comporta").click()
    camera.shoot("certificato-verdetto", until=page.locator(".pi-decision").first)
    page.get_by_role("button", name="Registra il certificato").click()
    page.wait_for_url("**/casi/**")


def decision(camera: Camera) -> None:
    """The card, the form, the dispatch, the reminders, the history."""
    page = camera.page
    case = page.url
    camera.shoot("decisione", of=page.locator(".pi-decision").first)
    camera.shoot("storia", of=page.locator(".pi-aside").first)
    page.get_by_role("button", name="Compila il Mod. 4 bis").first.click()
    page.wait_for_url("**/moduli/**")
    camera.shoot("modulo")
    page.get_by_role("button", name="Prepara il PDF della bozza").click()
    page.wait_for_url("**/documenti/**")
    page.locator(".pi-preview__page").first.wait_for(timeout=30_000)
    camera.shoot("modulo-anteprima", until=page.locator(".pi-preview__page").first)
    page.goto(case)
    page.get_by_role("link", name="Ho già inviato").first.click()
    camera.shoot("invio", until=page.locator("form.pi-form"))


def reminders(camera: Camera) -> None:
    """The panel of a case whose reminders have left."""
    page = camera.page
    page.goto(f"{camera.base}/denunce/?tipo=denuncia")
    page.locator(".pi-duty__link").first.click()
    panel = page.locator("[aria-labelledby=promemoria], #promemoria").first
    panel.wait_for()
    camera.shoot("promemoria", of=panel)


def credentials(camera: Camera) -> None:
    """A request that must be completed, as its person sees it."""
    page = camera.page
    camera.enter("cittadino@demo.test", to=f"{camera.base}/")
    page.goto(f"{camera.base}/credenziali/richieste/")
    page.locator("main .pi-card a").first.click()
    page.wait_for_url("**/richieste/*-*/")
    camera.shoot("richiesta", until=page.locator(".pi-error-summary"))


def review(camera: Camera, environment: dict[str, str]) -> None:
    """The oldest request, side by side with its document."""
    page, email = camera.page, "revisore@demo.test"
    camera.enter(email, to="**/accesso/codice/")
    command = [sys.executable, "manage.py", "codice_demo", email]
    code = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()
    page.get_by_label("Codice").fill(code)
    page.get_by_role("button", name="Entra").click()
    page.wait_for_url("**/credenziali/revisione/")
    page.get_by_role("button", name="Prossima richiesta").click()
    page.locator(".pi-doc__frame.is-live").first.wait_for()
    camera.shoot("revisione")


STEPS: tuple[Callable[[Camera], None], ...] = (
    worklist,
    new_case,
    certificate,
    decision,
    reminders,
)


def main() -> None:
    """All the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.webp"):
        old.unlink()
    with server() as (base, environment), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for size, steps in ((WIDE, STEPS), (PHONE, ())):
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                locale="it-IT",
                timezone_id="Europe/Rome",
                device_scale_factor=1 if size is WIDE else 2,
            )
            camera = Camera(context.new_page(), base)
            camera.enter("segreteria@demo.test")
            for step in steps:
                step(camera)
            if size is PHONE:
                camera.shoot("scadenzario-telefono")
        for step in (credentials, partial(review, environment=environment)):
            page = browser.new_page(locale="it-IT", timezone_id="Europe/Rome")
            page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
            step(Camera(page, base))
        browser.close()
    for picture in sorted(FOLDER.glob("*.webp")):
        print(f"{picture.name}: {picture.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()

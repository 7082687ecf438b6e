"""A person who never touches the mouse, and how many times they had to do something."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from portal.base import outbox

TABS_MAX = 260  # the official form has some hundred controls


class Keyboard:
    """Drives a page by keyboard; ``count`` grows by one for each field, choice and press.

    Moving the focus is free: only what says something to the portal counts.
    """

    def __init__(self, page: Page, path: str) -> None:
        self.page, self.count = page, 0
        page.goto(path)

    def reach(self, selector: str) -> None:
        """Press Tab until the first visible element of the selector has the focus."""
        asked = "s => document.activeElement === document.querySelector(s)"
        for _ in range(TABS_MAX):
            if self.page.evaluate(asked, selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {selector} on {self.page.url}")

    def write(self, selector: str, text: str) -> None:
        """Fill in a field, or choose from a list by its first letters."""
        self.reach(selector)
        self.page.keyboard.type(text)
        self.count += 1

    def day(self, selector: str, day: date) -> None:
        """Type a date part by part, in the order of this browser's language."""
        self.reach(selector)
        for form in ("%d%m%Y", "%m%d%Y"):
            self.page.keyboard.type(day.strftime(form))
            if self.page.input_value(selector) == day.isoformat():
                break
            for _ in range(2):
                self.page.keyboard.press("Shift+Tab")
            self.reach(selector)
        assert self.page.input_value(selector) == day.isoformat()
        self.count += 1

    def instant(self, selector: str, moment: datetime) -> None:
        """Type a day and an hour into one control, part by part."""
        self.reach(selector)
        self.page.keyboard.type(f"{moment:%m%d%Y}")
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(f"{moment:%I%M%p}")
        assert self.page.input_value(selector) == f"{moment:%Y-%m-%dT%H:%M}"
        self.count += 1

    def tick(self, selector: str) -> None:
        """Choose an answer or tick a box."""
        self.reach(selector)
        self.page.keyboard.press("Space")
        self.count += 1

    def press(self, selector: str, url: str) -> None:
        """Press a button or follow a link, and arrive."""
        self.reach(selector)
        with self.page.expect_navigation(url=url):  # also to the address one is at
            self.page.keyboard.press("Enter")
        self.count += 1

    def certificate(self, happened: date) -> None:
        """Six days of prognosis, received now."""
        self.write("#id_numero", "A00000000003")
        self.day("#id_rilasciato_at_0", happened)
        self.write("#id_rilasciato_at_1", "1230PM")
        self.day("#id_prognosi_dal", happened)
        self.day("#id_prognosi_al", happened + timedelta(days=6))
        self.write("#id_received_via", "Dal lavoratore")
        self.press("form.pi-form button[type=submit].btn-primary", "**/certificato/")
        self.press("button[name=conferma]", "**/casi/**")

    def complete_form(self, happened: date) -> None:
        """Fill in what the form still asks for, follow the list, make it definitive."""
        answers = {
            "lavoratore__cittadinanza": lambda at: self.write(at, "Italiana"),
            "luogo__cantiere": lambda at: self.tick(at),
            "evento__notizia": lambda at: self.instant(
                at, datetime.combine(happened, time(10, 30))
            ),
            "cause__natura_lesione": lambda at: self.write(at, "Frattura"),
        }
        for name, answer in answers.items():
            answer(f"[name='{name}']")
        # A long list is searched: what was typed is chosen when the focus goes on.
        self.write("#id_cause__sede_lesione_cerca", "Polso destro")
        self.page.keyboard.press("Tab")
        reasons = self.page.locator("#modulo-motivi")
        expect(reasons).to_contain_text("Il modulo è completo", timeout=15_000)
        self.press("#modulo-motivi button[formaction]", "**/moduli/**")
        expect(self.page.get_by_text("Il modulo è definitivo")).to_be_visible()

    def print_form(self, path: Path) -> None:
        """Ask for the PDF, wait for the worker, download it."""
        self.press("#modulo-motivi form button", "**/documenti/**")
        outbox.dispatch()
        expect(self.page.locator("a.pi-primary")).to_be_visible(timeout=20_000)
        self.reach("a.pi-primary")
        with self.page.expect_download() as waiting:
            self.page.keyboard.press("Enter")
        self.count += 1
        waiting.value.save_as(path)
        assert path.read_bytes().startswith(b"%PDF")

"""What every screen owes to whoever uses it, checked in a real browser.

``Screen("caso", role="segreteria", kwargs=make)`` names a URL and the persona who reads it;
``walk(page, path)`` checks the page that answers. New screens are one line in ``screens.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.personas import Personas

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 360)
# Day, month, year, hours, minutes and the button of the calendar, then one more.
PARTS_OF_A_DATE = 7

# Everything that a key must reach: visible, enabled, in the tab order.
FOCUSABLE = """() => {
  const wanted = 'a[href], button, input:not([type=hidden]), select, textarea, summary,'
      + '[tabindex="0"]';
  const groups = new Set();
  return [...document.querySelectorAll(wanted)].filter(item => {
    if (item.disabled || item.tabIndex < 0) return false;
    if (!item.checkVisibility({visibilityProperty: true})) return false;
    if (item.type === 'radio') {  // a group of radios is one stop
      const group = (item.form ? [...document.forms].indexOf(item.form) : -1) + ':' + item.name;
      if (groups.has(group)) return false;
      groups.add(group);
    }
    return true;
  }).length;
}"""
FOCUS = """() => {
  const item = document.activeElement;
  if (!item || item === document.body) return null;
  const group = item.type === 'radio' ? [...document.querySelectorAll('input[type=radio]')]
      .find(other => other.name === item.name && other.form === item.form) : item;
  window.seen = window.seen || [];
  const same = window.last === group;  // the parts of a date are stops of one field
  window.last = group;
  const again = !same && window.seen.includes(group);
  if (!again && !same) window.seen.push(group);
  const row = item.closest('[data-row]') || item;
  const style = getComputedStyle(row), own = getComputedStyle(item);
  const ring = [style, own].some(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2);
  const box = item.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {again, same, ring, inside, name: item.outerHTML.slice(0, 120)};
}"""


@dataclass(frozen=True)
class Screen:
    """A named URL, the persona who reads it (None: anybody) and how to find its arguments."""

    name: str
    role: str | None = None
    kwargs: Callable[[Personas], dict[str, Any]] = lambda personas: {}
    query: str = ""
    label: str = ""  # tells apart two screens of one address

    def __str__(self) -> str:
        return f"{self.label or self.name}{self.query}-{self.role or 'chiunque'}"

    def path(self, personas: Personas) -> str:
        """The address, once what it shows exists."""
        return reverse(self.name, kwargs=self.kwargs(personas)) + self.query

    def reader(self, personas: Personas) -> str | None:
        """The e-mail of who reads it."""
        return None if self.role is None else str(getattr(personas, self.role).email)


def walk(page: Page, path: str, *, status: int = 200, axe: bool = True) -> None:
    """Open ``path`` and check frame, width and, if asked, axe."""
    response = page.goto(path)
    assert response is not None
    assert response.status == status
    check_frame(page)
    check_width(page)
    if axe:
        check_axe(page)


def narrow(page: Page) -> None:
    """The same window as a phone's, for the next address it opens."""
    page.set_viewport_size({"width": min(WIDTHS), "height": 740})


def settled(page: Page) -> None:
    """Wait for the whole of the page that a click asked for.

    A click comes back when the new page begins: what reads it at once, instead of expecting
    something of it, may find it without its body.
    """
    page.wait_for_load_state()
    expect(page.locator("main")).to_be_attached()


def check_frame(page: Page) -> None:
    """Language, one title of its own, one h1, one main."""
    settled(page)
    assert page.locator("html").get_attribute("lang") == "it"
    assert page.title().split(" · ")[0].strip()
    assert page.locator("h1").count() == 1
    assert page.locator("h1").inner_text().strip()
    assert page.locator("main").count() == 1


def check_width(page: Page) -> None:
    """Nothing makes the page scroll sideways."""
    settled(page)
    excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert excess <= 0, f"{page.url} is {excess} pixels too wide"


def check_axe(page: Page) -> None:
    """Zero violations of WCAG 2.2 AA and of good practice.

    At the end of the page: there the button bar of a phone rests in its own place, while halfway it
    covers what one more swipe uncovers, which axe would take for a target too small to hit.
    """
    settled(page)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    found = [
        f"{rule['id']}: {rule['help']} ({len(rule['nodes'])}, as {rule['nodes'][0]['html'][:160]})"
        for rule in results.response["violations"]
    ]
    assert found == [], page.url


def check_keyboard(page: Page) -> None:
    """Tab alone reaches everything that can be used, each with a visible ring and on screen."""
    settled(page)
    total = page.evaluate(FOCUSABLE)
    assert total > 0
    for number in range(total):
        focus = _next_stop(page)
        assert focus is not None, f"{page.url}: focus lost after {number} of {total} stops"
        assert not focus["again"], f"{page.url}: back too early on {focus['name']}"
        assert focus["ring"], f"{page.url}: no visible focus on {focus['name']}"
        assert focus["inside"], f"{page.url}: focus out of sight on {focus['name']}"


def _next_stop(page: Page) -> dict[str, Any] | None:
    for _ in range(PARTS_OF_A_DATE):
        page.keyboard.press("Tab")
        focus: dict[str, Any] | None = page.evaluate(FOCUS)
        if focus is None or not focus["same"]:
            return focus
    return focus

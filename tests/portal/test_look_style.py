"""Facts about our style sheets, scripts and templates that no browser needs to tell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from portal.base.wording import ALL_URGENCIES, Urgency

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if not {"pdf", "email"} & set(path.parts)]
TOKENS = dict(
    re.findall(r"(--pi-[a-z-]+):\s*(#[0-9a-f]{6})", (ROOT / "static/css/portale.css").read_text())
)
DUTIES = (ROOT / "static/css/duties.css").read_text()
ON_PAPER = ["ink", "muted", "blue", "blue-dark", "navy", "success", "error", "warning", "info"]


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two tokens, 1 to 21."""
    light, dark = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_ratio_is_that_of_the_norm() -> None:
    assert luminance("#ffffff") == pytest.approx(1)
    assert luminance("#000000") == 0
    assert luminance("#777777") == pytest.approx(0.1845, abs=0.001)


@pytest.mark.parametrize("urgency", ALL_URGENCIES, ids=lambda item: item.code)
def test_every_urgency_is_readable_on_its_tint_and_on_paper(urgency: Urgency) -> None:
    code = urgency.code
    assert contrast(f"--pi-{code}", f"--pi-{code}-tint") >= 4.5
    assert contrast(f"--pi-{code}", "--pi-paper") >= 4.5
    for part in ("badge", "duty", "decision"):
        assert f".pi-{part}--{code}" in DUTIES


@pytest.mark.parametrize("name", ON_PAPER)
@pytest.mark.parametrize("ground", ["paper", "ground"])
def test_every_text_colour_is_readable(name: str, ground: str) -> None:
    assert contrast(f"--pi-{name}", f"--pi-{ground}") >= 4.5


@pytest.mark.parametrize("kind", ["success", "error", "warning", "info"])
def test_notices_are_readable(kind: str) -> None:
    assert contrast(f"--pi-{kind}", f"--pi-{kind}-tint") >= 4.5
    assert contrast("--pi-ink", f"--pi-{kind}-tint") >= 4.5


def test_borders_of_fields_are_seen() -> None:
    assert contrast("--pi-line-strong", "--pi-paper") >= 3


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_inline_script_or_style(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", text)
    assert not re.search(r"<script\b(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_loaded_from_elsewhere(path: Path) -> None:
    assert not re.search(r"""<(script|link|img|iframe)\b[^>]*["'](https?:)?//""", path.read_text())


@pytest.mark.parametrize(
    "path", sorted((ROOT / "templates/components").glob("*.html")), ids=lambda path: path.stem
)
def test_every_component_says_how_it_is_used(path: Path) -> None:
    head = path.read_text()[:1600]
    assert head.startswith(("{% comment %}", "{#"))
    assert "{% include" in head or "Part of" in head or "Usage" in head


def test_scripts_keep_nothing_in_the_browser_and_need_no_eval() -> None:
    for script in (ROOT / "static/js").glob("*.js"):
        text = script.read_text()
        assert not re.search(r"localStorage|sessionStorage|indexedDB|\beval\b|innerHTML", text)

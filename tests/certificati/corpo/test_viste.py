"""The figures: every site drawn, on the patient's own side, in the frame, none over another."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from certificati.corpo import SEDI, VISTE, Vista, Zona
from certificati.corpo.curve import Line, arc, at, between, simplified, smooth

CSS = Path(__file__).resolve().parents[3] / "static/css/mappa.css"
BY_SLUG = {vista.slug: vista for vista in VISTE}
FRAME = 0.2  # units: the paths are written to a tenth


def centre(vista: Vista) -> float:
    """The middle line of the body: the organs leave room for the spinal cord on the right."""
    return 76.0 if vista.slug == "organi" else vista.width / 2


def inside(zona: Zona, x: float, y: float) -> bool:
    """Even and odd, as the browser fills it."""
    found = False
    for ring in zona.rings:
        for (x0, y0), (x1, y1) in pairwise([*ring, ring[0]]):
            if (y0 > y) != (y1 > y) and x < x0 + (x1 - x0) * (y - y0) / (y1 - y0):
                found = not found
    return found


def light(zona: Zona) -> Zona:
    return Zona(zona.sede, tuple(simplified(ring) for ring in zona.rings), zona.path)


def cells(vista: Vista) -> dict[str, set[tuple[float, float]]]:
    """The points of a grid that each site covers."""
    covered: dict[str, set[tuple[float, float]]] = {}
    for zona in map(light, vista.zone):
        xs = [x for ring in zona.rings for x, _y in ring]
        ys = [y for ring in zona.rings for _x, y in ring]
        covered[zona.sede.code] = {
            (x + 0.37, y + 0.41)
            for x in range(int(min(xs)) - 1, int(max(xs)) + 1)
            for y in range(int(min(ys)) - 1, int(max(ys)) + 1)
            if inside(zona, x + 0.37, y + 0.41)
        }
    return covered


COVERED = {vista.slug: cells(vista) for vista in VISTE}


def test_every_site_is_drawn_somewhere() -> None:
    drawn = {zona.sede.code for vista in VISTE for zona in vista.zone}
    assert drawn == set(SEDI)


def test_a_figure_draws_a_site_once() -> None:
    for vista in VISTE:
        codes = [zona.sede.code for zona in vista.zone]
        assert len(set(codes)) == len(codes), vista.slug


@pytest.mark.parametrize("slug", BY_SLUG)
def test_left_and_right_are_the_patient_s(slug: str) -> None:
    vista = BY_SLUG[slug]
    seen_from_behind = slug == "dietro"
    for zona in vista.zone:
        if not zona.sede.side:
            continue
        on_the_left_of_the_page = (zona.sede.side == "destra") != seen_from_behind
        sign = -1 if on_the_left_of_the_page else 1
        assert all(sign * (x - centre(vista)) >= -FRAME for ring in zona.rings for x, _y in ring), (
            zona.sede.code
        )


@pytest.mark.parametrize("slug", BY_SLUG)
def test_the_words_over_a_figure_say_the_same(slug: str) -> None:
    vista = BY_SLUG[slug]
    assert {vista.page_left, vista.page_right} == {"destra", "sinistra"}
    for zona in vista.zone:
        if zona.sede.side:
            first = zona.rings[0][0][0]
            there = vista.page_left if first < centre(vista) else vista.page_right
            assert zona.sede.side == there or first == pytest.approx(centre(vista))


@pytest.mark.parametrize("slug", BY_SLUG)
def test_one_side_is_the_mirror_of_the_other(slug: str) -> None:
    vista = BY_SLUG[slug]
    zones = {zona.sede.code: zona for zona in vista.zone}
    sided = [zona for zona in vista.zone if zona.sede.side == "destra"]
    # The lungs apart: the heart takes room from the left one.
    for zona in (one for one in sided if "POLMONE" not in one.sede.code):
        twin = zones[zona.sede.code.replace("DESTR", "SINISTR")]
        for mine, other in zip(zona.rings, twin.rings, strict=True):
            mirrored = [(2 * centre(vista) - x, y) for x, y in mine]
            assert mirrored == [pytest.approx(point) for point in other]


@pytest.mark.parametrize("slug", BY_SLUG)
def test_shapes_stay_in_the_frame(slug: str) -> None:
    vista = BY_SLUG[slug]
    for zona in vista.zone:
        for x, y in (point for ring in zona.rings for point in ring):
            assert 0 <= x <= vista.width, zona.sede.code
            assert 0 <= y <= vista.height, zona.sede.code


@pytest.mark.parametrize("slug", BY_SLUG)
def test_no_shape_takes_the_place_of_another(slug: str) -> None:
    for (one, mine), (other, its) in combinations(COVERED[slug].items(), 2):
        shared = len(mine & its)
        assert shared <= max(3, 0.03 * min(len(mine), len(its))), (one, other, shared)


@pytest.mark.parametrize("slug", BY_SLUG)
def test_every_shape_is_big_enough_to_be_hit(slug: str) -> None:
    for code, mine in COVERED[slug].items():
        assert len(mine) >= 60, (code, len(mine))


def test_the_figure_has_no_holes_where_the_skin_is() -> None:
    """Between neighbours no gap that a finger would fall in: trunk and head, front and back."""
    for slug in ("davanti", "dietro"):
        body = set().union(*COVERED[slug].values())
        middle = BY_SLUG[slug].width / 2
        missing = [
            (x + 0.37, y + 0.41)
            for x in range(int(middle) - 9, int(middle) + 9)
            for y in range(14, 240)
            if (x + 0.37, y + 0.41) not in body
        ]
        assert len(missing) <= 45, (slug, len(missing), missing[:10])


@pytest.mark.parametrize("vista", VISTE, ids=lambda vista: vista.slug)
def test_a_path_says_what_its_rings_are(vista: Vista) -> None:
    for zona in vista.zone:
        written = read(zona.path)
        assert len(written) == len(zona.rings)
        for points, ring in zip(written, zona.rings, strict=True):
            for x, y in points:
                near = min((x - a) ** 2 + (y - b) ** 2 for a, b in ring)
                assert near <= 0.05, zona.sede.code


def read(path: str) -> list[Line]:
    rings = []
    for text in path.split("z")[:-1]:
        start, moves = text.removeprefix("M").split("l")
        x, y = map(float, start.split())
        points = [(x, y)]
        steps = list(map(float, moves.split()))
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        rings.append(points)
    return rings


def test_all_the_figures_weigh_less_than_a_picture() -> None:
    weight = sum(len(zona.path) for vista in VISTE for zona in vista.zone)
    weight += sum(len(vista.lines) + len(vista.sketch) for vista in VISTE)
    assert weight < 48_000


def test_without_the_script_every_site_is_coloured_when_chosen() -> None:
    css = CSS.read_text(encoding="utf-8")
    for sede in SEDI.values():
        assert f':has([value="{sede.code}"]:checked) .pi-zona--{sede.slug}' in css
    for vista in VISTE:
        assert f'[data-vista="{vista.slug}"]' in css


def light_of(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", ["pi-zona-line", "pi-zona-taken", "pi-blue"])
@pytest.mark.parametrize("pale", ["pi-zona", "pi-mappa-ground"])
def test_regions_and_their_states_can_be_told_apart(dark: str, pale: str) -> None:
    """Three to one for what is no text (WCAG 1.4.11)."""
    text = CSS.read_text(encoding="utf-8") + CSS.with_name("portale.css").read_text("utf-8")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text))
    assert (light_of(colours[pale]) + 0.05) / (light_of(colours[dark]) + 0.05) >= 3


def test_a_line_is_cut_where_asked_and_ends_where_it_ends() -> None:
    line = smooth([(0, 0), (5, 10), (0, 20)])
    assert at(line, -5) == line[0]
    assert at(line, 99) == line[-1]
    assert between(line, 4, 16)[0][1] == 4
    assert between(line, 4, 16)[-1][1] == 16
    assert simplified([(0, 0), (1, 1)]) == [(0, 0), (1, 1)]
    assert simplified([(0, 0), (5, 5), (0, 0)]) == [(0, 0), (5, 5), (0, 0)]
    assert arc((0, 0), (10, 0), 2)[0] == (0, 0)

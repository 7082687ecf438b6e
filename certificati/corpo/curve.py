"""Small geometry for the figures: smooth lines through points, tubes, mirrors, SVG paths.

Coordinates are units of the figure, y downwards. A line is a list of points, close enough to look
smooth; a ring is a closed line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import hypot
from typing import Final

Point = tuple[float, float]
Line = list[Point]

STEP: Final = 1.0  # units between two points of a smooth line
TOLERANCE: Final = 0.08  # units a simplified line may stray


def smooth(points: Sequence[Point]) -> Line:
    """A line through all the points without corners; both ends are kept (Catmull-Rom)."""
    ghosts = [_beyond(points[0], points[1]), *points, _beyond(points[-1], points[-2])]
    line: Line = []
    for number in range(len(points) - 1):
        line += _span(*ghosts[number : number + 4])
    return [*line, points[-1]]


def ring(points: Sequence[Point]) -> Line:
    """A closed line through all the points without corners."""
    around = [points[-1], *points, points[0], points[1]]
    line: Line = []
    for number in range(len(points)):
        line += _span(*around[number : number + 4])
    return line


def arc(start: Point, end: Point, sag: float) -> Line:
    """From one point to another, bent by ``sag`` units to the left of the way."""
    (x0, y0), (x1, y1) = start, end
    long = hypot(x1 - x0, y1 - y0) or 1
    nx, ny = (y1 - y0) / long * sag, (x0 - x1) / long * sag
    return smooth([start, ((x0 + x1) / 2 + nx, (y0 + y1) / 2 + ny), end])


def between(line: Line, top: float, bottom: float) -> Line:
    """The part of a descending line from one height to another, ends exact."""
    inside = [point for point in line if top < point[1] < bottom]
    return [at(line, top), *inside, at(line, bottom)]


def at(line: Line, y: float) -> Point:
    """Where a descending line is at this height; its end, beyond it."""
    for (x0, y0), (x1, y1) in pairwise(line):
        if y0 <= y <= y1 and y1 > y0:
            return (x0 + (x1 - x0) * (y - y0) / (y1 - y0), y)
    return line[0] if y < line[0][1] else line[-1]


def tube(knots: Sequence[tuple[float, float, float]]) -> tuple[Line, Line]:
    """The two sides (left and right of the way) of a limb: x, y and half width along its axis."""
    axis = [(x, y) for x, y, _half in knots]
    left, right = [], []
    for number, (x, y, half) in enumerate(knots):
        (ax, ay), (bx, by) = axis[max(number - 1, 0)], axis[min(number + 1, len(axis) - 1)]
        long = hypot(bx - ax, by - ay)
        nx, ny = (by - ay) / long * half, (ax - bx) / long * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return smooth(left), smooth(right)


def capsule(base: Point, tip: Point, wide: float, narrow: float) -> Line:
    """A finger: from its base to its round tip."""
    (x0, y0), (x1, y1) = base, tip
    long = hypot(x1 - x0, y1 - y0)
    ux, uy = (x1 - x0) / long, (y1 - y0) / long

    def place(along: float, across: float) -> Point:
        return (x0 + ux * along - uy * across, y0 + uy * along + ux * across)

    edge = [
        place(0, wide),
        place(long * 0.3, wide),
        place(long * 0.55, wide * 0.94),
        place(long - narrow * 0.95, narrow),
        place(long - narrow * 0.28, narrow * 0.72),
        place(long, 0),
        place(long - narrow * 0.28, -narrow * 0.72),
        place(long - narrow * 0.95, -narrow),
        place(long * 0.55, -wide * 0.94),
        place(long * 0.3, -wide),
        place(0, -wide),
    ]
    return smooth(edge)


def placed(points: Iterable[Point], centre: float, sign: int) -> Line:
    """Points told by their distance from the middle line, put right (1) or left (-1) of it."""
    return [(centre + sign * x, y) for x, y in points]


def joined(*lines: Line) -> Line:
    """Lines one after the other, each from where the one before ended."""
    return [point for line in lines for point in line]


def path(rings: Iterable[Line]) -> str:
    """The rings as data of an SVG path, to a tenth of a unit, with no point it can do without."""
    return "".join(_ring_path(simplified(one)) for one in rings)


def stroke(lines: Iterable[Line]) -> str:
    """Open lines as data of one SVG path."""
    return "".join(_ring_path(simplified(one)).removesuffix("z") for one in lines)


def simplified(line: Line) -> Line:
    """The line without the points that lie on it anyway (Douglas and Peucker)."""
    if len(line) < 3:
        return line
    (x0, y0), (x1, y1) = line[0], line[-1]
    long = hypot(x1 - x0, y1 - y0)

    def off(point: Point) -> float:
        x, y = point
        if long < 0.01:
            return hypot(x - x0, y - y0)
        return abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / long

    far = max(range(1, len(line) - 1), key=lambda number: off(line[number]))
    if off(line[far]) <= TOLERANCE:
        return [line[0], line[-1]]
    return [*simplified(line[: far + 1])[:-1], *simplified(line[far:])]


def _ring_path(points: Line) -> str:
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    steps = [f"M{_tenth(tenths[0][0])} {_tenth(tenths[0][1])}l"]
    moves = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(tenths)]
    return steps[0] + " ".join(f"{_tenth(x)} {_tenth(y)}" for x, y in moves if x or y) + "z"


def _tenth(value: int) -> str:
    whole = f"{value / 10:.1f}".removesuffix(".0")
    return "0" if whole == "-0" else whole


def _beyond(end: Point, inner: Point) -> Point:
    return (2 * end[0] - inner[0], 2 * end[1] - inner[1])


def _span(p0: Point, p1: Point, p2: Point, p3: Point) -> Line:
    """From p1 (included) to p2 (left out)."""
    count = max(2, round(hypot(p2[0] - p1[0], p2[1] - p1[1]) / STEP))
    return [
        (_axis(p0[0], p1[0], p2[0], p3[0], n / count), _axis(p0[1], p1[1], p2[1], p3[1], n / count))
        for n in range(count)
    ]


def _axis(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )

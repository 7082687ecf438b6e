"""The figures of the map, put together from half a body and its mirror."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from certificati.corpo import intero, particolari
from certificati.corpo.curve import Line, path, placed, stroke
from certificati.corpo.misure import CENTRE, HEIGHT, WIDTH
from certificati.corpo.sedi import LEFT, RIGHT, SEDI, Sede

# Official words end by the gender of their noun.
_FEMININE: Final = ("MANO", "PARETE TORACICA", "COSCIA", "GAMBA", "CAVIGLIA")


@dataclass(frozen=True, slots=True)
class Zona:
    """A site as drawn in one figure: its rings (what is inside two of them is out), its path."""

    sede: Sede
    rings: tuple[Line, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Vista:
    """One figure. ``page_left`` is the patient's side that the page shows on its left.

    ``sketch`` is what is drawn under the regions, ``lines`` over them: neither is a site.
    """

    slug: str
    title: str
    note: str
    width: int
    height: int
    page_left: str
    zone: tuple[Zona, ...]
    sketch: str = ""
    lines: str = ""

    @property
    def short(self) -> str:
        """The title in one word, for a small button."""
        return self.title.split()[0]

    @property
    def page_right(self) -> str:
        """The patient's side on the right of the page."""
        return LEFT if self.page_left == RIGHT else RIGHT


def coded(stem: str, sign: int, *, back: bool = False) -> str:
    """The code of the half on the right (1) or left (-1) of the middle line of a figure."""
    left = (sign > 0) != back
    end = "A" if stem in _FEMININE else "O"
    return f"{stem} {'SINISTR' if left else 'DESTR'}{end}"


def _zona(code: str, *rings: Line) -> Zona:
    return Zona(SEDI[code], rings, path(rings))


def _halves(halves: Mapping[str, Line], centre: float, *, back: bool = False) -> list[Zona]:
    """Each region twice. In reading order: from the left of the page."""
    return [
        _zona(coded(stem, sign, back=back), placed(line, centre, sign))
        for stem, line in halves.items()
        for sign in (-1, 1)
    ]


def _whole(half: Line, centre: float) -> Line:
    """A ring across the middle line, from its half told from top to bottom."""
    return [*placed(half, centre, 1), *placed(half[::-1], centre, -1)]


def _across(halves: Mapping[str, Line], centre: float) -> list[Zona]:
    return [_zona(code, _whole(half, centre)) for code, half in halves.items()]


def _pair(lines: Iterable[Line], centre: float) -> list[Line]:
    return [placed(line, centre, sign) for line in lines for sign in (-1, 1)]


def _front() -> Vista:
    return Vista(
        "davanti",
        "Davanti",
        "Il paziente ti guarda: la sua destra è alla tua sinistra.",
        WIDTH,
        HEIGHT,
        RIGHT,
        (*_across(intero.FRONT_MIDDLE, CENTRE), *_halves(intero.FRONT, CENTRE)),
        lines=stroke(_pair(intero.FRONT_LINES, CENTRE)),
    )


def _back() -> Vista:
    pairs = [_zona(code, *_pair([half], CENTRE)) for code, half in intero.BACK_PAIRS.items()]
    return Vista(
        "dietro",
        "Dietro",
        "Il paziente ti dà le spalle: la sua destra è alla tua destra.",
        WIDTH,
        HEIGHT,
        LEFT,
        (
            *_across(intero.BACK_MIDDLE, CENTRE),
            *pairs,
            *_halves(intero.BACK, CENTRE, back=True),
        ),
        lines=stroke(_pair(intero.BACK_LINES, CENTRE)),
    )


def _head() -> Vista:
    centre = particolari.HEAD_WIDTH / 2
    middle = _across(particolari.HEAD_MIDDLE, centre)
    sides = _halves(particolari.HEAD_SIDES, centre)
    # The face is what the others leave of it.
    holes = [one.rings[0] for one in (*middle, *sides) if one.sede.code not in _NOT_HOLES]
    face = _zona("FACCIA", _whole(particolari.FACE, centre), *holes)
    return Vista(
        "testa",
        "Testa",
        "",
        particolari.HEAD_WIDTH,
        particolari.HEAD_HEIGHT,
        RIGHT,
        (middle[0], face, *middle[1:], *sides),
        sketch=path([_whole(particolari.HEAD_NECK, centre)]),
        lines=stroke(_pair(particolari.HEAD_LINES, centre)),
    )


_NOT_HOLES: Final = ("CRANIO", "ORECCHIO DESTRO", "ORECCHIO SINISTRO")


def _inside() -> Vista:
    centre, cord = particolari.INSIDE_CENTRE, particolari.CORD_CENTRE
    trunk = [zona.rings[0] for zona in (*_across(intero.FRONT_MIDDLE, centre),)]
    trunk += _pair([intero.FRONT[stem] for stem in _TRUNK], centre)
    return Vista(
        "organi",
        "Organi interni e midollo",
        "",
        particolari.INSIDE_WIDTH,
        particolari.INSIDE_HEIGHT,
        RIGHT,
        (
            *_across({"ENCEFALO": particolari.BRAIN}, centre),
            *(
                _zona(code, *(placed(one, centre, 1) for one in rings))
                for code, rings in particolari.ORGANS.items()
            ),
            *(_zona(code, placed(line, cord, 1)) for code, line in particolari.CORD.items()),
        ),
        sketch=path(trunk),
        lines=stroke(
            [
                *(placed(line, centre, 1) for line in particolari.ORGANS_LINES),
                *(placed(line, cord, 1) for line in particolari.CORD_LINES),
            ]
        ),
    )


_TRUNK: Final = ("ORECCHIO", "CINGOLO TORACICO", "PARETE TORACICA", "CINGOLO PELVICO")


def _hands() -> Vista:
    centre = particolari.HANDS_WIDTH / 2
    return Vista(
        "mani",
        "Mani",
        "I palmi verso di te, le dita in alto.",
        particolari.HANDS_WIDTH,
        particolari.HANDS_HEIGHT,
        RIGHT,
        tuple(_halves(particolari.HANDS, centre)),
        lines=stroke(_pair(particolari.HANDS_LINES, centre)),
    )


def _feet() -> Vista:
    centre = particolari.FEET_WIDTH / 2
    return Vista(
        "piedi",
        "Piedi",
        "Visti dall’alto, le dita verso di te.",
        particolari.FEET_WIDTH,
        particolari.FEET_HEIGHT,
        RIGHT,
        (
            *_halves(particolari.FEET, centre),
            _zona("ALTRE DITA", *_pair(particolari.OTHER_TOES, centre)),
        ),
        lines=stroke(_pair(particolari.FEET_LINES, centre)),
    )


VISTE: Final[tuple[Vista, ...]] = (_front(), _back(), _inside(), _head(), _hands(), _feet())

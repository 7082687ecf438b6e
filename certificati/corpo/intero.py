"""The whole figure: the regions of half a body, told by their distance from the middle line."""

from __future__ import annotations

from math import hypot
from typing import Final

from certificati.corpo.curve import Line, arc, at, between, joined, smooth
from certificati.corpo.misure import (
    ANKLE,
    ARM,
    ARMPIT,
    BROW,
    CHEST_TOP,
    COLLAR,
    CROTCH,
    EAR,
    ELBOW,
    FLANK,
    FOOT,
    FOREARM,
    GROIN,
    HAND,
    HEAD,
    HIPS,
    INNER,
    INNER_ARM,
    INSTEP,
    JAW,
    KNEE,
    NECK,
    OUTER,
    PALM,
    RIBS,
    SACRUM,
    SCAPULA,
    SHIN,
    SHOULDER,
    SPINE,
    UPPER,
    WAIST,
    WRIST,
)


def _limb(inner: Line, outer: Line, top: float, bottom: float, sags: tuple[float, float]) -> Line:
    """A piece of limb between two heights; its ends bend by ``sags``, downwards when positive."""
    inside, outside = between(inner, top, bottom), between(outer, top, bottom)
    return joined(
        arc(inside[0], outside[0], -sags[0]),
        outside,
        arc(outside[-1], inside[-1], sags[1]),
        inside[::-1],
    )


def _hand() -> Line:
    """The hand, laid along the end of the arm."""
    (x0, y0), (x1, y1) = ARM[-2][:2], ARM[-1][:2]
    long = hypot(x1 - x0, y1 - y0)
    ux, uy = (x1 - x0) / long, (y1 - y0) / long
    bx, by = x1 - ux, y1 - uy
    outline = smooth([(bx + ux * u + uy * v, by + uy * u - ux * v) for u, v in PALM])
    # It begins where the wrist ends.
    low = [point for point in outline if point[1] > HAND]
    return joined(low, arc(at(OUTER, HAND), at(INNER_ARM, HAND), 1.2))


# What front and back share: one line for the half that is right of the middle line.
LIMBS: Final = {
    "ORECCHIO": EAR,
    "BRACCIO": _limb(INNER_ARM, OUTER, UPPER, ELBOW, (2.5, 2.2)),
    "GOMITO": _limb(INNER_ARM, OUTER, ELBOW, FOREARM, (2.2, 2.2)),
    "AVAMBRACCIO": _limb(INNER_ARM, OUTER, FOREARM, WRIST, (2.2, 1.2)),
    "POLSO": _limb(INNER_ARM, OUTER, WRIST, HAND, (1.2, 1.2)),
    "MANO": _hand(),
    "GINOCCHIO": _limb(INNER, FLANK, KNEE, SHIN, (3, 3)),
    "GAMBA": _limb(INNER, FLANK, SHIN, ANKLE, (3, 1.5)),
    "CAVIGLIA": _limb(INNER, FLANK, ANKLE, INSTEP, (1.5, 2)),
    "PIEDE": joined(FOOT, arc(FOOT[-1], FOOT[0], -2)),
}
_SHOULDER_CAP: Final = joined(
    between(SHOULDER, SHOULDER[0][1], SHOULDER[-1][1]),
    arc(SHOULDER[-1], ARMPIT, 2.5),
)
FRONT: Final = LIMBS | {
    "CINGOLO TORACICO": joined(COLLAR[::-1], _SHOULDER_CAP, CHEST_TOP[::-1]),
    "PARETE TORACICA": joined(CHEST_TOP, between(FLANK, ARMPIT[1], RIBS[-1][1]), RIBS[::-1]),
    "CINGOLO PELVICO": joined(HIPS[::-1], between(FLANK, HIPS[0][1], GROIN[0][1]), GROIN),
    "COSCIA": joined(
        GROIN[::-1],
        between(FLANK, GROIN[0][1], KNEE),
        arc(at(FLANK, KNEE), at(INNER, KNEE), 3),
        between(INNER, CROTCH[1], KNEE)[::-1],
    ),
}
# Regions across the middle line: half of each, from top to bottom.
_HEAD_TOP: Final = between(HEAD, HEAD[0][1], BROW)
FRONT_MIDDLE: Final = {
    "CRANIO": joined(_HEAD_TOP, smooth([_HEAD_TOP[-1], (11, 29.5), (0, 28.5)])),
    "FACCIA": joined(
        smooth([_HEAD_TOP[-1], (11, 29.5), (0, 28.5)])[::-1], between(HEAD, BROW, HEAD[-1][1])
    ),
    "COLLO": joined(between(HEAD, JAW, HEAD[-1][1])[::-1], NECK, COLLAR),
    "PERETE ADDOMINALE": joined(RIBS, between(FLANK, RIBS[-1][1], HIPS[0][1]), HIPS),
}

# The back. The spine is a strip on the middle line, the regions beside it begin at its edge.
_NAPE: Final = smooth([at(HEAD, 58), (9, 60.5), (0, 61)])
_EDGE: Final = smooth(SPINE)
_BASE: Final = smooth([(17, 82), (12, 85.5), at(_EDGE, 88)])
_SCAPULA: Final = smooth([at(_EDGE, 137), *SCAPULA, ARMPIT])
_LOIN: Final = smooth([at(FLANK, 182), (22, 180), at(_EDGE, 177)])
_WAIST: Final = smooth([at(FLANK, 212), *WAIST, at(_EDGE, 207)])
_FOLD: Final = smooth([at(FLANK, 256), (34, 261), (20, 264.5), (8, 262.5), (1.4, 257)])
_CLEFT: Final = smooth([*SACRUM, (1, 247), (1.4, 257)])
BACK: Final = LIMBS | {
    "CINGOLO TORACICO": joined(
        _BASE[::-1], _SHOULDER_CAP, _SCAPULA[::-1], between(_EDGE, 88, 137)[::-1]
    ),
    "PARETE TORACICA": joined(
        _SCAPULA, between(FLANK, ARMPIT[1], 182), _LOIN, between(_EDGE, 137, 177)[::-1]
    ),
    "CINGOLO PELVICO": joined(_WAIST[::-1], between(FLANK, 212, 256), _FOLD, _CLEFT[::-1]),
    "COSCIA": joined(
        _FOLD[::-1],
        between(FLANK, 256, KNEE),
        arc(at(FLANK, KNEE), at(INNER, KNEE), 3),
        between(INNER, 257, KNEE)[::-1],
    ),
}
# Two halves of one region, on both sides of the spine.
BACK_PAIRS: Final = {
    "COLLO": joined(
        smooth([at(_EDGE, 62), (10, 60.5), at(HEAD, 59)]),
        between(HEAD, 59, JAW),
        NECK,
        _BASE,
        between(_EDGE, 62, 88)[::-1],
    ),
    "PERETE ADDOMINALE": joined(
        _LOIN[::-1], between(FLANK, 182, 212), _WAIST, between(_EDGE, 177, 207)[::-1]
    ),
}
BACK_MIDDLE: Final = {
    "CRANIO": joined(between(HEAD, HEAD[0][1], 58), _NAPE),
    "COLONNA VERTEBRALE/CERVICALE": joined(between(_EDGE, 62, 88), [(0, 90)]),
    "COLONNA VERTEBRALE/TORACICA": joined([(0, 90)], between(_EDGE, 88, 177), [(0, 179)]),
    "COLONNA VERTEBRALE/LOMBARE": joined([(0, 179)], between(_EDGE, 177, 207), [(0, 209)]),
    "COLONNA VERTEBRALE/SACRO E COCCIGE": joined([(0, 209)], smooth(SACRUM), [(0, SACRUM[-1][1])]),
}

# Drawn over the regions, to make them a body: they are no sites and nothing answers to them.
_FINGERS: Final = tuple(
    smooth([(x, y), (x + 1.6, y + 9), (x + 2, y + 17)])
    for x, y in ((77.6, 270), (81.6, 271), (85, 270))
)
FRONT_LINES: Final = (
    smooth([(5.6, 38.6), (9.4, 36.6), (13.2, 38.6)]),
    smooth([(5, 33.8), (9.4, 31.8), (14, 33.6)]),
    smooth([(0, 49), (2.6, 49.2), (3.4, 47.6)]),
    smooth([(0, 57.4), (3.4, 57.2), (7, 56)]),
    smooth([(4, 97.6), (14, 96), (26, 95), (38, 97)]),
    smooth([(3, 140), (14, 143.4), (26, 141), (35, 134)]),
    smooth([(0, 165), (0, 196)]),
    smooth([(0, 203), (1.5, 205), (0, 207)]),
    smooth([(15, 334), (20, 331), (27, 334)]),
    smooth([(16, 346), (21, 348.6), (27, 346)]),
    *(smooth([(x, 473), (x + 0.4, 469.5), (x + 0.2, 467)]) for x in (14.6, 19, 23.4, 27.6)),
    *_FINGERS,
)
BACK_LINES: Final = (
    smooth([(14, 104), (12.6, 120), (16, 134)]),
    smooth([(20, 350), (21, 356)]),
    smooth([(19.6, 362), (21, 384), (19, 402)]),
    smooth([(56, 178), (58.6, 180.4), (61.4, 178)]),
    *(smooth([(0, y), (3.4, y - 0.8)]) for y in range(66, 206, 7)),
    *_FINGERS,
)

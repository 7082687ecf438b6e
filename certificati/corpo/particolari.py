"""The small figures beside the whole one: head, hands, feet, and what is inside.

Like the body, half of each is told by its distance from the middle line; what has no mirror (heart,
liver, stomach, spleen) is told with its sign: positive is the patient's left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from certificati.corpo.curve import (
    Line,
    Point,
    arc,
    at,
    between,
    capsule,
    joined,
    ring,
    smooth,
    tube,
)
from certificati.corpo.misure import BROW, HEAD

# --- the head, twice and more as big -------------------------------------------------------------
HEAD_WIDTH, HEAD_HEIGHT = 150, 166
_BIG, _UP = 2.15, 4.0
_SKULL: Final = [(x * _BIG, (y - _UP) * _BIG) for x, y in HEAD]
_FOREHEAD: Final = (BROW - _UP) * _BIG - 4
_HAIRLINE: Final = smooth([at(_SKULL, _FOREHEAD), (28, 50), (12, 46), (0, 45)])
EYE: Final = smooth([
    (8, 72), (12.5, 65.5), (20, 63.5), (28, 66.5), (32.5, 72), (27, 77.5),
    (19, 79), (12, 77), (8, 72),
])  # fmt: skip
_LOBE: Final = [(54.6, 82), (50.4, 93), (46, 95.6)]
HEAD_SIDES: Final = {
    "OCCHIO": EYE,
    "ORECCHIO": joined(
        smooth([at(_SKULL, 66), (49.6, 61), (55.4, 63), (57, 71), *_LOBE, at(_SKULL, 93)]),
        between(_SKULL, 66, 93)[::-1],
    ),
}
_NOSE: Final = smooth([(0, 68), (3.4, 69), (5, 80), (8.6, 92), (9.4, 98), (5.4, 101.4), (0, 102.6)])
_MOUTH: Final = smooth([(0, 111.4), (4.4, 109.6), (10, 111), (17, 115.4), (10, 120.6), (0, 122.6)])
HEAD_MIDDLE: Final = {
    "CRANIO": joined(between(_SKULL, _SKULL[0][1], _FOREHEAD), _HAIRLINE),
    "NASO": _NOSE,
    "BOCCA": _MOUTH,
}
FACE: Final = joined(_HAIRLINE[::-1], between(_SKULL, _FOREHEAD, _SKULL[-1][1]))
HEAD_NECK: Final[Line] = [(29, 122), (29, 150), (33, 166), (0, 166), (0, 120)]
HEAD_LINES: Final = (
    smooth([(8, 58.5), (14, 55), (22, 54.6), (31, 58)]),  # brow
    smooth([(13.5, 72), (20, 68.4), (27, 72), (20, 75.4), (13.5, 72)]),
    smooth([(20, 69.4), (22.4, 71.9), (20, 74.3), (17.6, 71.9), (20, 69.4)]),
    smooth([(0, 115.2), (6, 114.8), (12, 115.6)]),
    smooth([(49, 69), (52, 70), (51.4, 78), (48.6, 85)]),
)

# --- the hands: palms forward, fingers up, so that thumbs are inside -----------------------------
HANDS_WIDTH, HANDS_HEIGHT = 230, 172
_FINGERS: Final = {
    "INDICE": ((45.4, 88), (39.6, 35), 6.3, 5.6),
    "MEDIO": ((58, 85), (57.2, 22), 6.4, 5.7),
    "ANULARE": ((70.6, 86.4), (74.2, 32), 6.2, 5.5),
    "MIGNOLO": ((82, 92), (91.4, 52), 5.6, 4.9),
    "POLLICE": ((38.5, 122.5), (13.4, 83), 8, 6.6),
}


def _base(finger: tuple[Point, Point, float, float]) -> tuple[Point, Point]:
    """The two corners where a finger leaves the hand: of its inner side, then of the outer."""
    line = capsule(*finger)
    return line[-1], line[0]


def _palm() -> Line:
    thumb, index = _base(_FINGERS["POLLICE"]), _base(_FINGERS["INDICE"])
    corners = [
        corner
        for name in ("INDICE", "MEDIO", "ANULARE", "MIGNOLO")
        for corner in _base(_FINGERS[name])
    ]
    return joined(
        smooth([(45.6, 150), (43.6, 141), thumb[0]]),
        smooth([thumb[1], (41.6, 104), (40.8, 94), index[0]]),
        corners,
        smooth([corners[-1], (87, 108), (84.6, 124), (78, 139), (73.4, 150)]),
        arc((73.4, 150), (45.6, 150), 2),
    )


HANDS: Final = {name: capsule(*finger) for name, finger in _FINGERS.items()} | {
    "MANO": _palm(),
    "POLSO": joined(
        arc((45.6, 150), (73.4, 150), -2),
        smooth([(73.4, 150), (72.2, 160), (72, 170)]),
        smooth([(46.4, 170), (46.6, 160), (45.6, 150)]),
    ),
}
HANDS_LINES: Final = (
    smooth([(49, 142), (56, 128), (54, 110), (45, 102)]),
    smooth([(84, 108), (72, 108), (60, 101), (54, 94)]),
    smooth([(46, 103), (58, 108), (70, 120), (76, 131)]),
)

# --- the feet, from above, toes towards the reader -----------------------------------------------
FEET_WIDTH, FEET_HEIGHT = 230, 146
_TOES: Final = (
    ((51.6, 107.6), (53, 133), 5.2, 5),
    ((62.2, 105), (64.6, 127.6), 5, 4.8),
    ((72, 100.4), (75.8, 121), 4.7, 4.6),
    ((80.6, 94), (85.6, 112.4), 4.4, 4.3),
)
_BIG_TOE: Final = ((37.8, 108.4), (36, 139.5), 8.4, 7.8)


def _instep() -> Line:
    bases = [tuple(reversed(_base(toe))) for toe in (_BIG_TOE, *_TOES)]
    corners = [corner for pair in bases for corner in pair]
    inner = smooth([(43, 30), (41, 46), (37, 66), (31, 88), corners[0]])
    outer = smooth([corners[-1], (83.4, 80), (77.6, 60), (70, 44), (67, 30)])
    return joined(inner, corners, outer, arc((67, 30), (43, 30), 2.5))


FEET: Final = {
    "ALLUCE": capsule(*_BIG_TOE),
    "PIEDE": _instep(),
    "CAVIGLIA": joined(
        arc((43, 30), (67, 30), -2.5),
        smooth([(67, 30), (66, 18), (66.4, 6)]),
        smooth([(43.6, 6), (44, 18), (43, 30)]),
    ),
}
OTHER_TOES: Final = tuple(capsule(*toe) for toe in _TOES)
FEET_LINES: Final = (
    smooth([(33.6, 134), (36, 132.4), (38.6, 133.8)]),
    smooth([(47.6, 104), (49, 84), (52, 62)]),
    smooth([(58, 102), (58.4, 84), (58, 64)]),
    smooth([(67.6, 97), (67, 82), (64, 64)]),
)

# --- inside, on the trunk of the whole figure ----------------------------------------------------
INSIDE_CENTRE, INSIDE_WIDTH, INSIDE_HEIGHT = 76.0, 204, 262
_LEFT_LUNG: Final = [
    (10, 101), (16, 96.4), (23, 102), (28.6, 114), (32, 130), (34, 150), (33, 165), (26, 164),
    (19.4, 159), (17.6, 149), (14.6, 137), (10.4, 125), (8, 111),
]  # fmt: skip
_RIGHT_LUNG: Final = [
    (-10, 101), (-16, 96.4), (-23, 102), (-28.6, 114), (-32, 130), (-34, 150), (-33, 165),
    (-24, 161), (-14, 157.6), (-8.4, 157), (-7.8, 140), (-7.6, 122), (-8, 111),
]  # fmt: skip
_HEART: Final = [
    (-3.4, 113), (-3.4, 104), (0, 101.6), (3.6, 103.4), (5, 112), (7, 122), (10.4, 134), (14, 146),
    (14, 154), (8, 158), (0, 156), (-5.4, 149), (-6, 136), (-5.6, 123),
]  # fmt: skip
_LIVER: Final = [
    (-33, 170), (-24, 165), (-12, 161.6), (0, 161), (8.4, 163), (5.4, 168.6), (-3, 175.6),
    (-13, 183), (-24, 189.4), (-31, 187.6), (-33.6, 179),
]  # fmt: skip
_SPLEEN: Final = [(29, 169), (34.2, 171), (35.6, 179), (33.4, 188), (29, 187.4), (28.2, 178)]
_STOMACH: Final = [
    (11.4, 165), (18, 166.6), (24, 171), (26, 179), (22, 187), (13, 191.6), (3, 192.4), (-2, 189.4),
    (3, 185.6), (10.6, 183.6), (14, 178), (12, 172), (8.6, 168.6),
]  # fmt: skip
_BOWEL: Final = [
    (-19, 199), (-10, 196.4), (0, 198.4), (10, 196.4), (19, 199), (22.4, 206), (22, 215), (19, 223),
    (11, 227.4), (0, 226), (-11, 227.4), (-19, 223), (-22, 215), (-22.4, 206),
]  # fmt: skip
_KIDNEY: Final = [(28, 191.6), (32.8, 194.6), (33.8, 202), (30.6, 209), (26, 208), (27, 200)]
_BLADDER: Final = [
    (-9.4, 234), (0, 231.4), (9.4, 234), (11.4, 240), (7.4, 246.6), (3, 250), (0, 256.4), (-3, 250),
    (-7.4, 246.6), (-11.4, 240),
]  # fmt: skip
BRAIN: Final = smooth(
    [(0, 14.4), (7, 14), (13.6, 18), (17, 26), (16.6, 34), (12, 39.4), (5, 41), (2.6, 45), (0, 47)]
)
ORGANS: Final[dict[str, Sequence[Line]]] = {
    "POLMONE SINISTRO": (ring(_LEFT_LUNG),),
    "POLMONE DESTRO": (ring(_RIGHT_LUNG),),
    "CUORE ED ORGANI MEDIASTINO": (ring(_HEART),),
    "FEGATO": (ring(_LIVER),),
    "MILZA": (ring(_SPLEEN),),
    "STOMACO ED ORGANI INTESTINALI": (ring(_STOMACH), ring(_BOWEL)),
    "ORGANI URIGENITALI": (
        ring(_KIDNEY),
        ring([(-x, y) for x, y in _KIDNEY]),
        ring(_BLADDER),
    ),
}
ORGANS_LINES: Final = (
    smooth([(-15, 205), (-8, 202), (0, 205), (8, 202), (15, 205)]),
    smooth([(-16, 212), (-8, 209.4), (0, 212.4), (8, 209.4), (16, 212)]),
    smooth([(-15, 219), (-8, 216.4), (0, 219.4), (8, 216.4), (15, 219)]),
    smooth([(0, 17), (0, 39)]),
    smooth([(3, 22), (7, 20.4), (10, 23)]),
    smooth([(4, 30), (9, 28), (13, 30)]),
    smooth([(-3, 22), (-7, 20.4), (-10, 23)]),
    smooth([(-4, 30), (-9, 28), (-13, 30)]),
    smooth([(0, 76), (0, 98)]),  # windpipe
)

# The spinal cord has its own column beside the trunk: behind the organs nobody could touch it.
_CORD: Final = tube(
    [
        (0, 50, 6.6),
        (-1.6, 72, 6.8),
        (0.6, 100, 6.4),
        (4, 130, 6.4),
        (4.6, 160, 6.4),
        (1, 188, 6.8),
        (-2, 206, 6.2),
        (0, 228, 4.6),
        (4, 248, 2.6),
    ]
)
CORD_CENTRE: Final = 180.0
_CUTS: Final = (52.0, 96.0, 168.0, 206.0, 246.0)
_PARTS: Final = ("CERVICALE", "TORACICA", "LOMBARE", "SACRO COCCIGE")


def _cord(top: float, bottom: float) -> Line:
    right, left = between(_CORD[0], top, bottom), between(_CORD[1], top, bottom)
    return joined(arc(left[0], right[0], -1.6), right, arc(right[-1], left[-1], 1.6), left[::-1])


CORD: Final = {
    f"COLONNA VERTEBRALE/MIDOLLO {name}": _cord(top, bottom)
    for name, top, bottom in zip(_PARTS, _CUTS, _CUTS[1:], strict=False)
}
CORD_LINES: Final = tuple(
    smooth([at(side, y), (at(side, y)[0] + sign * 4, y + 2), (at(side, y)[0] + sign * 6.4, y + 5)])
    for y in range(60, 238, 13)
    for sign, side in ((1, _CORD[0]), (-1, _CORD[1]))
)

"""The body in numbers: points of half a figure, as distances from the middle line and heights.

Seven and a half heads tall, neither man nor woman, arms a little apart, palms forward. The other
half is the mirror of this one, made by ``viste``: left and right cannot drift apart.
"""

from __future__ import annotations

from typing import Final

from certificati.corpo.curve import at, between, joined, smooth, tube

CENTRE: Final = 115.0
WIDTH: Final = 230
HEIGHT: Final = 486

HEAD: Final = smooth([
    (0, 9), (8, 10), (15.5, 15), (20, 25), (20.8, 37), (19.6, 48), (16.5, 58), (10.5, 66.5),
    (5, 70.3), (0, 71),
])  # fmt: skip
EAR: Final = joined(
    smooth([at(HEAD, 34.6), (23.8, 32.8), (26, 36.5), (25, 43), (22.8, 48.8), at(HEAD, 48)]),
    between(HEAD, 34.6, 48)[::-1],
)
BROW: Final = 32.0
JAW: Final = 62.0  # where the neck leaves the head

NECK: Final = smooth([at(HEAD, JAW), (13.6, 70), (14.2, 76), (17, 82)])
COLLAR: Final = smooth([(17, 82), (11, 89), (4.5, 93.5), (0, 95)])
# x, y and half width along the arm; then the heights that part its regions.
ARM: Final = [
    (48.4, 112, 10.2),
    (50.6, 131, 10),
    (53, 148, 10.2),
    (55.6, 164, 9.2),
    (58, 178, 8.5),
    (60.8, 190, 9.2),
    (64.6, 205, 8.9),
    (68.7, 221, 7.3),
    (72.3, 236, 5.9),
    (74.9, 247, 5.7),
]
OUTER, INNER_ARM = tube(ARM)  # the side away from the trunk, and the one towards it
UPPER, ELBOW, FOREARM, WRIST, HAND = 131.0, 169.0, 191.0, 233.5, 246.0
ARMPIT: Final = at(INNER_ARM, UPPER)
SHOULDER: Final = smooth([
    (17, 82), (25, 86.8), (36, 90.8), (46, 94.6), (53.4, 100), (58, 108), (60, 118),
    at(OUTER, UPPER),
])  # fmt: skip
CHEST_TOP: Final = smooth([(0, 108), (12, 107), (25, 109), (34, 116), (39, 124), ARMPIT])

FLANK: Final = smooth([
    ARMPIT, (40.8, 145), (39, 163), (36.4, 180), (34.8, 194), (35.6, 206), (39, 220),
    (42.2, 234), (44, 248), (44.2, 262), (43, 282), (40, 304), (36, 324), (33.2, 337),
    (32.6, 350), (34, 362), (35.2, 376), (33.8, 394), (29.6, 414), (26, 430), (24.6, 440),
    (24.8, 448),
])  # fmt: skip
RIBS: Final = smooth([(0, 162), (7, 164), (15, 172), (24, 181), at(FLANK, 188)])
HIPS: Final = smooth([at(FLANK, 212), (30, 213.5), (18, 219), (8, 224), (0, 226)])
GROIN: Final = smooth([at(FLANK, 240), (32, 240.5), (18, 248), (7, 255), (0, 257)])
CROTCH: Final = (1.4, 256.4)
INNER: Final = smooth([
    CROTCH, (2.6, 268), (5, 290), (8, 314), (9.6, 330), (9.4, 344), (8, 358), (7.4, 376),
    (8.8, 396), (11, 416), (12.2, 430), (12, 440), (11, 448),
])  # fmt: skip
# Heights that part thigh, knee, leg, ankle and foot.
KNEE, SHIN, ANKLE, INSTEP = 324.0, 351.0, 430.0, 446.0
FOOT: Final = smooth([
    at(FLANK, INSTEP), (27, 453), (31.5, 462), (33, 468.5), (29.5, 473), (21, 475), (13, 474.4),
    (8.6, 470.5), (8.4, 462), (10, 454), at(INNER, INSTEP),
])  # fmt: skip

# The hand along and across the way of the arm, from the wrist; the thumb is on the outer side.
PALM: Final = [
    (0, -5.6),
    (8, -7.6),
    (17, -9),
    (27, -9),
    (37, -7.8),
    (43.5, -5),
    (46.6, -0.8),
    (45.4, 3),
    (39, 6.2),
    (30, 7.4),
    (24.4, 8.8),
    (26.6, 11.4),
    (30.2, 14.4),
    (30.4, 17.4),
    (27, 18),
    (20.4, 15),
    (13, 11.4),
    (7, 8),
    (0, 5.8),
]

# The back: edge of the spine, lower edge of the shoulder blade, crest of the hip bone, sacrum.
SPINE: Final = [(5.2, 58), (5.2, 75), (6, 90), (6, 120), (6.4, 150), (7, 180), (8, 207)]
SCAPULA: Final = [(15, 141), (26, 145), (35, 140)]
WAIST: Final = [(26, 208), (16, 206.5)]
SACRUM: Final = [(8, 207), (9.6, 213), (8, 224), (4.5, 235), (1.2, 243)]

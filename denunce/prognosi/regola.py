"""When to ask whether the person is back: pure, the standard library alone.

A comunicazione becomes a denuncia when the absence reaches the fourth day (T.U. 1124/1965 art. 53
c. 3): the day the prognosis ends is the day to ask. Asking is a courtesy, never a term: it waits
for a day on which the office is open, and it stops after a few times.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

# How many times one prognosis is asked about, the first included.
MAX_ASKED = 4
# A prognosis that ended longer ago asks nothing: whoever registers an old case knows the answer.
USEFUL_DAYS = 14

OpenOn = Callable[[date], bool]
_ONE_DAY = timedelta(days=1)


def first_open(day: date, open_on: OpenOn) -> date:
    """The day itself when the office is open, else the first such day after it."""
    while not open_on(day):
        day += _ONE_DAY
    return day


def asked_on(until: date, open_on: OpenOn) -> date:
    """The day on which to ask about a prognosis that ends on ``until``, both ends counted.

    The last day itself, because the person should be back on the next; the first open day after it
    when the office is closed.
    """
    return first_open(until, open_on)


def ended_between(today: date) -> tuple[date, date]:
    """The first and the last end of prognosis to ask about on an open day."""
    return today - timedelta(days=USEFUL_DAYS), today


def again_on(today: date, asked: int, open_on: OpenOn) -> date | None:
    """The day to ask again after "I do not know yet", given how often it was asked; None: enough.

    The next open day.
    """
    return first_open(today + _ONE_DAY, open_on) if asked < MAX_ASKED else None

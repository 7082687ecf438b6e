"""Which days are holidays with civil effect, computed from the dated tables.

Own table on purpose: a public-holiday package changes with its own releases, the law does not.
Source: L. 260/1949 art. 2 as amended (L. 54/1977, D.P.R. 792/1985, L. 336/2000, L. 151/2025).
Saturday is a working day (circ. INAIL 22/1998).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from denunce.scadenze import termini
from denunce.scadenze.counting import ONE_DAY, ROME
from denunce.scadenze.errors import CalendarioEsaurito
from denunce.scadenze.tabelle import festivi

# Nothing that starts from here on is decided: neither holidays nor law are known so far ahead.
HORIZON_END = datetime(festivi.LAST_KNOWN_YEAR + 1, 1, 1, tzinfo=ROME).astimezone(UTC)

_cache: dict[tuple[int, bool], frozenset[date]] = {}
termini.on_change(_cache.clear)


def easter(year: int) -> date:
    """Easter Sunday (Gregorian computus, anonymous algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    ell = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * ell) // 451
    month, day = divmod(h + ell - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _sundays(year: int) -> list[date]:
    first = date(year, 1, 1)
    first += timedelta(days=(6 - first.weekday()) % 7)
    days = [first + timedelta(weeks=week) for week in range(53)]
    return [day for day in days if day.year == year]


def _build(year: int, roma: bool) -> frozenset[date]:
    candidates = [(festivi.SUNDAY.name, day) for day in _sundays(year)]
    candidates.append((festivi.EASTER_MONDAY.name, easter(year) + ONE_DAY))
    candidates += [(table.name, date(year, month, day)) for table, month, day in festivi.FIXED]
    if roma:
        candidates.append((festivi.ROMA.name, date(year, festivi.ROMA_MONTH, festivi.ROMA_DAY)))
    return frozenset(day for name, day in candidates if termini.flag(name, day))


def past_horizon(year: int) -> CalendarioEsaurito:
    """The refusal of a year past the last known one."""
    return CalendarioEsaurito(
        f"le festività sono note fino al {festivi.LAST_KNOWN_YEAR}: "
        f"per il {year} il termine non si può calcolare",
        day=date(year, 1, 1),
    )


def holidays(year: int, *, roma: bool = False) -> frozenset[date]:
    """Every holiday of a year, Sundays included; with `roma` also 29 June.

    Raises `CalendarioEsaurito` past the last known year, `PrimaDellaTabella` before the first.
    """
    known = _cache.get((year, roma))
    if known is None:
        if year > festivi.LAST_KNOWN_YEAR:
            raise past_horizon(year)
        known = _cache[year, roma] = _build(year, roma)
    return known


def next_working_day(day: date, *, roma: bool = False) -> date:
    """The day itself, or the first day after it that is not a holiday."""
    year, known = day.year, holidays(day.year, roma=roma)
    while day in known:
        day += ONE_DAY
        if day.year != year:
            year, known = day.year, holidays(day.year, roma=roma)
    return day

"""A term in one sentence, as one would say it on the phone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from portal.base import wording
from portal.base.clock import local

_SATURDAY: Final = 5
# From what a term starts, by the step that says it.
_STARTS: Final = {
    "da_ricezione": "ricevuto",
    "da_decesso": "decesso",
    "da_pericolo": "pericolo",
}


def plain(derivation: Mapping[str, Any], due: datetime) -> str:
    """ "Ricevuto giovedì 12 alle 10:00: scade sabato 14, il sabato conta."; empty for a term that
    is not told so shortly.

    Reads the steps with their values, as they are stored.
    """
    steps = {step["codice"]: step.get("valori") or {} for step in derivation["passi"]}
    if "ore_dall_evento" in steps:
        return _hours_from_event(steps["ore_dall_evento"], due)
    start = next((code for code in _STARTS if code in steps), None)
    if start is None:
        return ""
    at = datetime.fromisoformat(str(steps[start]["quando"]))
    begun = _begun(_STARTS[start], at, due)
    if "ore" in steps:
        said = _("%(begun)s: %(hours)s ore dopo è %(day)s alle %(hour)s.")
        return said % {
            "begun": begun,
            "hours": steps["ore"]["ore"],
            "day": _day(local(due).date(), due),
            "hour": f"{local(due):%H:%M}",
        }
    return _in_days(begun, steps, due) if "giorni" in steps else ""


def _in_days(begun: str, steps: Mapping[str, Any], due: datetime) -> str:
    last = local(due).date()
    if "festivo" in steps:
        counted = date.fromisoformat(str(steps["giorni"]["scade"]))
        said = _("%(begun)s: il termine finirebbe %(counted)s, che è festivo, quindi scade %(day)s")
        text = said % {"begun": begun, "counted": _day(counted, due), "day": _day(last, due)}
    else:
        text = _("%(begun)s: scade %(day)s") % {"begun": begun, "day": _day(last, due)}
    return text + (_(", il sabato conta.") if last.weekday() == _SATURDAY else ".")


def _begun(start: str, at: datetime, due: datetime) -> str:
    when = {"day": _day(local(at).date(), due), "hour": f"{local(at):%H:%M}"}
    if start == "decesso":
        return _("Saputo del decesso %(day)s alle %(hour)s") % when
    if start == "pericolo":
        return _("Saputo del pericolo di morte %(day)s alle %(hour)s") % when
    return _("Ricevuto %(day)s alle %(hour)s") % when


def _hours_from_event(values: Mapping[str, Any], due: datetime) -> str:
    at = due - timedelta(hours=int(values["ore"]))
    said = _("Infortunio di %(start)s alle %(hour)s: %(hours)s ore dopo è %(day)s alle %(end)s.")
    return said % {
        "start": _day(local(at).date(), due),
        "hour": f"{local(at):%H:%M}",
        "hours": values["ore"],
        "day": _day(local(due).date(), due),
        "end": f"{local(due):%H:%M}",
    }


def _day(value: date, due: datetime) -> str:
    """Weekday and number, with the month only where it is not the month of the term."""
    end = local(due).date()
    if (value.year, value.month) == (end.year, end.month):
        return " ".join(wording.day(value).split()[:2])
    return wording.day(value, year=value.year != end.year)

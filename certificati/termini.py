"""Until when the doctor transmits to INAIL, and the worker tells the employer of a disease.

The same terms as the engine's (a test compares).

Injury: by 24:00 of the day after first aid (TU art. 53 c. 8; circ. INAIL 10/2016), R-CERT-MED.
Disease in agriculture (fixed-term workers, self-employed): within ten days of the first visit, the
certificate being the report (TU art. 251), R-MP-MED-10G. No holiday moves either. Any other disease
has no term that a source gives: the employer waits for the certificate, so "as soon as possible".

The worker has a term too, which their paper tells: fifteen days from when the disease showed, to
tell the employer (TU art. 52 c. 2), R-MP-LAV-15G.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from certificati.choices import AGRICOLI, Genere
from portal.base.clock import end_of_day, local

CERT_DAYS: Final = 1
AGRI_DAYS: Final = 10
WARNING_DAYS: Final = 15


@dataclass(frozen=True, slots=True)
class Termine:
    """When a certificate must have been transmitted, and the rule that says so."""

    at: datetime
    regola: str


def transmission_term(
    genere: str,
    *,
    prima_assistenza_at: datetime | None = None,
    prima_visita_at: datetime | None = None,
    categoria: str = "",
) -> Termine | None:
    """The term of the doctor, None while it cannot be told (or when there is none)."""
    if genere == Genere.INFORTUNIO and prima_assistenza_at is not None:
        return _days_after(prima_assistenza_at, CERT_DAYS, "R-CERT-MED")
    if genere == Genere.MALATTIA and categoria in AGRICOLI and prima_visita_at is not None:
        return _days_after(prima_visita_at, AGRI_DAYS, "R-MP-MED-10G")
    return None


def worker_warning_on(manifestata_on: date) -> date:
    """The last day on which the worker tells the employer of a disease without losing anything:
    15 days from its manifestation (TU art. 52 c. 2), R-MP-LAV-15G."""
    return manifestata_on + timedelta(days=WARNING_DAYS)


def _days_after(instant: datetime, days: int, regola: str) -> Termine:
    return Termine(end_of_day(local(instant).date() + timedelta(days=days)), regola)

"""Types of field that hold a day, a time of day or an instant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar

from django.utils.translation import gettext as _

from denunce.moduli.kinds import BadValue, Json, Kind
from portal.base.clock import ROME

_ITALIAN_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", re.ASCII)
_DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_OFFSET = r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
FIRST_YEAR, LAST_YEAR = 1900, 2100  # beyond, offsets overflow and no form means it


@dataclass(frozen=True, slots=True)
class Day(Kind):
    """A day, stored as ``2026-03-14``."""

    widget: ClassVar[str] = "date"

    def storable(self, value: Json) -> str | None:
        return None if read_day(value) else _("Serve una data come 2026-03-14.")

    def parse(self, raw: str) -> Json:
        text = raw.strip()
        if match := _ITALIAN_DAY.fullmatch(text):
            text = f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}"
        if not read_day(text):
            raise BadValue(_("Scrivi la data come giorno/mese/anno, per esempio 14/03/2026."))
        return text

    def show(self, value: Json) -> str:
        return f"{date.fromisoformat(value):%d/%m/%Y}"

    def schema(self) -> dict[str, Json]:
        return {"type": "string", "format": "date", "pattern": f"^{_DAY}$"}


@dataclass(frozen=True, slots=True)
class Clock(Kind):
    """A time of day, stored as ``10:05``."""

    widget: ClassVar[str] = "time"

    def storable(self, value: Json) -> str | None:
        good = isinstance(value, str) and re.fullmatch(_TIME, value, re.ASCII)
        return None if good else _("Serve un’ora come 10:05.")

    def parse(self, raw: str) -> Json:
        text = raw.strip().replace(".", ":")[:5].zfill(5)
        if self.storable(text):
            raise BadValue(_("Scrivi l’ora come 10:05."))
        return text

    def schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": f"^{_TIME}$"}


@dataclass(frozen=True, slots=True)
class Instant(Kind):
    """Day and time on the clock of Rome, stored as ``2026-03-14T10:05``.

    A time the spring change skips is refused; one the autumn change repeats carries its offset
    (``2026-10-25T02:30+01:00``), otherwise it is refused too. Other offsets are accepted.
    """

    widget: ClassVar[str] = "datetime"

    def storable(self, value: Json) -> str | None:
        try:
            read_instant(value)
        except BadValue as error:
            return str(error)
        return None

    def parse(self, raw: str) -> Json:
        text = raw.strip().replace(" ", "T", 1)
        if re.fullmatch(rf"{_DAY}T{_TIME}:00", text, re.ASCII):
            text = text[:-3]
        return instant_text(read_instant(text))

    def show(self, value: Json) -> str:
        local = read_instant(value).astimezone(ROME)
        suffix = f" ({local:%z})" if local.utcoffset() != _other_fold(local).utcoffset() else ""
        return f"{local:%d/%m/%Y %H:%M}{suffix}"

    def schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": f"^{_DAY}T{_TIME}{_OFFSET}?$"}


def read_instant(value: Json) -> datetime:
    """Read a stored instant as an aware datetime; raises BadValue with an Italian message."""
    if not (isinstance(value, str) and re.fullmatch(rf"{_DAY}T{_TIME}{_OFFSET}?", value, re.ASCII)):
        raise BadValue(_("Servono data e ora come 2026-03-14T10:05."))
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise BadValue(_("Questa data non esiste.")) from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise BadValue(_("Questa data è troppo lontana."))
    if moment.tzinfo is not None:
        return moment
    local = moment.replace(tzinfo=ROME)
    if local.utcoffset() == _other_fold(local).utcoffset():
        return local
    if is_repeated(value):
        raise BadValue(
            _("Quest’ora c’è due volte (cambio dell’ora): aggiungi +02:00 per la prima o +01:00.")
        )
    raise BadValue(_("Quest’ora non esiste: quel giorno gli orologi sono andati avanti di un’ora."))


def instant_text(moment: datetime) -> str:
    """Write an instant as it is stored: Rome's clock, with the offset only where it is needed."""
    local = moment.astimezone(ROME).replace(second=0, microsecond=0)
    repeated = local.utcoffset() != _other_fold(local).utcoffset()
    return local.isoformat(timespec="minutes") if repeated else f"{local:%Y-%m-%dT%H:%M}"


def is_repeated(text: str) -> bool:
    """Whether a typed local time occurs twice, so that only an offset tells which is meant."""
    try:
        local = datetime.fromisoformat(text).replace(tzinfo=ROME)
    except ValueError:
        return False
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        return False
    return local.astimezone(UTC).astimezone(ROME).time() == local.time() and (
        local.utcoffset() != _other_fold(local).utcoffset()
    )


def _other_fold(local: datetime) -> datetime:
    return local.replace(fold=1 - local.fold)


def read_day(value: Json) -> date | None:
    if not (isinstance(value, str) and re.fullmatch(_DAY, value, re.ASCII)):
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None

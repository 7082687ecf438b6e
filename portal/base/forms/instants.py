"""An instant typed as a day and a time on the clock of Rome."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.base import wording
from portal.base.clock import ROME, AmbiguousTime, NonexistentTime, local, resolve_local
from portal.base.forms.days import DATE_FORMATS, FIRST_YEAR, LAST_YEAR, DayField, DayInput

# The clock of autumn shows an hour twice: which of the two is a question, never a guess.
WHICH: Final = (
    ("", _("Scegli quale delle due")),
    ("0", _("La prima (ancora ora legale, +02:00)")),
    ("1", _("La seconda (già ora solare, +01:00)")),
)
TIME_FORMATS: Final = ["%H:%M", "%H.%M", "%H:%M:%S", "%H"]


def resolve(day: date, hour: time, which: str) -> datetime:
    """The instant of a day and time of Rome. ``which`` is "0" or "1" for the doubled autumn hour.

    Raises ValidationError, in Italian, for a time that the clock skipped or showed twice.
    """
    naive = datetime.combine(day, hour)
    words = {"ora": f"{hour:%H:%M}", "giorno": wording.day(day, year=True)}
    try:
        return resolve_local(naive)
    except NonexistentTime:
        raise ValidationError(
            _(
                "Alle %(ora)s di %(giorno)s quest’ora non c’è stata: con l’ora legale l’orologio è "
                "passato dalle 02:00 alle 03:00. Scrivi l’ora dopo il cambio."
            ),
            "nonexistent",
            words,
        ) from None
    except AmbiguousTime:
        if which in ("0", "1"):
            return naive.replace(tzinfo=ROME, fold=int(which)).astimezone(UTC)
        raise ValidationError(
            _(
                "Alle %(ora)s di %(giorno)s l’orologio è passato due volte, perché finiva l’ora "
                "legale: scegli se era la prima o la seconda."
            ),
            "ambiguous",
            words,
        ) from None


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


class InstantWidget(forms.MultiWidget):
    """Day and time side by side; the third control appears only when the hour came twice."""

    template_name = "components/widgets/instant.html"

    def __init__(self) -> None:
        super().__init__(
            {"giorno": DayInput(), "ora": TimeInput(), "volta": forms.Select(choices=WHICH)}
        )

    def decompress(self, value: datetime | None) -> list[Any]:
        """Day, time and which of the two hours of an instant."""
        if value is None:
            return [None, None, ""]
        there = local(value)
        return [there.date(), there.time().replace(second=0, microsecond=0), str(there.fold)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Ask for the third control when the day and time shown came twice."""
        values = value if isinstance(value, list) else self.decompress(value)
        context = super().get_context(name, values, attrs)
        context["widget"]["doubled"] = _is_doubled(values)
        return context


def _is_doubled(values: list[Any]) -> bool:
    """Whether the day and time typed (or stored) were shown twice by the clock."""
    try:
        day = forms.DateField(input_formats=DATE_FORMATS).to_python(values[0])
        hour = forms.TimeField(input_formats=TIME_FORMATS).to_python(values[1])
        if day is None or hour is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            return False
        resolve_local(datetime.combine(day, hour))
    except AmbiguousTime:
        return True
    except (ValidationError, NonexistentTime):
        return False
    return False


class InstantField(forms.MultiValueField):
    """Day and time of Rome, given back as an aware instant in UTC; None when left empty.

    ``latest`` (aware) refuses later instants. With ``day_alone`` a day without its hour is that
    day's beginning.
    """

    widget = InstantWidget
    how_to_answer = _("Scrivi giorno e ora.")

    def __init__(self, *, day_alone: bool = False, **kwargs: Any) -> None:
        self.latest: datetime | None = None
        self.day_alone = day_alone
        kwargs.setdefault("require_all_fields", False)
        fields = (
            DayField(required=False),
            forms.TimeField(
                required=False,
                input_formats=TIME_FORMATS,
                error_messages={"invalid": _("Scrivi l’ora come 10:30.")},
            ),
            forms.ChoiceField(required=False, choices=WHICH),
        )
        super().__init__(fields, **kwargs)

    def compress(self, data_list: list[Any]) -> datetime | None:
        """Join the parts. Raises ValidationError for half an instant, gaps, doubts, the future."""
        day, hour, which = [*data_list, None, None, None][:3]
        if day is None and hour is None:
            return None
        if day is None:
            raise ValidationError(_("Manca il giorno."), "incomplete")
        if hour is None and self.day_alone:
            hour = time(0)
        if hour is None:
            raise ValidationError(_("Manca l’ora: basta quella approssimata."), "incomplete")
        instant = resolve(day, hour, which or "")
        if self.latest is not None and instant > self.latest:
            raise ValidationError(
                _("Questo momento è nel futuro: controlla giorno e ora."), "future"
            )
        return instant


def control_names(name: str, field: forms.Field) -> list[str]:
    """The names of the controls that a field is typed in."""
    if isinstance(field, InstantField):
        return [f"{name}_{part}" for part in ("giorno", "ora", "volta")]
    return [name]


def set_latest(form: forms.Form, names: Sequence[str], latest: datetime) -> None:
    """Refuse instants after ``latest`` in these fields, where the form has them."""
    for name in names:
        field = form.fields.get(name)
        if isinstance(field, InstantField):
            field.latest = latest

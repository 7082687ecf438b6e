"""Types of the fields of a form: what they hold, how they are typed, stored and printed.

Stored values are JSON: text, ``true``/``false``, integers; money and decimals are strings with a
point, dates ISO 8601. ``None`` never reaches a kind: absence is the declaration's business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from denunce.moduli.text import text_error, tidy
from portal.base.validators import (
    normalize_code,
    validate_codice_fiscale,
    validate_codice_fiscale_persona,
)

Json = Any
Choices = Sequence[tuple[str, "str | Promise"]]


class BadValue(ValueError):
    """What was typed cannot become a value of the field; the message is Italian."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of field. ``typed`` are the characters a person may type before they are even read."""

    widget: ClassVar[str] = "text"
    multiline: ClassVar[bool] = False

    @property
    def typed(self) -> int:
        """Longest text accepted from a form, in characters."""
        return 40

    def storable(self, value: Json) -> str | None:
        """Say why the value cannot be kept, even in a draft (wrong type, too long), or None."""
        if not isinstance(value, str):
            return _("Serve un testo.")
        return text_error(value, max_length=self.typed, multiline=self.multiline)

    def check(self, value: Json, on: date | None) -> str | None:
        """Say why a storable value is wrong for a form of an event of that day, or None."""
        return None

    def parse(self, raw: str) -> Json:
        """Read what was typed; raises BadValue."""
        return tidy(raw)

    def raw(self, value: Json) -> str:
        """Write a value back as it would be typed."""
        return str(value)

    def show(self, value: Json) -> str:
        """Write a value as it is printed."""
        return str(value)

    def schema(self) -> dict[str, Json]:
        """JSON Schema (draft 2020-12) of the value."""
        return {"type": "string", "minLength": 1, "maxLength": self.typed}

    def choices(self, on: date | None) -> Choices:
        """The values to choose from on that day; empty when the field is free."""
        return ()


@dataclass(frozen=True, slots=True)
class Text(Kind):
    """One line of text; ``cells`` draws it as a comb of that many boxes."""

    max_length: int = 80
    cells: int = 0

    @property
    def typed(self) -> int:
        return self.max_length


@dataclass(frozen=True, slots=True)
class LongText(Kind):
    """Several lines of text."""

    widget: ClassVar[str] = "textarea"
    multiline: ClassVar[bool] = True
    max_length: int = 4000

    @property
    def typed(self) -> int:
        return self.max_length


@dataclass(frozen=True, slots=True)
class Matching(Text):
    """One line of text of a fixed shape, in capitals, without blanks (and dots, unless kept)."""

    pattern: str = ""
    message: str | Promise = ""
    dotted: bool = False

    def check(self, value: Json, on: date | None) -> str | None:
        return None if re.fullmatch(self.pattern, value, re.ASCII) else str(self.message)

    def parse(self, raw: str) -> Json:
        return tidy(raw).upper() if self.dotted else normalize_code(tidy(raw))

    def schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": f"^{self.pattern}$", "maxLength": self.max_length}


@dataclass(frozen=True, slots=True)
class CodiceFiscale(Text):
    """A codice fiscale with its check character; ``persona`` refuses the 11 digits of a firm."""

    max_length: int = 16
    cells: int = 16
    persona: bool = True

    def check(self, value: Json, on: date | None) -> str | None:
        validate = validate_codice_fiscale_persona if self.persona else validate_codice_fiscale
        if value != normalize_code(value):
            return _("Scrivi il codice fiscale in maiuscolo e senza spazi.")
        return _django_error(validate, value)

    def parse(self, raw: str) -> Json:
        return normalize_code(tidy(raw))

    def schema(self) -> dict[str, Json]:
        person = "[A-Z]{6}[0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]"
        return {
            "type": "string",
            "pattern": f"^{person}$" if self.persona else f"^({person}|[0-9]{{11}})$",
        }


@dataclass(frozen=True, slots=True)
class Email(Text):
    """An e-mail address: at most 70 characters on INAIL's service."""

    widget: ClassVar[str] = "email"
    max_length: int = 70

    def check(self, value: Json, on: date | None) -> str | None:
        return _django_error(EmailValidator(_("L’indirizzo e-mail non è scritto bene.")), value)

    def schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": "^[^@\\s]+@[^@\\s]+$", "maxLength": self.max_length}


@dataclass(frozen=True, slots=True)
class Bool(Kind):
    """Yes, no or not said."""

    widget: ClassVar[str] = "radio"

    def storable(self, value: Json) -> str | None:
        return None if isinstance(value, bool) else _("Serve vero o falso (true, false).")

    def parse(self, raw: str) -> Json:
        try:
            return {"true": True, "si": True, "sì": True, "false": False, "no": False}[raw.lower()]
        except KeyError:
            raise BadValue(_("Scegli SI o NO.")) from None

    def raw(self, value: Json) -> str:
        return "true" if value else "false"

    def show(self, value: Json) -> str:
        return _("SI") if value else _("NO")

    def schema(self) -> dict[str, Json]:
        return {"type": "boolean"}

    def choices(self, on: date | None) -> Choices:
        return (("true", _("SI")), ("false", _("NO")))


@dataclass(frozen=True, slots=True)
class Tick(Bool):
    """A box to mark: marked is true, not marked is not said. JSON may also say false."""

    widget: ClassVar[str] = "checkbox"

    def choices(self, on: date | None) -> Choices:
        return (("true", _("SI")),)


@dataclass(frozen=True, slots=True)
class Integer(Kind):
    """A whole number between two bounds, both included."""

    widget: ClassVar[str] = "number"
    low: int = 0
    high: int = 999

    def storable(self, value: Json) -> str | None:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return None if whole and abs(value) < 10**9 else _("Serve un numero intero.")

    def check(self, value: Json, on: date | None) -> str | None:
        if self.low <= value <= self.high:
            return None
        return _("Il numero va da %(low)d a %(high)d.") % {"low": self.low, "high": self.high}

    def parse(self, raw: str) -> Json:
        if not re.fullmatch(r"[+-]?[0-9]{1,9}", raw.strip(), re.ASCII):
            raise BadValue(_("Serve un numero intero."))
        return int(raw)

    def schema(self) -> dict[str, Json]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Decimal(Kind):
    """A non-negative number with two decimals, kept as text: money (euro), hours, percentages."""

    digits: int = 9
    unit: str = "€"

    @property
    def _pattern(self) -> str:
        return f"(0|[1-9][0-9]{{0,{self.digits - 1}}})\\.[0-9]{{2}}"

    def storable(self, value: Json) -> str | None:
        if isinstance(value, str) and re.fullmatch(self._pattern, value, re.ASCII):
            return None
        return _('Serve un testo con due decimali dopo il punto, per esempio "1234.50".')

    def parse(self, raw: str) -> Json:
        text = re.sub(r"[\s€%]", "", tidy(raw))
        if "," in text:
            text = text.replace(".", "").replace(",", ".")
        match = re.fullmatch(r"([0-9]+)(?:\.([0-9]{1,2}))?", text, re.ASCII)
        if not match or len(match[1].lstrip("0")) > self.digits:
            raise BadValue(_("Scrivi un numero con due decimali, per esempio 1234,50."))
        return f"{match[1].lstrip('0') or '0'}.{(match[2] or '').ljust(2, '0')}"

    def raw(self, value: Json) -> str:
        return str(value).replace(".", ",")

    def show(self, value: Json) -> str:
        return f"{comma(str(value))} {self.unit}"

    def schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": f"^{self._pattern}$"}


def comma(number: str) -> str:
    """A stored number as Italians write it: "-1.234,50"."""
    sign, digits = ("-", number[1:]) if number.startswith("-") else ("", number)
    whole, _dot, cents = digits.partition(".")
    return f"{sign}{int(whole):,}".replace(",", ".") + (f",{cents}" if cents else "")


def _django_error(validate: Any, value: str) -> str | None:
    try:
        validate(value)
    except ValidationError as error:
        return str(error.messages[0])
    return None

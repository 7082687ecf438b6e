"""Rules between two fields of an injury form; each yields what is wrong, in Italian."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from codicefiscale import codicefiscale
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from denunce.moduli import states
from denunce.moduli.conditions import lookup
from denunce.moduli.declaration import Check, Declaration, Label, Problem
from denunce.moduli.kinds import BadValue
from denunce.moduli.moments import read_day, read_instant
from portal.base.clock import ROME

Json = Any
# The comunicazione exists only for events from this day (D.M. 183/2016 art. 3; dominio 0.1 no. 17).
COMUNICAZIONE_FROM = date(2017, 10, 12)
PAY_DAYS = 15  # art. 116 D.P.R. 1124/1965
_OMOCODIA = str.maketrans("LMNPQRSTUV", "0123456789")
_MONTHS = "ABCDEHLMPRST"
_DIGITS = (6, 7, 9, 10, 12, 13, 14)

# Earlier field, later field, what to say on the later one.
InOrder = tuple[str, str, Label]
_IN_ORDER: Sequence[InOrder] = (
    ("lavoratore.nato_il", "evento.data", gettext_lazy("L’evento precede la data di nascita.")),
    ("rapporto.data_assunzione", "evento.data", gettext_lazy("L’evento precede l’assunzione.")),
    ("evento.data", "evento.notizia", gettext_lazy("La notizia precede l’evento.")),
    ("evento.data", "evento.decesso", gettext_lazy("Il decesso precede l’evento.")),
    ("evento.data", "certificato.rilasciato", gettext_lazy("Il certificato precede l’evento.")),
    (
        "certificato.rilasciato",
        "certificato.ricevuto",
        gettext_lazy("La ricezione precede il rilascio del certificato."),
    ),
    (
        "certificato.prognosi_dal",
        "certificato.prognosi_al",
        gettext_lazy("La prognosi finisce prima di cominciare."),
    ),
    (
        "retribuzione.dal",
        "retribuzione.al",
        gettext_lazy("Il periodo finisce prima di cominciare."),
    ),
    ("retribuzione.al", "evento.data", gettext_lazy("Il periodo di paga va oltre l’evento.")),
    ("evento.data", "dichiarante.data", gettext_lazy("La dichiarazione precede l’evento.")),
)


def days_in_order(data: Mapping[str, Json], declaration: Declaration) -> Iterator[Problem]:
    """What comes first cannot have a later date."""
    return in_order(data, _IN_ORDER)


def in_order(data: Mapping[str, Json], pairs: Sequence[InOrder]) -> Iterator[Problem]:
    """What is wrong in pairs of an earlier and a later field."""
    for earlier, later, message in pairs:
        first, second = _day_at(data, earlier), _day_at(data, later)
        if first and second and second < first:
            yield Problem(pointer(later), str(message))


def comunicazione_in_force(data: Mapping[str, Json], declaration: Declaration) -> Iterator[Problem]:
    """There is no comunicazione for events before 12 October 2017."""
    day = _day_at(data, "evento.data")
    if day and day < COMUNICAZIONE_FROM and lookup(data, "invio.tipo") == "comunicazione":
        message = _("La comunicazione esiste solo per gli eventi dal 12 ottobre 2017.")
        yield Problem(pointer("invio.tipo"), message)


def codice_fiscale_agrees(data: Mapping[str, Json], declaration: Declaration) -> Iterator[Problem]:
    """The code tells surname, name, birth and sex; a difference must be confirmed by a person."""
    code = lookup(data, "lavoratore.codice_fiscale")
    surname, name, sex = (lookup(data, f"lavoratore.{k}") for k in ("cognome", "nome", "sesso"))
    born = _day_at(data, "lavoratore.nato_il")
    if not (isinstance(code, str) and born and surname and name and sex):
        return
    if declaration.field("lavoratore.codice_fiscale").kind.check(code, None):
        return  # malformed: told as an error of its own
    if lookup(data, "lavoratore.cf_confermato") is True:
        return
    wrong = _disagreements(code, str(surname), str(name), str(sex), born)
    if wrong:
        message = _(
            "Il codice fiscale non corrisponde a: %(fields)s. Correggi o conferma che è giusto."
        ) % {"fields": ", ".join(wrong)}
        yield Problem(pointer("lavoratore.codice_fiscale"), message, "avviso")


def _disagreements(code: str, surname: str, name: str, sex: str, born: date) -> list[str]:
    plain = "".join(
        char.translate(_OMOCODIA) if place in _DIGITS else char for place, char in enumerate(code)
    )
    try:
        expected = (
            (_("cognome"), plain[:3], codicefiscale.encode_lastname(surname)),
            (_("nome"), plain[3:6], codicefiscale.encode_firstname(name)),
            (_("data di nascita o sesso"), plain[6:11], _birth(born, sex)),
        )
    except ValueError:  # a name without a single letter is told by its own field
        return []
    return [what for what, found, wanted in expected if found != wanted]


def _birth(born: date, sex: str) -> str:
    """Year, month letter and day (plus 40 for women) as the code writes them."""
    day = born.day + (40 if sex == "F" else 0)
    return f"{born.year % 100:02d}{_MONTHS[born.month - 1]}{day:02d}"


def states_exist(data: Mapping[str, Json], declaration: Declaration) -> Iterator[Problem]:
    """A foreign state is one of the dated list: it exists today or existed on that day."""
    for path, dated in (("lavoratore.nato_stato", "lavoratore.nato_il"),
                        ("luogo.stato", "evento.data")):  # fmt: skip
        name = lookup(data, path)
        if isinstance(name, str) and (wrong := states.wrong(name, _day_at(data, dated))):
            yield Problem(pointer(path), wrong)


def pay_of_fifteen_days(data: Mapping[str, Json], declaration: Declaration) -> Iterator[Problem]:
    """The pay is that of the 15 days before the event, not of a longer time."""
    first, last = _day_at(data, "retribuzione.dal"), _day_at(data, "retribuzione.al")
    if first and last and (last - first).days >= PAY_DAYS:
        message = _("Il periodo di paga è di 15 giorni: qui sono %(days)d.")
        yield Problem(pointer("retribuzione.dal"), message % {"days": (last - first).days + 1})


def pointer(path: str) -> str:
    """The JSON Pointer of ``"group.field"``."""
    return "/" + path.replace(".", "/")


def _day_at(data: Mapping[str, Json], path: str) -> date | None:
    value = lookup(data, path)
    if day := read_day(value):
        return day
    try:
        return read_instant(value).astimezone(ROME).date()
    except BadValue:
        return None


CHECKS: tuple[Check, ...] = (
    days_in_order,
    comunicazione_in_force,
    codice_fiscale_agrees,
    states_exist,
    pay_of_fifteen_days,
)

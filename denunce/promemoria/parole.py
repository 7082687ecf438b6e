"""The reminders in words, for the pages that explain them: each kind of duty with an example.

The example is one injury for every kind: the term starts on Thursday 12 March 2026 at ten.
Its instants come from the same functions that plan the real mails.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from denunce.choices import TipoAdempimento as T
from denunce.orario import Orario
from denunce.promemoria.gradini import ALWAYS, Gradino, Termini, listed, stages
from denunce.promemoria.scelte import Anche, Scelte
from denunce.scadenze.counting import ROME, local_date
from portal.base import wording

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# In the order of the pages: the tightest terms first.
KINDS = (
    T.SEGNALAZIONE_24H,
    T.DENUNCIA,
    T.COMUNICAZIONE,
    T.DENUNCIA_PS,
    T.DENUNCIA_MP,
    T.DENUNCIA_ASSICURAZIONE,
)
_TITLES: dict[str, _StrOrPromise] = {
    T.SEGNALAZIONE_24H: gettext_lazy("Segnalazione entro 24 ore"),
    T.DENUNCIA: gettext_lazy("Denuncia di infortunio"),
    T.COMUNICAZIONE: gettext_lazy("Comunicazione di infortunio"),
    T.DENUNCIA_PS: gettext_lazy("Denuncia all’autorità di pubblica sicurezza"),
    T.DENUNCIA_MP: gettext_lazy("Denuncia di malattia professionale"),
    T.DENUNCIA_ASSICURAZIONE: gettext_lazy("Denuncia all’assicurazione"),
}


def _at(month: int, day: int, hour: int = 10, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=ROME)


_BORN = _at(3, 12)
# What the engine answers for that injury (a test asks it); thirty days are those of a policy.
EXAMPLES: dict[str, Termini] = {
    T.SEGNALAZIONE_24H: Termini(_BORN, _at(3, 13)),
    T.DENUNCIA: Termini(_BORN, _at(3, 14, 23, 59, 59), _at(3, 14)),
    T.COMUNICAZIONE: Termini(_BORN, _at(3, 14)),
    T.DENUNCIA_PS: Termini(_BORN, _at(3, 14, 23, 59, 59)),
    T.DENUNCIA_MP: Termini(_BORN, _at(3, 17, 23, 59, 59)),
    T.DENUNCIA_ASSICURAZIONE: Termini(_BORN, _at(4, 11, 23, 59, 59)),
}


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of the example: its stage and its instant, in words."""

    stage: str
    when: str
    iso: str


@dataclass(frozen=True, slots=True)
class Riga:
    """One kind of duty: its stages as a list of words, the terms and the mails of the example."""

    title: str
    stages: list[str]
    off: list[str]
    term: str
    prudential: str
    mails: list[Mail]


def kind_title(tipo: str) -> _StrOrPromise:
    """What a kind of duty is called where there is room for its whole name."""
    return _TITLES[tipo]


def table(scelte: Scelte) -> list[Riga]:
    """Every kind of duty with the mails that these choices give."""
    return [_row(tipo, scelte) for tipo in KINDS]


def office_hours(orario: Orario) -> str:
    """ "dal lunedì al venerdì, dalle 8:00 alle 14:00"."""
    return _("%(giorni)s, dalle %(apre)s alle %(chiude)s") % {
        "giorni": _days(sorted(orario.days)),
        "apre": _hour(orario.opens),
        "chiude": _hour(orario.closes),
    }


def told_above(scelte: Scelte) -> str:
    """When the people who administer are told as well, as a sentence."""
    return {
        Anche.MAI: _("Chi amministra non riceve altri avvisi."),
        Anche.SCADENZA: _("Alla scadenza viene avvisato anche chi amministra."),
        Anche.ULTIME_ORE: _(
            "Nelle ultime ore di ufficio e alla scadenza viene avvisato anche chi amministra."
        ),
    }[Anche(scelte.anche)]


def _row(tipo: str, scelte: Scelte) -> Riga:
    termini = EXAMPLES[tipo]
    wanted = listed(tipo, local_date(termini.born_at))
    off = [one for one in wanted if (tipo, one) in scelte.off and one not in ALWAYS]
    prudential = termini.prudenziale_at
    return Riga(
        title=str(kind_title(tipo)),
        stages=[_word(one) for one in wanted if one not in off],
        off=[_word(one) for one in off],
        term=wording.term(termini.termine_at),
        prudential=wording.term(prudential) if prudential else "",
        mails=[
            Mail(_word(tappa.gradino), wording.term(tappa.at), tappa.at.isoformat())
            for tappa in stages(tipo, termini, scelte)
        ],
    )


def _word(gradino: str) -> str:
    return str(Gradino(gradino).label).lower()


def _days(days: list[int]) -> str:
    """Days in words; three and more in a row as "dal … al …"."""
    words = [str(wording.WEEKDAYS[day]) for day in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return _("dal %(primo)s al %(ultimo)s") % {"primo": words[0], "ultimo": words[-1]}
    if len(words) == 1:
        return words[0]
    return _("%(molti)s e %(ultimo)s") % {"molti": ", ".join(words[:-1]), "ultimo": words[-1]}


def _hour(at: time) -> str:
    return f"{at.hour}:{at.minute:02}"

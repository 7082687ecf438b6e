"""The channels through which an authority says who a person is, declared once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from utenti.livelli import BY_CHANNEL, Livello

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# How providers name the levels of SPID, which CIE uses as well (linee guida AgID "OpenID Connect in
# SPID"): the last part of the claim ``acr``.
_LEVELS: Final = {"spidl1": 1, "spidl2": 2, "spidl3": 3}
_ENOUGH: Final = 2


@dataclass(frozen=True, slots=True)
class Canale:
    """One way of entering: its code, its name, and whether its assertions carry a level."""

    code: str
    name: _StrOrPromise
    levelled: bool = False

    @property
    def livello(self) -> Livello:
        """The level of access of a session that it opens."""
        return BY_CHANNEL[self.code]

    def accepts(self, acr: object) -> bool:
        """Whether a declared level is enough. One that is missing or unknown never is."""
        if not self.levelled:
            return True
        word = str(acr or "").rstrip("/").rpartition("/")[2].lower()
        return _LEVELS.get(word, 0) >= _ENOUGH


CANALI: Final = {
    canale.code: canale
    for canale in (
        Canale("spid", _("SPID"), levelled=True),
        Canale("cie", _("CIE"), levelled=True),
        Canale("inps", _("credenziali INPS")),
        Canale("cns", _("CNS")),
    )
}


def is_open(code: str) -> bool:
    """Whether this installation offers the channel."""
    if code == "cns":
        return bool(settings.CNS.enabled)
    return any(provider.code == code for provider in settings.IDENTITY_PROVIDERS)


def open_channels() -> list[Canale]:
    """The channels that this installation offers, in the order of the login page."""
    return [canale for code, canale in CANALI.items() if is_open(code)]

"""The first page: the two profiles, what is needed, the right channel for who is reading."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from utenti.credenziali.canali import channel_for
from utenti.credenziali.choices import Profilo
from utenti.credenziali.page_models.stati import UNLOCKED
from utenti.livelli import Livello
from utenti.ruoli import Ruolo

Json = dict[str, Any]
_FOR: Final = {
    Profilo.MEDICO_ESTERNO: gettext_lazy(
        "Per il medico che presta la prima assistenza fuori da una struttura ospedaliera."
    ),
    Profilo.PRESIDIO: gettext_lazy(
        "Per l’ospedale o la casa di cura: chi lo rappresenta crea poi i profili dei suoi medici."
    ),
}
ROLES: Final = {
    Profilo.MEDICO_ESTERNO: Ruolo.MEDICO_ESTERNO,
    Profilo.PRESIDIO: Ruolo.AMMINISTRATORE_PRESIDIO,
}


def start_page(livello: str | None, roles: Collection[str] = ()) -> Json:
    """What the first page shows to who entered at that level with these roles; None: a stranger."""
    return {
        "profili": [_profile(profilo, livello, roles) for profilo in Profilo],
        "channels": _channels(livello),
        "level": str(Livello(livello).label) if livello else "",
        "known": livello is not None,
    }


def _profile(profilo: Profilo, livello: str | None, roles: Collection[str]) -> Json:
    begin = f"{reverse('richiesta_inizia')}?{urlencode({'profilo': profilo.value})}"
    after = urlencode({"next": begin})
    return {
        "code": profilo.value,
        "name": str(profilo.label),
        "who": _FOR[profilo],
        "unlocks": UNLOCKED[profilo],
        "held": ROLES[profilo] in roles,
        # A doctor has one practice; who runs a hospital may run another.
        "again": profilo is Profilo.PRESIDIO,
        "begin": begin if livello is not None else "",
        "login": f"{reverse('account_login')}?{after}",
        "signup": f"{reverse('account_signup')}?{after}",
    }


def _channels(livello: str | None) -> list[Json]:
    """One line for each way to enter, the reader's own marked."""
    rows = [
        {
            "level": str(level.label),
            "channel": str(channel_for(level).canale.label),
            "note": "",
            "mine": level == livello,
        }
        for level in reversed(Livello)
    ]
    nobody = channel_for(None)
    rows.append(
        {
            "level": _("Nessuna credenziale"),
            "channel": str(nobody.canale.label),
            "note": _("prima ti registri, poi torni qui alla tua richiesta"),
            "mine": livello is None,
        }
    )
    return rows

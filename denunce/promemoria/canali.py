"""Where each duty is done, in words: the portal itself transmits nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from denunce.choices import TipoAdempimento as T
from utenti.models import TipoOrganizzazione

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_SIDI = _("su SIDI, area Infortuni")
_INAIL = _("con i servizi online dell’INAIL")

_CHANNELS: dict[str, _StrOrPromise] = {
    T.COMUNICAZIONE: _INAIL,
    T.DENUNCIA: _INAIL,
    T.SEGNALAZIONE_24H: _("all’INAIL, con un mezzo che provi l’invio (per esempio la PEC)"),
    T.DENUNCIA_ASSICURAZIONE: _("alla compagnia di assicurazione, come dice la polizza"),
    T.DENUNCIA_MP: _INAIL,
    T.DENUNCIA_PS: _("all’autorità di pubblica sicurezza"),
}
_BY_SIDI = frozenset({T.COMUNICAZIONE, T.DENUNCIA})

# What the person must do, ready to stand at the head of a sentence.
DOING: dict[str, _StrOrPromise] = {
    T.COMUNICAZIONE: _("Invia la comunicazione di infortunio"),
    T.DENUNCIA: _("Invia la denuncia di infortunio"),
    T.SEGNALAZIONE_24H: _("Invia la segnalazione dovuta entro 24 ore"),
    T.DENUNCIA_ASSICURAZIONE: _("Denuncia il sinistro"),
    T.DENUNCIA_MP: _("Invia la denuncia di malattia professionale"),
    T.DENUNCIA_PS: _("Invia la denuncia all’autorità di pubblica sicurezza"),
}

# The one word of the subject.
SHORT: dict[str, _StrOrPromise] = {
    T.COMUNICAZIONE: _("Comunicazione"),
    T.DENUNCIA: _("Denuncia"),
    T.SEGNALAZIONE_24H: _("Segnalazione entro 24 ore"),
    T.DENUNCIA_ASSICURAZIONE: _("Denuncia all’assicurazione"),
    T.DENUNCIA_MP: _("Denuncia di malattia professionale"),
    T.DENUNCIA_PS: _("Denuncia all’autorità di P.S."),
}


def channel(tipo: str, organizzazione_tipo: str) -> str:
    """Where that duty of that kind of organisation is done, e.g. "su SIDI, area Infortuni"."""
    state_school = organizzazione_tipo == TipoOrganizzazione.SCUOLA_STATALE
    return str(_SIDI if state_school and tipo in _BY_SIDI else _CHANNELS[tipo])

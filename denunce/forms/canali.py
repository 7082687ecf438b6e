"""By which channels a duty can be sent, for this kind of employer and person (dominio 0, 1.8)."""

from __future__ import annotations

from typing import Any, Final

from denunce.choices import Canale as C
from denunce.choices import Categoria, TipoAdempimento
from denunce.models import Adempimento
from utenti.models import TipoOrganizzazione

_T = TipoAdempimento
_OTHERS: Final = {
    _T.SEGNALAZIONE_24H: (C.PEC, C.PORTALE_INAIL, C.POSTA, C.CONSEGNA_A_MANO, C.ALTRO),
    _T.DENUNCIA_ASSICURAZIONE: (
        C.PORTALE_ASSICURAZIONE,
        C.PEC,
        C.POSTA,
        C.CONSEGNA_A_MANO,
        C.ALTRO,
    ),
    _T.DENUNCIA_PS: (C.PEC, C.CONSEGNA_A_MANO, C.POSTA, C.ALTRO),
}
# To INAIL by its services; PEC when they do not work, another means when neither does.
_INAIL: Final = (C.PORTALE_INAIL, C.PEC, C.ALTRO)
_BY_LETTER: Final = (C.PEC, C.POSTA, C.ALTRO)


def channels_of(duty: Adempimento) -> list[tuple[str, Any]]:
    """The channels to choose from, the usual one first; SIDI is of the state schools alone."""
    return [(channel.value, channel.label) for channel in _of(duty)]


def _of(duty: Adempimento) -> tuple[C, ...]:
    if duty.tipo in _OTHERS:
        return _OTHERS[_T(duty.tipo)]
    if duty.caso.lavoratore.categoria == Categoria.DOMESTICO:
        return _BY_LETTER
    if duty.caso.organizzazione.tipo == TipoOrganizzazione.SCUOLA_STATALE:
        return (C.SIDI, *_INAIL)
    return _INAIL

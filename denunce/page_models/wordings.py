"""Names of the duties on the pages: what to call them, which act they come from, where they go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from denunce.actions.letture import FOLLOWED
from denunce.choices import Categoria, Obbligato, TipoAdempimento
from denunce.models import Adempimento
from denunce.scadenze import REGOLE
from utenti.models import TipoOrganizzazione

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_T = TipoAdempimento
TITLES: Final[dict[str, _StrOrPromise]] = {
    _T.COMUNICAZIONE: _("Comunicazione"),
    _T.DENUNCIA: _("Denuncia"),
    _T.SEGNALAZIONE_24H: _("Segnalazione entro 24 ore"),
    _T.DENUNCIA_ASSICURAZIONE: _("Assicurazione"),
    _T.DENUNCIA_MP: _("Denuncia di malattia professionale"),
    _T.DENUNCIA_PS: _("Denuncia di pubblica sicurezza"),
    _T.AVVISO_AL_DATORE: _("Avviso al datore"),
    _T.TRASMISSIONE_CERTIFICATO: _("Trasmissione del certificato"),
}
TODO: Final[dict[str, _StrOrPromise]] = {
    _T.COMUNICAZIONE: _("Devi inviare la comunicazione di infortunio"),
    _T.DENUNCIA: _("Devi inviare la denuncia di infortunio"),
    _T.SEGNALAZIONE_24H: _("Devi segnalare subito l’infortunio: morte o pericolo di morte"),
    _T.DENUNCIA_ASSICURAZIONE: _("Devi denunciare il sinistro all’assicurazione"),
    _T.DENUNCIA_MP: _("Devi inviare la denuncia di malattia professionale"),
    _T.DENUNCIA_PS: _("Devi denunciare l’infortunio all’autorità di pubblica sicurezza"),
    _T.AVVISO_AL_DATORE: _("Il lavoratore deve avvisare il datore"),
    _T.TRASMISSIONE_CERTIFICATO: _("Il medico deve trasmettere il certificato"),
}
# The rule each duty stands on: its first source is the article shown beside the duty.
_RULES: Final = {
    _T.COMUNICAZIONE: "R-COM-48H",
    _T.DENUNCIA: "R-DEN-2G",
    _T.SEGNALAZIONE_24H: "R-24H",
    _T.DENUNCIA_ASSICURAZIONE: "R-ASS",
    _T.DENUNCIA_MP: "R-MP-5G",
    _T.DENUNCIA_PS: "R-PS-2G",
    _T.AVVISO_AL_DATORE: "R-MP-LAV-15G",
    _T.TRASMISSIONE_CERTIFICATO: "R-CERT-MED",
}
# Acts people know by a short name; any other is written in full.
_SHORT: Final = {"D.P.R. 1124/1965": "T.U. 1124/1965", "codice civile": "c.c."}
ACTS: Final[dict[str, str]] = {
    tipo: f"{source.articolo} {_SHORT.get(source.atto, source.atto)}"
    for tipo, codice in _RULES.items()
    for source in REGOLE[codice].fonti[:1]
}
WITH_FORM: Final = (_T.DENUNCIA, _T.COMUNICAZIONE, _T.DENUNCIA_MP)
READINGS: Final[dict[str, _StrOrPromise]] = {
    "due_giorni": _("Due giorni dalla ricezione"),
    "quarantotto_ore": _("48 ore dalla ricezione"),
    "dalla_ricezione": _("48 ore dalla ricezione"),
    "dalla_notizia": _("48 ore dalla notizia del decesso"),
    "codice_civile": _("Termine del codice civile"),
    "quarto_giorno": _("Due giorni dal quarto giorno di assenza"),
    "dall_evento": _("Due giorni dall’evento"),
    "giorno_approdo": _("Giorno del primo approdo"),
    "giorno_non_festivo": _("Primo giorno non festivo dopo l’approdo"),
    "dalla_conoscenza": _("Da quando lo hai saputo"),
    "dall_infortunio": _("Dall’infortunio"),
    "periodi_separati": _("Solo la comunicazione, se i periodi non si sommano"),
    "fine_oltre_terzo_giorno": _("Denuncia, se conta l’ultimo giorno di prognosi"),
}


def typographic(text: str) -> str:
    """A sentence of the engine as the pages print it: the engine writes plain apostrophes."""
    return text.replace("'", "’")


def channel(duty: Adempimento) -> str:
    """Where this duty is sent, for this kind of employer and person (dominio 0, 1.5, 1.6, 1.8)."""
    if duty.tipo == _T.SEGNALAZIONE_24H:
        return str(_("alla sede INAIL, con un mezzo che provi l’invio: per esempio la PEC"))
    if duty.tipo == _T.DENUNCIA_ASSICURAZIONE:
        return str(_("alla compagnia, con il canale scritto nella polizza"))
    if duty.tipo == _T.DENUNCIA_PS:
        return str(_("all’autorità di pubblica sicurezza del luogo, con PEC o a mano"))
    if duty.tipo not in WITH_FORM:
        return ""
    caso = duty.caso
    if caso.lavoratore.categoria == Categoria.DOMESTICO:
        return str(_("alla sede INAIL con PEC o, se non hai la PEC, con posta raccomandata"))
    if caso.lavoratore.categoria == Categoria.MARITTIMO and duty.tipo == _T.DENUNCIA:
        return str(
            _("servizio INAIL della navigazione, oppure PEC alla sede del domicilio della persona")
        )
    if caso.organizzazione.tipo == TipoOrganizzazione.SCUOLA_STATALE:
        return str(_("SIDI, area Infortuni, oppure i servizi online dell’INAIL"))
    return str(_("servizi online dell’INAIL"))


def todo(tipo: str, obbligato: str) -> str:
    """What must be done, and by whom: in agriculture the doctor denounces the disease."""
    if tipo == _T.DENUNCIA_MP and obbligato == Obbligato.MEDICO:
        return str(_("Il medico deve inviare la denuncia di malattia professionale"))
    return str(TODO[tipo])


def others_duty(derivation: Mapping[str, Any]) -> str:
    """What a duty of somebody else means for the employer (dominio 1.7); empty for their own."""
    tipo, obbligato = derivation.get("tipo"), derivation.get("obbligato")
    if obbligato == Obbligato.LAVORATORE:
        return str(
            _(
                "Non è un tuo termine. Se la persona avvisa più tardi di quindici giorni perde "
                "l’indennità per il tempo prima dell’avviso, non il diritto: avvisala."
            )
        )
    if tipo == _T.DENUNCIA_MP and obbligato == Obbligato.MEDICO:
        return str(
            _(
                "Non è un tuo termine: per chi lavora in agricoltura a tempo determinato o in "
                "proprio denuncia il medico, entro dieci giorni dalla prima visita."
            )
        )
    return ""


def reading(codice: str) -> str:
    """The name of a reading of a term; the portal's own has none in the tables."""
    if codice == FOLLOWED:
        return str(_("La lettura che il portale segue"))
    return str(READINGS.get(codice, codice.replace("_", " ")))

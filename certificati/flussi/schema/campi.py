"""What a record carries: an envelope declared here, and the fields of ``certificati.tabella``."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from certificati.campi import BOTH, Campo, Forma, Sezione
from certificati.choices import Genere, MotivoAnnullamento, TipoCertificato
from certificati.models.certificato import ID_ESTERNO_MAX
from certificati.tabella import CAMPI

VERSIONE: Final = "1"
_C: Final = Sezione.CERTIFICATO

# The envelope, in its order. The shape of ``id_esterno`` is checked apart: it stands in addresses.
BUSTA: Final = (
    Campo(
        "id_esterno",
        _("Identificativo nel sistema della struttura"),
        _C,
        needed=BOTH,
        max=ID_ESTERNO_MAX,
        help=_("Lettere, cifre, punto, trattino, due punti, trattino basso. Mai dati personali."),
    ),
    Campo(
        "medico",
        _("Codice fiscale del medico che certifica"),
        _C,
        Forma.CODICE_FISCALE,
        needed=BOTH,
        max=16,
    ),
    Campo(
        "firmato",
        _("Il medico ha firmato sotto la sua responsabilità"),
        _C,
        Forma.SI_NO,
        needed=BOTH,
        help=_("Sempre vero: un certificato non firmato non si trasmette."),
    ),
    Campo(
        "numero",
        _("Numero identificativo, se l’INAIL lo ha già dato"),
        _C,
        Forma.NUMERO,
        max=12,
        help=_("Senza, lo dà il portale."),
    ),
    Campo("trasmesso_il", _("Trasmesso all’INAIL il"), _C, Forma.ISTANTE),
    Campo(
        "genere", _("Certificato"), _C, Forma.SCELTA, needed=BOTH, max=24, choices=Genere.choices
    ),
    Campo(
        "tipo",
        _("Tipo"),
        _C,
        Forma.SCELTA,
        needed=BOTH,
        max=16,
        choices=TipoCertificato.choices,
    ),
    Campo("rilasciato_il", _("Rilasciato il"), _C, Forma.ISTANTE, needed=BOTH),
)

# The annulment of a certificate: by the structure's identifier or by its number.
ANNULLA: Final = (
    Campo("id_esterno", _("Identificativo nel sistema della struttura"), _C, max=ID_ESTERNO_MAX),
    Campo("numero", _("Numero identificativo"), _C, Forma.NUMERO, max=12),
    Campo(
        "motivo",
        _("Perché"),
        _C,
        Forma.SCELTA,
        needed=BOTH,
        max=12,
        choices=MotivoAnnullamento.choices,
    ),
    Campo("nota", _("Spiegazione"), _C, Forma.TESTO_LUNGO, health=True, max=500),
)


def busta_of() -> tuple[Campo, ...]:
    """The envelope of a certificate."""
    return BUSTA


def dati_of() -> tuple[Campo, ...]:
    """The content of a certificate: the fields of the table, in its order."""
    return CAMPI

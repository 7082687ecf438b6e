"""What may be wrong with a file (one sentence) or with a record (codes, fields, sentences)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from certificati.flussi.limiti import RECORD_MAX

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class FlussoIlleggibile(Exception):
    """The file as a whole cannot be read; the message is Italian and says what to do."""

    def __init__(self, message: _StrOrPromise) -> None:
        super().__init__(str(message))


def too_many() -> str:
    """What a file with more records than it may have is told."""
    return _("Il file ha più di %(max)s record: dividilo in più file.") % {"max": RECORD_MAX}


# Never a value of the record in these sentences: who manages a structure reads them.
MESSAGGI: Final[dict[str, _StrOrPromise]] = {
    "record": _("Il record non è un oggetto con i suoi campi."),
    "campo_sconosciuto": _("Questo campo non fa parte dello schema."),
    "ripetuto": _("Questo campo è scritto due volte."),
    "manca": _("Manca questo campo."),
    "tipo_di_valore": _("Il valore non è del tipo previsto."),
    "caratteri": _("Il testo contiene caratteri di controllo."),
    "troppo_lungo": _("Il testo è troppo lungo."),
    "giorno": _("La data non si legge."),
    "istante": _("La data con ora non si legge o è senza fuso orario."),
    "si_no": _("Qui va vero o falso."),
    "lesioni": _("Le lesioni non si leggono: ognuna ha natura e sede."),
    "non_previsto": _("Questo valore non è tra quelli previsti."),
    "altro_genere": _("Questo campo non riguarda questo tipo di certificato."),
    "identificativo": _("L’identificativo non è scritto nel modo previsto."),
    "identificativo_personale": _("L’identificativo contiene un codice fiscale: usane un altro."),
    "identificativo_doppio": _("Indica l’identificativo oppure il numero, non tutti e due."),
    "codice_fiscale": _("Il codice fiscale non è corretto."),
    "numero": _("Il numero ha 12 lettere maiuscole o cifre."),
    "non_firmato": _("Il certificato non risulta firmato dal medico."),
    "medico_sconosciuto": _("Nessun medico di questa struttura ha questo codice fiscale."),
    "medico_non_attivo": _("Quel giorno il medico non era attivo in questa struttura."),
    "rilascio_futuro": _("La data di rilascio è nel futuro."),
    "rilascio_prima": _("Il rilascio precede la prima assistenza o la prima visita."),
    "trasmissione": _("La data di trasmissione è nel futuro o precede il rilascio."),
    "numero_usato": _("Questo numero è già di un altro certificato."),
    "precedente_altrui": _("Il certificato che prosegue è di un’altra persona."),
    "controllo": _("Il dato non supera i controlli del certificato."),
    "diverso": _(
        "Con questo identificativo c’è già un certificato con altri dati: annullalo e mandane uno "
        "nuovo, con un altro identificativo."
    ),
    "senza_certificato": _("Nella struttura non c’è un certificato con questo riferimento."),
    "annullato_prima": _(
        "Il certificato con questo identificativo è stato annullato o sostituito."
    ),
    "nota": _("Con «altro» scrivi il motivo."),
    # Warnings: the record goes through.
    "dubbio": _("Il dato è insolito: controllalo."),
    "catena": _("Nel portale non c’è il certificato che questo prosegue."),
    "secondo_primo": _("Per questo evento c’è già un primo certificato."),
    "sovrapposto": _("I giorni si sovrappongono a quelli di un altro certificato della persona."),
}


# What does not keep a record from going through.
AVVERTENZE: Final = frozenset(
    {"dubbio", "catena", "secondo_primo", "sovrapposto", "annullato_prima"}
)


@dataclass(frozen=True, slots=True)
class Errore:
    """One thing wrong with a record: the field, a stable code, what was expected in its place."""

    campo: str
    codice: str
    atteso: str = ""
    # The sentence of a control, where the code alone would say too little.
    frase: str = ""


def messaggio(errore: Errore) -> str:
    """The Italian sentence of an error."""
    return errore.frase or str(MESSAGGI[errore.codice])

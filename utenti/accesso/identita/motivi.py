"""Why an identity opened nothing: one Italian page for each reason, with what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Motivo:
    """Status, title, what happened, what to do. ``%(canale)s`` is the name of the channel."""

    status: int
    title: _StrOrPromise
    what: _StrOrPromise
    todo: _StrOrPromise


_AGAIN = _("Torna alla pagina di accesso e riprova.")

MOTIVI: Final = {
    "annullato": Motivo(
        403,
        _("Accesso annullato"),
        _("Non hai completato l’accesso con %(canale)s, oppure non hai dato il consenso."),
        _("Se è stato uno sbaglio, torna alla pagina di accesso e riprova."),
    ),
    "stato_scaduto": Motivo(
        400,
        _("L’accesso è scaduto"),
        _(
            "Questo tentativo di accesso con %(canale)s non vale più: è passato troppo tempo, "
            "oppure è già stato usato."
        ),
        _("Torna alla pagina di accesso e comincia da capo, in una finestra sola."),
    ),
    "non_risponde": Motivo(
        503,
        _("Il servizio di identità non risponde"),
        _("Non riusciamo a parlare con il servizio che gestisce l’accesso con %(canale)s."),
        _("Aspetta qualche minuto e riprova, oppure entra in un altro modo."),
    ),
    "risposta_illeggibile": Motivo(
        503,
        _("Il servizio di identità ha risposto male"),
        _("Il servizio che gestisce l’accesso con %(canale)s ha dato una risposta non valida."),
        _("Riprova fra poco. Se succede ancora, avvisa chi gestisce il portale."),
    ),
    "emittente_diverso": Motivo(
        403,
        _("Identità non riconosciuta"),
        _("La risposta non viene dal servizio che il portale conosce per %(canale)s."),
        _("Non sei entrato. Avvisa chi gestisce il portale: c’è qualcosa da controllare."),
    ),
    "livello_basso": Motivo(
        403,
        _("Serve un livello di sicurezza più alto"),
        _(
            "Hai usato %(canale)s di livello 1, cioè la sola password. Qui si trattano dati sulla "
            "salute: serve almeno il livello 2, con un codice o con l’app sul telefono."
        ),
        _("Riprova e, quando il tuo gestore lo chiede, conferma anche con il codice o con l’app."),
    ),
    "senza_codice_fiscale": Motivo(
        403,
        _("Manca il codice fiscale"),
        _("%(canale)s non ci ha dato il tuo codice fiscale: senza, non sappiamo chi sei."),
        _("Riprova e dai il consenso a comunicare il codice fiscale, oppure entra in altro modo."),
    ),
    "codice_fiscale_errato": Motivo(
        403,
        _("Codice fiscale non valido"),
        _("Il codice fiscale arrivato da %(canale)s non è un codice fiscale italiano corretto."),
        _("Avvisa chi gestisce il portale, oppure entra in altro modo."),
    ),
    "altro_account": Motivo(
        403,
        _("Questa identità è di un altro account"),
        _("Esiste già un altro account con il codice fiscale che arriva da %(canale)s."),
        _("Esci ed entra con quell’identità, oppure scrivi a chi gestisce il portale."),
    ),
    "codice_diverso": Motivo(
        403,
        _("Il codice fiscale è diverso"),
        _("L’identità di %(canale)s ha un codice fiscale diverso da quello del tuo account."),
        _(
            "Usa la tua identità, non quella di un’altra persona. Se è il codice del tuo account a "
            "essere sbagliato, chiedi di correggerlo a chi gestisce il portale."
        ),
    ),
    "scollegato": Motivo(
        403,
        _("Hai scollegato questo modo di entrare"),
        _("Dal tuo account hai scollegato %(canale)s: non lo apre più."),
        _("Entra in un altro modo e, se vuoi, ricollegalo dalla pagina «Modi di entrare»."),
    ),
    "sospeso": Motivo(
        403,
        _("Account sospeso"),
        _("L’account con questo codice fiscale non è attivo."),
        _("Per riattivarlo rivolgiti a chi amministra il portale nella tua organizzazione."),
    ),
    "cns_assente": Motivo(
        403,
        _("Non abbiamo letto nessuna carta"),
        _("Il browser non ha presentato il certificato di una Carta Nazionale dei Servizi."),
        _(
            "Inserisci la carta nel lettore, chiudi e riapri il browser, poi riprova e scegli il "
            "certificato quando te lo chiede."
        ),
    ),
    "cns_non_valida": Motivo(
        403,
        _("La carta non è valida"),
        _("Il certificato della carta è scaduto o non è di una CNS riconosciuta."),
        _("Controlla la data di scadenza e usa una CNS o una tessera sanitaria CNS attivata."),
    ),
    "cns_non_da_qui": Motivo(
        403,
        _("Da qui non si entra con la carta"),
        _("L’accesso con la CNS passa da un indirizzo dedicato, che legge la carta."),
        _AGAIN,
    ),
}

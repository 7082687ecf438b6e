"""Mails about one's account: what happened, and what to do if it was somebody else.

They become rows of the outbox in the transaction of the action; the sender alone talks to a server.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_NOT_YOU: Final = _(
    "Se non sei stato tu, cambia subito la password e avvisa chi amministra il portale nella tua "
    "organizzazione."
)


@dataclass(frozen=True, slots=True)
class Notice:
    """Subject, what happened, and what to do if it was somebody else."""

    subject: _StrOrPromise
    text: _StrOrPromise
    otherwise: _StrOrPromise = _NOT_YOU


NOTICES: Final[dict[str, Notice]] = {
    "password_cambiata": Notice(
        _("La tua password è cambiata"),
        _("La password del tuo account è stata cambiata. Le altre sessioni sono finite."),
    ),
    "fattore_aggiunto": Notice(
        _("Hai un nuovo secondo fattore"),
        _("Al tuo account è stato aggiunto un secondo fattore: %(fattore)s."),
    ),
    "fattore_tolto": Notice(
        _("Un secondo fattore è stato tolto"),
        _("Dal tuo account è stato tolto un secondo fattore: %(fattore)s."),
    ),
    "codici_nuovi": Notice(
        _("I tuoi codici di recupero sono nuovi"),
        _("I codici di recupero sono stati rifatti: quelli di prima non valgono più."),
    ),
    "codice_usato": Notice(
        _("Hai usato un codice di recupero"),
        _("Qualcuno è entrato con un codice di recupero. Ne restano %(restano)d."),
    ),
    "email_chiesta": Notice(
        _("Qualcuno vuole cambiare il tuo indirizzo e-mail"),
        _(
            "È stato chiesto di cambiare l’indirizzo e-mail del tuo account. Cambia solo se chi "
            "legge la posta del nuovo indirizzo conferma entro 24 ore."
        ),
    ),
    "email_conferma": Notice(
        _("Conferma il tuo nuovo indirizzo e-mail"),
        _(
            "Hai chiesto di usare questo indirizzo per il tuo account. Per confermare apri il "
            "collegamento: vale 24 ore e una volta sola."
        ),
        _("Se non l’hai chiesto tu, ignora questo messaggio: non cambia nulla."),
    ),
    "email_occupata": Notice(
        _("Questo indirizzo ha già un account"),
        _(
            "Qualcuno ha chiesto di usare questo indirizzo per un altro account. Non può: è già "
            "del tuo."
        ),
        _("Non devi fare nulla. Se sei tu, entra con questo indirizzo."),
    ),
    "email_cambiata": Notice(
        _("L’indirizzo e-mail del tuo account è cambiato"),
        _(
            "Il tuo account ha un nuovo indirizzo e-mail: da adesso si entra con quello. Le altre "
            "sessioni sono finite."
        ),
        _("Se non sei stato tu, avvisa subito chi amministra il portale nella tua organizzazione."),
    ),
    "ripristino_chiesto": Notice(
        _("Hai chiesto di ripristinare il secondo fattore"),
        _(
            "Chi amministra il portale ti cercherà, di persona, al telefono o in video, per "
            "riconoscerti. Non serve rispondere a questo messaggio."
        ),
        _(
            "Se non l’hai chiesto tu, qualcuno conosce la tua password: entra con il tuo secondo "
            "fattore (la richiesta si annulla da sola) e cambia la password."
        ),
    ),
    "ripristino_da_decidere": Notice(
        _("Una persona ha perso il secondo fattore"),
        _(
            "C’è una richiesta di ripristino da decidere. Prima di ripristinare riconosci la "
            "persona: di persona, al telefono a un numero che conosci già, o in video."
        ),
        "",
    ),
    "ripristino_eseguito": Notice(
        _("Il tuo secondo fattore è stato ripristinato"),
        _(
            "Il vecchio secondo fattore e i codici di recupero non valgono più e le sessioni sono "
            "finite. Entra con la password: se il tuo ruolo lo chiede, ne attivi subito uno nuovo."
        ),
    ),
    "ripristino_rifiutato": Notice(
        _("Il ripristino del secondo fattore è stato rifiutato"),
        _("Chi amministra il portale non ti ha riconosciuto: il secondo fattore resta com’era."),
        _("Se sei tu, rivolgiti a chi amministra il portale nella tua organizzazione."),
    ),
}


def tell(code: str, email: str, *, path: str = "", **values: Any) -> None:
    """Write one mail to ``email``; ``path`` is the page to open, on the configured site."""
    notice = NOTICES[code]
    context = {
        "text": str(notice.text) % values,
        "otherwise": str(notice.otherwise),
        "url": f"{settings.SITE_URL}{path}" if path else "",
    }
    body = render_to_string("accesso/email/avviso.txt", context).strip()
    EmailMessage(str(notice.subject), body, settings.DEFAULT_FROM_EMAIL, [email]).send()

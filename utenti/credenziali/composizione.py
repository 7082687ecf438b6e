"""What a message to InailRisponde says: fields, what is wrong, how a request fills it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.base.validators import validate_cap, validate_phone
from utenti.credenziali.categorie import (
    REGISTRAZIONE,
    TESTO_MEDICO_ESTERNO,
    TESTO_PRESIDIO,
    Classificazione,
    problem,
)
from utenti.credenziali.choices import Profilo
from utenti.credenziali.models import Messaggio, RichiestaAbilitazione

TESTO_MAX: Final = 4000


@dataclass(frozen=True, slots=True)
class DatiMessaggio:
    """What the form of InailRisponde asks for; those without a value here are its starred fields.

    Source: scheda tecnica INAIL, fig. 2 and 3 (Contatti, "Componi Messaggio").
    """

    indirizzo_risposte: str
    telefono: str
    categoria: str
    sottocategoria: str
    oggetto: str
    cap: str
    testo: str
    unita: str = ""
    codice_ditta: str = ""
    parametri: str = ""
    numero_caso: str = ""

    @property
    def classificazione(self) -> Classificazione:
        """The three choices that sort the message."""
        return Classificazione(self.categoria, self.sottocategoria, self.oggetto)


_REQUIRED: Final = {
    "indirizzo_risposte": gettext_lazy("Scrivi l’indirizzo a cui vuoi ricevere la risposta."),
    "telefono": gettext_lazy("Scrivi un numero di telefono."),
    "categoria": gettext_lazy("Scegli la categoria."),
    "sottocategoria": gettext_lazy("Scegli la sottocategoria."),
    "oggetto": gettext_lazy("Scegli l’oggetto."),
    "cap": gettext_lazy("Scrivi il CAP."),
    "testo": gettext_lazy("Scrivi il messaggio."),
}
_CHECKS: Final[dict[str, Callable[[str], object]]] = {
    "indirizzo_risposte": validate_email,
    "telefono": validate_phone,
    "cap": validate_cap,
}


def problems_of(data: DatiMessaggio) -> dict[str, str]:
    """What keeps a message from being sent: an Italian sentence for each field that is wrong."""
    found = {
        name: str(words)
        for name, words in _REQUIRED.items()
        if not str(getattr(data, name)).strip()
    }
    for name, check in _CHECKS.items():
        try:
            check(getattr(data, name).strip())
        except ValidationError as error:
            found.setdefault(name, str(error.messages[0]))
    for name, value in asdict(data).items():
        most = _limit(name)
        if len(value) > most:
            found.setdefault(name, _("Al massimo %(n)d caratteri.") % {"n": most})
    wrong = problem(data.classificazione)
    if wrong is not None:
        found.setdefault(wrong, _("Scegli una voce che appartenga a quella sopra."))
    return found


def _limit(name: str) -> int:
    field = Messaggio._meta.get_field(name)
    return int(getattr(field, "max_chars", 0) or getattr(field, "max_length", 0))


NAMES: Final = tuple(field.name for field in fields(DatiMessaggio))


def message_of(richiesta: RichiestaAbilitazione) -> DatiMessaggio:
    """The message that goes with a request: what its person wrote, else what the request knows."""
    hospital = richiesta.profilo == Profilo.PRESIDIO
    known = {
        "indirizzo_risposte": richiesta.email or "",
        "telefono": richiesta.telefono or "",
        "cap": (richiesta.struttura_cap if hospital else "") or richiesta.residenza_cap,
        "testo": TESTO_PRESIDIO if hospital else TESTO_MEDICO_ESTERNO,
        **REGISTRAZIONE._asdict(),
    }
    return DatiMessaggio(**(known | json.loads(richiesta.messaggio_dati or "{}")))


def changes_of(richiesta: RichiestaAbilitazione, typed: dict[str, str]) -> str:
    """What to keep of a message as typed: only what differs from what the request knows."""
    plain = RichiestaAbilitazione(
        profilo=richiesta.profilo,
        email=richiesta.email,
        telefono=richiesta.telefono,
        residenza_cap=richiesta.residenza_cap,
        struttura_cap=richiesta.struttura_cap,
    )
    known = asdict(message_of(plain))
    kept = {name: typed[name] for name in NAMES if name in typed and typed[name] != known[name]}
    return json.dumps(kept, ensure_ascii=False) if kept else ""

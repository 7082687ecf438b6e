"""Codice fiscale against name, sex, day and place of birth (D.M. 23/12/1976, omocodia included)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any, Final

from codicefiscale import codicefiscale as cf
from django.utils.translation import gettext_lazy as _

from utenti.credenziali.checks.esiti import Controllo, Fatti, Severita
from utenti.credenziali.checks.nomi import same_name, words

_MOTIVO: Final = "codice_fiscale_errato"
_COMPARE: Final = _("Confrontalo con il documento; se non torna, chiedi un’integrazione.")
_MAX_WORDS: Final = 5  # of more than these nobody tries every order
_ESTERO: Final = "Z"


def check_codice_fiscale(fatti: Fatti) -> Iterator[Controllo]:
    """One answer when everything fits, one for each thing that does not."""
    try:
        decoded: dict[str, Any] = cf.decode(fatti.codice_fiscale)
    except ValueError:
        yield Controllo(
            "cf_malformato",
            Severita.GRAVE,
            _("Il codice fiscale non è valido: carattere di controllo, data o luogo non tornano."),
            _("Chiedi un’integrazione: così com’è non si può approvare."),
            _MOTIVO,
            blocca=True,
        )
        return
    found = [answer for answer in _compared(decoded, fatti) if answer is not None]
    if not any(answer.severita != Severita.OK for answer in found):
        yield Controllo(
            "cf_torna",
            Severita.OK,
            _("Il codice fiscale corrisponde a nome, sesso, data e luogo di nascita."),
        )
    yield from found


def _compared(decoded: dict[str, Any], fatti: Fatti) -> list[Controllo | None]:
    raw = decoded["raw"]
    return [
        _name(raw, fatti),
        _differs("sesso", _("Il sesso dichiarato non è quello del codice fiscale."))
        if fatti.sesso != decoded["gender"]
        else None,
        _birth(decoded, fatti),
        _place(decoded, fatti),
        _omocodia(fatti.codice_fiscale),
    ]


def _name(raw: dict[str, str], fatti: Fatti) -> Controllo | None:
    surname, name = raw["lastname"], raw["firstname"]
    if (cf.encode_lastname(fatti.cognome), cf.encode_firstname(fatti.nome)) == (surname, name):
        return None
    if surname in _codes(fatti.cognome, cf.encode_lastname) and name in _codes(
        fatti.nome, cf.encode_firstname
    ):
        return Controllo(
            "cf_nome_scritto_diverso",
            Severita.OK,
            _("Il nome corrisponde al codice fiscale, scritto diversamente (ordine o accenti)."),
        )
    if surname in _codes(fatti.nome, cf.encode_lastname) and name in _codes(
        fatti.cognome, cf.encode_firstname
    ):
        return Controllo(
            "cf_nome_scambiato",
            Severita.ATTENZIONE,
            _("Nome e cognome sembrano scambiati: il codice fiscale torna al contrario."),
            _("Guarda il documento; se sono scambiati, chiedi di correggere la domanda."),
            _MOTIVO,
        )
    return _differs("nome", _("Nome e cognome non sono quelli del codice fiscale."))


def _codes(text: str, encode: Any) -> set[str]:
    """The codes of a name in every order of its words, and of its first words alone: second
    names are on one document and not on the other."""
    pieces = words(text)[:_MAX_WORDS]
    orders = {" ".join(order) for order in permutations(pieces)}
    return {encode(order) for order in orders | {" ".join(pieces[:1])} if order}


def _birth(decoded: dict[str, Any], fatti: Fatti) -> Controllo | None:
    """The code holds two digits of the year: a person may be a hundred years older."""
    born, declared = decoded["birthdate"].date(), fatti.nato_on
    if declared is not None and (born.day, born.month, born.year % 100) == (
        declared.day,
        declared.month,
        declared.year % 100,
    ):
        return None
    return _differs("nascita", _("La data di nascita non è quella del codice fiscale."))


def _place(decoded: dict[str, Any], fatti: Fatti) -> Controllo | None:
    place: dict[str, Any] = decoded["birthplace"] or {}
    names = [str(place.get(key) or "") for key in ("name", "name_alt", "name_trans")]
    written = [fatti.nato_a, *fatti.nato_a.replace("(", "/").replace(")", "/").split("/")]
    if any(same_name(name, part) for name in names if name for part in written if words(part)):
        return None
    if decoded["raw"]["birthplace"].startswith(_ESTERO):
        return Controllo(
            "cf_nascita_estero",
            Severita.ATTENZIONE,
            _("Il codice fiscale è di chi è nato all’estero (%(stato)s): qui c’è scritto altro.")
            % {"stato": names[0].title()},
            _("Può essere la città: controlla sul documento che sia in quello Stato."),
            _MOTIVO,
        )
    return _differs("luogo", _("Il luogo di nascita non è quello del codice fiscale."))


def _omocodia(code: str) -> Controllo | None:
    if not cf.is_omocode(code):
        return None
    return Controllo(
        "cf_omocodia",
        Severita.OK,
        _("Il codice fiscale è di omocodia: alcune cifre sono lettere, ed è regolare."),
    )


def _differs(what: str, sentence: Any) -> Controllo:
    return Controllo(f"cf_{what}", Severita.GRAVE, sentence, _COMPARE, _MOTIVO)

"""How a message to InailRisponde is sorted: categoria, sottocategoria, oggetto, as data.

The form of InailRisponde asks for three starred choices (scheda tecnica INAIL "Registrazione al
ruolo di medico esterno \\ presidio ospedaliero", fig. 2 and 3), and the same source names the one
triple of a credential request: "Prestazioni a tutela del Lavoratore - Assistenza ai servizi online
- Registrazione ed autenticazione". No public source lists the others: those here are ours
(``nostra``), so that a doctor can ask what doctors ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Voce:
    """One choice: its code is unique among those of its level."""

    codice: str
    nome: _StrOrPromise
    figlie: tuple[Voce, ...] = ()
    nostra: bool = True


class Classificazione(NamedTuple):
    """One choice for each of the three levels."""

    categoria: str
    sottocategoria: str
    oggetto: str


CATEGORIE: Final = (
    Voce(
        "prestazioni_lavoratore",
        _("Prestazioni a tutela del Lavoratore"),
        (
            Voce(
                "assistenza_servizi_online",
                _("Assistenza ai servizi online"),
                (
                    Voce(
                        "registrazione_autenticazione",
                        _("Registrazione ed autenticazione"),
                        nostra=False,
                    ),
                    Voce("invio_certificati", _("Invio dei certificati medici")),
                    Voce("profili_medici", _("Profili dei medici di una struttura")),
                ),
                nostra=False,
            ),
            Voce(
                "infortunio",
                _("Infortunio sul lavoro"),
                (
                    Voce("certificato_infortunio", _("Certificato medico di infortunio")),
                    Voce("stato_pratica_infortunio", _("Stato di una pratica di infortunio")),
                ),
            ),
            Voce(
                "malattia_professionale",
                _("Malattia professionale"),
                (
                    Voce("certificato_malattia", _("Certificato medico di malattia professionale")),
                    Voce("stato_pratica_malattia", _("Stato di una pratica di malattia")),
                ),
            ),
        ),
        nostra=False,
    ),
    Voce(
        "rapporto_assicurativo",
        _("Rapporto assicurativo"),
        (
            Voce(
                "denunce_datore",
                _("Denunce e comunicazioni del datore di lavoro"),
                (
                    Voce("compilazione_denuncia", _("Compilazione di una denuncia")),
                    Voce("codice_ditta", _("Codice ditta e posizione assicurativa")),
                ),
            ),
        ),
    ),
)

# That of a credential request (source above).
REGISTRAZIONE: Final = Classificazione(
    "prestazioni_lavoratore", "assistenza_servizi_online", "registrazione_autenticazione"
)
# The text that the source writes in the message of a doctor, word by word.
TESTO_MEDICO_ESTERNO: Final = (
    "Richiesta abilitazione ai servizi telematici Medici Esterni.\n"
    "In allegato il modulo debitamente compilato e firmato."
)
# Ours: the source shows no message of a hospital.
TESTO_PRESIDIO: Final = (
    "Richiesta abilitazione ai servizi telematici Presidio Ospedaliero.\n"
    "In allegato il modulo debitamente compilato e firmato."
)

_SOTTOCATEGORIE: Final = {s.codice: (c, s) for c in CATEGORIE for s in c.figlie}
_OGGETTI: Final = {o.codice: (c, s, o) for c, s in _SOTTOCATEGORIE.values() for o in s.figlie}


def categorie() -> list[tuple[str, _StrOrPromise]]:
    """The choices of the first level."""
    return [(voce.codice, voce.nome) for voce in CATEGORIE]


def sottocategorie() -> list[tuple[_StrOrPromise, list[tuple[str, _StrOrPromise]]]]:
    """The choices of the second level, grouped under the first: a form needs no script."""
    return [(voce.nome, [(s.codice, s.nome) for s in voce.figlie]) for voce in CATEGORIE]


def oggetti() -> list[tuple[_StrOrPromise, list[tuple[str, _StrOrPromise]]]]:
    """The choices of the third level, grouped under the second."""
    return [
        (f"{c.nome} · {s.nome}", [(o.codice, o.nome) for o in s.figlie])
        for c, s in _SOTTOCATEGORIE.values()
    ]


def names_of(chosen: Classificazione) -> tuple[str, str, str]:
    """The three names, in Italian. Raises KeyError for a triple that does not hang together."""
    categoria, sottocategoria, oggetto = _OGGETTI[chosen.oggetto]
    if (categoria.codice, sottocategoria.codice) != chosen[:2]:
        raise KeyError(chosen)
    return str(categoria.nome), str(sottocategoria.nome), str(oggetto.nome)


def problem(chosen: Classificazione) -> str | None:
    """The level (``categoria``...) of the first choice that is unknown or belongs elsewhere."""
    if chosen.categoria not in {voce.codice for voce in CATEGORIE}:
        return "categoria"
    held = _SOTTOCATEGORIE.get(chosen.sottocategoria)
    if held is None or held[0].codice != chosen.categoria:
        return "sottocategoria"
    return None if chosen.oggetto in {o.codice for o in held[1].figlie} else "oggetto"

"""The demo's credential requests: three wait, one must be completed, one was refused long ago.

The sample documents are drawn: plain cards marked FAC-SIMILE, of people who do not exist.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, Literal

from codicefiscale import codicefiscale
from PIL import Image, ImageDraw, ImageFont

from denunce.demo.cast import Cast, demo_id
from portal.base import files
from portal.base.clock import local
from portal.base.keys import DataKey
from utenti.access import Scope
from utenti.credenziali.actions.esame import Motivazione, ask, refuse
from utenti.credenziali.actions.presa import take
from utenti.credenziali.choices import Canale, Profilo, TipoAllegato
from utenti.credenziali.models import AllegatoRichiesta, RichiestaAbilitazione
from utenti.credenziali.workflow import StatoRichiesta
from utenti.livelli import Livello

REVIEWER: Final = "revisore@demo.test"
_SIZE: Final = (640, 404)
_PAPER, _INK, _PALE = "#e9eef4", "#14273d", "#9fb1c4"
_ALL: Final = (
    TipoAllegato.DOCUMENTO_FRONTE,
    TipoAllegato.DOCUMENTO_RETRO,
    TipoAllegato.MODULO_FIRMATO,
)


@dataclass(frozen=True)
class Domanda:
    """One request of the demo: who, for what, since how many days, what is written."""

    codice: str
    email: str
    days: int
    profilo: str = Profilo.MEDICO_ESTERNO
    born: date = date(1978, 6, 14)
    sesso: Literal["F", "M"] = "F"
    town: str = "Milano"
    where: tuple[str, str] = ("MI", "20121")
    written: tuple[tuple[str, Any], ...] = ()
    # What the card says where it differs from what is declared.
    card: tuple[tuple[str, str], ...] = ()
    allegati: tuple[str, ...] = _ALL


_HOSPITAL: Final = (
    ("struttura", "Casa di cura Esempio"),
    ("struttura_codice_fiscale", "01234567897"),
    ("struttura_indirizzo", "via delle Prove 10"),
    ("struttura_comune", "Bergamo"),
    ("struttura_provincia", "BG"),
    ("struttura_cap", "24121"),
    ("struttura_pec", "casadicura@pec.test"),
    ("qualifica", "Direttore sanitario"),
)
WAITING: Final = (
    Domanda(
        "DEMO-000002",
        "medico.ospedaliero@demo.test",
        12,
        born=date(1978, 3, 12),  # her account is known by that code (stories_profili)
        card=(("cognome", "CURA'"),),
    ),
    Domanda(
        "DEMO-000003",
        "medico@demo.test",
        6,
        Profilo.PRESIDIO,
        date(1969, 11, 2),
        "M",
        "Bergamo",
        ("BG", "24121"),
        written=_HOSPITAL,
    ),
    Domanda(
        "DEMO-000004",
        "presidio@demo.test",
        1,
        born=date(1983, 1, 30),
        town="Torino",
        where=("TO", "10121"),
        written=(("lingua", "de"), ("pec", "bruna.corsi@pec.test")),
        card=(("nome", "BRUNELLA"),),
    ),
)
REFUSED: Final = Domanda(
    "DEMO-000001",
    "cittadino@demo.test",
    40,
    sesso="M",
    born=date(1990, 9, 9),
    town="Roma",
    where=("RM", "00184"),
)
INCOMPLETE: Final = Domanda(
    "DEMO-000005",
    "cittadino@demo.test",
    3,
    sesso="M",
    born=date(1990, 9, 9),
    town="Roma",
    where=("RM", "00184"),
    allegati=(TipoAllegato.DOCUMENTO_FRONTE, TipoAllegato.MODULO_FIRMATO),
)


def tell(cast: Cast) -> None:
    """Leave the requests as the reviewers of the demo find them."""
    reviewer = Scope(cast.utenti[REVIEWER], local(cast.now).date())
    old = _send(REFUSED, cast)
    decided_at = cast.now - timedelta(days=38)
    take(old, by=reviewer, now=decided_at)
    refuse(old, Motivazione(["documento_scaduto"]), by=reviewer, now=decided_at)
    for domanda in WAITING:
        _send(domanda, cast)
    asked = _send(INCOMPLETE, cast)
    asked_at = cast.now - timedelta(days=2)
    take(asked, by=reviewer, now=asked_at)
    ask(asked, Motivazione(["retro_mancante"]), by=reviewer, now=asked_at)


def _send(domanda: Domanda, cast: Cast) -> RichiestaAbilitazione:
    """A request as the applicant sent it, with its files."""
    at = cast.now - timedelta(days=domanda.days)
    user = cast.utenti[domanda.email]
    code = codicefiscale.encode(
        user.cognome, user.nome, domanda.sesso, f"{domanda.born:%d/%m/%Y}", domanda.town
    )
    expired = domanda is REFUSED
    number = f"FS{domanda.codice[-4:]}XX"
    today = local(cast.now).date()
    values: dict[str, Any] = {
        "cognome": user.cognome,
        "nome": user.nome,
        "sesso": domanda.sesso,
        "nato_on": domanda.born,
        "nato_a": domanda.town,
        "codice_fiscale": code,
        "codice_fiscale_index": RichiestaAbilitazione.index_of("codice_fiscale", code),
        "residenza": "via di Prova 7",
        "residenza_comune": domanda.town,
        "residenza_provincia": domanda.where[0],
        "residenza_cap": domanda.where[1],
        "telefono": "333 0000007",
        "email": user.email,
        "email_index": RichiestaAbilitazione.index_of("email", user.email),
        "documento_tipo": "carta_identita",
        "documento_numero": number,
        "documento_index": RichiestaAbilitazione.index_of("documento", number),
        "documento_rilasciato_da": f"Comune di {domanda.town}",
        "documento_rilasciato_on": today - timedelta(days=1200),
        "documento_scade_on": today + timedelta(days=-60 if expired else 2400),
        "ordine_provincia": domanda.town,
        "ordine_numero": "00001",
        **dict(domanda.written),
    }
    if domanda.profilo == Profilo.PRESIDIO:
        values |= {"ordine_provincia": "", "ordine_numero": ""}
    row = RichiestaAbilitazione.objects.create(
        id=demo_id("richiesta", domanda.codice),
        codice=domanda.codice,
        richiedente=user,
        profilo=domanda.profilo,
        stato=StatoRichiesta.INVIATA,
        canale=Canale.CREDENZIALI_DISPOSITIVE,
        livello=Livello.GENERICO,
        data_key=DataKey.create(at),
        created_at=at,
        saved_at=at,
        submitted_at=at,
        queued_at=at,
        **values,
    )
    for tipo in domanda.allegati:
        _attach(row, domanda, tipo, at)
    return row


def _attach(row: RichiestaAbilitazione, domanda: Domanda, tipo: str, at: datetime) -> None:
    file = files.store(
        draw(row, tipo, dict(domanda.card)),
        name=f"{tipo}.png",
        allowed=frozenset({files.Kind.PNG}),
        organizzazione_id=None,
        by=row.richiedente,
        now=at,
    )
    AllegatoRichiesta.objects.create(richiesta=row, tipo=tipo, file=file, created_at=at)


def draw(row: RichiestaAbilitazione, tipo: str, card: dict[str, str]) -> bytes:
    """A plain card or sheet with a few lines, marked FAC-SIMILE across."""
    return _sheet(tuple(_lines(row, tipo, card)))


@lru_cache(maxsize=32)
def _sheet(lines: tuple[str, ...]) -> bytes:
    """The picture of some lines; the demo is loaded often, and always looks the same."""
    picture = Image.new("RGB", _SIZE, _PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((8, 8, _SIZE[0] - 8, _SIZE[1] - 8), outline=_PALE, width=3)
    for number, line in enumerate(lines):
        pen.text((38, 36 + number * 41), line, fill=_INK, font=ImageFont.load_default(23))
    across = Image.new("L", (580, 110), 0)
    ImageDraw.Draw(across).text((30, 8), "FAC-SIMILE", fill=90, font=ImageFont.load_default(86))
    picture.paste("#a3122b", (36, 80), across.rotate(18, expand=True))
    content = io.BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


def _lines(row: RichiestaAbilitazione, tipo: str, card: dict[str, str]) -> list[str]:
    surname, name = card.get("cognome", row.cognome.upper()), card.get("nome", row.nome.upper())
    if tipo == TipoAllegato.DOCUMENTO_FRONTE:
        return [
            "CARTA D'IDENTITA'",
            f"N. {row.documento_numero}",
            f"Cognome  {surname}",
            f"Nome  {name}",
            f"Nato/a il  {row.nato_on:%d.%m.%Y}  a  {row.nato_a.upper()}",
            f"Sesso  {row.sesso}",
            f"Rilasciata il  {row.documento_rilasciato_on:%d.%m.%Y}",
            f"Scade il  {row.documento_scade_on:%d.%m.%Y}",
        ]
    if tipo == TipoAllegato.DOCUMENTO_RETRO:
        return [row.documento_rilasciato_da.upper(), "Codice fiscale", str(row.codice_fiscale)]
    return [
        "DOMANDA DI ABILITAZIONE",
        row.get_profilo_display(),
        f"{row.cognome} {row.nome}",
        str(row.codice_fiscale),
        "",
        "Firma",
        f"{row.nome} {row.cognome}",
    ]

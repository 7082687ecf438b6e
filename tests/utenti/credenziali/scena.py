"""A doctor and a hospital who ask for credentials, step by step, by the real actions."""

from __future__ import annotations

import io
from datetime import date, datetime
from functools import cache
from typing import Any

import pikepdf
from PIL import Image

from tests.personas import Personas
from utenti.access import Scope
from utenti.credenziali.actions.allegati import attach
from utenti.credenziali.actions.invio import submit
from utenti.credenziali.actions.messaggi import Upload
from utenti.credenziali.actions.richieste import save_step, start_richiesta
from utenti.credenziali.choices import Profilo, TipoAllegato
from utenti.credenziali.models import AllegatoRichiesta, RichiestaAbilitazione
from utenti.livelli import Livello
from utenti.models import Utente

# Mario Solo, born in Milano on 4 May 1970: his code is right and fits him.
PERSONA: dict[str, Any] = {
    "cognome": "Solo",
    "nome": "Mario",
    "sesso": "M",
    "nato_on": date(1970, 5, 4),
    "nato_a": "Milano",
    "codice_fiscale": "SLOMRA70E04F205I",
}
RECAPITI: dict[str, Any] = {
    "residenza": "via Esempio 1",
    "residenza_comune": "Milano",
    "residenza_provincia": "MI",
    "residenza_cap": "20121",
    "telefono": "02 1234567",
    "email": "mario.solo@persone.test",
    "pec": "",
    "lingua": "it",
}
DOCUMENTO: dict[str, Any] = {
    "documento_tipo": "carta_identita",
    "documento_numero": "CA00000AA",
    "documento_rilasciato_da": "Comune di Milano",
    "documento_rilasciato_on": date(2022, 5, 5),
    "documento_scade_on": date(2032, 5, 4),
}
PROFESSIONE: dict[str, Any] = {"ordine_provincia": "Milano", "ordine_numero": "12345"}
STRUTTURA: dict[str, Any] = {
    "struttura": "Ospedale Esempio",
    "struttura_codice_fiscale": "00743110157",
    "struttura_indirizzo": "via dell’Ospedale 1",
    "struttura_comune": "Milano",
    "struttura_provincia": "MI",
    "struttura_cap": "20122",
    "struttura_telefono": "02 7654321",
    "struttura_pec": "ospedale@pec.test",
    "qualifica": "Direttore sanitario",
}
STEPS: dict[str, dict[str, Any]] = {
    "persona": PERSONA,
    "recapiti": RECAPITI,
    "documento": DOCUMENTO,
    "professione": PROFESSIONE | STRUTTURA,
}
FILES = (
    TipoAllegato.MODULO_FIRMATO,
    TipoAllegato.DOCUMENTO_FRONTE,
    TipoAllegato.DOCUMENTO_RETRO,
)


@cache
def png(shade: int = 200) -> bytes:
    """A small picture, another for each shade."""
    content = io.BytesIO()
    Image.new("RGB", (40, 25), (shade, shade, 255)).save(content, "PNG")
    return content.getvalue()


@cache
def pdf() -> bytes:
    """A small PDF of one page."""
    content = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(content)
    return content.getvalue()


def scope(user: Utente, now: datetime, livello: str = Livello.GENERICO) -> Scope:
    """What a request of that person carries."""
    return Scope(user, now.date(), livello)


def begun(
    user: Utente, now: datetime, profilo: str = Profilo.MEDICO_ESTERNO
) -> RichiestaAbilitazione:
    """A draft just begun."""
    return start_richiesta(profilo, by=scope(user, now), now=now)


def filled(
    richiesta: RichiestaAbilitazione, now: datetime, **changes: Any
) -> RichiestaAbilitazione:
    """The same with every field filled in; ``changes`` by name of field."""
    by = scope(richiesta.richiedente, now)
    for passo, values in STEPS.items():
        data = {name: changes.get(name, value) for name, value in values.items()}
        richiesta = save_step(richiesta, passo, data, expected=richiesta.version, by=by, now=now)
    return richiesta


def with_files(richiesta: RichiestaAbilitazione, now: datetime) -> RichiestaAbilitazione:
    """The same with the three files that it needs."""
    by = scope(richiesta.richiedente, now)
    for shade, tipo in enumerate(FILES):
        attach(richiesta, Upload(png(shade), "foto.png"), tipo, by=by, now=now)
    return RichiestaAbilitazione.objects.get(pk=richiesta.pk)


def ready(
    user: Utente, now: datetime, profilo: str = Profilo.MEDICO_ESTERNO
) -> RichiestaAbilitazione:
    """A request that can be sent."""
    return with_files(filled(begun(user, now, profilo), now), now)


def sent(user: Utente, now: datetime, livello: str = Livello.GENERICO) -> RichiestaAbilitazione:
    """A request that was sent."""
    richiesta = ready(user, now)
    by = scope(user, now, livello)
    return submit(richiesta, expected=richiesta.version, by=by, now=now)


def decided(
    richiesta: RichiestaAbilitazione, stato: str, by: Utente, now: datetime
) -> RichiestaAbilitazione:
    """What a reviewer leaves on the row; the deciding itself has its own tests."""
    rows = RichiestaAbilitazione.objects.filter(pk=richiesta.pk)
    rows.update(stato=stato, decided_at=now, decided_by=by)
    return rows.get()


def richiesta_di(personas: Personas, now: datetime) -> RichiestaAbilitazione:
    """Mario's draft, made once for each cast."""
    found: RichiestaAbilitazione | None = personas.__dict__.get("richiesta")
    if found is None:
        found = personas.__dict__["richiesta"] = begun(personas.cittadino, now)
    return found


def allegato_di(personas: Personas, now: datetime) -> AllegatoRichiesta:
    """One file of Mario's draft."""
    return attach(
        richiesta_di(personas, now),
        Upload(png(), "fronte.png"),
        TipoAllegato.DOCUMENTO_FRONTE,
        by=scope(personas.cittadino, now),
        now=now,
    )

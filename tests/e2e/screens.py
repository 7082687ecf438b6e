"""Every screen a person can open: the accessibility tests walk them all.

A new URL is one line here, or one in ``NOT_SCREENS`` with the reason; else the suite fails.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from denunce.actions.bozze import start_bozza
from denunce.actions.dati import DatiInvio
from denunce.actions.dispatch import record_dispatch
from denunce.actions.moduli import start_modulo
from denunce.models import (
    Adempimento,
    Bozza,
    Caso,
    Documento,
    Invio,
    Lavoratore,
    Modulo,
    RiferimentoCertificato,
)
from tests.denunce.promemoria.scena import Scena
from tests.e2e.walker import Screen
from tests.personas import Personas
from utenti.riservatezza.actions.prove import Erased, write_proof
from utenti.riservatezza.actions.richieste import ask
from utenti.riservatezza.models import ProvaCancellazione, RichiestaInteressato

# Never walked, and why.
NOT_SCREENS: Final = {
    "salute": "JSON for machines",
    "salute_viva": "JSON for machines",
    "ripresa": "shows something only to whom something was kept: it has a test of its own",
    "gettone": "JSON for a script",
    "componenti": "only in DEBUG: it has tests of its own",
    "account_set_password": "leads to the change of password for whoever has one",
    "scadenzario_csv": "a file for a spreadsheet",
    "scadenzario_cerca": "POST only: leads to the worklist",
    "modulo_avvia": "POST only: leads to the form",
    "modulo_salva": "POST only: JSON for the script",
    "modulo_confronta": "POST only: walked by the test of two tabs",
    "modulo_definitivo": "POST only: leads to the form",
    "modulo_pdf": "POST only: leads to the document",
    "documento_pagina": "a picture inside the page of a document",
    "certificato_giorni": "POST only: JSON for the script",
    "lettura_scegli": "POST only: leads to the case",
    "documento_scarica": "a file",
    "nota_nuova": "POST only: leads to the case",
    "caso_riapri": "the same page as caso_chiudi with other words",
    "caso_archivia": "the same page as caso_chiudi with other words",
    "comuni": "JSON for a script",
    "bozza_inizia": "POST only: leads to the draft",
    "bozza_riprendi": "leads to a step of the draft",
    "bozza_altra_persona": "POST only: leads to the search of a person",
    "bozza_apri": "POST only: leads to the case",
    "bozza_salva": "POST only: JSON for the script",
    "bozza_confronta": "POST only: walked by the test of two tabs",
    # Access: second factors, sessions, levels (utenti.accesso).
    # --
    # Organisations (utenti.organizzazioni).
    # --
    # Credential requests (utenti.credenziali).
    # --
    # Review of the requests (utenti.credenziali).
    # --
    # Doctors of a hospital (utenti.profili).
    # --
    # Privacy (utenti.riservatezza).
    "miei_dati_prepara": "POST only: leads to one's own data",
    "registro_accessi_csv": "a file for a spreadsheet",
    "organizzazione_esporta": "POST only: leads to the organisation",
    "lavoro_scarica": "a file",
    "richiesta_rispondi": "the request, which is walked, above a form like that of diritti",
    "richieste_portale": "the same page as richieste_interessati with other rows",
    "conservazione_termine": "one number, in a form like that of conservazione_regola",
    "organizzazione_chiudi": "a question and two buttons",
}


def duty(personas: Personas) -> Adempimento:
    """The denuncia of one injury, made once for each test."""
    found: Adempimento | None = personas.__dict__.get("screen_duty")
    if found is None:
        found = personas.__dict__["screen_duty"] = Scena(personas).denuncia(datetime.now(UTC))
    return found


def rights(personas: Personas) -> RichiestaInteressato:
    """What a citizen asked the school about their data."""
    return ask(
        personas.cittadino,
        tipo="rettifica",
        testo="Il mio telefono è cambiato.",
        organizzazione_id=personas.scuola.pk,
        request_key=uuid4(),
        now=datetime.now(UTC),
    )


def overdue(personas: Personas) -> UUID:
    """The school, with a case that was closed eleven years ago."""
    closed = {"chiuso_at": datetime(2015, 3, 2, tzinfo=UTC), "chiuso_by": personas.dirigente}
    Caso.objects.filter(pk=duty(personas).caso_id).update(stato="chiuso", **closed)
    return personas.scuola.pk


def proof(personas: Personas) -> ProvaCancellazione:
    """The proof that an old case was erased."""
    return write_proof(
        Erased("caso", uuid4(), personas.scuola.pk, "2010/0001"),
        {"casi": 1, "chiavi": 3},
        base="termine",
        atto="prot. 7/2026",
        by=personas.dirigente,
        now=datetime.now(UTC),
    )


def modulo(personas: Personas) -> Modulo:
    """The draft of its form."""
    by = personas.scope(personas.segreteria)
    return start_modulo(duty(personas), by=by, now=datetime.now(UTC))


def documento(personas: Personas) -> Documento:
    """A document that could not be made: unlike one on its way, its page does not reload."""
    return Documento.objects.create(
        caso=duty(personas).caso,
        tipo="allegato",
        titolo="Relazione del docente",
        stato="fallito",
        created_at=datetime.now(UTC),
        created_by=personas.segreteria,
    )


def by_caso(personas: Personas) -> dict[str, Any]:
    return {"pk": duty(personas).caso_id}


def by_certificato(personas: Personas) -> dict[str, Any]:
    return {"pk": RiferimentoCertificato.objects.get(caso=duty(personas).caso_id).pk}


def invio(personas: Personas) -> Invio:
    """Its dispatch, without a receipt and without an answer."""
    now = datetime.now(UTC)
    data = DatiInvio(canale="sidi", sent_at=now)
    by = personas.scope(personas.segreteria)
    return record_dispatch(duty(personas), data, request_key=uuid4(), by=by, now=now)


def by_invio(personas: Personas) -> dict[str, Any]:
    return {"pk": invio(personas).pk}


def by_persona(personas: Personas) -> dict[str, Any]:
    return {"pk": Lavoratore.objects.get(casi=duty(personas).caso_id).pk}


def bozza(personas: Personas) -> Bozza:
    """A new case being told, about somebody not on record yet."""
    return start_bozza(
        {"cognome": "Verdi", "dinamica": "Caduta in cortile"},
        organizzazione=personas.scuola,
        by=personas.scope(personas.segreteria),
        now=datetime.now(UTC),
        request_key=uuid4(),
    )


def by_bozza(personas: Personas) -> dict[str, Any]:
    return {"pk": bozza(personas).pk}


def by_nothing_with_a_draft(personas: Personas) -> dict[str, Any]:
    bozza(personas)
    return {}


def at_step(passo: str) -> Callable[[Personas], dict[str, Any]]:
    """The draft's page of a step."""
    return lambda personas: {"pk": bozza(personas).pk, "passo": passo}


def with_a_duty(personas: Personas) -> dict[str, Any]:
    """No argument, but something to show."""
    duty(personas)
    return {}


SCREENS: Final = [
    # Anybody.
    Screen("accessibilita"),
    Screen("feedback"),
    Screen("privacy"),
    Screen("cookie"),
    Screen("licenze"),
    Screen("aiuto"),
    Screen("guida", kwargs=lambda personas: {"slug": "certificato"}),
    Screen("regole"),
    Screen("regola", kwargs=lambda personas: {"codice": "R-DEN-2G"}),
    Screen("promemoria"),
    # Access.
    Screen("account_login"),
    Screen("account_signup"),
    Screen("account_inactive"),
    Screen("account_reset_password"),
    Screen("account_reset_password_done"),
    Screen("account_reset_password_from_key_done"),
    Screen(
        "account_reset_password_from_key", kwargs=lambda personas: {"uidb36": "1", "key": "scaduta"}
    ),
    Screen("account_logout", "segreteria"),
    Screen("account_change_password", "segreteria"),
    Screen("account_reauthenticate", "segreteria"),
    # The work of a secretary.
    Screen("home", "segreteria"),
    Screen("rientro", "segreteria"),
    Screen("home", "docente"),
    Screen("scadenzario", "segreteria", with_a_duty),
    Screen("scadenzario", "segreteria2"),
    Screen("scadenzario_stampa", "segreteria", with_a_duty),
    Screen("persona_cerca", "segreteria", with_a_duty),
    Screen("persona_per_bozza", "segreteria", by_bozza),
    Screen("bozze", "segreteria", by_nothing_with_a_draft),
    Screen("bozza_elimina", "segreteria", by_bozza),
    *(
        Screen("bozza", "segreteria", at_step(step), label=f"bozza-{step}")
        for step in ("chi", "quando", "riepilogo")
    ),
    Screen("caso", "segreteria", by_caso),
    Screen("caso_modifica", "segreteria", by_caso),
    Screen("allegato_nuovo", "segreteria", by_caso),
    Screen("caso_assegna", "segreteria", by_caso),
    Screen("caso_chiudi", "segreteria", by_caso),
    Screen("caso_persona", "segreteria", by_caso),
    Screen("persona", "segreteria", by_persona),
    Screen("persona_modifica", "segreteria", by_persona),
    Screen("persona_unisci", "segreteria", by_persona),
    Screen("esito_nuovo", "segreteria", lambda personas: {"pk": invio(personas).adempimento_id}),
    Screen("invio_rettifica", "segreteria", by_invio),
    Screen("invio_ricevuta", "segreteria", by_invio),
    Screen("invio_annulla", "segreteria", by_invio),
    Screen("certificato_nuovo", "segreteria", by_caso),
    Screen("certificato_correggi", "segreteria", by_certificato),
    Screen("certificato_ritira", "segreteria", by_certificato),
    Screen("invio_nuovo", "segreteria", lambda personas: {"pk": duty(personas).pk}),
    Screen("modulo", "segreteria", lambda personas: {"pk": modulo(personas).pk}),
    Screen("documento", "segreteria", lambda personas: {"pk": documento(personas).pk}),
    # What the head of the school chooses.
    Screen("promemoria_organizzazione", "dirigente", lambda personas: {"pk": personas.scuola.pk}),
    Screen("promemoria_modifica", "dirigente", lambda personas: {"pk": personas.scuola.pk}),
    # Access: second factors, sessions, levels (utenti.accesso).
    # --
    # Organisations (utenti.organizzazioni).
    # --
    # Credential requests (utenti.credenziali).
    # --
    # Review of the requests (utenti.credenziali).
    # --
    # Doctors of a hospital (utenti.profili).
    # --
    # Privacy (utenti.riservatezza).
    Screen("riservatezza", "dirigente"),
    Screen("miei_dati", "cittadino"),
    Screen("chi_ha_visto", "cittadino"),
    Screen("account_cancella", "cittadino"),
    Screen("diritti", "segreteria"),
    Screen("richiesta_interessato", "cittadino", lambda personas: {"pk": rights(personas).pk}),
    Screen("richieste_interessati", "dirigente", lambda personas: {"pk": personas.scuola.pk}),
    Screen("registro_accessi", "dirigente", lambda personas: {"pk": personas.scuola.pk}),
    Screen("conservazione", "dirigente", lambda personas: {"pk": personas.scuola.pk}),
    Screen(
        "conservazione_regola",
        "dirigente",
        lambda personas: {"pk": overdue(personas), "regola": "casi_infortunio"},
    ),
    Screen("prova_cancellazione", "dirigente", lambda personas: {"pk": proof(personas).pk}),
    Screen("organizzazioni_dati", "gestore"),
    Screen("organizzazione_dati", "gestore", lambda personas: {"pk": personas.scuola.pk}),
    Screen("organizzazione_rimuovi", "gestore", lambda personas: {"pk": personas.scuola.pk}),
    Screen("caso_oscura", "dirigente", lambda personas: {"pk": duty(personas).caso_id}),
]

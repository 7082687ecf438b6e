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
from denunce.moduli.registry import FORMS
from tests.architecture.world_parts.moduli import earlier_form
from tests.denunce.promemoria.scena import Scena
from tests.e2e.screen_parts import (
    abbinamenti,
    certificati,
    flussi,
    nave,
    prognosi,
    scrittura,
    stampe,
)
from tests.e2e.walker import Screen
from tests.personas import Personas
from tests.utenti.credenziali.scena import allegato_di, richiesta_di
from tests.utenti.messaggi.scena import messaggio_di
from tests.utenti.organizzazioni.scena import dati, pdf, role_of
from tests.utenti.profili.scena import by_gruppo, by_importazione, by_medico, with_doctors
from tests.utenti.revisione import scena as review
from utenti.accesso.actions.ripristini import ask_reset
from utenti.organizzazioni.actions.attivazioni import submit
from utenti.organizzazioni.actions.inviti import DatiInvito, invite
from utenti.organizzazioni.models import Invito
from utenti.riservatezza.actions.prove import Erased, write_proof
from utenti.riservatezza.actions.richieste import ask
from utenti.riservatezza.models import ProvaCancellazione, RichiestaInteressato

PARTS: Final = (abbinamenti, certificati, flussi, nave, prognosi, scrittura, stampe)

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
    "modulo_annulla": "POST only: leads to the form",
    "modulo_cerca": "JSON for a script",
    "modulo_salva": "POST only: JSON for the script",
    "modulo_confronta": "POST only: walked by the test of two tabs",
    "modulo_definitivo": "POST only: leads to the form",
    "modulo_pdf": "POST only: leads to the document",
    "documento_pagina": "a picture inside the page of a document",
    "certificato_giorni": "POST only: JSON for the script",
    "lettura_scegli": "POST only: leads to the case",
    "documento_scarica": "a file",
    "documento_di_nuovo": "only for a print: walked by the journey of test_moduli_ufficiali",
    "modulo_dati": "a file",
    "modulo_schema": "a file",
    "modulo_esempio": "a file",
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
    "mfa_authenticate": "half way through a login: walked by the journey of an account",
    "accesso_rinuncia": "POST only: leads to the login",
    "secondo_fattore_perso": "half way through a login: walked by the test of a lost factor",
    "mfa_login_webauthn": "JSON for the script that asks for a passkey",
    "mfa_reauthenticate_webauthn": "leads to the password for whoever has no passkey",
    "mfa_reauthenticate": "leads to the password for whoever has no second factor",
    "totp_togli": "leads to the second factors for whoever has no app",
    "codici_recupero": "leads to the second factors for whoever has none",
    "passkey_togli": "POST only: leads to the second factors",
    "sessione_chiudi": "POST only: leads to the sessions",
    "sessioni_chiudi_altre": "POST only: leads to the sessions",
    "ripristino_rifiuta": "POST only: leads to the requests",
    # --
    # Identity providers: off by default; test_identita.py walks these.
    "identita_entra": "POST only: leads to the provider",
    "identita_collega": "POST only: leads to the provider",
    "identita_scollega": "POST only: leads to the ways of entering",
    "identita_nuova": "only after a provider: walked by its journey",
    "identita_codice": "only after a provider: walked by its journey",
    "spid_ritorno": "the answer of a provider: leads inside or to a reason",
    "cie_ritorno": "the answer of a provider",
    "inps_ritorno": "the answer of a provider",
    "cns": "off by default: walked by its journey",
    # Organisations (utenti.organizzazioni).
    "sede_modifica": "the same page as sede_nuova, filled in",
    "membro_sospendi": "the same page as membro_togli with other words",
    "membro_riattiva": "the same page as membro_togli with other words",
    "invito_rinvia": "the same page as membro_togli with other words",
    "invito_revoca": "the same page as membro_togli with other words",
    "delega_revoca": "the same page as membro_togli with other words",
    "attivazione_ritira": "the same page as membro_togli with other words",
    "attivazione_approva": "the same page as membro_togli with other words",
    "piattaforma_chiudi": "the same page as membro_togli with other words",
    "attivazione_rifiuta": "the same form as sede_nuova with one field",
    "attivazione_prova": "a file",
    # Credential requests (utenti.credenziali).
    "richiesta_copia": "POST only: leads to a new request",
    "domanda_scarica": "a file",
    "allegato_scarica": "a file",
    "allegato_anteprima": "a picture inside the page of a request",
    # InailRisponde
    "messaggio_rispondi": "POST only: shows the page of the message",
    "messaggio_allegato": "a file",
    # Review of the requests (utenti.credenziali).
    "revisione_cerca": "POST only: leads to the queue",
    "revisione_prossima": "POST only: leads to the exam",
    "revisione_ricerca_salva": "POST only: leads to the queue",
    "revisione_ricerca_elimina": "POST only: leads to the queue",
    "revisione_prendi": "POST only: leads to the exam",
    "revisione_rilascia": "POST only: leads to the queue",
    "revisione_attivita": "POST only: JSON for the script",
    "revisione_conferma": "POST only: leads to the exam",
    "revisione_allegato": "a picture inside the exam",
    # Doctors of a hospital (utenti.profili).
    "profili_gruppo_togli": "POST only: leads to the groups",
    "profili_cerca": "POST only: leads to the list",
    "profili_esporta": "a file for a spreadsheet",
    "profilo_crea": "POST only: walked by the journey of test_profili",
    "profilo_riattiva": "the same page as profilo_disabilita with other words",
    "profilo_elimina": "the same page as profilo_disabilita with other words",
    "profilo_invito": "POST only: leads to the doctor",
    "profili_confronta": "the same page as profili_importa with other words",
    "profili_modello": "a file for a spreadsheet",
    "profili_modello_xlsx": "a file for a spreadsheet",
    "profili_importazione_csv": "a file for a spreadsheet",
    "profili_importazione_annulla": "POST only: leads to the groups",
    # Privacy (utenti.riservatezza).
    "miei_dati_prepara": "POST only: leads to one's own data",
    "registro_accessi_csv": "a file for a spreadsheet",
    "organizzazione_esporta": "POST only: leads to the organisation",
    "lavoro_scarica": "a file",
    "richiesta_rispondi": "the request, which is walked, above a form like that of diritti",
    "richieste_portale": "the same page as richieste_interessati with other rows",
    "conservazione_termine": "one number, in a form like that of conservazione_regola",
} | {name: why for part in PARTS for name, why in part.NOT_SCREENS.items()}


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


def copying(personas: Personas) -> dict[str, UUID]:
    """A draft, and an earlier form of the school to copy from."""
    draft = modulo(personas)
    return {"pk": draft.pk, "da": earlier_form(draft, personas.segreteria, datetime.now(UTC)).pk}


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


def by_ripristino(personas: Personas) -> dict[str, Any]:
    """The teacher lost her telephone."""
    return {"pk": ask_reset(personas.docente, now=datetime.now(UTC)).pk}


def with_a_ripristino(personas: Personas) -> dict[str, Any]:
    by_ripristino(personas)
    return {}


def with_a_duty(personas: Personas) -> dict[str, Any]:
    """No argument, but something to show."""
    duty(personas)
    return {}


def by_scuola(personas: Personas) -> dict[str, Any]:
    return {"pk": personas.scuola.pk}


def by_ruolo(personas: Personas) -> dict[str, Any]:
    return {"pk": role_of(personas.docente).pk}


def by_invito(personas: Personas) -> dict[str, Any]:
    wanted = DatiInvito("nuova@persone.test", "segreteria")
    by = personas.scope(personas.dirigente)
    return {"pk": invite(personas.scuola, wanted, by=by, now=datetime.now(UTC)).pk}


def by_link(personas: Personas) -> dict[str, Any]:
    """The link of the mail, with a key that is known here."""
    found = by_invito(personas)
    Invito.objects.filter(pk=found["pk"]).update(chiave_hash=Invito.hash_of("chiave-di-prova"))
    return found | {"chiave": "chiave-di-prova"}


def by_attivazione(personas: Personas) -> dict[str, Any]:
    proof = (pdf(), "nomina.pdf")
    return {"pk": submit(dati(), proof, by=personas.cittadino, now=datetime.now(UTC)).pk}


def by_nothing_with_a_request(personas: Personas) -> dict[str, Any]:
    by_attivazione(personas)
    return {}


def by_messaggio(personas: Personas) -> dict[str, Any]:
    """Ada's question to InailRisponde."""
    return {"pk": messaggio_di(personas.docente, datetime.now(UTC)).pk}


def by_messaggio_list(personas: Personas) -> dict[str, Any]:
    """The same, on a list."""
    by_messaggio(personas)
    return {}


def by_richiesta(personas: Personas) -> dict[str, Any]:
    """Mario's draft of a credential request."""
    return {"pk": richiesta_di(personas, datetime.now(UTC)).pk}


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
    Screen("moduli"),
    *(Screen("modulo_voci", kwargs=lambda personas, code=code: {"codice": code}) for code in FORMS),
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
    Screen("modulo_rivedi", "segreteria", lambda personas: {"pk": modulo(personas).pk}),
    Screen("modulo_carica", "segreteria", lambda personas: {"pk": modulo(personas).pk}),
    Screen("modulo_copia", "segreteria", lambda personas: {"pk": modulo(personas).pk}),
    Screen("modulo_copia_da", "segreteria", copying),
    Screen("documento", "segreteria", lambda personas: {"pk": documento(personas).pk}),
    # What the head of the school chooses.
    Screen("promemoria_organizzazione", "dirigente", lambda personas: {"pk": personas.scuola.pk}),
    Screen("promemoria_modifica", "dirigente", lambda personas: {"pk": personas.scuola.pk}),
    # Access: second factors, sessions, levels (utenti.accesso).
    Screen("account", "segreteria"),
    Screen("account_email_verification_sent"),
    Screen("account_confirm_email", kwargs=lambda personas: {"key": "scaduta"}),
    Screen("secondo_fattore", "segreteria"),
    Screen("totp_attiva", "segreteria"),
    Screen("passkey_nuova", "segreteria"),
    Screen("email_cambia", "segreteria"),
    Screen("email_conferma", kwargs=lambda personas: {"token": "scaduto"}),
    Screen("sessioni", "segreteria"),
    Screen("ripristini", "dirigente", with_a_ripristino),
    Screen("ripristini", "datore"),
    Screen("ripristino", "dirigente", by_ripristino),
    # --
    # Identity providers.
    Screen("identita", "segreteria"),
    # Organisations (utenti.organizzazioni).
    Screen("organizzazioni", "dirigente"),
    Screen("lavora_per", "consulente"),
    Screen("organizzazione", "dirigente", by_scuola),
    Screen("organizzazione_modifica", "dirigente", by_scuola),
    Screen("primi_passi", "dirigente", by_scuola),
    Screen("sede_nuova", "dirigente", by_scuola),
    Screen("membri", "dirigente", lambda personas: by_invito(personas) and by_scuola(personas)),
    Screen("membro_fine", "dirigente", by_ruolo),
    Screen("membro_togli", "dirigente", by_ruolo),
    Screen("invito_nuovo", "dirigente", by_scuola),
    Screen("invito", kwargs=by_link),
    Screen("deleghe", "dirigente", by_scuola),
    Screen("delega_nuova", "dirigente", by_scuola),
    Screen("deleghe_ricevute", "consulente"),
    Screen("assistenza", "dirigente", by_scuola),
    Screen("assistenza_nuova", "dirigente", by_scuola),
    Screen("attivazione_nuova", "cittadino"),
    Screen("attivazione", "cittadino", by_attivazione),
    Screen("attivazioni", "gestore", by_nothing_with_a_request),
    Screen("attivazione_esamina", "gestore", by_attivazione),
    Screen("piattaforma_organizzazioni", "gestore"),
    Screen("piattaforma_organizzazione", "gestore", by_scuola),
    # Credential requests (utenti.credenziali).
    Screen("credenziali"),
    Screen("richieste", "cittadino"),
    Screen("richiesta_inizia", "cittadino"),
    Screen("richiesta", "cittadino", by_richiesta),
    Screen(
        "richiesta_passo",
        "cittadino",
        lambda personas: by_richiesta(personas) | {"passo": "persona"},
    ),
    Screen("richiesta_allegati", "cittadino", by_richiesta),
    Screen("richiesta_riepilogo", "cittadino", by_richiesta),
    Screen("richiesta_ritira", "cittadino", by_richiesta),
    Screen("domanda", "cittadino", by_richiesta),
    Screen(
        "allegato_rimuovi",
        "cittadino",
        lambda personas: {"pk": allegato_di(personas, datetime.now(UTC)).pk},
    ),
    # InailRisponde
    Screen("messaggi", "docente", by_messaggio_list),
    Screen("messaggio_nuovo", "docente"),
    Screen("messaggio", "docente", by_messaggio),
    Screen("messaggio_chiudi", "docente", by_messaggio),
    Screen("messaggi_ufficio", "revisore", by_messaggio_list),
    # Review of the requests (utenti.credenziali).
    Screen("revisione_coda", "revisore", review.a_queue),
    Screen("revisione_esame", "revisore", review.in_hand),
    Screen("revisione_esame", "revisore", review.free, label="revisione_esame-libera"),
    Screen("revisione_integrazione", "revisore", review.in_hand),
    Screen("revisione_rifiuto", "revisore", review.in_hand),
    # Doctors of a hospital (utenti.profili).
    Screen("profili", "amministratore_presidio", with_doctors),
    Screen("profili_gruppo_nuovo", "amministratore_presidio"),
    Screen("profili_gruppo_modifica", "amministratore_presidio", by_gruppo),
    Screen("profili_medici", "amministratore_presidio", with_doctors),
    Screen("profilo_nuovo", "amministratore_presidio", with_doctors),
    Screen("profilo", "amministratore_presidio", by_medico),
    Screen("profilo_modifica", "amministratore_presidio", by_medico),
    Screen("profilo_disabilita", "amministratore_presidio", by_medico),
    Screen("profili_importa", "amministratore_presidio"),
    Screen("profili_importazione", "amministratore_presidio", by_importazione),
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
    Screen("organizzazione_dati", "gestore", lambda personas: {"pk": personas.scuola.pk}),
    Screen("organizzazione_rimuovi", "gestore", lambda personas: {"pk": personas.scuola.pk}),
    Screen("caso_oscura", "dirigente", lambda personas: {"pk": duty(personas).caso_id}),
    *(screen for part in PARTS for screen in part.SCREENS),
]

"""Who may open each page: one row for every named URL; a URL without a row is refused to everybody.

This is the first of two doors. The second is the view itself, which sees only the organisations of
the request's scope (another organisation's object is a 404) and asks ``permissions`` for the rest.
"""

from __future__ import annotations

from portal.base.authz import AUTHENTICATED, PUBLIC, Access, Permission, holding

POLICIES: dict[str, Access] = {
    # The installation itself.
    "salute": PUBLIC,
    "salute_viva": PUBLIC,
    "home": AUTHENTICATED,
    "gettone": AUTHENTICATED,
    "rientro": AUTHENTICATED,
    "ripresa": AUTHENTICATED,
    # Information for everybody.
    "accessibilita": PUBLIC,
    "feedback": PUBLIC,
    "privacy": PUBLIC,
    "cookie": PUBLIC,
    "licenze": PUBLIC,
    "aiuto": PUBLIC,
    "guida": PUBLIC,
    "componenti": PUBLIC,
    # Access (allauth).
    "account_login": PUBLIC,
    "account_logout": AUTHENTICATED,
    "account_signup": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reauthenticate": AUTHENTICATED,
    "account_change_password": AUTHENTICATED,
    "account_set_password": AUTHENTICATED,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    # Cases.
    "regole": PUBLIC,
    "regola": PUBLIC,
    "scadenzario": holding(Permission.CASO_VIEW),
    "scadenzario_csv": holding(Permission.CASO_VIEW),
    "scadenzario_stampa": holding(Permission.CASO_VIEW),
    "scadenzario_cerca": holding(Permission.CASO_VIEW),
    "persona_cerca": holding(Permission.CASO_CREATE),
    "comuni": holding(Permission.CASO_CREATE),
    "bozze": holding(Permission.CASO_CREATE),
    "bozza_inizia": holding(Permission.CASO_CREATE),
    "bozza_riprendi": holding(Permission.CASO_CREATE),
    "persona_per_bozza": holding(Permission.CASO_CREATE),
    "bozza_altra_persona": holding(Permission.CASO_CREATE),
    "bozza_apri": holding(Permission.CASO_CREATE),
    "bozza_elimina": holding(Permission.CASO_CREATE),
    "bozza": holding(Permission.CASO_CREATE),
    "bozza_salva": holding(Permission.CASO_CREATE),
    "bozza_confronta": holding(Permission.CASO_CREATE),
    "caso": holding(Permission.CASO_VIEW),
    "nota_nuova": holding(Permission.CASO_EDIT),
    "allegato_nuovo": holding(Permission.CASO_EDIT),
    "caso_assegna": holding(Permission.CASO_EDIT),
    "caso_chiudi": holding(Permission.CASO_EDIT),
    "caso_riapri": holding(Permission.CASO_EDIT),
    "caso_archivia": holding(Permission.CASO_EDIT),
    "caso_modifica": holding(Permission.CASO_EDIT),
    "caso_persona": holding(Permission.CASO_EDIT),
    "persona": holding(Permission.CASO_VIEW),
    "persona_modifica": holding(Permission.CASO_EDIT),
    "persona_unisci": holding(Permission.CASO_EDIT),
    "esito_nuovo": holding(Permission.INVIO_RECORD),
    "invio_rettifica": holding(Permission.INVIO_RECORD),
    "invio_ricevuta": holding(Permission.INVIO_RECORD),
    "invio_annulla": holding(Permission.INVIO_RECORD),
    "certificato_nuovo": holding(Permission.CASO_EDIT),
    "certificato_giorni": holding(Permission.CASO_EDIT),
    "certificato_correggi": holding(Permission.CASO_EDIT),
    "certificato_ritira": holding(Permission.CASO_EDIT),
    "invio_nuovo": holding(Permission.INVIO_RECORD),
    "lettura_scegli": holding(Permission.CASO_EDIT),
    "modulo": holding(Permission.MODULO_GENERATE),
    "modulo_avvia": holding(Permission.MODULO_GENERATE),
    "modulo_salva": holding(Permission.MODULO_GENERATE),
    "modulo_confronta": holding(Permission.MODULO_GENERATE),
    "modulo_definitivo": holding(Permission.MODULO_GENERATE),
    "modulo_pdf": holding(Permission.MODULO_GENERATE),
    "documento": holding(Permission.CASO_VIEW),
    "documento_pagina": holding(Permission.CASO_VIEW),
    "documento_scarica": holding(Permission.CASO_VIEW),
    # Reminders.
    "promemoria": PUBLIC,
    "promemoria_organizzazione": holding(Permission.CASO_VIEW),
    "promemoria_modifica": holding(Permission.ORGANIZZAZIONE_ADMIN),
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
    "riservatezza": AUTHENTICATED,
    "miei_dati": AUTHENTICATED,
    "miei_dati_prepara": AUTHENTICATED,
    "chi_ha_visto": AUTHENTICATED,
    "account_cancella": AUTHENTICATED,
    "diritti": AUTHENTICATED,
    "richiesta_interessato": AUTHENTICATED,
    "richiesta_rispondi": holding(Permission.ORGANIZZAZIONE_ADMIN, Permission.PIATTAFORMA_ADMIN),
    "lavoro_scarica": AUTHENTICATED,
    "richieste_portale": holding(Permission.PIATTAFORMA_ADMIN),
    "organizzazioni_dati": holding(Permission.PIATTAFORMA_ADMIN),
    "prova_cancellazione": holding(Permission.ORGANIZZAZIONE_ADMIN, Permission.PIATTAFORMA_ADMIN),
    "registro_accessi": holding(Permission.ORGANIZZAZIONE_ADMIN),
    "registro_accessi_csv": holding(Permission.ORGANIZZAZIONE_ADMIN),
    "conservazione": holding(Permission.ORGANIZZAZIONE_ADMIN),
    "conservazione_regola": holding(Permission.ORGANIZZAZIONE_ADMIN),
    "conservazione_termine": holding(Permission.ORGANIZZAZIONE_ADMIN),
    "richieste_interessati": holding(Permission.ORGANIZZAZIONE_ADMIN),
    "organizzazione_dati": holding(Permission.ORGANIZZAZIONE_ADMIN, Permission.PIATTAFORMA_ADMIN),
    "organizzazione_esporta": holding(
        Permission.ORGANIZZAZIONE_ADMIN, Permission.PIATTAFORMA_ADMIN
    ),
    "organizzazione_chiudi": holding(Permission.PIATTAFORMA_ADMIN),
    "organizzazione_rimuovi": holding(Permission.PIATTAFORMA_ADMIN),
    "caso_oscura": holding(Permission.ORGANIZZAZIONE_ADMIN),
}

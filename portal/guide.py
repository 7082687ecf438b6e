"""The in-app guide: its chapters, the pictures they show, the pages they explain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Chapter:
    """One page of the guide. ``pages`` are the names of the URLs it explains, which link to it;
    ``pictures`` the screens it shows (``static/img/guida``), taken by ``script/guida``."""

    slug: str
    title: _StrOrPromise
    summary: _StrOrPromise
    pages: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        """Its template."""
        return f"guida/{self.slug}.html"


CHAPTERS: Final = (
    Chapter(
        "primi-passi",
        _("Primi passi"),
        _("Che cosa fa il portale, che cosa non fa, e il giro completo in sei passi."),
        pages=("home",),
        pictures=("scadenzario", "scadenzario-telefono"),
    ),
    Chapter(
        "scadenzario",
        _("Lo scadenzario"),
        _("Leggere le righe, cercare una persona, filtrare, stampare, scaricare l’elenco."),
        pages=("scadenzario", "scadenzario_stampa"),
        pictures=("filtri",),
    ),
    Chapter(
        "nuovo-infortunio",
        _("Registrare un infortunio"),
        _("La persona, il racconto, la gravità; le bozze; più infortunati nello stesso evento."),
        pages=(
            "persona_cerca",
            "persona_per_bozza",
            "bozze",
            "bozza",
            "bozza_confronta",
            "bozza_elimina",
        ),
        pictures=("nuovo-persona", "nuovo-quando", "nuovo-riepilogo"),
    ),
    Chapter(
        "certificato",
        _("Il certificato medico"),
        _("I tre riferimenti, il momento in cui li ricevi, le proroghe, gli errori da correggere."),
        pages=(
            "certificato_nuovo",
            "certificato_correggi",
            "certificato_ritira",
            "abbinamenti",
            "proposta",
            "proposta_ritiro",
            "certificato_cerca",
        ),
        pictures=("certificato", "certificato-verdetto"),
    ),
    Chapter(
        "che-cosa-e-dovuto",
        _("Che cosa è dovuto, ed entro quando"),
        _("Comunicazione o denuncia, due termini, il sabato, le letture dubbie."),
        pages=("caso", "regole", "regola"),
        pictures=("decisione",),
    ),
    Chapter(
        "modulo",
        _("Compilare e stampare un modulo"),
        _("I dati già pronti, che cosa manca, la bozza, l’anteprima, il PDF definitivo."),
        pages=("modulo", "modulo_confronta", "documento"),
        pictures=("modulo", "modulo-anteprima"),
    ),
    Chapter(
        "moduli-ufficiali",
        _("I tre moduli: campi, copie, file di dati"),
        _("Mod. 4 bis, Mod. 4 bis Nav., Mod. 101: ogni campo spiegato, le copie, i dati in JSON."),
        pages=("moduli", "modulo_voci", "modulo_carica", "documento_di_nuovo"),
    ),
    Chapter(
        "invio",
        _("Inviare e conservare la prova"),
        _("Dove si invia, come si registra l’invio, l’esito, il ritardo, i servizi fermi."),
        pages=("invio_nuovo", "esito_nuovo", "invio_rettifica", "invio_ricevuta", "invio_annulla"),
        pictures=("invio",),
    ),
    Chapter(
        "promemoria",
        _("I promemoria"),
        _("Chi li riceve, quando partono, come smettono."),
        pages=("promemoria", "promemoria_organizzazione", "promemoria_modifica"),
        pictures=("promemoria",),
    ),
    Chapter(
        "vita-del-caso",
        _("La vita di un caso"),
        _("Note, allegati, persona sbagliata, doppioni, chiusura e riapertura."),
        pages=(
            "caso_modifica",
            "caso_assegna",
            "caso_chiudi",
            "caso_riapri",
            "caso_archivia",
            "caso_persona",
            "allegato_nuovo",
            "persona",
            "persona_modifica",
            "persona_unisci",
        ),
        pictures=("storia",),
    ),
    Chapter(
        "casi-gravi",
        _("Morte o pericolo di morte"),
        _("Le 24 ore, che cosa fare subito, che cosa resta da fare dopo."),
    ),
    Chapter(
        "entrare",
        _("Entrare: account, secondo fattore, SPID"),
        _("Registrarsi, la password, codici e passkey, che cosa fare se li perdi, le sessioni."),
        pages=(
            "account",
            "email_cambia",
            "secondo_fattore",
            "totp_attiva",
            "totp_togli",
            "passkey_nuova",
            "codici_recupero",
            "sessioni",
            "identita",
            "ripristini",
            "ripristino",
        ),
    ),
    Chapter(
        "organizzazioni",
        _("Organizzazioni, persone e deleghe"),
        _("Attivare un’organizzazione, invitare, togliere un ruolo, delegare, farsi aiutare."),
        pages=(
            "organizzazioni",
            "organizzazione",
            "lavora_per",
            "primi_passi",
            "membri",
            "invito_nuovo",
            "deleghe",
            "delega_nuova",
            "deleghe_ricevute",
            "assistenza",
            "attivazione_nuova",
            "attivazione",
            "attivazioni",
            "piattaforma_organizzazioni",
            "piattaforma_organizzazione",
        ),
    ),
    Chapter(
        "credenziali",
        _("Chiedere le credenziali"),
        _("Medico esterno o presidio: registrarsi, compilare, firmare, allegare, seguire."),
        pages=(
            "credenziali",
            "richieste",
            "richiesta_inizia",
            "richiesta",
            "richiesta_passo",
            "richiesta_allegati",
            "richiesta_riepilogo",
            "richiesta_ritira",
            "domanda",
            "messaggi",
            "messaggio",
            "messaggio_nuovo",
        ),
        pictures=("richiesta",),
    ),
    Chapter(
        "revisione",
        _("Esaminare le richieste"),
        _("Per i revisori: la coda, il confronto, i motivi, la lettera, la seconda firma."),
        pages=(
            "revisione_coda",
            "revisione_esame",
            "revisione_integrazione",
            "revisione_rifiuto",
            "messaggi_ufficio",
        ),
        pictures=("revisione",),
    ),
    Chapter(
        "certificati",
        _("Scrivere i certificati medici"),
        _("Per i medici: il primo certificato, i giorni, la trasmissione, correggere e annullare."),
        pages=(
            "certificati",
            "certificato_comincia",
            "certificato_passo",
            "certificato_riepilogo",
            "certificato_elimina",
            "certificato_medico",
            "certificato_catena",
            "certificato_annulla",
            "certificato_trasmesso",
            "certificato_carta",
        ),
    ),
    Chapter(
        "medici-ospedalieri",
        _("I medici del presidio"),
        _("Gruppi, nuovi utenti, file di medici, elenco completo, scadenze, chi perde l’accesso."),
        pages=(
            "profili",
            "profili_medici",
            "profilo",
            "profilo_nuovo",
            "profilo_modifica",
            "profili_importa",
            "profili_confronta",
            "profili_importazione",
            "certificati_struttura",
        ),
    ),
    Chapter(
        "integrazioni",
        _("Certificati dal sistema della struttura"),
        _("File XML e JSON, API, gettoni, esiti, esempi per chi scrive il sistema."),
        pages=(
            "flussi",
            "flusso_carica",
            "flusso",
            "flussi_gettoni",
            "flussi_gettone_nuovo",
        ),
    ),
    Chapter(
        "riservatezza",
        _("Riservatezza: chi ha visto che cosa, conservazione, cancellazione"),
        _("I tuoi dati e i tuoi diritti, il registro degli accessi, i termini, le prove."),
        pages=(
            "riservatezza",
            "miei_dati",
            "chi_ha_visto",
            "diritti",
            "richiesta_interessato",
            "account_cancella",
            "registro_accessi",
            "conservazione",
            "conservazione_regola",
            "conservazione_termine",
            "richieste_interessati",
            "richieste_portale",
            "organizzazione_dati",
            "organizzazione_rimuovi",
            "prova_cancellazione",
            "caso_oscura",
        ),
    ),
    Chapter(
        "domande",
        _("Domande frequenti"),
        _("Le risposte brevi a quello che ci chiedono più spesso."),
    ),
)
BY_SLUG: Final = {chapter.slug: chapter for chapter in CHAPTERS}
_BY_PAGE: Final = {page: chapter for chapter in CHAPTERS for page in chapter.pages}


def chapter_for(url_name: str) -> Chapter | None:
    """The chapter that explains a page, None when no chapter does."""
    return _BY_PAGE.get(url_name)


def around(chapter: Chapter) -> tuple[Chapter | None, Chapter | None]:
    """The chapters before and after, for who reads the guide through."""
    here = CHAPTERS.index(chapter)
    before = CHAPTERS[here - 1] if here else None
    after = CHAPTERS[here + 1] if here + 1 < len(CHAPTERS) else None
    return before, after

"""Addresses of this part; each name has its row in ``portal.policies``."""

from django.urls import path

from utenti.riservatezza.views import conservazione, diritti, organizzazioni, persona, registro

urlpatterns = [
    path("", persona.riservatezza, name="riservatezza"),
    path("miei-dati/", persona.miei_dati, name="miei_dati"),
    path("miei-dati/prepara/", persona.miei_dati_prepara, name="miei_dati_prepara"),
    path("chi-ha-visto/", persona.chi_ha_visto, name="chi_ha_visto"),
    path("account/cancella/", persona.account_cancella, name="account_cancella"),
    path("diritti/", diritti.diritti, name="diritti"),
    path("diritti/<uuid:pk>/", diritti.richiesta_interessato, name="richiesta_interessato"),
    path("diritti/<uuid:pk>/rispondi/", diritti.richiesta_rispondi, name="richiesta_rispondi"),
    path("richieste/", diritti.richieste_portale, name="richieste_portale"),
    path("lavori/<uuid:pk>/scarica/", organizzazioni.lavoro_scarica, name="lavoro_scarica"),
    path("prove/<uuid:pk>/", conservazione.prova_cancellazione, name="prova_cancellazione"),
    path("organizzazioni/<uuid:pk>/accessi/", registro.registro_accessi, name="registro_accessi"),
    path(
        "organizzazioni/<uuid:pk>/accessi/esporta/",
        registro.registro_accessi_csv,
        name="registro_accessi_csv",
    ),
    path(
        "organizzazioni/<uuid:pk>/conservazione/", conservazione.conservazione, name="conservazione"
    ),
    path(
        "organizzazioni/<uuid:pk>/conservazione/<slug:regola>/",
        conservazione.conservazione_regola,
        name="conservazione_regola",
    ),
    path(
        "organizzazioni/<uuid:pk>/conservazione/<slug:regola>/termine/",
        conservazione.conservazione_termine,
        name="conservazione_termine",
    ),
    path(
        "organizzazioni/<uuid:pk>/richieste/",
        diritti.richieste_interessati,
        name="richieste_interessati",
    ),
    path(
        "organizzazioni/<uuid:pk>/dati/",
        organizzazioni.organizzazione_dati,
        name="organizzazione_dati",
    ),
    path(
        "organizzazioni/<uuid:pk>/dati/esporta/",
        organizzazioni.organizzazione_esporta,
        name="organizzazione_esporta",
    ),
    path(
        "organizzazioni/<uuid:pk>/dati/rimuovi/",
        organizzazioni.organizzazione_rimuovi,
        name="organizzazione_rimuovi",
    ),
]

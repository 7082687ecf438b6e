"""Addresses of who asks for credentials; each name has its row in ``portal.policies``."""

from django.urls import URLPattern, URLResolver, include, path

from utenti.credenziali.views import allegati, domanda, inizio, passi, richiesta

urlpatterns: list[URLPattern | URLResolver] = [
    path("inailrisponde/", include("utenti.credenziali.urls_messaggi")),
    path("revisione/", include("utenti.credenziali.urls_revisione")),
    path("", inizio.credenziali, name="credenziali"),
    path("richieste/", inizio.richieste, name="richieste"),
    path("richieste/nuova/", inizio.richiesta_inizia, name="richiesta_inizia"),
    path("richieste/<uuid:pk>/", richiesta.richiesta, name="richiesta"),
    path("richieste/<uuid:pk>/ritira/", richiesta.richiesta_ritira, name="richiesta_ritira"),
    path("richieste/<uuid:pk>/copia/", richiesta.richiesta_copia, name="richiesta_copia"),
    path("richieste/<uuid:pk>/passo/<str:passo>/", passi.richiesta_passo, name="richiesta_passo"),
    path("richieste/<uuid:pk>/allegati/", allegati.richiesta_allegati, name="richiesta_allegati"),
    path("richieste/<uuid:pk>/riepilogo/", passi.richiesta_riepilogo, name="richiesta_riepilogo"),
    path("richieste/<uuid:pk>/domanda/", domanda.domanda, name="domanda"),
    path("richieste/<uuid:pk>/domanda/pdf/", domanda.domanda_scarica, name="domanda_scarica"),
    path("allegati/<uuid:pk>/", allegati.allegato_scarica, name="allegato_scarica"),
    path("allegati/<uuid:pk>/anteprima/", allegati.allegato_anteprima, name="allegato_anteprima"),
    path("allegati/<uuid:pk>/togli/", allegati.allegato_rimuovi, name="allegato_rimuovi"),
]

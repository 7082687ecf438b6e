"""Addresses of the certificates. Objects carry their UUID."""

from __future__ import annotations

from django.urls import URLPattern, path

from certificati.views import elenco, inizio, medico, passi, riepilogo, stampe, struttura, vita

urlpatterns: list[URLPattern] = [
    # Writing.
    path("nuovo/", inizio.certificato_comincia, name="certificato_comincia"),
    path("inizia/", inizio.certificato_inizia, name="certificato_inizia"),
    path("<uuid:pk>/passo/<slug:passo>/", passi.certificato_passo, name="certificato_passo"),
    path("<uuid:pk>/passo/<slug:passo>/salva/", passi.certificato_salva, name="certificato_salva"),
    path(
        "<uuid:pk>/passo/<slug:passo>/confronta/",
        passi.certificato_confronta,
        name="certificato_confronta",
    ),
    path("<uuid:pk>/riepilogo/", riepilogo.certificato_riepilogo, name="certificato_riepilogo"),
    path("<uuid:pk>/elimina/", riepilogo.certificato_elimina, name="certificato_elimina"),
    # The doctor's own list, the page of a certificate, its clock.
    path("", elenco.certificati, name="certificati"),
    path("cerca/", elenco.certificati_cerca, name="certificati_cerca"),
    path("struttura/", struttura.certificati_struttura, name="certificati_struttura"),
    path(
        "struttura/elenco.csv",
        struttura.certificati_struttura_csv,
        name="certificati_struttura_csv",
    ),
    path("<uuid:pk>/", medico.certificato_medico, name="certificato_medico"),
    path("<uuid:pk>/catena/", medico.certificato_catena, name="certificato_catena"),
    path("<uuid:pk>/annulla/", vita.certificato_annulla, name="certificato_annulla"),
    path("<uuid:pk>/trasmesso/", vita.certificato_trasmesso, name="certificato_trasmesso"),
    # Papers.
    path("<uuid:pk>/stampa/<slug:tipo>/", stampe.certificato_stampa, name="certificato_stampa"),
    path("carte/<uuid:pk>/", stampe.certificato_carta, name="certificato_carta"),
    path("carte/<uuid:pk>/stato/", stampe.certificato_carta_stato, name="certificato_carta_stato"),
]

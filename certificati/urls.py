"""Addresses of the certificates. Objects carry their UUID."""

from __future__ import annotations

from django.urls import URLPattern, path

from certificati.views import elenco, medico, segnaposto, struttura, vita

urlpatterns: list[URLPattern] = [
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
    # Stand-ins.
    path("nuovo/", segnaposto.segnaposto, name="certificato_comincia"),
    path("inizia/", segnaposto.segnaposto, name="certificato_inizia"),
    path("<uuid:pk>/passo/<slug:passo>/", segnaposto.segnaposto, name="certificato_passo"),
]

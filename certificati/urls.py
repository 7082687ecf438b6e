"""Addresses of the certificates. Objects carry their UUID."""

from __future__ import annotations

from django.urls import URLPattern, path

from certificati.views import inizio, passi, riepilogo

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
]

"""Addresses of the reviewers; each name has its row in ``portal.policies``."""

from django.urls import URLPattern, path

from utenti.credenziali.views import coda, esame

urlpatterns: list[URLPattern] = [
    path("", coda.revisione_coda, name="revisione_coda"),
    path("cerca/", coda.revisione_cerca, name="revisione_cerca"),
    path("prossima/", coda.revisione_prossima, name="revisione_prossima"),
    path("ricerche/", coda.revisione_ricerca_salva, name="revisione_ricerca_salva"),
    path(
        "ricerche/<uuid:pk>/elimina/",
        coda.revisione_ricerca_elimina,
        name="revisione_ricerca_elimina",
    ),
    path("<uuid:pk>/", esame.revisione_esame, name="revisione_esame"),
    path("<uuid:pk>/prendi/", coda.revisione_prendi, name="revisione_prendi"),
    path("<uuid:pk>/rilascia/", coda.revisione_rilascia, name="revisione_rilascia"),
    path("<uuid:pk>/attivita/", esame.revisione_attivita, name="revisione_attivita"),
    path("<uuid:pk>/integrazione/", esame.revisione_integrazione, name="revisione_integrazione"),
    path("<uuid:pk>/rifiuto/", esame.revisione_rifiuto, name="revisione_rifiuto"),
    path("<uuid:pk>/conferma/", esame.revisione_conferma, name="revisione_conferma"),
    path("allegati/<uuid:pk>/<int:numero>/", esame.revisione_allegato, name="revisione_allegato"),
]

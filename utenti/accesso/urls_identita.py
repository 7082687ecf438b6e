"""Addresses of the identity providers. Each provider has its own address to come back to."""

from django.urls import path

from utenti.accesso.views import collegamenti, identita, identita_nuova

urlpatterns = [
    path("identita/", collegamenti.identita, name="identita"),
    path("identita/entra/", identita.identita_entra, name="identita_entra"),
    path("identita/collega/", collegamenti.identita_collega, name="identita_collega"),
    path("identita/scollega/", collegamenti.identita_scollega, name="identita_scollega"),
    path("identita/nuova/", identita_nuova.identita_nuova, name="identita_nuova"),
    path("identita/codice/", identita_nuova.identita_codice, name="identita_codice"),
    *(
        path(f"{code}/ritorno/", identita.identita_ritorno, {"canale": code}, f"{code}_ritorno")
        for code in ("spid", "cie", "inps")
    ),
    path("cns/", identita.cns, name="cns"),
]

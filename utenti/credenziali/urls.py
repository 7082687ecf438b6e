"""Addresses of who asks for credentials; each name has its row in ``portal.policies``."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("revisione/", include("utenti.credenziali.urls_revisione")),
]

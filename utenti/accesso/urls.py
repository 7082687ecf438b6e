"""Addresses of this part; each name has its row in ``portal.policies``."""

from django.urls import URLPattern, URLResolver

from utenti.accesso import urls_identita

urlpatterns: list[URLPattern | URLResolver] = [*urls_identita.urlpatterns]

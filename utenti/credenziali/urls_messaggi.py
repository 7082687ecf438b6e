"""Addresses of InailRisponde; each name has its row in ``portal.policies``."""

from django.urls import URLPattern, path

from utenti.credenziali.views import messaggi

urlpatterns: list[URLPattern] = [
    path("", messaggi.messaggi, name="messaggi"),
    path("nuovo/", messaggi.messaggio_nuovo, name="messaggio_nuovo"),
    path("ufficio/", messaggi.messaggi_ufficio, name="messaggi_ufficio"),
    path("<uuid:pk>/", messaggi.messaggio, name="messaggio"),
    path("<uuid:pk>/rispondi/", messaggi.messaggio_rispondi, name="messaggio_rispondi"),
    path("<uuid:pk>/chiudi/", messaggi.messaggio_chiudi, name="messaggio_chiudi"),
    path("allegati/<uuid:pk>/", messaggi.messaggio_allegato, name="messaggio_allegato"),
]

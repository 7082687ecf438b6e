"""Addresses of the pages about reminders."""

from django.urls import path

from denunce.promemoria import views

urlpatterns = [
    path("", views.promemoria, name="promemoria"),
    path("<uuid:pk>/", views.promemoria_organizzazione, name="promemoria_organizzazione"),
    path("<uuid:pk>/modifica/", views.promemoria_modifica, name="promemoria_modifica"),
]

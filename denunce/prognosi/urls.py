"""Addresses of the prognoses that end."""

from __future__ import annotations

from django.urls import path

from denunce.prognosi import views

urlpatterns = [
    path("casi/<uuid:pk>/rispondi/", views.prognosi_rispondi, name="prognosi_rispondi"),
]

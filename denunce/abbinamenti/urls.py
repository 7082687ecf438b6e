"""Addresses of the matching of certificates with cases; personal data never stand in one."""

from __future__ import annotations

from django.urls import URLPattern, path

from denunce.abbinamenti import views

urlpatterns: list[URLPattern] = [
    path("", views.abbinamenti, name="abbinamenti"),
    path("casi/<uuid:pk>/cerca/", views.certificato_cerca, name="certificato_cerca"),
    path("<uuid:pk>/", views.proposta, name="proposta"),
    path("<uuid:pk>/scarta/", views.proposta_scarta, name="proposta_scarta"),
    path("<uuid:pk>/riprendi/", views.proposta_riprendi, name="proposta_riprendi"),
    path("<uuid:pk>/apri-caso/", views.proposta_apri_caso, name="proposta_apri_caso"),
    path("<uuid:pk>/ritiro/", views.proposta_ritiro, name="proposta_ritiro"),
]

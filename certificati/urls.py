"""Addresses of the certificates. Objects carry their UUID."""

from __future__ import annotations

from django.urls import URLPattern, path

from certificati.views import stampe

urlpatterns: list[URLPattern] = [
    # Papers.
    path("<uuid:pk>/stampa/<slug:tipo>/", stampe.certificato_stampa, name="certificato_stampa"),
    path("carte/<uuid:pk>/", stampe.certificato_carta, name="certificato_carta"),
    path("carte/<uuid:pk>/stato/", stampe.certificato_carta_stato, name="certificato_carta_stato"),
]

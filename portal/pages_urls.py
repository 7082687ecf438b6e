"""URLs of the explaining pages: the root URL configuration includes them at the root."""

from __future__ import annotations

from django.urls import path

from portal import pages

urlpatterns = [
    path("accessibilita/", pages.accessibilita, name="accessibilita"),
    path("accessibilita/segnala/", pages.feedback, name="feedback"),
    path("privacy/", pages.privacy, name="privacy"),
    path("cookie/", pages.cookie, name="cookie"),
    path("licenze/", pages.licenze, name="licenze"),
    path("aiuto/", pages.aiuto, name="aiuto"),
    path("aiuto/<slug:slug>/", pages.guida, name="guida"),
    path("componenti/", pages.componenti, name="componenti"),
]

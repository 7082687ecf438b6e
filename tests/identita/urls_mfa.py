"""The portal's addresses and, until it has its own, the page that asks for the second factor."""

from django.urls import include, path

from portal.urls import urlpatterns as _portal

urlpatterns = [*_portal, path("accesso/2fa/", include("allauth.mfa.urls"))]

"""Addresses of the certificates. Objects carry their UUID."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

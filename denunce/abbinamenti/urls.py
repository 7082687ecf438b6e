"""Addresses of the matching of certificates with cases."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

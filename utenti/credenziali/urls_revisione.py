"""Addresses of the reviewers; each name has its row in ``portal.policies``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

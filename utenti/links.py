"""Addresses that leave by mail: always of this site, never of the host a request named."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def password_link(key: str) -> str:
    """The address where ``key`` (allauth's ``<user>-<token>``) lets a person choose a password."""
    uidb36, _, token = key.partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
    return f"{settings.SITE_URL}{path}"

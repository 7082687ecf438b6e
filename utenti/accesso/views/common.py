"""What the account's own pages share."""

from __future__ import annotations

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.http import HttpRequest


def require_fresh(request: HttpRequest) -> None:
    """Go on if the person gave a secret in the last five minutes; else ask for one, then come back
    (allauth's middleware turns the exception into the question)."""
    raise_if_reauthentication_required(request, app="allauth.mfa")

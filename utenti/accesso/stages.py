"""Steps between the password and the session."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage

from utenti.models import Utente


def is_unconfirmed(user: Utente) -> bool:
    """Whether the account still waits for the confirmation of its address.

    Only who registers alone leaves an unconfirmed row: an account that somebody else made (first
    administrator, invitation, demo) has none, because who made it knew the address.
    """
    rows = EmailAddress.objects.filter(user_id=user.pk, email=user.email, verified=False)
    return bool(rows.exists())


class ConfirmedAddressStage(EmailVerificationStage):  # type: ignore[misc]  # allauth ships no types
    """Let in whoever is confirmed; ask the others to open the link of the mail."""

    def handle(self) -> tuple[Any, bool]:
        """Go on, or answer with the page that says to look at the mail."""
        if self.login.user is not None and not is_unconfirmed(self.login.user):
            return None, True
        answer: tuple[Any, bool] = super().handle()
        return answer

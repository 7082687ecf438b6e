"""What allauth asks of us about second factors."""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from utenti.accesso.secrets import seal, unseal
from utenti.models import Utente

PORTALE = gettext_lazy("Portale Infortuni")


class PortaleMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Secrets encrypted at rest; passkeys of the configured site, whatever host a request names."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "Il codice non è giusto, è scaduto o è già stato usato: aspetta il prossimo e riprova."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret under a data key of its own."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Undo ``encrypt``."""
        return unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        """The name that the app on the telephone shows."""
        return str(PORTALE)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site that a passkey belongs to."""
        return {"id": urlsplit(settings.SITE_URL).hostname or "", "name": str(PORTALE)}

    def generate_authenticator_name(self, user: Utente, type: Authenticator.Type) -> str:
        """The name of a passkey that got none."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(n)d") % {"n": count + 1}

"""What the provider of the tests says of its people."""

from __future__ import annotations

from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter

from tests.identita.provider.people import PEOPLE


class TestOIDCAdapter(DefaultOIDCAdapter):
    """Claims by name of the person; the level only in the signed token, like the real ones."""

    def get_claims(self, purpose: str, user: Any, client: Any, scopes: Any, **more: Any) -> Any:
        claims = super().get_claims(purpose, user, client, scopes, **more)
        said = PEOPLE[user.username]
        in_token_only = ("acr", "iss", "nonce")
        kept = (
            said
            if purpose == "id_token"
            else {k: v for k, v in said.items() if k not in in_token_only}
        )
        return claims | kept

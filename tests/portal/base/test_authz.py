"""Decisions carry their reason; policies cannot be ambiguous."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.base.authz import (
    ALLOW,
    AUTHENTICATED,
    PUBLIC,
    Access,
    Permission,
    deny,
    holding,
    require,
)


def test_a_decision_reads_as_a_condition() -> None:
    assert ALLOW
    assert not deny("Il caso è chiuso.")


def test_require_passes_when_allowed_and_tells_the_reason_when_not() -> None:
    require(ALLOW)
    with pytest.raises(PermissionDenied, match="Il caso è chiuso"):
        require(deny("Il caso è chiuso."))


def test_a_policy_names_permissions_only_when_it_asks_for_them() -> None:
    assert holding(Permission.CASO_VIEW).permissions == (Permission.CASO_VIEW,)
    assert (PUBLIC.kind, AUTHENTICATED.kind) == ("public", "authenticated")
    with pytest.raises(ValueError, match="names its permissions"):
        Access("permission")
    with pytest.raises(ValueError, match="names its permissions"):
        Access("public", (Permission.CASO_VIEW,))

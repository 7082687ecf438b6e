"""The variables that switch identity providers on, and what is refused at the start."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal import identity
from portal.variables import Variables

SPID = {
    "OIDC_SPID_URL": "https://proxy.esempio.test/spid/",
    "OIDC_SPID_CLIENT_ID": "portale",
    "OIDC_SPID_CLIENT_SECRET": "segreto",
}
CNS = {"CNS": "1", "CNS_URL": "https://portale.esempio.test:8444/", "CNS_SECRET": "s" * 32}


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch):
    def given(**variables: str) -> Variables:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return Variables()

    return given


def test_without_variables_nothing_is_open(env) -> None:
    found = env()
    assert identity.read_providers(found, https_only=True) == ()
    card = identity.read_card(found, trusted_proxies=0, https_only=True)
    assert not card.enabled
    assert identity.form_origins((), card) == []
    assert identity.allauth_providers(())["openid_connect"]["APPS"] == []


def test_a_provider_is_its_address_and_its_client(env) -> None:
    found = env(**SPID, OIDC_SPID_ORIGINI="https://scelta.esempio.test")
    (spid,) = identity.read_providers(found, https_only=True)
    app = spid.as_app()
    assert spid.issuer == app["settings"]["issuer"] == "https://proxy.esempio.test/spid"
    assert app["settings"]["oauth_pkce_enabled"] is True
    assert app["settings"]["auth_params"] == {"acr_values": "https://www.spid.gov.it/SpidL2"}
    card = identity.read_card(env(**CNS), trusted_proxies=1, https_only=True)
    assert identity.form_origins((spid,), card) == [
        "https://portale.esempio.test:8444",
        "https://proxy.esempio.test",
        "https://scelta.esempio.test",
    ]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"OIDC_SPID_CLIENT_ID": ""}, "OIDC_SPID_CLIENT_ID"),
        ({"OIDC_SPID_CLIENT_SECRET": ""}, "_CLIENT_SECRET"),
        ({"OIDC_SPID_URL": "http://proxy.esempio.test"}, "OIDC_SPID_URL"),
        ({"OIDC_SPID_URL": "proxy.esempio.test"}, "OIDC_SPID_URL"),
        ({"OIDC_SPID_ORIGINI": "*"}, "OIDC_SPID_ORIGINI"),
    ],
)
def test_a_provider_half_described_stops_the_start(env, change, named) -> None:
    with pytest.raises(ImproperlyConfigured, match=named):
        identity.read_providers(env(**SPID | change), https_only=True)


@pytest.mark.parametrize(
    ("change", "proxies"),
    [({"CNS_SECRET": "corto"}, 1), ({}, 0), ({"CNS_URL": ""}, 1), ({"CNS_URL": "http://x"}, 1)],
)
def test_a_card_that_could_be_forged_stops_the_start(env, change, proxies) -> None:
    with pytest.raises(ImproperlyConfigured, match="CNS"):
        identity.read_card(env(**CNS | change), trusted_proxies=proxies, https_only=True)

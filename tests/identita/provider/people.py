"""Who lives at the provider of the tests, and what it asserts about each: fictional people."""

from __future__ import annotations

from typing import Any, Final

L2: Final = "https://www.spid.gov.it/SpidL2"

# By name: the claims of the token, beside issuer, subject, times and nonce.
PEOPLE: Final[dict[str, dict[str, Any]]] = {
    "anna": {
        "fiscal_number": "TINIT-VRDNNA85T50A562F",
        "given_name": "Anna",
        "family_name": "Verdi",
        "acr": L2,
    },
    # Her provider has checked her address.
    "bea": {
        "fiscal_number": "TINIT-NREBTA80A41F205E",
        "given_name": "Beata",
        "family_name": "Neri",
        "email": "bea.neri@persone.test",
        "email_verified": True,
        "acr": "https://www.spid.gov.it/SpidL3",
    },
    "livello1": {
        "fiscal_number": "TINIT-VRDNNA85T50A562F",
        "acr": "https://www.spid.gov.it/SpidL1",
    },
    "senza_livello": {"fiscal_number": "TINIT-VRDNNA85T50A562F"},
    "senza_codice": {"given_name": "Anna", "acr": L2},
    "codice_straniero": {"fiscal_number": "TINDE-12345678901", "acr": L2},
    "codice_sbagliato": {"fiscal_number": "TINIT-VRDNNA85T50A562X", "acr": L2},
    "altro_emittente": {
        "fiscal_number": "TINIT-VRDNNA85T50A562F",
        "acr": L2,
        "iss": "https://altro.esempio.test",
    },
    "altro_nonce": {"fiscal_number": "TINIT-VRDNNA85T50A562F", "acr": L2, "nonce": "di-un-altro"},
}

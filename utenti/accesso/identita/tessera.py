"""The identity on a CNS card, as our own reverse proxy vouches for it.

The proxy asks for the card on a port of its own, checks the certificate against the authorities of
the CNS and passes it on with a secret that only it and the portal know. Everywhere else it blanks
these headers; who reaches the portal without the secret is not believed whatever they write.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import unquote

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings
from django.utils.crypto import constant_time_compare

from utenti.accesso.identita.asserzione import Identita, Refused, checked_code, plain_name

SECRET: Final = "HTTP_X_CNS_SECRET"  # noqa: S105  (the name of a header)
VERIFY: Final = "HTTP_X_CNS_VERIFY"
CERTIFICATE: Final = "HTTP_X_CNS_CERTIFICATE"
# "codice fiscale/serial number of the card.digest" (D.M. 9/12/2004, regole tecniche della CNS).
_COMMON_NAME: Final = re.compile(r"([A-Za-z0-9]{16})/[0-9A-Za-z]+\.[A-Za-z0-9+/=_-]+")


def read_card(meta: Mapping[str, Any], *, now: datetime) -> Identita:
    """The identity of the card in the headers of a request. Raises Refused."""
    secret = str(meta.get(SECRET, ""))
    if settings.TRUSTED_PROXIES < 1 or not settings.CNS.secret:
        raise Refused("cns_non_da_qui")
    if not constant_time_compare(secret, settings.CNS.secret):
        raise Refused("cns_non_da_qui")
    verified = meta.get(VERIFY, "")
    if verified == "NONE":
        raise Refused("cns_assente")
    if verified != "SUCCESS":
        raise Refused("cns_non_valida")
    return _identity(_certificate(str(meta.get(CERTIFICATE, "")), now))


def _certificate(escaped: str, now: datetime) -> x509.Certificate:
    """The certificate, checked once more for what costs nothing to check here."""
    try:
        certificate = x509.load_pem_x509_certificate(unquote(escaped).encode())
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (ValueError, x509.ExtensionNotFound):
        raise Refused("cns_non_valida") from None
    in_force = certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc
    if not in_force or ExtendedKeyUsageOID.CLIENT_AUTH not in usage:
        raise Refused("cns_non_valida")
    return certificate


def _identity(certificate: x509.Certificate) -> Identita:
    names = [str(a.value) for a in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]
    found = _COMMON_NAME.fullmatch(names[0]) if len(names) == 1 else None
    if found is None:
        raise Refused("senza_codice_fiscale")
    return Identita(
        canale="cns",
        codice_fiscale=checked_code(found[1]),
        nome=_attribute(certificate, NameOID.GIVEN_NAME),
        cognome=_attribute(certificate, NameOID.SURNAME),
    )


def _attribute(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(oid)
    return plain_name(found[0].value).title() if found else ""

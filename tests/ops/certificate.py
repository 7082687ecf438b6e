"""A certificate for a fictional host, made for one test run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


def write_certificate(folder: Path, host: str) -> None:
    """Write portale.crt and portale.key, self-signed and valid today for `host`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "portale.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "portale.key").write_bytes(_private(key))


class Authority:
    """A certification authority that makes cards like the CNS, for one test run."""

    def __init__(self, name: str) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        made = self._builder(self._name, self._key, days=2).add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        )
        self.pem = made.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def card(
        self,
        common_name: str,
        *,
        days: int = 2,
        usage: x509.ObjectIdentifier = ExtendedKeyUsageOID.CLIENT_AUTH,
    ) -> tuple[bytes, bytes]:
        """Certificate and key of a card, in PEM; negative ``days``: it expired that long ago."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, common_name),
                x509.NameAttribute(NameOID.GIVEN_NAME, "ANNA"),
                x509.NameAttribute(NameOID.SURNAME, "VERDI"),
            ]
        )
        made = self._builder(subject, key, days=days).add_extension(
            x509.ExtendedKeyUsage([usage]), critical=False
        )
        signed = made.sign(self._key, hashes.SHA256())
        return signed.public_bytes(serialization.Encoding.PEM), _private(key)

    def write_card(self, folder: Path, common_name: str, *, days: int = 2) -> tuple[Path, Path]:
        """The same as two files."""
        paths = folder / "carta.crt", folder / "carta.key"
        for path, content in zip(paths, self.card(common_name, days=days), strict=True):
            path.write_bytes(content)
        return paths

    def _builder(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, *, days: int
    ) -> x509.CertificateBuilder:
        ends = datetime.now(UTC) + timedelta(days=days)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(ends - timedelta(days=5))
            .not_valid_after(ends)
        )


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )

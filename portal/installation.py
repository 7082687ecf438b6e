"""Whether this database belongs to this code and to these keys: asked before anything is served."""

from __future__ import annotations

import hmac

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from denunce.models import Lavoratore
from portal.base.audit.chain import head_mac
from portal.base.audit.models import AuditHead
from portal.base.crypto import DecryptionError, UnknownKey
from portal.base.keys import DataKey

_OURS = ("portal.", "utenti", "certificati", "denunce")


class WrongInstallation(Exception):
    """Code, keys and data do not belong together: one Italian line that says what to do."""


def check_version() -> None:
    """Refuse a database that a newer version of the portal has already changed."""
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith(_OURS)}
    loader = MigrationLoader(connection)
    applied = {key for key in loader.applied_migrations if key[0] in ours}
    if unknown := sorted(applied - loader.disk_migrations.keys()):
        app, name = unknown[-1]
        raise WrongInstallation(
            f"il database è di una versione più nuova del portale ({app} {name}): aggiorna il"
            " codice, oppure ripristina la copia di sicurezza fatta con questa versione."
        )


def check_keys() -> None:
    """Refuse keys that cannot read what is stored: going on would write data under two sets.

    A few rows stand for all: whoever loses ``var/segreti`` loses every key at once.
    """
    wrong = [
        name
        for name, fine in (
            ("ENCRYPTION_KEYS", _data_keys_open()),
            ("BLIND_INDEX_KEY", _blind_index_agrees()),
            ("AUDIT_KEY", _audit_head_agrees()),
        )
        if not fine
    ]
    if wrong:
        raise WrongInstallation(
            f"i dati sono scritti con altre chiavi ({', '.join(wrong)}): rimetti quelle della copia"
            f" di sicurezza, nell'ambiente o in {settings.VAR_DIR / 'segreti'}."
        )


def _data_keys_open() -> bool:
    living = DataKey.objects.filter(wrapped__isnull=False).order_by()
    if living.exclude(key_id__in=settings.ENCRYPTION_KEYS).exists():
        return False
    samples = (living.filter(key_id=name).first() for name in settings.ENCRYPTION_KEYS)
    try:
        return all(row is None or row.material() for row in samples)
    except (DecryptionError, UnknownKey):
        return False


def _blind_index_agrees() -> bool:
    living = Lavoratore.objects.filter(data_key__destroyed_at=None).order_by()
    person = living.exclude(codice_fiscale_index="").select_related("data_key").first()
    try:
        return person is None or person.codice_fiscale_index == Lavoratore.index_of(
            person.codice_fiscale or ""
        )
    except (DecryptionError, UnknownKey):
        return True  # not to be told apart: the data keys are wrong, and that is said


def _audit_head_agrees() -> bool:
    """Whether any of some heads is of this key: a single wrong one was rather tampered with."""
    heads = list(AuditHead.objects.order_by("pk")[:20])
    return not heads or any(hmac.compare_digest(head.mac, head_mac(head)) for head in heads)

"""Everything the portal still knows, as one text: for tests that look for what must be gone."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection

from portal.base.fields import EncryptedTextField
from portal.base.files.disk import full_path
from portal.base.files.frames import open_frames
from portal.base.files.models import StoredFile
from portal.base.keys import KeyDestroyed


def columns() -> str:
    """Every value of every table as it is stored."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                found += [bytes(v) if isinstance(v, memoryview) else v for v in row]
    return "\n".join(
        v.decode("utf-8", "replace") if isinstance(v, bytes) else str(v) for v in found
    )


def readable() -> str:
    """The same, and whatever a living key still opens: encrypted values and stored files."""
    return "\n".join([columns(), *_secrets(), *_contents()])


def _secrets() -> Iterator[str]:
    for model in apps.get_models():
        names = [f.attname for f in model._meta.fields if isinstance(f, EncryptedTextField)]
        if not names:
            continue
        for row in model._base_manager.order_by("pk"):
            for name in names:
                try:
                    yield str(getattr(row, name))
                except KeyDestroyed:
                    yield "-"


def _contents() -> Iterator[str]:
    for file in StoredFile.objects.select_related("data_key").order_by("pk"):
        if file.data_key.wrapped is None or not full_path(file.path).exists():
            continue
        sealed = full_path(file.path).read_bytes()
        plain = open_frames(sealed, key=file.data_key.material(), file_id=file.pk)
        yield plain.decode("utf-8", "replace")

"""Privacy classes of the stored fields, and the rule that logs and queues carry no text.

Each app declares ``PRIVACY`` in its ``privacy.py``: one class for every field that
could hold personal data. A test fails on a field without a class.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db import models


class Privacy(StrEnum):
    """What a field may reveal, from nothing to secrets of the system.

    SALUTE are data on health (GDPR art. 9), GIUDIZIARIO data on offences (art. 10).
    """

    NESSUNO = "nessuno"
    COMUNE = "comune"
    IDENTIFICATIVO = "identificativo"
    SALUTE = "salute"
    GIUDIZIARIO = "giudiziario"
    SEGRETO = "segreto"


CLASSIFIED_TYPES = (
    models.CharField,
    models.TextField,
    models.DateField,  # datetimes included
    models.BinaryField,  # encrypted fields included
    models.JSONField,
    models.FileField,
    models.GenericIPAddressField,
)
OUR_APPS = ("portal", "utenti", "certificati", "denunce")
_CODE = re.compile(r"[A-Za-z0-9_.:+/-]{0,128}")
# One keyed hash in some thousands looks like a codice fiscale somewhere in its digits.
_DIGEST = re.compile(r"[0-9a-f]{32}|[0-9a-f]{64}")
_DIGIT = "[0-9LMNPQRSTUV]"  # a digit, or the letter that stands for it (omocodia)
CODICE_FISCALE = re.compile(
    rf"[A-Z]{{6}}{_DIGIT}{{2}}[A-Z]{_DIGIT}{{2}}[A-Z]{_DIGIT}{{3}}[A-Z]", re.IGNORECASE
)


class FreeText(ValueError):
    """A value meant to carry ids and codes carries something a person may have typed."""


def classify(model: str, **fields_by_class: str) -> dict[str, Privacy]:
    """Declare the fields of ``"app.Model"``, one keyword for each class.

    ``classify("base.DataKey", NESSUNO="key_id created_at", SEGRETO="wrapped")``.
    Raises KeyError for an unknown class, ValueError for a field named twice.
    """
    found: dict[str, Privacy] = {}
    for name, fields in fields_by_class.items():
        for field in fields.split():
            if found.setdefault(f"{model}.{field}", Privacy[name]) is not Privacy[name]:
                raise ValueError(f"{model}.{field} has two privacy classes")
    return found


def registry() -> dict[str, Privacy]:
    """Return the classes of every app of ours, encrypted fields included."""
    found: dict[str, Privacy] = {}
    for config in apps.get_app_configs():
        if config.name.split(".")[0] in OUR_APPS and find_spec(f"{config.name}.privacy"):
            found |= getattr(import_module(f"{config.name}.privacy"), "PRIVACY", {})
        if config.name == "portal.base":
            found |= import_module("portal.base.privacy_classes").PRIVACY
    for label, field in personal_fields():
        declared = getattr(field, "privacy", None)
        if declared is not None:
            found[label] = declared
    return found


def personal_fields() -> "list[tuple[str, models.Field[Any, Any]]]":
    """Return every own field that needs a class, as (``app.Model.field``, field)."""
    return [
        (f"{field.model._meta.label}.{field.name}", field)
        for model in apps.get_models()
        if model.__module__.split(".")[0] in OUR_APPS
        for field in model._meta.local_concrete_fields
        if isinstance(field, CLASSIFIED_TYPES)
    ]


def refuse_free_text(value: Any, where: str = "$") -> None:
    """Let only ids, codes, numbers, truth values and lists of them through.

    Raises FreeText, naming the place and never the value.
    """
    if value is None or isinstance(value, bool | int):
        return
    if isinstance(value, str):
        if _DIGEST.fullmatch(value):
            return
        if not _CODE.fullmatch(value) or CODICE_FISCALE.search(value):
            raise FreeText(f"{where}: only ids, codes and numbers")
        return
    if isinstance(value, Mapping):
        for key, item in value.items():
            refuse_free_text(key, where)
            refuse_free_text(item, f"{where}.{key}")
        return
    if not isinstance(value, list | tuple):
        raise FreeText(f"{where}: {type(value).__name__} cannot be stored")
    for index, item in enumerate(value):
        refuse_free_text(item, f"{where}[{index}]")

"""Encrypted text columns that read and write like plain strings."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core import checks
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.functional import cached_property

from portal.base import crypto
from portal.base.keys import DataKey
from portal.base.privacy import Privacy

if TYPE_CHECKING:  # the stubs are generic, the class itself is not
    _BinaryField = models.BinaryField[Any, Any]
else:
    _BinaryField = models.BinaryField


class Sealed(bytes):
    """Ciphertext as it stands in the database, told apart from a value to encrypt."""


class _Lazy:
    """Decrypts on first access, so that a list page pays only for what it shows."""

    def __init__(self, field: "EncryptedTextField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:  # a deferred column, read from the database now
            instance.refresh_from_db(fields=[name])
        value = instance.__dict__[name]
        if isinstance(value, Sealed):
            value = instance.__dict__[name] = self.field.open(instance, value)
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(_BinaryField):
    """Text encrypted with the data key of its row, bound to row and column.

    ``key_from`` is the dotted path from the instance to its DataKey. ``None`` stays
    NULL; everything else is ``str``. The value cannot be filtered on (see
    ``crypto.blind_index``) nor written by a bare ``update()``: use
    ``db.update_versioned`` or ``save``. Reading raises KeyDestroyed after erasure
    and DecryptionError for a value altered or copied from another row.
    """

    def __init__(
        self,
        *args: Any,
        key_from: str = "data_key",
        privacy: Privacy = Privacy.IDENTIFICATIVO,
        max_chars: int = 2000,
        **kwargs: Any,
    ) -> None:
        self.key_from, self.privacy, self.max_chars = key_from, privacy, max_chars
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    empty_values = [None, ""]

    @cached_property
    def validators(self) -> list[Any]:
        """Limit the characters of the text, not the bytes of the ciphertext."""
        return [*self.default_validators, MaxLengthValidator(self.max_chars)]

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Describe the column for migrations; the key path and class are not schema."""
        name, path, args, kwargs = super().deconstruct()
        kwargs |= {"key_from": self.key_from, "privacy": str(self.privacy)}
        kwargs["max_chars"] = self.max_chars
        return name, path, args, kwargs

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Refuse a declaration whose key path does not start on the model."""
        first = self.key_from.split(".")[0]
        found = super().check(**kwargs)
        if not hasattr(self.model, first):
            found.append(checks.Error(f"key_from: no {first!r}", obj=self, id="base.E001"))
        return found

    def contribute_to_class(
        self, cls: type[models.Model], name: str, *args: Any, **kw: Any
    ) -> None:
        """Put the lazy reader in front of the column."""
        super().contribute_to_class(cls, name, *args, **kw)
        setattr(cls, self.attname, _Lazy(self))

    def seal(self, instance: models.Model, value: str | Sealed | None) -> Sealed | None:
        """Encrypt ``value`` for this column of ``instance``."""
        if value is None or isinstance(value, Sealed):
            return value
        if not isinstance(value, str):
            raise TypeError(f"{self.name} takes text, not {type(value).__name__}")
        key = self._key(instance).material()
        return Sealed(crypto.encrypt(value.encode(), key=key, aad=self._aad(instance)))

    def open(self, instance: models.Model, sealed: Sealed) -> str:
        """Decrypt what the database holds."""
        key = self._key(instance).material()
        return crypto.decrypt(sealed, key=key, aad=self._aad(instance)).decode()

    def from_db_value(self, value: Any, *_args: Any) -> Sealed | None:
        """Mark bytes of the database as ciphertext."""
        return None if value is None else Sealed(value)

    def to_python(self, value: Any) -> Any:
        """Take text as it is: no base64, unlike a plain binary column."""
        return value

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        """Encrypt a new text; write back untouched ciphertext as it was."""
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, Sealed) and not add:
            return value
        return self.seal(model_instance, getattr(model_instance, self.attname))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Refuse plain text that reached SQL by a way that cannot encrypt it."""
        if value is not None and not isinstance(value, Sealed):
            raise TypeError(f"{self.name} is encrypted: save the instance instead")
        return super().get_db_prep_value(value, connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        """Allow only the question whether the value is known."""
        if lookup_name not in ("isnull", "exact"):
            return None
        return super().get_lookup(lookup_name)

    def formfield(self, **kwargs: Any) -> Any:
        """Offer an ordinary text field."""
        defaults: dict[str, Any] = {
            "form_class": forms.CharField,
            "max_length": self.max_chars,
            "empty_value": None if self.null else "",
        }
        return models.Field.formfield(self, **(defaults | kwargs))

    def _key(self, instance: models.Model) -> DataKey:
        value: Any = instance
        for step in self.key_from.split("."):
            value = getattr(value, step)
        return cast(DataKey, value)

    def _aad(self, instance: models.Model) -> bytes:
        meta = self.model._meta
        return f"{meta.app_label}.{meta.model_name}.{self.attname}:{instance.pk}".encode()

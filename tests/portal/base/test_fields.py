"""Encrypted columns: plain to the code, sealed in the database, bound to their row."""

from datetime import datetime
from uuid import uuid4

import pytest
from django import forms
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, models

from portal.base.crypto import DecryptionError
from portal.base.fields import EncryptedTextField, Sealed
from portal.base.keys import DataKey, KeyDestroyed
from portal.base.privacy import Privacy


class Fascicolo(models.Model):
    """Owner of the key in the tests."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT)
    nota = EncryptedTextField(null=True, blank=True, privacy=Privacy.SALUTE, max_chars=20)
    altra = EncryptedTextField(default="", blank=True)

    class Meta:
        app_label = "prove"

    def __str__(self) -> str:
        return str(self.pk)


class Foglio(models.Model):
    """A row that uses the key of another row."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    fascicolo = models.ForeignKey(Fascicolo, on_delete=models.PROTECT)
    testo = EncryptedTextField(key_from="fascicolo.data_key")

    class Meta:
        app_label = "prove"

    def __str__(self) -> str:
        return str(self.pk)


@pytest.fixture
def tabelle(transactional_db: None) -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Fascicolo)
        editor.create_model(Foglio)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Foglio)
        editor.delete_model(Fascicolo)


@pytest.fixture
def fascicolo(tabelle: None, adesso: datetime) -> Fascicolo:
    return Fascicolo.objects.create(data_key=DataKey.create(adesso), nota="polso rotto — à")


def raw(column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM prove_fascicolo")
        return bytes(cursor.fetchone()[0])


def test_the_code_sees_text_and_the_database_only_ciphertext(fascicolo: Fascicolo) -> None:
    assert Fascicolo.objects.get().nota == "polso rotto — à"
    assert b"polso" not in raw("nota")


def test_none_stays_null_and_can_be_asked_for(fascicolo: Fascicolo, adesso: datetime) -> None:
    empty = Fascicolo.objects.create(data_key=fascicolo.data_key, nota=None)
    assert Fascicolo.objects.get(nota__isnull=True) == empty
    assert Fascicolo.objects.get(nota=None) == empty
    assert Fascicolo.objects.get(pk=empty.pk).nota is None


def test_a_row_saved_untouched_keeps_its_ciphertext(fascicolo: Fascicolo) -> None:
    before = raw("nota")
    Fascicolo.objects.get().save()
    assert raw("nota") == before


def test_a_changed_text_is_encrypted_anew(fascicolo: Fascicolo) -> None:
    fascicolo.nota = "guarito"
    fascicolo.save(update_fields=["nota"])
    assert Fascicolo.objects.get().nota == "guarito"


def test_a_key_may_stand_on_a_related_row(fascicolo: Fascicolo) -> None:
    Foglio.objects.create(fascicolo=fascicolo, testo="secondo foglio")
    assert Foglio.objects.get().testo == "secondo foglio"


def test_reading_a_list_decrypts_only_what_is_shown(
    fascicolo: Fascicolo, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        row = Fascicolo.objects.select_related("data_key").get()
        assert isinstance(row.__dict__["nota"], Sealed)
        assert row.nota == "polso rotto — à"
        assert isinstance(row.__dict__["altra"], Sealed)


def test_a_deferred_column_is_read_when_asked(fascicolo: Fascicolo) -> None:
    assert Fascicolo.objects.defer("nota").get().nota == "polso rotto — à"


def test_ciphertext_copied_from_another_row_is_refused(fascicolo: Fascicolo) -> None:
    other = Fascicolo.objects.create(data_key=fascicolo.data_key, nota="altro")
    sealed = Fascicolo.objects.get(pk=fascicolo.pk).__dict__["nota"]
    Fascicolo.objects.filter(pk=other.pk).update(nota=sealed)
    with pytest.raises(DecryptionError):
        _ = Fascicolo.objects.get(pk=other.pk).nota


def test_ciphertext_copied_from_another_column_is_refused(fascicolo: Fascicolo) -> None:
    sealed = Fascicolo.objects.get().__dict__["nota"]
    Fascicolo.objects.update(altra=sealed)
    with pytest.raises(DecryptionError):
        _ = Fascicolo.objects.get().altra


def test_erasing_the_key_makes_the_text_unreadable(fascicolo: Fascicolo, adesso: datetime) -> None:
    fascicolo.data_key.destroy(adesso)
    with pytest.raises(KeyDestroyed):
        _ = Fascicolo.objects.get().nota


def test_plain_text_cannot_slip_into_an_update(fascicolo: Fascicolo) -> None:
    with pytest.raises(TypeError, match="encrypted"):
        Fascicolo.objects.update(nota="in chiaro")


def test_anything_but_text_is_refused(fascicolo: Fascicolo) -> None:
    fascicolo.nota = 12
    with pytest.raises(TypeError, match="takes text"):
        fascicolo.save()


def test_searching_inside_is_refused(fascicolo: Fascicolo) -> None:
    with pytest.raises(FieldError):
        Fascicolo.objects.filter(nota__contains="polso").exists()
    with pytest.raises(TypeError, match="encrypted"):
        Fascicolo.objects.filter(nota="polso rotto — à").exists()


def test_a_text_too_long_is_refused_by_validation_in_characters(fascicolo: Fascicolo) -> None:
    fascicolo.nota = "à" * 20
    fascicolo.full_clean()
    fascicolo.nota = "à" * 21
    with pytest.raises(ValidationError, match="20"):
        fascicolo.full_clean()


def test_a_form_offers_an_ordinary_text_field_and_an_empty_answer_is_unknown(
    fascicolo: Fascicolo,
) -> None:
    form_class = forms.modelform_factory(Fascicolo, fields=["nota"])
    form = form_class({"nota": ""}, instance=fascicolo)
    assert form_class(instance=fascicolo).initial["nota"] == "polso rotto — à"
    assert form.fields["nota"].max_length == 20
    assert form.is_valid()
    form.save()
    assert Fascicolo.objects.get().nota is None


def test_bulk_creation_encrypts_as_well(fascicolo: Fascicolo) -> None:
    Foglio.objects.bulk_create([Foglio(fascicolo=fascicolo, testo=str(n)) for n in range(3)])
    assert sorted(row.testo for row in Foglio.objects.order_by("pk")) == ["0", "1", "2"]


def test_a_key_path_that_does_not_exist_fails_the_system_check() -> None:
    class Sbagliato(models.Model):
        testo = EncryptedTextField(key_from="chiave_assente")

        class Meta:
            app_label = "prove"

        def __str__(self) -> str:
            return "sbagliato"

    assert [error.id for error in Sbagliato._meta.get_field("testo").check()] == ["base.E001"]


def test_the_field_survives_a_migration() -> None:
    field = Fascicolo._meta.get_field("nota")
    _name, _path, args, kwargs = field.deconstruct()
    again = EncryptedTextField(*args, **kwargs)
    assert (again.key_from, again.privacy, again.max_chars) == ("data_key", "salute", 20)

"""The row of a stored file; the encrypted bytes stand under FILES_DIR."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.base.constraints import named_check, named_unique, one_of
from portal.base.db import UUIDModel
from portal.base.fields import EncryptedTextField
from portal.base.keys import DataKey
from portal.base.privacy import Privacy


class ScanState(models.TextChoices):
    """What the antivirus said, if there is one."""

    NON_VERIFICATO = "non_verificato", _("non verificato dall'antivirus")
    IN_VERIFICA = "in_verifica", _("in verifica")
    PULITO = "pulito", _("verificato")
    INFETTO = "infetto", _("in quarantena")


class StoredFile(UUIDModel):
    """One file with its own key; ``size`` and ``sha256`` are those of the clear content."""

    Scan = ScanState

    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    organizzazione_id = models.UUIDField(null=True, db_index=True)
    original_name = EncryptedTextField(
        key_from="data_key", privacy=Privacy.IDENTIFICATIVO, max_chars=200, null=True
    )
    content_type = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=80)
    scan_state = models.CharField(max_length=16, choices=Scan.choices)
    created_at = models.DateTimeField()
    created_by_id = models.UUIDField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            named_unique("storedfile_path", ["path"], _("Il percorso è già usato.")),
            one_of("storedfile_scan", "scan_state", ScanState.values, _("Verifica sconosciuta.")),
            named_check("storedfile_not_empty", models.Q(size__gt=0), _("Il file è vuoto.")),
            named_check(
                "storedfile_deleted_nameless",
                models.Q(deleted_at__isnull=True) | models.Q(original_name__isnull=True),
                _("Di un file cancellato non resta il nome."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

"""A mail waiting for the sender, encrypted until it has left."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.base.constraints import named_check, named_unique
from portal.base.db import UUIDModel
from portal.base.fields import EncryptedTextField
from portal.base.keys import DataKey
from portal.base.privacy import Privacy


class MessaggioPosta(UUIDModel):
    """One mail composed by a web process (a password reset, a notice).

    The outbox carries ids only, so the text waits here under a key of its own, which
    is destroyed once the mail has left: a reset link must not outlive its use.
    """

    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    message_id = models.CharField(max_length=200)
    contenuto = EncryptedTextField(
        key_from="data_key", privacy=Privacy.IDENTIFICATIVO, max_chars=500_000, null=True
    )
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            named_unique(
                "messaggioposta_message_id", ["message_id"], _("Il messaggio esiste già.")
            ),
            named_check(
                "messaggioposta_blank_once_sent",
                models.Q(sent_at__isnull=True, contenuto__isnull=False)
                | models.Q(sent_at__isnull=False, contenuto__isnull=True),
                _("Di un messaggio partito non resta il testo."),
            ),
        ]

    def __str__(self) -> str:
        return self.message_id

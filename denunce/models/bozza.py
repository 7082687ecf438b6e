"""A new case while it is being told: what was typed, exactly as it was typed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from denunce.models.caso import Caso
from denunce.models.evento import Evento
from denunce.models.lavoratore import Lavoratore
from denunce.querysets import BozzaQuerySet
from portal.base.constraints import named_check, paired
from portal.base.db import UUIDModel
from portal.base.drafts import DraftModel
from portal.base.fields import EncryptedTextField
from portal.base.keys import DataKey
from portal.base.privacy import Privacy
from utenti.models import Organizzazione, Utente


class Bozza(UUIDModel, DraftModel):
    """A draft of a new case; it owes nothing and nobody has been told anything.

    ``testi`` is JSON text: each control of the wizard by its name, with what was typed, whether or
    not it makes sense. The draft ends by becoming ``caso`` or by being thrown away; then the key is
    destroyed and ``testi`` is NULL. It keeps its id, so that a second press of "Apri il caso" finds
    the case that the first one made.
    """

    organizzazione = models.ForeignKey(
        Organizzazione, on_delete=models.PROTECT, related_name="bozze"
    )
    data_key = models.ForeignKey(
        DataKey, on_delete=models.PROTECT, related_name="+", editable=False
    )
    # None while the person is still being typed, or not chosen yet.
    lavoratore = models.ForeignKey(
        Lavoratore, on_delete=models.PROTECT, null=True, blank=True, related_name="bozze"
    )
    # The event already on record that this person was hurt in too; None for a new one.
    evento = models.ForeignKey(
        Evento, on_delete=models.PROTECT, null=True, blank=True, related_name="bozze"
    )
    testi = EncryptedTextField(
        _("testi"), key_from="data_key", privacy=Privacy.SALUTE, max_chars=40_000, null=True
    )
    created_at = models.DateTimeField(_("cominciata il"))
    created_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")
    caso = models.OneToOneField(
        Caso, on_delete=models.PROTECT, null=True, editable=False, related_name="bozza"
    )
    ended_at = models.DateTimeField(_("conclusa il"), null=True, editable=False)
    ended_by = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+")

    objects = BozzaQuerySet.as_manager()

    class Meta:
        verbose_name = _("bozza")
        verbose_name_plural = _("bozze")
        ordering = ["-saved_at", "id"]
        constraints = [
            named_check(
                "bozza_conclusa_senza_testi",
                Q(
                    ended_at__isnull=True,
                    ended_by__isnull=True,
                    caso__isnull=True,
                    testi__isnull=False,
                )
                | Q(ended_at__isnull=False, ended_by__isnull=False, testi__isnull=True),
                _("Una bozza conclusa ha data e autore e non conserva i testi; una aperta sì."),
            ),
            paired(
                "bozza_salvata_con_autore",
                ["saved_at", "saved_by"],
                _("Di un salvataggio si conoscono l’ora e l’autore."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["organizzazione", "-saved_at", "id"],
                condition=Q(ended_at__isnull=True),
                name="bozza_da_riprendere",
            ),
        ]

    def __str__(self) -> str:
        return str(self.caso) if self.caso_id else str(_("bozza"))

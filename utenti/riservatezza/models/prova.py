"""The proof that something was erased: what, when, by whom, on which ground; never whose data."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.base.audit.models import AppendOnlyModel
from portal.base.constraints import named_check, named_unique, one_of
from utenti.models import Organizzazione, Utente
from utenti.riservatezza.choices import Base, Oggetto


class ProvaCancellazione(AppendOnlyModel):
    """One erasure. ``conteggi`` says how many rows, keys and files; ``impronta`` is the SHA-256 of
    the canonical text of all the rest, so that a printed proof can be checked later.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    oggetto = models.CharField(_("che cosa"), max_length=16, choices=Oggetto)
    oggetto_id = models.UUIDField()
    # What a reader may still call it by: the number of a case, never a name.
    riferimento = models.CharField(_("riferimento"), max_length=40, blank=True)
    organizzazione = models.ForeignKey(
        Organizzazione, on_delete=models.PROTECT, null=True, related_name="prove_cancellazione"
    )
    base = models.CharField(_("base"), max_length=12, choices=Base)
    atto = models.CharField(_("atto"), max_length=60, blank=True)
    at = models.DateTimeField(_("quando"))
    by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")
    conteggi = models.JSONField(_("conteggi"), default=dict)
    impronta = models.CharField(_("impronta"), max_length=64)

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("prova di cancellazione")
        verbose_name_plural = _("prove di cancellazione")
        constraints = [
            one_of("prova_oggetto_noto", "oggetto", Oggetto.values, _("Oggetto non previsto.")),
            one_of("prova_base_nota", "base", Base.values, _("Base non prevista.")),
            named_check(
                "prova_con_impronta", ~Q(impronta=""), _("Una prova ha sempre la sua impronta.")
            ),
            named_check(
                "prova_ordine_con_atto",
                ~Q(base=Base.ORDINE) | ~Q(atto=""),
                _("Una cancellazione ordinata dice con quale atto."),
            ),
            named_unique(
                "prova_unica",
                ["oggetto", "oggetto_id"],
                _("Questi dati sono già stati cancellati."),
                condition=~Q(oggetto=Oggetto.OSCURAMENTO),
            ),
        ]
        indexes = [
            models.Index(fields=["organizzazione", "-at", "-id"], name="prova_elenco"),
            models.Index(fields=["oggetto_id"], name="prova_oggetto"),
        ]

    def __str__(self) -> str:
        return f"{self.oggetto} {self.riferimento or self.oggetto_id}"

"""The data of one official form."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from denunce.models.adempimento import Adempimento
from denunce.models.caso import Caso
from denunce.workflow import StatoModulo
from portal.base.constraints import named_check, named_unique, paired
from portal.base.db import UUIDModel
from portal.base.drafts import DraftModel
from portal.base.fields import EncryptedTextField
from portal.base.privacy import Privacy
from utenti.models import Utente


class TipoModulo(models.TextChoices):
    """The official forms the portal knows."""

    MOD4BIS = "mod4bis", _("Mod. 4 bis R.A. — Denuncia/comunicazione di infortunio")
    MOD4BIS_NAV = (
        "mod4bis_nav",
        _("Mod. 4 bis R.A. - Nav. — Denuncia/comunicazione di infortunio, navigazione"),
    )
    MOD101 = "mod101", _("Mod. 101 - Prest. — Denuncia di malattia professionale")


class Modulo(UUIDModel, DraftModel):
    """One form of a case. ``dati`` is canonical JSON; ``dati_sha256`` its hash once definitive."""

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="moduli")
    adempimento = models.ForeignKey(
        Adempimento, on_delete=models.PROTECT, null=True, blank=True, related_name="moduli"
    )
    tipo = models.CharField(_("modulo"), max_length=16, choices=TipoModulo)
    dichiarazione = models.CharField(_("versione della dichiarazione"), max_length=20)
    stato = models.CharField(
        _("stato"), max_length=12, choices=StatoModulo, default=StatoModulo.BOZZA
    )
    dati = EncryptedTextField(
        _("dati"), key_from="caso.data_key", privacy=Privacy.SALUTE, max_chars=200_000
    )
    # What a copy or a row taken away replaced, until the next save: one step can be undone.
    dati_prima = EncryptedTextField(
        _("dati di prima"),
        key_from="caso.data_key",
        privacy=Privacy.SALUTE,
        max_chars=200_000,
        null=True,
        editable=False,
    )
    prima_version = models.PositiveIntegerField(null=True, editable=False)
    dati_sha256 = models.CharField(_("impronta dei dati"), max_length=64, blank=True)
    created_at = models.DateTimeField(_("creato il"))
    created_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")
    definitivo_at = models.DateTimeField(_("definitivo dal"), null=True, editable=False)
    definitivo_by = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("modulo")
        verbose_name_plural = _("moduli")
        ordering = ["-created_at"]
        constraints = [
            named_check(
                "modulo_definitivo_con_impronta",
                Q(
                    stato=StatoModulo.BOZZA,
                    definitivo_at__isnull=True,
                    definitivo_by__isnull=True,
                    dati_sha256="",
                )
                | (
                    ~Q(stato=StatoModulo.BOZZA)
                    & ~Q(dati_sha256="")
                    & Q(definitivo_at__isnull=False, definitivo_by__isnull=False)
                ),
                _("Un modulo definitivo ha impronta, data e autore; una bozza no."),
            ),
            named_check(
                "modulo_codici_noti",
                Q(tipo__in=TipoModulo.values, stato__in=StatoModulo.values),
                _("Tipo o stato del modulo non sono tra quelli previsti."),
            ),
            paired(
                "modulo_salvato_con_autore",
                ["saved_at", "saved_by"],
                _("Di un salvataggio si conoscono l’ora e l’autore."),
            ),
            paired(
                "modulo_prima_con_versione",
                ["dati_prima", "prima_version"],
                _("Di ciò che si può annullare si conosce anche la versione."),
            ),
            named_unique(
                "modulo_bozza_unica",
                ["caso", "adempimento", "tipo"],
                _("C’è già una bozza di questo modulo."),
                condition=Q(stato=StatoModulo.BOZZA),
            ),
        ]

    def __str__(self) -> str:
        return self.get_tipo_display()

    @property
    def can_undo(self) -> bool:
        """Whether the last thing done to the draft can be undone: nothing was saved since."""
        return self.stato == StatoModulo.BOZZA and self.prima_version == self.version

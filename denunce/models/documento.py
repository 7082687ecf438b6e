"""A file of the case's fascicolo."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from denunce.models.caso import Caso
from denunce.models.modulo import Modulo
from denunce.workflow import StatoDocumento
from portal.base.constraints import named_check, named_unique
from portal.base.db import UUIDModel
from portal.base.files.models import StoredFile
from utenti.models import Utente


class TipoDocumento(models.TextChoices):
    """What a document of the case is."""

    MODULO_PDF = "modulo_pdf", _("Modulo in PDF")
    RICEVUTA = "ricevuta", _("Ricevuta di invio")
    ALLEGATO = "allegato", _("Allegato")


class Documento(UUIDModel):
    """A generated or uploaded file; a generated one is first "in preparazione", then "pronto".

    ``copia`` is the letter of the one copy that was printed, "" for all of a form; ``stampa``
    counts the prints of the same data, made again only on purpose.
    """

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="documenti")
    modulo = models.ForeignKey(
        Modulo, on_delete=models.PROTECT, null=True, blank=True, related_name="documenti"
    )
    tipo = models.CharField(_("tipo"), max_length=16, choices=TipoDocumento)
    titolo = models.CharField(_("titolo"), max_length=160)
    stato = models.CharField(_("stato"), max_length=16, choices=StatoDocumento)
    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    bozza = models.BooleanField(_("stampa di una bozza"), default=False)
    dati_sha256 = models.CharField(_("impronta dei dati"), max_length=64, blank=True)
    copia = models.CharField(_("copia"), max_length=1, blank=True)
    stampa = models.PositiveSmallIntegerField(_("stampa numero"), default=1)
    created_at = models.DateTimeField(_("creato il"))
    created_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")
    ready_at = models.DateTimeField(_("pronto il"), null=True, editable=False)

    class Meta:
        verbose_name = _("documento")
        verbose_name_plural = _("documenti")
        ordering = ["-created_at"]
        constraints = [
            named_check(
                "documento_pronto_con_file",
                Q(stato=StatoDocumento.PRONTO, file__isnull=False, ready_at__isnull=False)
                | (~Q(stato=StatoDocumento.PRONTO) & Q(file__isnull=True, ready_at__isnull=True)),
                _("Un documento pronto ha il suo file; uno in preparazione no."),
            ),
            named_check(
                "documento_codici_noti",
                Q(tipo__in=TipoDocumento.values, stato__in=StatoDocumento.values),
                _("Tipo o stato del documento non sono tra quelli previsti."),
            ),
            named_unique(
                "documento_modulo_unico",
                ["modulo", "dati_sha256", "bozza", "copia", "stampa"],
                _("Questo modulo è già stato stampato con gli stessi dati."),
                condition=Q(modulo__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.titolo

"""The proposal: a certificate of the portal that seems to belong to an employer's case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from certificati.choices import Genere, TipoCertificato
from certificati.numero import LENGTH
from denunce.abbinamenti.stati import DECISI, Ritiro, StatoProposta
from denunce.models import Caso, RiferimentoCertificato
from denunce.workflow import StatoCaso
from portal.base.authz import Permission
from portal.base.constraints import named_check, named_unique, one_of
from portal.base.db import UUIDModel
from utenti.models import Organizzazione, Utente

if TYPE_CHECKING:
    from utenti.access import Scope


class PropostaQuerySet(models.QuerySet["Proposta"]):
    """Proposals of the organisations one works for."""

    def visible_to(self, scope: Scope) -> Self:
        """Only those of organisations whose cases the user may see: any other is a 404."""
        return self.filter(organizzazione_id__in=scope.organizzazioni_with(Permission.CASO_VIEW))

    def waiting(self) -> Self:
        """Those that somebody must answer; of a closed case nothing is asked."""
        asked = self.filter(stato=StatoProposta.DA_CONFERMARE)
        return asked.filter(Q(caso__isnull=True) | Q(caso__stato=StatoCaso.APERTO))

    def withdrawn(self) -> Self:
        """Confirmed ones whose certificate the doctor withdrew and the case still counts."""
        counting = RiferimentoCertificato.objects.filter(
            caso_id=OuterRef("caso_id"),
            numero=OuterRef("numero"),
            annullato_at__isnull=True,
            corretto_at__isnull=True,
        )
        rows = self.filter(stato=StatoProposta.CONFERMATA, ritirato_at__isnull=False)
        return rows.filter(Exists(counting), caso__stato=StatoCaso.APERTO)

    def newest_first(self) -> Self:
        """In the order of the lists."""
        return self.order_by("-rilasciato_at", "-id")


class Proposta(UUIDModel):
    """What the portal proposes to one employer about one certificate, and what became of it.

    It holds ids and codes: who the person is and how long the prognosis lasts are read anew from
    ``certificati.riferimenti``. Without ``caso`` it waits in the list of the employer whom the
    doctor named. ``certificato_id`` is no foreign key: the certificate has a life of its own.
    """

    organizzazione = models.ForeignKey(
        Organizzazione, on_delete=models.PROTECT, related_name="proposte_certificati"
    )
    caso = models.ForeignKey(
        Caso,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposte",
        db_index=False,  # proposta_del_caso
    )
    certificato_id = models.UUIDField(_("certificato"), editable=False)
    # The certificate whose place this one took.
    sostituisce_id = models.UUIDField(_("sostituisce"), null=True, editable=False)
    numero = models.CharField(_("numero identificativo"), max_length=LENGTH, editable=False)
    genere = models.CharField(_("genere"), max_length=24, choices=Genere, editable=False)
    tipo = models.CharField(_("tipo"), max_length=16, choices=TipoCertificato, editable=False)
    rilasciato_at = models.DateTimeField(_("rilasciato il"), editable=False)
    differenze = models.CharField(_("differenze"), max_length=80, blank=True, editable=False)
    stato = models.CharField(
        _("stato"), max_length=16, choices=StatoProposta, default=StatoProposta.DA_CONFERMARE
    )
    created_at = models.DateTimeField(_("proposto il"))
    decisa_at = models.DateTimeField(_("deciso il"), null=True, editable=False)
    decisa_by = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+")
    ritirato_at = models.DateTimeField(_("ritirato dal medico il"), null=True, editable=False)
    ritiro = models.CharField(
        _("risposta al ritiro"), max_length=10, choices=Ritiro, blank=True, editable=False
    )
    ritiro_at = models.DateTimeField(_("risposta il"), null=True, editable=False)
    ritiro_by = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PropostaQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificato proposto")
        verbose_name_plural = _("certificati proposti")
        constraints = [
            # The certificate first: handlers look for proposals by certificate.
            named_unique(
                "proposta_unica",
                ["certificato_id", "organizzazione"],
                _("Questo certificato è già stato proposto a questa organizzazione."),
            ),
            one_of("proposta_stato", "stato", StatoProposta.values, _("Stato sconosciuto.")),
            named_check(
                "proposta_codici_noti",
                Q(genere__in=Genere.values, tipo__in=TipoCertificato.values),
                _("Genere o tipo non sono tra quelli previsti."),
            ),
            named_check(
                "proposta_decisa_con_autore",
                Q(stato__in=DECISI, decisa_at__isnull=False, decisa_by__isnull=False)
                | ~Q(stato__in=DECISI) & Q(decisa_at__isnull=True, decisa_by__isnull=True),
                _("Una proposta decisa dice quando e da chi."),
            ),
            named_check(
                "proposta_confermata_con_caso",
                ~Q(stato=StatoProposta.CONFERMATA) | Q(caso__isnull=False),
                _("Un certificato si conferma in un caso."),
            ),
            named_check(
                "proposta_ritirata_con_data",
                ~Q(stato=StatoProposta.RITIRATA) | Q(ritirato_at__isnull=False),
                _("Di un certificato ritirato si sa quando."),
            ),
            named_check(
                "proposta_ritiro_con_autore",
                Q(ritiro="", ritiro_at__isnull=True, ritiro_by__isnull=True)
                | Q(
                    ritiro__in=Ritiro.values,
                    ritirato_at__isnull=False,
                    ritiro_at__isnull=False,
                    ritiro_by__isnull=False,
                ),
                _("La risposta a un ritiro dice quale, quando e da chi."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["organizzazione", "-rilasciato_at", "-id"],
                condition=Q(stato=StatoProposta.DA_CONFERMARE),
                name="proposta_da_confermare",
            ),
            models.Index(
                fields=["organizzazione"],
                condition=Q(stato=StatoProposta.CONFERMATA, ritirato_at__isnull=False),
                name="proposta_con_ritiro",
            ),
            # Without those that wait for a case: where these are many, SQLite would believe that
            # each case has as many.
            models.Index(
                fields=["caso"], condition=Q(caso__isnull=False), name="proposta_del_caso"
            ),
            models.Index(fields=["organizzazione", "numero"], name="proposta_numero"),
            models.Index(
                fields=["sostituisce_id"],
                condition=Q(sostituisce_id__isnull=False),
                name="proposta_sostituisce",
            ),
        ]

    def __str__(self) -> str:
        return self.numero

    @property
    def is_waiting(self) -> bool:
        """Whether somebody must still answer."""
        return self.stato == StatoProposta.DA_CONFERMARE

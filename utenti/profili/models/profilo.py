"""A doctor of a hospital, as the hospital manages them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.base.constraints import named_check, named_unique, paired
from portal.base.db import UUIDModel, VersionedModel, normalize
from utenti.models import Membership, Organizzazione, Utente
from utenti.profili.choices import StatoProfilo
from utenti.profili.models.gruppo import Gruppo
from utenti.profili.querysets import ProfiloQuerySet

CODE_MAX = 20
NAME_MAX = 80
SEARCH_MAX = NAME_MAX * 4


class ProfiloMedico(UUIDModel, VersionedModel):
    """What a hospital knows of one of its doctors beside the person and the role.

    Whether the doctor may work is told by the membership alone (its days, its suspension): here
    stands only what a membership cannot say. ``organizzazione`` and ``utente`` repeat those of the
    membership, set once, so that the database itself refuses a second profile of one person.

    Source: scheda tecnica INAIL, "Profilazione utente", figures 2 and 3.
    """

    organizzazione = models.ForeignKey(Organizzazione, on_delete=models.PROTECT, related_name="+")
    utente = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")
    membership = models.OneToOneField(
        Membership, on_delete=models.PROTECT, related_name="profilo_medico"
    )
    gruppo = models.ForeignKey(Gruppo, on_delete=models.PROTECT, related_name="profili")
    # "Verrà richiesto il codice fornitore assegnato all'utente": no public rule says how it is
    # made, so it is kept as it was given.
    codice_fornitore = models.CharField(_("codice fornitore"), max_length=CODE_MAX)
    nome_ricerca = models.CharField(max_length=SEARCH_MAX, editable=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")
    eliminato_at = models.DateTimeField(null=True, editable=False)
    eliminato_by = models.ForeignKey(
        Utente, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    # The last day of the role of which the hospital was told by mail, or chose it being so near.
    fine_avvisata_on = models.DateField(null=True, editable=False)

    objects = ProfiloQuerySet.as_manager()

    class Meta:
        verbose_name = _("profilo di medico")
        verbose_name_plural = _("profili dei medici")
        constraints = [
            named_unique(
                "profilo_uno_per_presidio",
                ["organizzazione", "utente"],
                _("Questa persona è già tra i medici del presidio."),
                condition=Q(eliminato_at__isnull=True),
            ),
            named_check(
                "profilo_codice_fornitore_presente",
                ~Q(codice_fornitore=""),
                _("Scrivi il codice fornitore assegnato al medico."),
            ),
            paired(
                "profilo_eliminato_da_qualcuno",
                ["eliminato_at", "eliminato_by"],
                _("Un profilo eliminato dice chi lo ha eliminato e quando."),
            ),
        ]
        indexes = [
            models.Index(fields=["organizzazione", "nome_ricerca", "id"], name="profilo_elenco"),
            models.Index(fields=["gruppo", "nome_ricerca", "id"], name="profilo_elenco_gruppo"),
        ]

    def __str__(self) -> str:
        return f"{self.utente.cognome} {self.utente.nome}".strip() or str(self.utente)

    @staticmethod
    def search_form(cognome: str, nome: str) -> str:
        """The form in which names are searched and listed; a ligature may become many letters."""
        return normalize(f"{cognome} {nome}")[:SEARCH_MAX]

    def stato(self, on: date) -> StatoProfilo:
        """Where the profile stands on a day (the membership is loaded)."""
        end = self.membership.valid_to
        if self.eliminato_at is not None:
            return StatoProfilo.ELIMINATO
        if end is not None and end < on:
            return StatoProfilo.SCADUTO
        if self.membership.sospesa_at is not None:
            return StatoProfilo.DISABILITATO
        return StatoProfilo.ATTIVO

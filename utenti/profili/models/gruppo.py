"""A ward or a clinic of a hospital: the place where its doctors are managed."""

from __future__ import annotations

from functools import lru_cache

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.base.constraints import named_check, named_unique
from portal.base.db import UUIDModel, VersionedModel, normalize
from utenti.models import Organizzazione, Utente
from utenti.profili.querysets import GruppoQuerySet

NAME_MAX = 80
SEARCH_MAX = NAME_MAX * 2


class Gruppo(UUIDModel, VersionedModel):
    """A group of doctors of one hospital (reparto, ambulatorio)."""

    organizzazione = models.ForeignKey(Organizzazione, on_delete=models.PROTECT, related_name="+")
    nome = models.CharField(_("nome"), max_length=NAME_MAX)
    # What makes two names the same one, and the order of the lists.
    nome_ricerca = models.CharField(max_length=SEARCH_MAX, editable=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")

    objects = GruppoQuerySet.as_manager()

    class Meta:
        verbose_name = _("gruppo")
        verbose_name_plural = _("gruppi")
        constraints = [
            named_unique(
                "gruppo_nome_unico",
                ["organizzazione", "nome_ricerca"],
                _("In questo presidio c’è già un gruppo con questo nome."),
            ),
            named_check(
                "gruppo_nome_presente",
                ~Q(nome="") & ~Q(nome_ricerca=""),
                _("Scrivi il nome del gruppo."),
            ),
        ]

    def __str__(self) -> str:
        return self.nome

    @staticmethod
    def search_form(nome: str) -> str:
        """The form in which names are compared; a ligature may become many letters."""
        return _same(nome)[:SEARCH_MAX]


# A file of a thousand doctors names the same few wards over and over.
_same = lru_cache(maxsize=512)(normalize)

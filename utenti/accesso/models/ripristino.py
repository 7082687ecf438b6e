"""A person who lost the second factor asks somebody who can recognise them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.base.authz import Permission
from portal.base.constraints import named_check, named_unique, one_of
from portal.base.db import UUIDModel
from utenti.access import Scope
from utenti.accesso.choices import Riconoscimento, StatoRipristino
from utenti.models import Membership, Utente
from utenti.ruoli import ABILITAZIONI

# Whose second factor protects more than one organisation.
_PLATFORM = frozenset({Permission.PIATTAFORMA_ADMIN, Permission.RICHIESTA_REVIEW})


class RipristinoQuerySet(models.QuerySet["RichiestaRipristino"]):
    """Requests that somebody may look at and decide."""

    def open(self) -> Self:
        """Still waiting for somebody."""
        return self.filter(stato=StatoRipristino.CHIESTO)

    def visible_to(self, scope: Scope) -> Self:
        """Everybody's for who manages the platform; else of the people of one's organisations.

        Nobody's own. Who manages the platform, reviews requests, or needs the factor for an
        organisation of others is left to who manages the platform: an administrator must not open
        with a reset what lies outside their own house.
        """
        others = self.exclude(utente_id=scope.actor.pk)
        if scope.has(Permission.PIATTAFORMA_ADMIN):
            return others
        mine = scope.organizzazioni_with(Permission.ORGANIZZAZIONE_ADMIN)
        held = Membership.objects.in_force(on=scope.on)
        here = held.filter(organizzazione_id__in=mine)
        beyond = held.filter(
            Q(ruolo__in=_roles_of_the_platform())
            | Q(ruolo__in=_roles_with_factor()) & ~Q(organizzazione_id__in=mine)
        )
        return others.filter(utente_id__in=here.values("utente_id")).exclude(
            utente_id__in=beyond.values("utente_id")
        )


class RichiestaRipristino(UUIDModel):
    """Asked after the password was given; decided by somebody else, who says how they recognised
    the person. One stolen mailbox (and so the password) is not enough.
    """

    utente = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="ripristini")
    stato = models.CharField(
        _("stato"), max_length=12, choices=StatoRipristino, default=StatoRipristino.CHIESTO
    )
    chiesto_at = models.DateTimeField(_("chiesto il"))
    deciso_at = models.DateTimeField(_("deciso il"), null=True)
    deciso_by = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+")
    riconoscimento = models.CharField(
        _("come è stata riconosciuta"), max_length=12, choices=Riconoscimento, blank=True
    )

    objects = RipristinoQuerySet.as_manager()

    class Meta:
        verbose_name = _("richiesta di ripristino")
        verbose_name_plural = _("richieste di ripristino")
        constraints = [
            one_of(
                "ripristino_stato_noto",
                "stato",
                StatoRipristino.values,
                _("Lo stato non è tra quelli previsti."),
            ),
            one_of(
                "ripristino_riconoscimento_noto",
                "riconoscimento",
                ["", *Riconoscimento.values],
                _("Il modo del riconoscimento non è tra quelli previsti."),
            ),
            named_unique(
                "ripristino_uno_in_attesa",
                ["utente"],
                _("Una richiesta di questa persona è già in attesa."),
                condition=Q(stato=StatoRipristino.CHIESTO),
            ),
            named_check(
                "ripristino_deciso_da_qualcuno",
                Q(stato=StatoRipristino.CHIESTO, deciso_at=None, deciso_by=None)
                | Q(stato=StatoRipristino.ANNULLATO, deciso_at__isnull=False, deciso_by=None)
                | Q(
                    stato__in=(StatoRipristino.ESEGUITO, StatoRipristino.RIFIUTATO),
                    deciso_at__isnull=False,
                    deciso_by__isnull=False,
                ),
                _("Chi decide una richiesta, e quando, si scrivono insieme."),
            ),
            named_check(
                "ripristino_non_da_soli",
                Q(deciso_by=None) | ~Q(deciso_by=F("utente")),
                _("Nessuno ripristina il proprio secondo fattore."),
            ),
            named_check(
                "ripristino_con_riconoscimento",
                Q(stato=StatoRipristino.ESEGUITO) & ~Q(riconoscimento="")
                | ~Q(stato=StatoRipristino.ESEGUITO) & Q(riconoscimento=""),
                _("Si ripristina solo dopo aver riconosciuto la persona."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_open(self) -> bool:
        """True while nobody has decided."""
        return self.stato == StatoRipristino.CHIESTO


def _roles_with_factor() -> list[str]:
    return [role for role, held in ABILITAZIONI.items() if held.second_factor]


def _roles_of_the_platform() -> list[str]:
    return [role for role, held in ABILITAZIONI.items() if held.permissions & _PLATFORM]

"""Saved searches of a reviewer: filters with a name."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from portal.base.db import lock
from portal.base.errors import ActionError
from utenti.access import Scope
from utenti.credenziali.coda import Filtri
from utenti.credenziali.models import RicercaSalvata
from utenti.models import Utente

MAX_SAVED: Final = 20


def save_ricerca(nome: str, filtri: Filtri, *, by: Scope, now: datetime) -> RicercaSalvata:
    """Keep the filters in use under a name; the same name again replaces them.

    Raises ActionError without a name, without filters, or beyond MAX_SAVED.
    """
    name = " ".join(nome.split())
    if not name:
        raise ActionError(_("Dai un nome alla ricerca."), "nome")
    if not filtri:
        raise ActionError(_("Scegli prima almeno un filtro: una ricerca vuota è la coda intera."))
    with transaction.atomic():
        me = lock(Utente.objects.filter(pk=by.actor.pk)).get()
        mine = RicercaSalvata.objects.filter(utente=me)
        found = mine.filter(nome=name).first()
        if found is not None:
            found.filtri = filtri.chosen()
            found.save(update_fields=["filtri"])
            return found
        if mine.count() >= MAX_SAVED:
            raise ActionError(_("Hai già venti ricerche salvate: eliminane una."))
        return RicercaSalvata.objects.create(
            utente=by.actor, nome=name, filtri=filtri.chosen(), created_at=now
        )


def delete_ricerca(ricerca: RicercaSalvata, *, by: Scope) -> None:
    """Forget a search of one's own; one that is gone stays gone."""
    RicercaSalvata.objects.filter(pk=ricerca.pk, utente=by.actor).delete()

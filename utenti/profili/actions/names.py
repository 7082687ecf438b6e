"""The form by which doctors are searched and listed follows their name, whoever changes it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from portal.base.db import update_each
from utenti.actions.names import register_follower
from utenti.profili.models import ProfiloMedico


def follow_names(people: Collection[UUID]) -> None:
    """Write the search form of these people's profiles again, those of the past included."""
    rows = ProfiloMedico.objects.filter(utente_id__in=people).values_list(
        "pk", "nome_ricerca", "utente__cognome", "utente__nome"
    )
    forms = {pk: (known, ProfiloMedico.search_form(*name)) for pk, known, *name in rows}
    stale = {pk: form for pk, (known, form) in forms.items() if form != known}
    update_each(ProfiloMedico, "nome_ricerca", stale)


register_follower("profili", follow_names)

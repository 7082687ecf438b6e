"""The page of one doctor."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.base import wording
from portal.base.clock import local
from utenti.access import Scope
from utenti.profili import permissions
from utenti.profili.choices import StatoProfilo
from utenti.profili.models import ProfiloMedico
from utenti.profili.page_models.medici import badge, end_words


def page_of(profilo: ProfiloMedico, scope: Scope) -> dict[str, Any]:
    """What the hospital sees of a doctor: nothing of what they are elsewhere."""
    stato = profilo.stato(scope.on)
    person = profilo.utente
    entered = person.last_login is not None
    rows = [
        {"label": _("Presidio"), "value": str(profilo.organizzazione)},
        {"label": _("Gruppo"), "value": profilo.gruppo.nome},
        {"label": _("Codice fiscale"), "value": person.codice_fiscale or ""},
        {"label": _("Codice fornitore"), "value": profilo.codice_fornitore},
        {"label": _("Accesso"), "value": _sentence(end_words(profilo, scope.on))},
        {"label": _("Primo accesso"), "value": _("già fatto") if entered else _("non ancora")},
        {"label": _("Aggiunto"), "value": wording.term(local(profilo.created_at), year=True)},
    ]
    touchable = bool(permissions.can_touch(scope, profilo)) and stato != StatoProfilo.ELIMINATO
    return {
        "profilo": profilo,
        "title": str(profilo),
        "badge": badge(profilo, scope.on),
        "rows": rows,
        "links": _links(profilo, stato) if touchable else [],
        "edit_url": reverse("profilo_modifica", args=[profilo.pk]) if touchable else "",
        "invite_url": (
            reverse("profilo_invito", args=[profilo.pk])
            if touchable and not entered and stato == StatoProfilo.ATTIVO
            else ""
        ),
        "own": scope.user is not None and profilo.utente_id == scope.user.pk,
        "disabled": stato == StatoProfilo.DISABILITATO,
    }


def _links(profilo: ProfiloMedico, stato: str) -> list[dict[str, str]]:
    names = [(_("Elimina il profilo"), "profilo_elimina")]
    if stato == StatoProfilo.DISABILITATO:
        names.insert(0, (_("Riattiva"), "profilo_riattiva"))
    elif stato == StatoProfilo.ATTIVO:
        names.insert(0, (_("Disabilita"), "profilo_disabilita"))
    return [{"label": label, "url": reverse(name, args=[profilo.pk])} for label, name in names]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]

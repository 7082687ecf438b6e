"""The page of an organisation, its first steps, and what the platform saw of it."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.base import wording
from portal.base.audit import AccessEvent, AccessKind, AuditEvent
from utenti.access import Scope
from utenti.models import (
    Delega,
    Membership,
    Organizzazione,
    TipoDelega,
    TipoOrganizzazione,
    Utente,
)
from utenti.organizzazioni import permissions
from utenti.organizzazioni.models import Invito

Json = dict[str, Any]
SEEN_MAX: Final = 100
# What the register calls the things read, in the words of who owns them.
_READ: Final = {
    "denunce.caso": gettext_lazy("un caso"),
    "denunce.lavoratore": gettext_lazy("la scheda di una persona"),
    "denunce.adempimento": gettext_lazy("l’elenco degli adempimenti"),
    "denunce.documento": gettext_lazy("un documento"),
    "denunce.bozza": gettext_lazy("una bozza"),
}


def data_rows(org: Organizzazione) -> list[Json]:
    """Who we are, in words; what is missing is seen."""
    town = f"{org.cap} {org.comune}".strip() + (f" ({org.provincia})" if org.provincia else "")
    rows = [
        (_("Tipo"), str(org.get_tipo_display())),
        (_("Codice fiscale"), org.codice_fiscale),
        (_("Indirizzo"), ", ".join(part for part in (org.indirizzo, town) if part)),
        (_("Telefono"), org.telefono),
        (_("E-mail"), org.email),
        (_("PEC"), org.pec),
    ]
    if TipoOrganizzazione(org.tipo).is_employer:
        rows += [
            (_("Codice ditta INAIL"), org.codice_ditta),
            (_("Polizza infortuni"), _policy(org)),
        ]
    return [{"label": label, "value": value, "note": "", "url": ""} for label, value in rows]


def _policy(org: Organizzazione) -> str:
    if org.polizza_presente is None:
        return ""
    if not org.polizza_presente:
        return _("non c’è")
    if org.polizza_termine_giorni is None:
        return _("c’è, senza il termine per denunciare")
    return _("c’è, si denuncia entro %(n)d giorni") % {"n": org.polizza_termine_giorni}


def doors(org: Organizzazione, scope: Scope) -> list[Json]:
    """The pages about an organisation that this person may open."""
    admin = bool(permissions.can_administer(scope, org))
    found = [
        ("membri", _("Persone e inviti"), bool(permissions.can_manage_members(scope, org))),
        ("deleghe", _("Deleghe date"), bool(permissions.can_delegate(scope, org))),
        ("assistenza", _("Assistenza"), bool(permissions.can_ask_support(scope, org))),
        ("registro_accessi", _("Chi ha visto che cosa"), admin),
        ("conservazione", _("Conservazione"), admin),
        ("primi_passi", _("Primi passi"), admin),
    ]
    links = [
        {"url": reverse(name, args=[org.pk]), "label": label}
        for name, label, open_ in found
        if open_
    ]
    if org.tipo == TipoOrganizzazione.INTERMEDIARIO:
        links.append({"url": reverse("deleghe_ricevute"), "label": _("Deleghe ricevute")})
    return links


def first_steps(org: Organizzazione) -> list[Json]:
    """What a new organisation does first; each ticks itself from the data."""
    steps = [_complete_data(org), _invite_somebody(org)]
    if TipoOrganizzazione(org.tipo).is_employer:
        steps += [_policy_step(org), _delegate(org), _first_case(org)]
    elif org.tipo == TipoOrganizzazione.INTERMEDIARIO:
        steps.append(_be_delegated(org))
    return steps


def _step(title: str, text: str, url: str, *, done: bool) -> Json:
    return {"title": title, "text": text, "done": done, "url": url}


def _complete_data(org: Organizzazione) -> Json:
    return _step(
        _("Completa i dati"),
        _("Indirizzo, telefono e PEC: finiscono nei moduli e servono a chi ti cerca."),
        reverse("organizzazione_modifica", args=[org.pk]),
        done=all([org.indirizzo, org.telefono, org.pec]),
    )


def _invite_somebody(org: Organizzazione) -> Json:
    staff = Membership.objects.filter(organizzazione=org).values("utente").distinct().count() > 1
    return _step(
        _("Invita un collega"),
        _("Così un termine non dipende da una persona sola."),
        reverse("invito_nuovo", args=[org.pk]),
        done=staff or Invito.objects.filter(organizzazione=org).exists(),
    )


def _policy_step(org: Organizzazione) -> Json:
    return _step(
        _("Indica la polizza infortuni"),
        _("Da lì il portale sa entro quando avvisare l’assicurazione."),
        reverse("organizzazione_modifica", args=[org.pk]),
        done=org.polizza_presente is not None,
    )


def _delegate(org: Organizzazione) -> Json:
    return _step(
        _("Se lavori con un consulente, dagli la delega"),
        _("Puoi saltare questo passo."),
        reverse("delega_nuova", args=[org.pk]),
        done=Delega.objects.filter(delegante=org, tipo=TipoDelega.LAVORO).exists(),
    )


def _be_delegated(org: Organizzazione) -> Json:
    return _step(
        _("Fatti dare la delega"),
        _("All’impresa serve il tuo codice fiscale: %(code)s.") % {"code": org.codice_fiscale},
        reverse("deleghe_ricevute"),
        done=Delega.objects.filter(delegato=org, tipo=TipoDelega.LAVORO).exists(),
    )


def _first_case(org: Organizzazione) -> Json:
    """Cases stand above this app: the register says whether one was ever opened."""
    return _step(
        _("Racconta il primo infortunio"),
        _("Quando succede: il portale dice che cosa è dovuto ed entro quando."),
        reverse("persona_cerca"),
        done=AuditEvent.objects.filter(organizzazione_id=org.pk, code="caso.aperto").exists(),
    )


def seen_by_support(org: Organizzazione) -> list[Json]:
    """What the managers of the platform opened here without belonging to it, newest first."""
    roles = permissions.roles_with(permissions.PLATFORM)
    inside = Membership.objects.filter(organizzazione=org).values("utente_id")
    helpers = Utente.objects.filter(memberships__ruolo__in=roles).exclude(pk__in=inside).distinct()
    names = {user.pk: str(user) for user in helpers.order_by("pk")}
    events = AccessEvent.objects.filter(organizzazione_id=org.pk, user_id__in=list(names))
    return [
        {
            "when": wording.term(event.at, year=True),
            "iso": event.at.isoformat(timespec="seconds"),
            "text": _what(event),
            "who": names[event.user_id],
            "detail": "",
            "url": "",
            "superseded": False,
        }
        for event in events.order_by("-at", "-id")[:SEEN_MAX]
    ]


def _what(event: AccessEvent) -> str:
    if event.kind == AccessKind.DENIED:
        return _("Ha provato ad aprire una pagina che non gli è consentita.")
    return _("Ha guardato %(what)s.") % {"what": _READ.get(event.target_type, _("una pagina"))}

"""What the core of the people's side holds about a person and an organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Final
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.base import personal
from portal.base.authz import Permission
from portal.base.clock import local
from portal.base.personal import Part, Person, Piece, Rule, table
from utenti.actions.memberships import end_role
from utenti.actions.names import names_changed
from utenti.actions.sessioni import end_sessions
from utenti.models import Delega, Membership, Organizzazione, Sede, Utente
from utenti.ruoli import ABILITAZIONI

REMOVED: Final = "Organizzazione rimossa"
_HEADS: Final = {
    permission: [role for role, held in ABILITAZIONI.items() if permission in held.permissions]
    for permission in (Permission.ORGANIZZAZIONE_ADMIN, Permission.PIATTAFORMA_ADMIN)
}
_SESSION_FIELDS: Final = ("created_at", "last_seen_at", "ip", "user_agent")


def person_of(user: Utente) -> Person:
    """Whom an account is about; the codice fiscale only once the identity was verified."""
    verified = user.identita_verificata_at is not None and user.codice_fiscale
    return Person(user.pk, user.email, str(user.codice_fiscale) if verified else "")


def export(person: Person) -> Iterator[Piece]:
    """The account, its roles, its second factors by kind, its live sessions."""
    user = Utente.objects.filter(pk=person.user_id).select_related("data_key")
    yield table("account", user)
    yield table("ruoli", Membership.objects.filter(utente_id=person.user_id))
    sessions = UserSession.objects.filter(user_id=person.user_id).order_by("created_at")
    rows = ({name: str(getattr(session, name)) for name in _SESSION_FIELDS} for session in sessions)
    yield Piece("sessioni", _("Sessioni aperte"), rows)
    kinds = Authenticator.objects.filter(user_id=person.user_id).order_by("pk")
    yield Piece("secondi_fattori", _("Secondi fattori"), ({"tipo": row.type} for row in kinds))
    linked = SocialAccount.objects.filter(user_id=person.user_id).order_by("pk")
    yield Piece(
        "identita_digitali",
        _("Identità digitali collegate"),
        ({"fornitore": row.provider, "dati": row.extra_data} for row in linked),
    )


def blockers(person: Person, now: datetime) -> list[str]:
    """The organisations that nobody else would lead."""
    today = local(now).date()
    found = []
    for roles in _HEADS.values():
        for row in _leads(person.user_id, roles, today):
            said = _("Sei l’unica persona che amministra «%(name)s»: dai prima il ruolo ad altri.")
            found.append(said % {"name": row.organizzazione})
    return found


def _leads(user_id: UUID, roles: Collection[str], on: date) -> list[Membership]:
    """The memberships by which a user alone leads an organisation."""
    held = Membership.objects.in_force(on=on).filter(ruolo__in=roles)
    own = held.filter(utente_id=user_id).select_related("organizzazione").order_by("pk")
    # As ``end_role`` has it: who has an end date does not lead for good.
    others = held.filter(utente__is_active=True, valid_to__isnull=True).exclude(utente_id=user_id)
    led = set(others.order_by().values_list("organizzazione_id", flat=True))
    return [row for row in own if row.organizzazione_id not in led]


def erase(person: Person, by: models.Model, now: datetime) -> Counter[str]:
    """Blank the account, end its roles and sessions, destroy its key: nobody can enter again."""
    if not isinstance(by, Utente):
        raise TypeError("a person orders an erasure")
    user = Utente.objects.select_related("data_key").get(pk=person.user_id)
    counts: Counter[str] = Counter(account=1)
    today = local(now).date()
    held = Membership.objects.of(user, on=today).select_related("organizzazione", "utente")
    for membership in held.order_by("pk"):
        end_role(membership, by=by, now=now)
        counts["ruoli"] += 1
    end_sessions(user)
    for model in (EmailAddress, Authenticator, SocialAccount, UserSession):
        counts["accesso"] += model.objects.filter(user=user).delete()[0]
    if user.data_key is not None and user.data_key.destroyed_at is None:
        user.data_key.destroy(now)
        counts["chiavi"] += 1
    _blank(user, now)
    names_changed({user.pk})
    return counts


def _blank(user: Utente, now: datetime) -> None:
    user.set_unusable_password()
    user.email = f"{user.pk.hex}@cancellato.invalid"
    user.nome = user.cognome = user.codice_fiscale_index = ""
    user.codice_fiscale = None
    user.identita_verificata_at = user.last_login = None
    user.is_active, user.cancellato_at = False, now
    user.save()


def export_organisation(organizzazione_id: UUID) -> Iterator[Piece]:
    """The organisation, its sites, who held which role, the delegations given and received."""
    yield table("organizzazione", Organizzazione.objects.filter(pk=organizzazione_id))
    yield table("sedi", Sede.objects.filter(organizzazione_id=organizzazione_id))
    held = Membership.objects.filter(organizzazione_id=organizzazione_id)
    rows = held.select_related("utente").order_by("valid_from", "pk")
    yield Piece("ruoli", _("Ruoli"), ({"persona": str(m.utente)} | personal.dump(m) for m in rows))
    tied = models.Q(delegante_id=organizzazione_id) | models.Q(delegato_id=organizzazione_id)
    yield table("deleghe", Delega.objects.filter(tied))


def remove(organizzazione_id: UUID, by: models.Model, now: datetime) -> Counter[str]:
    """Sites, roles and delegations go; the row of the organisation stays without a name."""
    rows = Organizzazione.objects.filter(pk=organizzazione_id).exclude(denominazione=REMOVED)
    if not rows.exists():
        return Counter()
    tied = models.Q(delegante_id=organizzazione_id) | models.Q(delegato_id=organizzazione_id)
    counts = Counter(
        sedi=Sede.objects.filter(organizzazione_id=organizzazione_id).delete()[0],
        ruoli=Membership.objects.filter(organizzazione_id=organizzazione_id).delete()[0],
        deleghe=Delega.objects.filter(tied).delete()[0],
    )
    blank = dict.fromkeys(
        "codice_fiscale codice_ditta comune provincia indirizzo cap telefono email pec".split(), ""
    )
    policy = {"polizza_presente": None, "polizza_termine_giorni": None}
    counts["organizzazioni"] = rows.update(denominazione=REMOVED, **blank, **policy)
    return counts


def _employers(person: Person) -> set[UUID]:
    """The organisations in which the person holds or held a role."""
    held = Membership.objects.filter(utente_id=person.user_id)
    return set(held.order_by().values_list("organizzazione_id", flat=True))


def _names(ids: Collection[UUID]) -> dict[UUID, str]:
    rows = Utente.objects.filter(pk__in=ids)
    return {user.pk: str(user) for user in rows.order_by("pk")}


personal.register_part(
    Part(
        code="account",
        label=gettext_lazy("Il tuo account"),
        holds=gettext_lazy(
            "Nome, indirizzo e-mail, codice fiscale se l’hai dato, ruoli nelle organizzazioni, "
            "sessioni aperte, tipi di secondo fattore, identità digitali collegate."
        ),
        order=10,
        apps=("utenti",),
        export=export,
        blockers=blockers,
        erase=erase,
        export_organisation=export_organisation,
        remove=remove,
    )
)
personal.register_rule(
    Rule(
        code="account",
        label=gettext_lazy("Account: nome, e-mail, codice fiscale, ruoli"),
        how_long=gettext_lazy("finché l’account esiste"),
        since=gettext_lazy("dall’iscrizione"),
        then=gettext_lazy(
            "Lo cancelli tu: nome, e-mail e codice fiscale spariscono subito; delle cose fatte "
            "resta scritto «account cancellato»."
        ),
        source=gettext_lazy("GDPR, artt. 5.1.e e 17"),
        order=20,
    )
)
personal.register_names("utenti.utente", gettext_lazy("account"), _names)
personal.register_holders("ruoli", _employers)

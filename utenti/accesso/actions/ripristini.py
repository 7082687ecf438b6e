"""Resetting the second factor of who lost it.

Decided where the sources are silent: the person gives the password first; somebody else, who can
recognise them outside the mail, decides and says how; the person is told at every step; entering
with the factor cancels the request. So a stolen mailbox, which also gives the password, is not
enough, and a thief's request warns its victim.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.base import audit, clock
from portal.base.authz import Permission, require
from portal.base.db import lock
from portal.base.errors import ActionError
from utenti.access import Scope
from utenti.accesso.actions.fattori import remove_all
from utenti.accesso.actions.registro import note
from utenti.accesso.choices import StatoRipristino
from utenti.accesso.models import RichiestaRipristino
from utenti.accesso.notices import tell
from utenti.accesso.permissions import can_decide
from utenti.actions.sessioni import end_sessions
from utenti.models import Membership, Utente
from utenti.ruoli import ABILITAZIONI

_DECIDERS = frozenset({Permission.ORGANIZZAZIONE_ADMIN, Permission.PIATTAFORMA_ADMIN})


def ask_reset(user: Utente, *, now: datetime) -> RichiestaRipristino:
    """Ask for a reset; a second press finds the request of the first."""
    with transaction.atomic():
        lock(user)
        asked = RichiestaRipristino.objects.open().filter(utente=user).first()
        if asked is not None:
            return asked
        asked = RichiestaRipristino.objects.create(utente=user, chiesto_at=now)
        note(user, "accesso.ripristino_chiesto", now)
        tell("ripristino_chiesto", user.email)
        path = reverse("ripristino", args=[asked.pk])
        for person in deciders(asked, now):
            tell("ripristino_da_decidere", person.email, path=path)
    return asked


def decide_reset(
    richiesta: RichiestaRipristino, *, riconoscimento: str, by: Scope, now: datetime
) -> RichiestaRipristino:
    """Take the factors away and end the sessions of the person, or refuse without a recognition
    (``riconoscimento`` empty). Raises PermissionDenied, or ActionError when it is decided already.
    """
    with transaction.atomic():
        row = lock(richiesta)
        require(can_decide(by, row))
        if not row.is_open:
            raise ActionError(_("Questa richiesta è già stata decisa."))
        done = bool(riconoscimento)
        row.stato = StatoRipristino.ESEGUITO if done else StatoRipristino.RIFIUTATO
        row.deciso_at, row.deciso_by, row.riconoscimento = now, by.actor, riconoscimento
        row.save(update_fields=["stato", "deciso_at", "deciso_by", "riconoscimento"])
        person: Utente = lock(row.utente)
        if done:
            remove_all(person, now=now)
            end_sessions(person)
        audit.record(
            "accesso.ripristino_eseguito" if done else "accesso.ripristino_rifiutato",
            by=by.actor,
            now=now,
            target=person,
            organizzazione_id=None,
            data={"come": riconoscimento, "richiesta": str(row.pk)},
        )
        tell("ripristino_eseguito" if done else "ripristino_rifiutato", person.email)
    return row


def reset_from_the_server(email: str, *, now: datetime) -> int:
    """Take the factors of an account away for who runs the machine: the only manager of a platform
    has nobody above. Say how many; raises ActionError for an account that does not exist.
    """
    with transaction.atomic():
        user = lock(Utente.objects.filter(email=email.strip().lower())).first()
        if user is None:
            raise ActionError(_("Nessun account con questo indirizzo."))
        removed = remove_all(user, now=now)
        if removed:
            end_sessions(user)
            audit.record(
                "accesso.ripristino_dal_server",
                by=None,
                now=now,
                target=user,
                organizzazione_id=None,
                data={"numero": removed},
            )
            tell("ripristino_eseguito", user.email)
    return removed


def cancel_resets(user: Utente, *, now: datetime) -> None:
    """The person entered with the factor: it is not lost."""
    waiting = RichiestaRipristino.objects.open().filter(utente=user)
    with transaction.atomic():
        if waiting.update(stato=StatoRipristino.ANNULLATO, deciso_at=now):
            note(user, "accesso.ripristino_annullato", now)


def deciders(richiesta: RichiestaRipristino, now: datetime) -> list[Utente]:
    """Whoever may decide this request: the administrators of the person's organisations, and who
    manages the platform."""
    today = clock.local(now).date()
    roles = [role for role, held in ABILITAZIONI.items() if held.permissions & _DECIDERS]
    managers = [
        role
        for role, held in ABILITAZIONI.items()
        if Permission.PIATTAFORMA_ADMIN in held.permissions
    ]
    held = Membership.objects.in_force(on=today)
    houses = held.filter(utente=richiesta.utente).values("organizzazione_id")
    who = held.filter(
        Q(ruolo__in=managers) | Q(ruolo__in=roles, organizzazione_id__in=houses)
    ).values("utente_id")
    people = Utente.objects.filter(is_active=True, pk__in=who).order_by("pk")
    visible = RichiestaRipristino.objects.filter(pk=richiesta.pk)
    return [person for person in people if visible.visible_to(Scope(person, today)).exists()]

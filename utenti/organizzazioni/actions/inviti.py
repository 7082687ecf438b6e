"""Invitations: sent by mail, accepted once by the person invited."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from portal.base import audit, clock, wording
from portal.base.authz import require
from portal.base.db import lock
from portal.base.errors import ActionError
from portal.base.keys import DataKey
from utenti.access import Scope
from utenti.actions.memberships import Period, assign_role
from utenti.models import Membership, Organizzazione, Utente
from utenti.organizzazioni import permissions
from utenti.organizzazioni.actions.membri import refusals
from utenti.organizzazioni.actions.posta import link, write
from utenti.organizzazioni.models import Invito
from utenti.ruoli import Ruolo

DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class DatiInvito:
    """Whom, to what, until when."""

    email: str
    ruolo: str
    valid_to: date | None = None


def invite(organizzazione: Organizzazione, data: DatiInvito, *, by: Scope, now: datetime) -> Invito:
    """Send an invitation; a second one for the same role while the first waits is the same.

    Whether the address has an account is neither asked nor told. Raises PermissionDenied,
    ActionError.
    """
    require(permissions.can_give_role(by, organizzazione, data.ruolo))
    email = data.email.strip().lower()
    if not email.isascii():
        raise ActionError(
            _("L’indirizzo contiene lettere di un altro alfabeto: riscrivilo a mano."), "email"
        )
    if data.valid_to is not None and data.valid_to < clock.local(now).date():
        raise ActionError(_("Scegli oggi o un giorno futuro."), "valid_to")
    with transaction.atomic():
        lock(organizzazione)
        known = _waiting(organizzazione, email, data.ruolo)
        if known is not None and known.valid(now):
            return known
        if known is not None:
            known.valid_to = data.valid_to
            return _send(known, by, now, "invito.rimandato")
        invito = Invito(
            organizzazione=organizzazione,
            ruolo=data.ruolo,
            valid_to=data.valid_to,
            data_key=DataKey.create(now),
            email=email,
            email_index=Invito.index_of(email),
            created_at=now,
            created_by=by.actor,
        )
        return _send(invito, by, now, "invito.mandato")


def _waiting(organizzazione: Organizzazione, email: str, ruolo: str) -> Invito | None:
    """The invitation of this address to this role that nobody has answered, perhaps expired."""
    rows = Invito.objects.filter(
        organizzazione=organizzazione,
        ruolo=ruolo,
        email_index=Invito.index_of(email),
        accepted_at__isnull=True,
        revoked_at__isnull=True,
    )
    return lock(rows).first()


def resend(invito: Invito, *, by: Scope, now: datetime) -> Invito:
    """Send it again with a new link, for seven more days; the old link is dead.

    Raises PermissionDenied, ActionError.
    """
    require(permissions.can_change_invito(by, invito))
    with transaction.atomic():
        row = lock(invito)
        if not row.pending or row.email is None:
            raise ActionError(_("L’invito è già stato accettato o revocato: mandane uno nuovo."))
        return _send(row, by, now, "invito.rimandato")


def revoke(invito: Invito, *, by: Scope, now: datetime) -> Invito:
    """Make the link useless; twice is once. Raises PermissionDenied, ActionError."""
    require(permissions.can_change_invito(by, invito))
    with transaction.atomic():
        row = lock(invito)
        if row.accepted_at is not None:
            raise ActionError(_("L’invito è stato appena accettato: togli il ruolo alla persona."))
        if row.revoked_at is None:
            row.revoked_at, row.revoked_by = now, by.actor
            row.save(update_fields=["revoked_at", "revoked_by"])
            _audit("invito.revocato", row, by.actor.pk, now)
    return row


def find(pk: UUID, key: str) -> Invito | None:
    """The invitation that a link names, None when the key is not its own."""
    found = (
        Invito.objects.select_related("organizzazione", "data_key", "created_by")
        .filter(pk=pk)
        .first()
    )
    stored = found.chiave_hash if found is not None else ""
    right = hmac.compare_digest(stored, Invito.hash_of(key))
    return found if right else None


def why_over(invito: Invito, now: datetime) -> str:
    """Why nobody can accept it any more, in words; empty while somebody can."""
    if invito.accepted_at is not None:
        return _("Questo invito è già stato accettato: vale una volta sola.")
    if invito.email is None:
        return _("L’indirizzo di questo invito è stato cancellato: l’invito non vale più.")
    if invito.revoked_at is not None:
        return _("Questo invito è stato revocato da chi lo aveva mandato.")
    if now >= invito.expires_at or invito.organizzazione.chiusa_at is not None:
        return _("Questo invito è scaduto: chiedi di mandartene un altro.")
    return ""


def why_not(invito: Invito, user: Utente, now: datetime) -> str:
    """Why this person cannot accept it now, in words; empty when they can.

    The address must be the account's own and confirmed: whoever is handed the mail of another gets
    nothing. An account without addresses to confirm was made by a mailed link.
    """
    if over := why_over(invito, now):
        return over
    if user.email != invito.email:
        return _(
            "L’invito è per un altro indirizzo e-mail: accedi con l’account di quell’indirizzo."
        )
    unproven = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=False)
    if unproven.exists():
        return _("Prima conferma il tuo indirizzo e-mail, con il collegamento che ti è arrivato.")
    return ""


def accept(invito: Invito, key: str, *, by: Utente, now: datetime) -> Membership:
    """Take the role; only the person of the invited, confirmed address, once.

    Pressing twice is one role. Raises ActionError.
    """
    with transaction.atomic():
        lock(invito.organizzazione)
        row = lock(invito)
        if not hmac.compare_digest(row.chiave_hash, Invito.hash_of(key)):
            raise ActionError(_("Questo collegamento non vale più: usa quello dell’ultima e-mail."))
        if row.membership is not None and row.membership.utente_id == by.pk:
            return row.membership
        if refusal := why_not(row, by, now):
            raise ActionError(refusal)
        with refusals():
            period = Period(clock.local(now).date(), row.valid_to)
            if period.valid_to is not None and period.valid_to < period.valid_from:
                raise ActionError(_("Il ruolo offerto è già finito: chiedi un nuovo invito."))
            row.membership = assign_role(by, row.organizzazione, row.ruolo, period, by=by, now=now)
        row.accepted_at = now
        row.save(update_fields=["accepted_at", "membership"])
        _audit("invito.accettato", row, by.pk, now)
        _tell_inviter(row, by, now)
    return row.membership


def _tell_inviter(invito: Invito, by: Utente, now: datetime) -> None:
    """Whoever sent it learns of the answer, if the members are still theirs to manage."""
    inviter = Scope(invito.created_by, clock.local(now).date())
    if permissions.can_manage_members(inviter, invito.organizzazione):
        said = _("%(chi)s ha accettato il tuo invito in «%(org)s».")
        names = {"chi": by, "org": invito.organizzazione}
        write([invito.created_by.email], _("Invito accettato"), [said % names])


def _send(invito: Invito, by: Scope, now: datetime, code: str) -> Invito:
    """Give it a new key and let the mail carry it: here stays only a hash."""
    key = secrets.token_urlsafe(32)
    invito.chiave_hash = Invito.hash_of(key)
    invito.sent_at, invito.expires_at = now, now + timedelta(days=DAYS)
    invito.save()
    _audit(code, invito, by.actor.pk, now)
    org, role = invito.organizzazione, str(Ruolo(invito.ruolo).label)
    names = {"chi": by.actor, "org": org, "ruolo": role}
    write(
        [invito.email or ""],
        _("Invito a lavorare per «%(org)s»") % names,
        [
            _("%(chi)s ti invita a lavorare per «%(org)s» con il ruolo: %(ruolo)s.") % names,
            _("Per leggere l’invito e accettarlo apri questo collegamento:"),
            link("invito", invito.pk, key),
            _("Vale fino a %(when)s e una volta sola, per questo indirizzo e-mail.")
            % {"when": wording.term(invito.expires_at)},
            _(
                "Se non conosci chi ti scrive, ignora questo messaggio: "
                "senza di te non succede nulla."
            ),
        ],
    )
    return invito


def _audit(code: str, invito: Invito, by: UUID, now: datetime) -> None:
    audit.record(
        code,
        by=by,
        now=now,
        target=invito,
        organizzazione_id=invito.organizzazione_id,
        data={"ruolo": invito.ruolo},
    )

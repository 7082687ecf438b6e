"""Second factors: adding, using, removing them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.utils.translation import gettext as _

from portal.base.db import lock
from portal.base.errors import ActionError
from portal.base.keys import DataKey
from utenti.accesso.actions.registro import note
from utenti.accesso.notices import tell
from utenti.accesso.secrets import matching_step, unseal
from utenti.models import Utente

Type = Authenticator.Type
LAST_STEP = "last_step"
MAX_PASSKEYS = 10


def names() -> dict[str, str]:
    """What people call each kind of factor."""
    return {
        Type.TOTP: _("app che genera codici"),
        Type.WEBAUTHN: _("passkey"),
        Type.RECOVERY_CODES: _("codici di recupero"),
    }


def add_totp(user: Utente, secret: str, code: str, *, now: datetime) -> Authenticator:
    """Bind an app that shows the right code for ``secret``; the code is spent.

    Raises ActionError for a wrong code, or when an app is bound already.
    """
    with transaction.atomic():
        lock(user)
        if Authenticator.objects.filter(user=user, type=Type.TOTP).exists():
            raise ActionError(_("Hai già un’app collegata: prima toglila."))
        step = matching_step(secret, code, now)
        if step is None:
            raise ActionError(
                _("Il codice non è giusto: scrivi quello che l’app mostra adesso."), "code"
            )
        added: Authenticator = TOTP.activate(user, secret).instance
        added.data[LAST_STEP] = step
        added.save(update_fields=["data"])
        _announce(user, added, now)
    return added


def add_passkey(user: Utente, name: str, credential: Any, *, now: datetime) -> Authenticator:
    """Bind a passkey whose ceremony was checked by the form. Raises ActionError past the limit."""
    with transaction.atomic():
        lock(user)
        held = Authenticator.objects.filter(user=user, type=Type.WEBAUTHN).count()
        if held >= MAX_PASSKEYS:
            raise ActionError(_("Hai già dieci passkey: togline una prima di aggiungerne."))
        added: Authenticator = WebAuthn.add(user, name, credential).instance
        _announce(user, added, now)
    return added


def ensure_recovery_codes(user: Utente, *, now: datetime) -> list[str]:
    """The recovery codes of who has none yet, to be shown this once; empty when there are some."""
    with transaction.atomic():
        lock(user)
        if Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).exists():
            return []
        return _make_codes(user, now)


def renew_recovery_codes(user: Utente, *, now: datetime) -> list[str]:
    """New recovery codes, to be shown this once; the old ones stop working.

    Raises ActionError without a second factor that they could stand in for.
    """
    with transaction.atomic():
        lock(user)
        factors = Authenticator.objects.filter(user=user)
        if not factors.exclude(type=Type.RECOVERY_CODES).exists():
            raise ActionError(_("I codici servono insieme a un secondo fattore: prima attivalo."))
        for old in factors.filter(type=Type.RECOVERY_CODES):
            _delete(old, now)
        tell("codici_nuovi", user.email)
        return _make_codes(user, now)


def accept_code(user: Utente, code: str, *, now: datetime) -> Authenticator | None:
    """The factor that this code belongs to, spent by it; None when it is right for none.

    A code of the app is refused if it, or a later one, was accepted before.
    """
    typed = "".join(code.split())
    with transaction.atomic():
        lock(user)
        for factor in Authenticator.objects.filter(user=user).exclude(type=Type.WEBAUTHN):
            if factor.type == Type.TOTP:
                accepted = _accept_totp(factor, typed, now)
            else:
                accepted = _accept_recovery(user, factor, typed, now)
            if accepted:
                return factor
    return None


def remove_factor(user: Utente, factor: Authenticator, *, required: bool, now: datetime) -> None:
    """Take a factor away. Raises ActionError for the last one of who must have one (``required``).

    With the last one go the recovery codes, which stand in for nothing any more.
    """
    with transaction.atomic():
        lock(user)
        others = Authenticator.objects.filter(user=user).exclude(pk=factor.pk)
        left = others.exclude(type=Type.RECOVERY_CODES).exists()
        if required and not left:
            raise ActionError(
                _("Il tuo ruolo chiede un secondo fattore: prima aggiungine un altro.")
            )
        if not Authenticator.objects.filter(pk=factor.pk).exists():
            return  # a second press finds it done
        _delete(factor, now)
        if not left:
            for codes in others:
                _delete(codes, now)
        note(user, "accesso.fattore_tolto", now, tipo=factor.type)
        tell("fattore_tolto", user.email, fattore=names()[factor.type])


def remove_all(user: Utente, *, now: datetime) -> int:
    """Take every factor away, recovery codes included; say how many. In the caller's transaction,
    which writes the event."""
    factors = list(lock(Authenticator.objects.filter(user=user)))
    for factor in factors:
        _delete(factor, now)
    return len(factors)


def _accept_totp(factor: Authenticator, code: str, now: datetime) -> bool:
    step = matching_step(unseal(factor.data["secret"]), code, now)
    if step is None or step <= factor.data.get(LAST_STEP, -1):
        return False
    factor.data[LAST_STEP] = step
    factor.save(update_fields=["data"])
    return True


def _accept_recovery(user: Utente, factor: Authenticator, code: str, now: datetime) -> bool:
    wrapped = RecoveryCodes(factor)
    if not wrapped.validate_code(code):
        return False
    left = len(RecoveryCodes(wrapped.instance).get_unused_codes())
    note(user, "accesso.codice_recupero_usato", now, restano=left)
    tell("codice_usato", user.email, restano=left)
    return True


def _make_codes(user: Utente, now: datetime) -> list[str]:
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    note(user, "accesso.codici_recupero_creati", now, numero=len(codes))
    return codes


def _announce(user: Utente, factor: Authenticator, now: datetime) -> None:
    note(user, "accesso.fattore_aggiunto", now, tipo=factor.type)
    tell("fattore_aggiunto", user.email, fattore=names()[factor.type])


def _delete(factor: Authenticator, now: datetime) -> None:
    """The row, and the key that its secret was sealed with."""
    sealed = factor.data.get("secret") or factor.data.get("seed") or ""
    key = DataKey.objects.filter(pk=sealed.partition(".")[0]).first() if sealed else None
    factor.delete()
    if key is not None:
        key.destroy(now)

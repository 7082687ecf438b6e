"""What a proven identity changes: it opens an account, makes one, or is tied to one.

An account is found by the codice fiscale alone. An e-mail address never is: whoever typed it first
would own what SPID opens later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.base import audit
from portal.base.db import lock
from portal.base.errors import ActionError
from utenti.accesso.identita.asserzione import Identita, Refused
from utenti.accesso.identita.canali import is_open
from utenti.actions.names import names_changed
from utenti.models import Utente

# In the row of a channel that the person has untied: it stays so, also if they come with it.
_UNTIED = "scollegato"


class Contested(Exception):
    """The codice fiscale is written on an account that nobody has verified: it may be the person's
    own, or somebody else may have typed it first.
    """


@dataclass(frozen=True, slots=True)
class Entrance:
    """The account an identity opens; whether the channel has just been tied to it; and the account
    that lost a codice fiscale it should never have had.
    """

    user: Utente
    tied: bool = False
    loser: Utente | None = None


def enter(identita: Identita, *, now: datetime) -> Entrance | None:
    """The account of that codice fiscale, tied to the channel; None when there is none yet.

    Raises Refused (suspended, untied) and Contested.
    """
    with transaction.atomic():
        user = _holder(identita.codice_fiscale)
        if user is None:
            return None
        if not user.is_active:
            raise Refused("sospeso")
        if not _is_trusted(user):
            raise Contested
        row = _row(user, identita.canale)
        if row is not None and row.extra_data.get(_UNTIED):
            raise Refused("scollegato")
        return Entrance(user, tied=_tie(user, row, identita, now))


def create_person(identita: Identita, email: str, *, replace: bool, now: datetime) -> Entrance:
    """A new account for a person that an authority vouches for, with an address they have proven.

    ``replace``: they say that the unverified account with their codice fiscale is not theirs; it
    loses the code, nothing else. Pressed twice, it answers the same account. Raises ActionError
    when the address is taken meanwhile, Refused, Contested.
    """
    try:
        with transaction.atomic():
            holder = _holder(identita.codice_fiscale)
            if holder is not None and _is_trusted(holder):
                return enter(identita, now=now) or Entrance(holder)
            if holder is not None:
                if not replace:
                    raise Contested
                _take_code_from(holder, now)
            user = _new(identita, email, now)
            _tie(user, None, identita, now)
            return Entrance(user, loser=holder)
    except IntegrityError:
        raise ActionError(_("Qualcuno usa già questi dati: ricomincia dall’accesso.")) from None


def link(identita: Identita, *, by: Utente, now: datetime) -> Entrance:
    """Tie a channel to the account of who is inside. Raises Refused when it is not theirs."""
    index = Utente.index_of(identita.codice_fiscale)
    try:
        with transaction.atomic():
            user = _locked(by)
            if Utente.objects.filter(codice_fiscale_index=index).exclude(pk=user.pk).exists():
                raise Refused("altro_account")
            if user.codice_fiscale_index not in ("", index):
                raise Refused("codice_diverso")
            return Entrance(user, tied=_tie(user, _row(user, identita.canale), identita, now))
    except IntegrityError:  # somebody else tied it while we looked
        raise Refused("altro_account") from None


def unlink(canale: str, *, by: Utente, now: datetime) -> bool:
    """Untie a channel; false for one that is not tied. Raises ActionError for the last way in."""
    with transaction.atomic():
        user = _locked(by)
        row = _row(user, canale)
        if row is None or row.extra_data.get(_UNTIED):
            return False
        others = [code for code in linked(user) if code != canale and is_open(code)]
        if not others and not (settings.PASSWORD_LOCALI and user.has_usable_password()):
            raise ActionError(_("È l’unico modo che hai per entrare: prima collegane un altro."))
        row.extra_data = {_UNTIED: True}
        row.save()
        _record("identita.scollegata", user, canale, now)
    return True


def linked(user: Utente) -> dict[str, datetime]:
    """The channels tied to an account, each with when it was last used."""
    rows = SocialAccount.objects.filter(user=user).order_by("provider")
    return {row.provider: row.last_login for row in rows if not row.extra_data.get(_UNTIED)}


def is_taken(email: str) -> bool:
    """Whether an account uses the address. For deciding which mail leaves, never for a page."""
    by_address = EmailAddress.objects.filter(email__iexact=email, verified=True)
    return Utente.objects.filter(email=email).exists() or by_address.exists()


def record_refusal(canale: str, motivo: str, *, by: Utente | None, now: datetime) -> None:
    """An identity opened nothing: why, never whose."""
    data = {"canale": canale, "motivo": motivo}
    audit.record("identita.rifiutata", by=by, now=now, target=by, organizzazione_id=None, data=data)


def _locked(user: Utente) -> Utente:
    """The person of a request, which knows its user by a lazy stand-in, read under the lock."""
    return lock(Utente.objects.filter(pk=user.pk)).get()


def _holder(codice_fiscale: str) -> Utente | None:
    rows = Utente.objects.filter(codice_fiscale_index=Utente.index_of(codice_fiscale))
    return lock(rows).first()


def _is_trusted(user: Utente) -> bool:
    """Whether its codice fiscale may decide who enters: it was verified, or whoever administers an
    organisation wrote it (hence the role) and nobody has used the account yet. What somebody wrote
    of themselves does not count: the e-mail address, and so the next password, would be theirs.
    """
    if user.identita_verificata_at is not None:
        return True
    untouched = user.last_login is None and not user.has_usable_password()
    return untouched and user.memberships.exists()


def _row(user: Utente, canale: str) -> SocialAccount | None:
    found: SocialAccount | None = SocialAccount.objects.filter(user=user, provider=canale).first()
    return found


def _tie(user: Utente, row: SocialAccount | None, identita: Identita, now: datetime) -> bool:
    """Write what the authority says on the account, and that the channel opens it; true when it
    did not before. The row holds no claim: its ``uid`` is the account's own id.
    """
    _fill(user, identita, now)
    is_new = row is None or bool(row.extra_data.get(_UNTIED))
    row = row or SocialAccount(user=user, provider=identita.canale, uid=str(user.pk))
    row.extra_data = {}
    row.save()
    if is_new:
        _record("identita.collegata", user, identita.canale, now)
    return is_new


def _fill(user: Utente, identita: Identita, now: datetime) -> None:
    user.identita_verificata_at = user.identita_verificata_at or now
    if not user.codice_fiscale_index:
        user.set_codice_fiscale(identita.codice_fiscale, now=now)
    before = user.get_full_name()
    user.nome = user.nome or identita.nome
    user.cognome = user.cognome or identita.cognome
    user.save()
    if user.get_full_name() != before:
        names_changed({user.pk})


def _new(identita: Identita, email: str, now: datetime) -> Utente:
    if is_taken(email):
        raise ActionError(_("Non possiamo usare questo indirizzo: scegline un altro."), "email")
    user = Utente.objects.create_user(
        email, nome=identita.nome, cognome=identita.cognome, joined_at=now
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _record("identita.account_creato", user, identita.canale, now)
    return user


def _take_code_from(user: Utente, now: datetime) -> None:
    user.codice_fiscale, user.codice_fiscale_index = None, ""
    user.save(update_fields=["codice_fiscale", "codice_fiscale_index"])
    audit.record(
        "identita.codice_tolto", by=None, now=now, target=user, organizzazione_id=None, data={}
    )


def _record(code: str, user: Utente, canale: str, now: datetime) -> None:
    audit.record(
        code, by=user, now=now, target=user, organizzazione_id=None, data={"canale": canale}
    )

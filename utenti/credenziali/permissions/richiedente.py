"""What the person who asks may do with a request, and why not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.base.authz import ALLOW, Decision, deny
from utenti.access import Scope
from utenti.credenziali.models import RichiestaAbilitazione
from utenti.credenziali.workflow import OPEN_STATES, TRANSITIONS, StatoRichiesta


def can_view(by: Scope, richiesta: RichiestaAbilitazione) -> Decision:
    """Whoever asked sees what they asked."""
    if by.user is not None and richiesta.richiedente_id == by.user.pk:
        return ALLOW
    return deny(_("Questa richiesta è di un’altra persona."))


def can_edit(by: Scope, richiesta: RichiestaAbilitazione) -> Decision:
    """A draft changes freely; one that was sent, only when a reviewer asked for it."""
    seen = can_view(by, richiesta)
    if not seen:
        return seen
    if richiesta.stato in OPEN_STATES and not richiesta.editable:
        return deny(
            _("La richiesta è già inviata: si modifica solo se chi la esamina chiede qualcosa.")
        )
    return ALLOW if richiesta.editable else deny(_("Questa richiesta è conclusa."))


def can_withdraw(by: Scope, richiesta: RichiestaAbilitazione) -> Decision:
    """Until it is decided, who asked may change their mind."""
    seen = can_view(by, richiesta)
    if not seen:
        return seen
    if richiesta.stato in TRANSITIONS["withdraw"].sources:
        return ALLOW
    return deny(_("Questa richiesta è conclusa: non c’è più niente da ritirare."))


def can_copy(by: Scope, richiesta: RichiestaAbilitazione) -> Decision:
    """A refused or withdrawn request may be asked again with the same data."""
    seen = can_view(by, richiesta)
    if not seen:
        return seen
    if richiesta.stato in (StatoRichiesta.RIFIUTATA, StatoRichiesta.RITIRATA):
        return ALLOW
    return deny(_("Si ricomincia solo da una richiesta rifiutata o ritirata."))

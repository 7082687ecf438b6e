"""Delegations: to an intermediary for work, to the platform for help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.base import audit, clock, wording
from portal.base.authz import require
from portal.base.db import lock
from portal.base.errors import ActionError
from portal.base.validators import normalize_code
from utenti.access import Scope
from utenti.models import Delega, Organizzazione, TipoDelega, TipoOrganizzazione
from utenti.organizzazioni import permissions
from utenti.organizzazioni.actions.posta import addresses, link, write

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SUPPORT_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Periodo:
    """From which day to which, both included; no end: until it is revoked."""

    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    """What is recorded and said when one is given; ``taken``: when one is there already."""

    code: str
    subject: _StrOrPromise
    sentence: _StrOrPromise
    taken: _StrOrPromise


_GIVEN: Final = {
    TipoDelega.LAVORO: _Words(
        "delega.data",
        gettext_lazy("Nuova delega"),
        gettext_lazy("«%(da)s» ha dato a «%(a)s» la delega a lavorare sui suoi casi, %(periodo)s."),
        gettext_lazy(
            "Questo intermediario ha già una delega in questo periodo: "
            "revocala prima di darne un’altra."
        ),
    ),
    TipoDelega.ASSISTENZA: _Words(
        "assistenza.consentita",
        gettext_lazy("Consenso all’assistenza"),
        gettext_lazy(
            "«%(da)s» ha dato a «%(a)s» il consenso a guardare i suoi casi, "
            "senza i dati sulla salute, %(periodo)s."
        ),
        gettext_lazy("C’è già un consenso in corso: revocalo prima di darne un altro."),
    ),
}


def find_intermediary(codice_fiscale: str) -> Organizzazione | None:
    """The open intermediary with exactly this code: there is no list to browse."""
    rows = Organizzazione.objects.filter(
        codice_fiscale=normalize_code(codice_fiscale),
        tipo=TipoOrganizzazione.INTERMEDIARIO,
        chiusa_at__isnull=True,
    )
    return rows.order_by("pk").first()


def give_delega(
    delegante: Organizzazione,
    delegato: Organizzazione,
    period: Periodo,
    *,
    by: Scope,
    now: datetime,
) -> Delega:
    """Let an intermediary work on the cases; both sides are told by mail.

    The same delegation twice is one. Raises PermissionDenied, ActionError.
    """
    require(permissions.can_delegate(by, delegante))
    if period.valid_from < clock.local(now).date():
        raise ActionError(_("Una delega comincia oggi o in un giorno futuro."), "valid_from")
    if period.valid_to is not None and period.valid_to < period.valid_from:
        raise ActionError(_("La fine della delega non può precedere l’inizio."), "valid_to")
    if delegato.tipo != TipoOrganizzazione.INTERMEDIARIO or delegato.chiusa_at is not None:
        raise ActionError(_("Questa organizzazione non può ricevere deleghe."), "codice_fiscale")
    delega = Delega(
        delegante=delegante,
        delegato=delegato,
        valid_from=period.valid_from,
        valid_to=period.valid_to,
    )
    return _give(delega, by, now)


def ask_support(
    organizzazione: Organizzazione,
    motivo: str,
    valid_to: date,
    *,
    by: Scope,
    now: datetime,
) -> Delega:
    """Let the platform look at the cases, without health data, for at most seven days.

    Raises PermissionDenied, ActionError.
    """
    require(permissions.can_ask_support(by, organizzazione))
    today = clock.local(now).date()
    if not today <= valid_to <= today + timedelta(days=SUPPORT_DAYS - 1):
        said = _("Il consenso dura al massimo sette giorni: scegli un giorno da oggi in poi.")
        raise ActionError(said, "valid_to")
    motivo = " ".join(motivo.split())
    if not motivo:
        raise ActionError(_("Scrivi perché chiedi assistenza."), "motivo")
    platform = _platform()
    if platform is None:
        raise ActionError(_("In questa installazione nessuno dà assistenza: scrivi al gestore."))
    consent = Delega(
        delegante=organizzazione,
        delegato=platform,
        tipo=TipoDelega.ASSISTENZA,
        motivo=motivo[:200],
        valid_from=today,
        valid_to=valid_to,
    )
    return _give(consent, by, now)


def _give(delega: Delega, by: Scope, now: datetime) -> Delega:
    """Store it, record it, tell both sides; the same one twice is one. Raises ActionError."""
    words = _GIVEN[TipoDelega(delega.tipo)]
    with transaction.atomic():
        lock(delega.delegante)
        standing = _overlapping(delega)
        if standing is None:
            delega.save(force_insert=True)
            _record(words.code, delega, by, now)
            _tell(delega, str(words.subject), str(words.sentence), now)
            return delega
        if (standing.valid_from, standing.valid_to) != (delega.valid_from, delega.valid_to):
            raise ActionError(words.taken)
    return standing


def revoke_delega(delega: Delega, *, by: Scope, now: datetime) -> Delega:
    """End a delegation or a consent at once; a second press changes nothing.

    Raises PermissionDenied.
    """
    require(permissions.can_administer(by, delega.delegante))
    with transaction.atomic():
        row = lock(delega)
        if row.revocata_at is None:
            row.revocata_at = now
            row.save(update_fields=["revocata_at"])
            support = row.tipo == TipoDelega.ASSISTENZA
            _record("assistenza.revocata" if support else "delega.revocata", row, by, now)
            subject = _("Consenso all’assistenza revocato") if support else _("Delega revocata")
            _tell(
                row,
                subject,
                _(
                    "«%(da)s» ha revocato quello che aveva consentito a «%(a)s»: "
                    "da adesso nessuno dei suoi vede più quei casi."
                ),
                now,
            )
    return row


def _platform() -> Organizzazione | None:
    rows = Organizzazione.objects.filter(
        tipo=TipoOrganizzazione.PIATTAFORMA, chiusa_at__isnull=True
    )
    return rows.order_by("created_at", "pk").first()


def _overlapping(delega: Delega) -> Delega | None:
    """One of the same kind between the same two that stands on some of the same days."""
    rows = Delega.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=delega.valid_from),
        delegante=delega.delegante,
        delegato=delega.delegato,
        tipo=delega.tipo,
        revocata_at__isnull=True,
    )
    if delega.valid_to is not None:
        rows = rows.filter(valid_from__lte=delega.valid_to)
    return rows.order_by("valid_from").first()


def _record(code: str, delega: Delega, by: Scope, now: datetime) -> None:
    audit.record(
        code,
        by=by.actor,
        now=now,
        target=delega,
        organizzazione_id=delega.delegante_id,
        data={"delegato": str(delega.delegato_id)},
    )


def _tell(delega: Delega, subject: str, sentence: str, now: datetime) -> None:
    """Both sides: who administers the one, who works by delegation (or helps) in the other."""
    on = clock.local(now).date()
    admins = permissions.roles_with(permissions.ADMIN)
    theirs = [*admins, *permissions.roles_by_delegation()]
    if delega.tipo == TipoDelega.ASSISTENZA:
        theirs = permissions.roles_with(permissions.PLATFORM)
    said = sentence % {
        "da": delega.delegante,
        "a": delega.delegato,
        "periodo": period_words(delega),
    }
    to = addresses(delega.delegante, admins, on=on)
    page = link(
        "deleghe" if delega.tipo == TipoDelega.LAVORO else "assistenza", delega.delegante_id
    )
    write(to, subject, [said, page])
    received = [link("deleghe_ricevute")] if delega.tipo == TipoDelega.LAVORO else []
    write(addresses(delega.delegato, theirs, on=on), subject, [said, *received])


def period_words(delega: Delega) -> str:
    """Between which days, in words."""
    start = wording.day(delega.valid_from, year=True)
    if delega.valid_to is None:
        return _("da %(start)s, senza fine") % {"start": start}
    return _("da %(start)s a %(end)s") % {
        "start": start,
        "end": wording.day(delega.valid_to, year=True),
    }

"""The lines of the lists of this part: people, invitations, delegations, requests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.base import wording
from utenti.access import Scope
from utenti.models import Delega, Membership, Organizzazione, TipoDelega
from utenti.organizzazioni import permissions
from utenti.organizzazioni.actions.deleghe import period_words
from utenti.organizzazioni.models import Invito, RichiestaAttivazione

Json = dict[str, Any]


def voce(
    title: str, lines: Iterable[str], state: str = "", links: Iterable[tuple[str, str]] = ()
) -> Json:
    """One line: a title, what is said under it, a state in words, links (address, label)."""
    return {
        "title": title,
        "lines": [line for line in lines if line],
        "state": state,
        "links": [{"url": url, "label": label} for url, label in links],
    }


def members(rows: Iterable[Membership], scope: Scope, today: date) -> list[Json]:
    """Who works here, with what can be done about each role."""
    return [_member(row, scope, today) for row in rows]


def _member(row: Membership, scope: Scope, today: date) -> Json:
    over = row.valid_to is not None and row.valid_to < today
    taken = row.sospesa_at is not None and row.valid_to is not None and row.valid_to <= today
    links = []
    if permissions.can_change_membership(scope, row) and not (over or taken):
        links = [(reverse("membro_fine", args=[row.pk]), _("Cambia la fine"))]
        if row.sospesa_at is None:
            links.append((reverse("membro_sospendi", args=[row.pk]), _("Sospendi")))
        else:
            links.append((reverse("membro_riattiva", args=[row.pk]), _("Riattiva")))
        links.append((reverse("membro_togli", args=[row.pk]), _("Togli")))
    lines = [str(row.get_ruolo_display()), _period(row)]
    if row.ruolo not in permissions.roles_offered(row.organizzazione):
        lines.append(_("Questo ruolo si gestisce altrove."))
    return voce(str(row.utente), lines, _member_state(row, today, over or taken), links)


def _member_state(row: Membership, today: date, over: bool) -> str:
    if over:
        return _("Finito")
    if row.sospesa_at is not None:
        return _("Sospeso")
    return _("Non ancora cominciato") if row.valid_from > today else ""


def _period(row: Membership) -> str:
    start = wording.day(row.valid_from, year=True)
    if row.valid_to is None:
        return _("da %(start)s") % {"start": start}
    end = wording.day(row.valid_to, year=True)
    return _("da %(start)s a %(end)s") % {"start": start, "end": end}


def invitations(rows: Iterable[Invito], now: datetime) -> list[Json]:
    """The invitations that wait, with when they expire."""
    return [
        voce(
            row.email or "",
            [
                str(row.get_ruolo_display()),
                _("mandato %(when)s") % {"when": wording.term(row.sent_at, year=True)},
                _("vale fino a %(when)s") % {"when": wording.term(row.expires_at, year=True)},
            ],
            "" if row.valid(now) else _("Scaduto"),
            [
                (reverse("invito_rinvia", args=[row.pk]), _("Manda di nuovo")),
                (reverse("invito_revoca", args=[row.pk]), _("Revoca")),
            ],
        )
        for row in rows
    ]


def given(rows: Iterable[Delega], today: date) -> list[Json]:
    """The delegations an organisation gave, or its consents to be helped."""
    return [_given(row, today) for row in rows]


def _given(row: Delega, today: date) -> Json:
    state = delega_state(row, today)
    over = row.revocata_at is not None or (row.valid_to is not None and row.valid_to < today)
    links = [] if over else [(reverse("delega_revoca", args=[row.pk]), _("Revoca"))]
    why = _("Motivo: %(why)s") % {"why": row.motivo} if row.motivo else ""
    return voce(str(row.delegato), [period_words(row), why, _revoked(row)], state, links)


def received(rows: Iterable[Delega], today: date) -> list[Json]:
    """The delegations that reached an intermediary, with their end."""
    return [
        voce(
            str(row.delegante),
            [_("per %(org)s") % {"org": row.delegato}, period_words(row), _revoked(row)],
            delega_state(row, today),
        )
        for row in rows
    ]


def _revoked(row: Delega) -> str:
    if row.revocata_at is None:
        return ""
    return _("revocata %(when)s") % {"when": wording.term(row.revocata_at, year=True)}


def delega_state(row: Delega, today: date) -> str:
    """Where a delegation stands on that day, in words."""
    support = row.tipo == TipoDelega.ASSISTENZA
    if row.revocata_at is not None:
        return _("Revocato") if support else _("Revocata")
    if row.valid_to is not None and row.valid_to < today:
        return _("Finito") if support else _("Finita")
    return _("Non ancora cominciata") if row.valid_from > today else _("In corso")


def requests(rows: Iterable[RichiestaAttivazione], address: str) -> list[Json]:
    """Requests to join; ``address`` names the page of each."""
    return [
        voce(
            row.title,
            [
                str(row.get_tipo_display()),
                _("inviata %(when)s") % {"when": wording.term(row.created_at, year=True)},
            ],
            str(row.get_stato_display()),
            [(reverse(address, args=[row.pk]), _("Apri"))],
        )
        for row in rows
    ]


def organizations(rows: Iterable[Organizzazione]) -> list[Json]:
    """The organisations of the portal, for who runs it."""
    return [
        voce(
            row.denominazione,
            [str(row.get_tipo_display()), row.comune],
            _("Chiusa") if row.chiusa_at else "",
            [(reverse("piattaforma_organizzazione", args=[row.pk]), _("Apri"))],
        )
        for row in rows
    ]

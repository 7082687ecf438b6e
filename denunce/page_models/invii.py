"""The dispatches of a duty as they were recorded: none is hidden, none is called sent by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from denunce.models import Adempimento, Invio
from denunce.page_models.azioni import action_page
from denunce.page_models.wordings import TITLES
from denunce.workflow import StatoInvio
from portal.base import wording

Json = dict[str, Any]
_STATES: Final = {
    StatoInvio.PREPARATO: gettext_lazy("Preparato, non inviato"),
    StatoInvio.INVIATO: gettext_lazy("In attesa di esito"),
    StatoInvio.ACCETTATO: gettext_lazy("Esito positivo"),
    StatoInvio.CONSEGNATO: gettext_lazy("Consegnato"),
    StatoInvio.FALLITO: gettext_lazy("Non vale"),
    StatoInvio.INCERTO: gettext_lazy("Incerto: controlla se è partito"),
}
_WAITING: Final = frozenset({StatoInvio.INVIATO, StatoInvio.INCERTO})


def dispatches(rows: Sequence[Invio], *, editable: bool) -> list[Json]:
    """The dispatches of one duty, newest first; what can be done stands on the last that counts."""
    last = next((row for row in rows if row.stato != StatoInvio.FALLITO), None)
    rectified = {row.rettifica_id for row in rows if row.stato != StatoInvio.FALLITO}
    return [
        {
            "title": _title(row),
            "state": _state(row, rectified=row.pk in rectified),
            "over": row.stato == StatoInvio.FALLITO,
            "uncertain": row.stato == StatoInvio.INCERTO,
            "detail": _detail(row),
            "links": _links(row) if editable and row is last else [],
        }
        for row in rows
    ]


def outcome_action(duty: Adempimento, rows: Sequence[Invio]) -> Json:
    """The button of a duty that waits for an answer; empty when it has one."""
    last = next((row for row in rows if row.stato != StatoInvio.FALLITO), None)
    if last is None or last.stato not in _WAITING:
        return {}
    return {
        "secondary_url": reverse("esito_nuovo", args=[duty.pk]),
        "secondary_label": _("Registra l’esito"),
    }


def last_of(duty: Adempimento) -> Invio | None:
    """The newest dispatch that still counts, with who recorded it."""
    rows = duty.invii.exclude(stato=StatoInvio.FALLITO).select_related("recorded_by", "ricevuta")
    return rows.order_by("-recorded_at", "-id").first()


def facts(duty: Adempimento, invio: Invio | None) -> list[Json]:
    """What was recorded, in words, above a form about it."""
    if invio is None:
        return [_row(str(TITLES[duty.tipo]), _("nessun invio registrato"))]
    return [
        _row(_("Adempimento"), str(TITLES[duty.tipo])),
        _row(_("Invio"), _title(invio)),
        _row(_("Stato"), str(_STATES[StatoInvio(invio.stato)])),
        _row(_("Registrato"), _recorded(invio)),
    ]


def page(
    invio: Invio,
    form: Form,
    *,
    heading: str,
    submit: str = "",
    text: str = "",
    multipart: bool = False,
) -> Json:
    """The context of a page about one dispatch; its button says ``submit``, else the heading."""
    duty = invio.adempimento
    return action_page(
        duty.caso,
        form,
        heading=heading,
        submit=submit or heading,
        text=text,
        facts=facts(duty, invio),
        facts_title=_("L’invio"),
        multipart=multipart,
    )


def answered(*, accepted: bool) -> str:
    """What happened and what comes next."""
    if accepted:
        return _("Esito positivo registrato: su questo obbligo non devi fare altro.")
    return _("Esito negativo registrato: correggi e invia di nuovo, il termine è quello di prima.")


def _state(row: Invio, *, rectified: bool) -> str:
    """Where a dispatch stands; one that another replaced no longer waits for an answer."""
    if rectified and row.stato in _WAITING:
        return _("Sostituito dalla rettifica")
    return str(_STATES[StatoInvio(row.stato)])


def _title(row: Invio) -> str:
    kind = _("Rettifica: ") if row.rettifica_id else ""
    when = wording.term(row.sent_at, year=True) if row.sent_at else _("senza data")
    return f"{kind}{row.get_canale_display()}, {when}"


def _detail(row: Invio) -> str:
    parts = []
    if row.numero_inail:
        parts.append(_("caso INAIL %(number)s") % {"number": row.numero_inail})
    if row.esito_at is not None:
        when = wording.term(row.esito_at, year=True)
        parts.append(_("esito di %(when)s") % {"when": when})
    if row.esito_motivo:
        parts.append(row.esito_motivo)
    parts.append(_("con ricevuta") if row.ricevuta_id else _("senza ricevuta"))
    parts.append(_("registrato da %(who)s") % {"who": row.recorded_by})
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def _recorded(row: Invio) -> str:
    return f"{wording.term(row.recorded_at, year=True)}, {row.recorded_by}"


def _links(row: Invio) -> list[Json]:
    links = []
    if row.ricevuta_id is None:
        links.append(_link("invio_ricevuta", row, _("Aggiungi la ricevuta")))
    links.append(_link("invio_rettifica", row, _("Registra una rettifica")))
    links.append(_link("invio_annulla", row, _("Registrato per errore")))
    return links


def _link(name: str, row: Invio, label: str) -> Json:
    return {"url": reverse(name, args=[row.pk]), "label": label}


def _row(label: str, value: str) -> Json:
    return {"label": label, "value": value, "note": "", "url": ""}

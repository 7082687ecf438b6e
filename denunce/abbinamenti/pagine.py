"""The pages of one proposal: to confirm, withdrawn; and the answer of a search."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from certificati.numero import grouped
from certificati.riferimenti import Esito, Riferimenti
from denunce import permissions
from denunce.abbinamenti.elenco import by_certificate, certificate_rows, line, said, title
from denunce.abbinamenti.models import Proposta
from denunce.abbinamenti.ricerca import Trovato
from denunce.abbinamenti.stati import Differenza, Ritiro, words
from denunce.models import Caso, Invio
from denunce.page_models.caso import certificate
from denunce.page_models.prognosi import counted
from denunce.page_models.rows import who
from denunce.page_models.wordings import TITLES
from denunce.workflow import StatoInvio
from portal.base import wording
from portal.base.clock import local
from utenti.access import Scope

Json = dict[str, Any]


def confirm_page(row: Proposta, each: Riferimenti, caso: Caso) -> Json:
    """The certificate as the doctor issued it, and what does not agree with the case."""
    days = ""
    if each.prognosi_dal and each.prognosi_al:
        days = counted(caso.evento, each.prognosi_dal, each.prognosi_al)
    return {
        "proposta": row,
        "caso": caso,
        "person": who(caso.lavoratore),
        "title": title(row),
        "rows": certificate_rows(row, each),
        "days": days,
        "differences": _explained(row, each),
        "danger": each.pericolo_di_morte,
        "discard_url": reverse("proposta_scarta", args=[row.pk]),
    }


def _explained(row: Proposta, each: Riferimenti) -> list[str]:
    """What differs, with the value that the certificate has."""
    values = {
        Differenza.EVENTO: wording.day(each.evento_on, year=True),
        Differenza.ANAGRAFICA: _("%(name)s, data di nascita %(day)s")
        % {
            "name": f"{each.cognome} {each.nome}",
            "day": wording.day(each.nato_on, year=True).split(" ", 1)[1],
        },
        Differenza.RILASCIO: wording.day(local(each.rilasciato_at).date(), year=True),
    }
    return [
        _("Non coincide %(what)s: sul certificato c’è %(value)s.")
        % {"what": words(code)[0], "value": values[Differenza(code)]}
        for code in row.differenze.split()
        if Differenza(code) in values
    ]


def answered_page(row: Proposta, scope: Scope) -> Json:
    """A proposal that cannot be confirmed: what became of it, and what can still be done."""
    read = by_certificate([row])
    place = row.caso or row
    may = permissions.can_edit_caso(scope, row.caso) if row.caso else None
    return {
        "proposta": row,
        "line": line(row, read, {}),
        "person": line(row, read, {})["person"],
        "decided": decided(row),
        "editable": bool(may) if may is not None else True,
        "resume_url": reverse("proposta_riprendi", args=[row.pk]),
        "gone": row.certificato_id not in read,
        "place": place,
    }


def decided(row: Proposta) -> str:
    """Who decided it, and when."""
    if row.decisa_at is None:
        return ""
    return _("%(what)s da %(who)s, %(when)s.") % {
        "what": row.get_stato_display(),
        "who": row.decisa_by,
        "when": wording.term(row.decisa_at, year=True),
    }


def withdrawal_page(row: Proposta, caso: Caso) -> Json:
    """What the doctor did, what was sent already, what takes its place."""
    received = caso.certificati.as_known().filter(numero=row.numero)
    latest = received.select_related("recorded_by", "corretto_by").last()
    following = Proposta.objects.filter(
        organizzazione_id=row.organizzazione_id, sostituisce_id=row.certificato_id
    ).first()
    return {
        "proposta": row,
        "caso": caso,
        "person": who(caso.lavoratore),
        "number": grouped(row.numero),
        "when": wording.term(row.ritirato_at, year=True) if row.ritirato_at else "",
        "certificate": certificate(latest, editable=False) if latest else None,
        "noted": latest is None or latest.annullato_at is not None,
        "kept": row.ritiro == Ritiro.TENUTO,
        "kept_said": _kept(row),
        "sent": _sent(caso),
        "following": reverse("proposta", args=[following.pk]) if following else "",
        "following_number": grouped(following.numero) if following else "",
    }


def _kept(row: Proposta) -> str:
    if row.ritiro != Ritiro.TENUTO or row.ritiro_at is None:
        return ""
    return _("%(who)s ha scelto di tenerlo e verificare, %(when)s.") % {
        "who": row.ritiro_by,
        "when": wording.term(row.ritiro_at, year=True),
    }


def _sent(caso: Caso) -> list[str]:
    """The duties whose dispatch is on record: they stay sent."""
    rows = Invio.objects.filter(adempimento__caso=caso).exclude(stato=StatoInvio.FALLITO)
    return [
        _("%(duty)s, inviata %(when)s")
        % {"duty": TITLES[row.adempimento.tipo], "when": wording.term(row.sent_at, year=True)}
        for row in rows.select_related("adempimento").order_by("sent_at", "id")
        if row.sent_at
    ]


def search_page(caso: Caso, found: Trovato | None, now: datetime) -> Json:
    """The answer of a search in words; of somebody else's certificate nothing but that it is."""
    context: Json = {
        "caso": caso,
        "person": who(caso.lavoratore),
        "known": bool(caso.lavoratore.codice_fiscale_index),
        "person_url": reverse("persona_modifica", args=[caso.lavoratore_id]),
        "answer": "",
        "kind": "info",
        "rows": [],
        "confirm_url": "",
        "typing": False,
    }
    return context | (_answer(found, caso) if found else {})


def _answer(found: Trovato, caso: Caso) -> Json:
    ricerca, row = found.ricerca, found.proposta
    each = ricerca.riferimenti
    if ricerca.esito == Esito.NON_TROVATO:
        return {
            "kind": "warning",
            "answer": _("Non trovato: nel portale non c’è un certificato con questo numero."),
            "typing": ricerca.errore_battitura,
        }
    if each is None:
        return {
            "kind": "warning",
            "answer": _(
                "Trovato con differenze: il certificato con questo numero non è di questa persona."
            ),
        }
    rows = [said(_("Rilasciato"), wording.day(local(each.rilasciato_at).date(), year=True))]
    answer = _("Trovato: codice fiscale, numero e data coincidono.")
    if ricerca.esito == Esito.DIVERSO:
        answer = _("Trovato con differenze: la data di rilascio non è quella che hai scritto.")
    if each.ritirato_at is not None:
        answer += " " + _("Il medico però lo ha ritirato: non si può confermare.")
    elif each.genere != caso.evento.tipo:
        answer += " " + _("Ma riguarda un altro tipo di evento: non è di questo caso.")
    elif row is not None:
        rows = certificate_rows(row, each)
    return {
        "kind": "success" if ricerca.esito == Esito.TROVATO and row else "warning",
        "answer": answer,
        "rows": rows,
        "confirm_url": reverse("proposta", args=[row.pk]) if row else "",
    }

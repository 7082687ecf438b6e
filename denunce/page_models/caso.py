"""The page of a case: who, what, when; certificates and documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from denunce.actions.dati import DatiCertificato
from denunce.choices import Categoria, TipoEvento
from denunce.models import Caso, Documento, RiferimentoCertificato
from denunce.workflow import StatoDocumento
from portal.base import wording
from portal.base.clock import local

Json = dict[str, Any]
# A longer account would push what is due off the first screen: it gets a place of its own.
ACCOUNT_MAX: Final = 220


def summary(caso: Caso, *, health: bool) -> list[Json]:
    """What happened, in about five lines; the account only for who may read health data."""
    evento = caso.evento
    rows = [
        _row(_("Persona"), _person(caso)),
        _row(_("Che cosa"), evento.get_tipo_display()),
        _row(_("Quando"), _when(caso)),
        _row(_("Dove"), _where(caso)),
    ]
    if health:
        rows.append(_account(evento.dinamica or ""))
    if health and (gravity := _gravity(caso)):
        rows.append(_row(_("Gravità"), gravity))
    return rows


def story(caso: Caso, *, health: bool) -> str:
    """The whole account when the five lines show only its beginning; empty otherwise."""
    account = caso.evento.dinamica or ""
    return account if health and len(account) > ACCOUNT_MAX else ""


def _account(account: str) -> Json:
    if len(account) <= ACCOUNT_MAX:
        return _row(_("Come"), account)
    shown = Truncator(" ".join(account.split())).chars(ACCOUNT_MAX)
    return _row(_("Come"), shown, url="#racconto") | {"link": _("Leggi tutto")}


def _row(label: str, value: str, note: str = "", url: str = "") -> Json:
    return {"label": label, "value": value, "note": note, "url": url}


def _person(caso: Caso) -> str:
    person = caso.lavoratore
    born = wording.day(person.nato_on, year=True).split(" ", 1)[1]
    parts = [str(person), person.classe, person.get_categoria_display()]
    return ", ".join(part for part in parts if part) + _(" (data di nascita: %(born)s)") % {
        "born": born
    }


def _when(caso: Caso) -> str:
    evento = caso.evento
    if evento.tipo == TipoEvento.MALATTIA_PROFESSIONALE and evento.manifestata_on:
        return _("si è manifestata %(day)s") % {
            "day": wording.day(evento.manifestata_on, year=True)
        }
    return wording.term(evento.avvenuto_at, year=True) if evento.avvenuto_at else ""


def _where(caso: Caso) -> str:
    evento = caso.evento
    site = evento.sede.denominazione if evento.sede else ""
    doing = ""
    if caso.lavoratore.categoria in (Categoria.STUDENTE, Categoria.STUDENTE_FSL):
        doing = evento.get_attivita_display()
    parts = [evento.get_luogo_display(), doing, site, evento.indirizzo, evento.comune]
    return ", ".join(part for part in parts if part)


def _gravity(caso: Caso) -> str:
    said = []
    if caso.mortale:
        said.append(_("la persona è deceduta"))
    if caso.pericolo_di_morte:
        said.append(_("pericolo di morte o prognosi riservata"))
    text = "; ".join(said)
    return text[:1].upper() + text[1:]


def certificate(riferimento: RiferimentoCertificato, *, editable: bool) -> Json:
    """One certificate as the employer received it, with the four facts of its reception (when, how,
    when it was typed, by whom): never a diagnosis."""
    corrected, withdrawn = riferimento.corretto_at, riferimento.annullato_at
    live = editable and corrected is None
    return {
        "id": f"certificato-{riferimento.pk}",
        "title": riferimento.get_tipo_display(),
        "number": _number(riferimento),
        "over": corrected is not None or withdrawn is not None,
        "notes": [*_corrected(riferimento), *_withdrawn(withdrawn)],
        "rows": [
            _row(_("Rilasciato"), _released(riferimento)),
            _row(_("Prognosi"), prognosis(riferimento)),
            _row(_("Ricevuto"), _received(riferimento)),
            _row(_("Registrato"), _recorded(riferimento)),
        ],
        "correct_url": reverse("certificato_correggi", args=[riferimento.pk]) if live else "",
        "withdraw_url": reverse("certificato_ritira", args=[riferimento.pk])
        if live and withdrawn is None
        else "",
    }


def _corrected(riferimento: RiferimentoCertificato) -> list[str]:
    if riferimento.corretto_at is None:
        return []
    said = {
        "who": riferimento.corretto_by,
        "when": wording.term(riferimento.corretto_at, year=True),
    }
    return [_("Corretta da %(who)s %(when)s: conta quella che l’ha sostituita.") % said]


def _withdrawn(instant: datetime | None) -> list[str]:
    if instant is None:
        return []
    return [_("Ritirato dal medico %(when)s.") % {"when": wording.term(instant, year=True)}]


def _recorded(riferimento: RiferimentoCertificato) -> str:
    when = wording.term(riferimento.recorded_at, year=True)
    return _("%(when)s, da %(who)s") % {"when": when, "who": riferimento.recorded_by}


def _released(riferimento: RiferimentoCertificato) -> str:
    """The day; the hour is seldom on the certificate and decides nothing."""
    return wording.day(local(riferimento.rilasciato_at).date(), year=True)


def typed_certificate(data: DatiCertificato, spoken: str) -> list[Json]:
    """What was typed, in words, to be read before confirming; ``spoken`` counts the days aloud."""
    row = RiferimentoCertificato(**{f.name: getattr(data, f.name) for f in fields(data)})
    return [
        _row(_("Numero"), _number(row)),
        _row(_("Rilasciato"), _released(row)),
        _row(_("Prognosi"), spoken or prognosis(row)),
        _row(_("Ricevuto"), _received(row)),
    ]


def _number(riferimento: RiferimentoCertificato) -> str:
    numero = riferimento.numero or ""
    if not numero:
        return _("senza numero")
    grouped = " ".join(numero[start : start + 4] for start in range(0, len(numero), 4))
    return (
        _("%(number)s (codice fittizio)") % {"number": grouped} if riferimento.fittizio else grouped
    )


def prognosis(riferimento: RiferimentoCertificato) -> str:
    """The prognosis in words, with its length."""
    start, end = riferimento.prognosi_dal, riferimento.prognosi_al
    if start and end:
        length = (end - start).days + 1
        days = ngettext("%(n)s giorno", "%(n)s giorni", length) % {"n": length}
        return _("da %(start)s a %(end)s (%(days)s)") % {
            "start": wording.day(start, year=start.year != end.year),
            "end": wording.day(end, year=True),
            "days": days,
        }
    length_only = riferimento.prognosi_giorni
    if length_only is None:
        return ""
    return ngettext("%(n)s giorno", "%(n)s giorni", length_only) % {"n": length_only}


def _received(riferimento: RiferimentoCertificato) -> str:
    if riferimento.received_at is None:
        return ""
    when = wording.term(riferimento.received_at, year=True)
    return f"{when}, {riferimento.get_received_via_display().lower()}"


def document(documento: Documento, now: datetime) -> Json:
    """One document of the fascicolo, as a line of a list of files."""
    ready = documento.stato == StatoDocumento.PRONTO
    file = documento.file
    return {
        "name": documento.titolo,
        "url": reverse("documento", args=[documento.pk]),
        "kind": _KINDS.get(file.content_type, "") if file else "",
        "size": _size(file.size) if file else "",
        "when": wording.term(documento.created_at, year=_other_year(documento.created_at, now)),
        "who": str(documento.created_by),
        "state": "" if ready else documento.get_stato_display().lower(),
        "missing": False,
    }


_KINDS = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}


def _size(count: int) -> str:
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")


def _other_year(instant: datetime, now: datetime) -> bool:
    return local(instant).year != local(now).year


def documents(rows: Iterable[Documento], now: datetime) -> list[Json]:
    """The list of files."""
    return [document(row, now) for row in rows]

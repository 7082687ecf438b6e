"""Preparing the PEC of a form that goes to INAIL by PEC: to whom, which words, what is missing."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from denunce import permissions
from denunce.choices import Categoria
from denunce.forms.pec import PecForm
from denunce.models import Documento, Modulo
from denunce.models.modulo import TipoModulo
from denunce.moduli.lettera import Lettera, draft_message, letter
from denunce.moduli.registry import declaration_version
from denunce.page_models.rows import who
from denunce.workflow import StatoDocumento, StatoModulo
from portal.base import files
from utenti.access import Scope

Json = dict[str, Any]


def goes_by_pec(modulo: Modulo) -> bool:
    """Whether the form reaches INAIL by PEC as a rule: navigation (seed instructions of the form)
    and domestic employers, who have no access to the online service (dominio 5.1)."""
    if modulo.tipo == TipoModulo.MOD4BIS_NAV:
        return True
    domestic = modulo.caso.lavoratore.categoria == Categoria.DOMESTICO
    return modulo.tipo == TipoModulo.MOD4BIS and domestic


def pec_url(modulo: Modulo) -> str:
    """The page that prepares the PEC; "" for a form that does not go that way."""
    return reverse("modulo_pec", args=[modulo.pk]) if goes_by_pec(modulo) else ""


def attachment(modulo: Modulo) -> Documento | None:
    """The print of the definitive form made last; None until there is one."""
    if modulo.stato != StatoModulo.DEFINITIVO:
        return None
    prints = Documento.objects.filter(
        modulo=modulo,
        bozza=False,
        copia="",
        dati_sha256=modulo.dati_sha256,
        stato=StatoDocumento.PRONTO,
    )
    return prints.select_related("file__data_key").order_by("-stampa", "-created_at").first()


def pec_page(modulo: Modulo, form: PecForm | None, by: Scope) -> Json:
    """The letter, or what is missing before there can be one."""
    pdf = attachment(modulo)
    written = _letter(modulo, pdf) if pdf else None
    duty = modulo.adempimento
    may_record = duty is not None and bool(permissions.can_record_dispatch(by, duty))
    if written and form is None:
        form = PecForm(initial={"destinatario": written.address})
    return {
        "modulo": modulo,
        "caso": modulo.caso,
        "person": who(modulo.caso.lavoratore),
        "missing": _missing(modulo, pdf),
        "draft": modulo.stato == StatoModulo.BOZZA,
        "replaced": modulo.stato == StatoModulo.SOSTITUITO,
        "letter": written,
        "rows": _rows(written, pdf) if written and pdf else [],
        "form": form if written else None,
        "navigation": modulo.tipo == TipoModulo.MOD4BIS_NAV,
        "record_url": reverse("invio_nuovo", args=[duty.pk]) if duty and may_record else "",
    }


def pec_draft(modulo: Modulo, pdf: Documento, to: str) -> tuple[str, bytes]:
    """The name of the draft and its bytes; raises files.FileUnavailable."""
    if pdf.file is None:  # pragma: no cover  (a ready document has its file: a constraint)
        raise files.FileUnavailable
    name = _name(pdf)
    content = draft_message(_letter(modulo, pdf), to=to, name=name, pdf=files.read(pdf.file))
    return f"pec-{name.removesuffix('.pdf')}.eml", content


def _letter(modulo: Modulo, pdf: Documento) -> Lettera:
    return letter(
        declaration_version(modulo.tipo, modulo.dichiarazione),
        json.loads(modulo.dati),
        numero_caso=modulo.caso.numero,
        attachments=(_name(pdf),),
    )


def _name(pdf: Documento) -> str:
    return (pdf.file.original_name if pdf.file else "") or "modulo.pdf"


def _missing(modulo: Modulo, pdf: Documento | None) -> str:
    if modulo.stato == StatoModulo.BOZZA:
        return _("Il modulo è una bozza: completalo e rendilo definitivo, poi prepara il PDF.")
    if modulo.stato == StatoModulo.SOSTITUITO:
        return _("Questo modulo è stato sostituito: la PEC si prepara da quello nuovo.")
    if pdf is None:
        return _("Manca il PDF definitivo del modulo: preparalo, poi torna qui.")
    return ""


def _rows(written: Lettera, pdf: Documento) -> list[Json]:
    office_note = "" if written.address else _("indirizzo da cercare")
    return [
        {"label": _("Destinatario"), "value": written.office, "note": office_note, "url": ""},
        {"label": _("Oggetto"), "value": written.subject, "note": "", "url": ""},
        {
            "label": _("Allegato"),
            "value": _name(pdf),
            "note": "",
            "url": reverse("documento", args=[pdf.pk]),
            "link": _("Apri"),
        },
    ]

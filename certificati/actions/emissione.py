"""Issuing a certificate: every check, the number, the announcement upward; all or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from certificati import permissions
from certificati.actions.stampe import request_stampe
from certificati.choices import Genere, TipoCertificato
from certificati.controlli import doubts, period_of, refusals
from certificati.dati import DatiCertificato, canonical
from certificati.eventi import EMESSI, RITIRATI, announce
from certificati.models import Certificato
from certificati.numero import draw_numero
from certificati.prognosi import Periodo
from certificati.querysets import CertificatoQuerySet
from certificati.termini import transmission_term
from certificati.workflow import StatoCertificato
from portal.base import codice_fiscale, wording
from portal.base.audit import record
from portal.base.authz import require
from portal.base.db import lock, update_versioned
from portal.base.errors import ActionError, ConfirmationNeeded, Doubt
from portal.base.validators import normalize_code
from utenti.access import Scope

_DRAWS = 5  # of numbers: a twin among 500 thousand million is as good as never


def issue_certificato(
    certificato: Certificato,
    dati: DatiCertificato,
    *,
    firmato: bool,
    expected: int,
    by: Scope,
    now: datetime,
    confirmed: bool = False,
    draw: Callable[[], str] | None = None,
) -> Certificato:
    """Sign and issue a draft with these data; a second press gives the issued one back.

    ``firmato`` is the doctor's declaration of responsibility; ``draw`` gives numbers to fictional
    certificates. Raises PermissionDenied; ActionError
    on the first wrong field; ConfirmationNeeded for doubts not ``confirmed``; VersionConflict.
    """
    require(permissions.can_view(by, certificato))
    if not firmato:
        raise ActionError(
            _("Per emettere dichiara che il certificato è sotto la tua responsabilità."), "firmato"
        )
    with transaction.atomic():
        held = lock(
            Certificato.objects.filter(pk=certificato.pk).select_related(
                "data_key", "sostituisce", "precedente"
            )
        ).get()
        if held.is_issued:
            return held
        _check(held, dati, now, confirmed=confirmed)
        _write(held, dati, draw or draw_numero, expected=expected, now=now)
        _end_the_old(held, by, now)
        _audit(held, by, now)
        announce(EMESSI, [held.pk], now=now)
        request_stampe(held, by=by, now=now)
    return held


def doubts_about(certificato: Certificato, dati: DatiCertificato) -> list[Doubt]:
    """Everything that the doctor should read before signing, other doctors' days included."""
    return [*_person_doubts(dati), *_chain_doubts(certificato, dati), *_overlaps(certificato, dati)]


def columns_of(dati: DatiCertificato) -> dict[str, Any]:
    """What the columns beside the content repeat."""
    term = transmission_term(
        dati.genere,
        prima_assistenza_at=dati.prima_assistenza_at,
        prima_visita_at=dati.prima_visita_at,
        categoria=dati.categoria,
    )
    return {
        "cognome": dati.cognome,
        "nome": dati.nome,
        "nome_ricerca": Certificato.search_form(dati.cognome, dati.nome),
        "codice_fiscale_index": Certificato.index_of(dati.codice_fiscale),
        "catena_index": Certificato.chain_of(dati),
        "datore_codice_fiscale": normalize_code(dati.datore_codice_fiscale),
        "evento_on": dati.giorno_evento,
        "prognosi_dal": dati.prognosi_dal,
        "prognosi_al": dati.prognosi_al,
        "redatto_da": dati.redatto_da,
        "precedente_numero": dati.precedente_numero,
        "prima_assistenza_at": dati.prima_assistenza_at,
        "termine_at": term.at if term else None,
    }


def _check(held: Certificato, dati: DatiCertificato, now: datetime, *, confirmed: bool) -> None:
    if (dati.genere, dati.tipo) != (held.genere, held.tipo):
        raise ActionError(_("Il tipo di certificato si sceglie all’inizio."), "tipo")
    for refusal in refusals(dati, now):
        raise ActionError(refusal.message, refusal.field)
    found = doubts_about(held, dati)
    if found and not confirmed:
        raise ConfirmationNeeded(found)


def _write(
    held: Certificato,
    dati: DatiCertificato,
    draw: Callable[[], str],
    *,
    expected: int,
    now: datetime,
) -> None:
    text = canonical(dati)
    values = columns_of(dati) | {
        "stato": StatoCertificato.EMESSO,
        "rilasciato_at": now,
        "testi": None,
        "contenuto": text,
        "impronta": hashlib.sha256(text.encode()).hexdigest(),
    }
    for _taken in range(_DRAWS - 1):
        with suppress(IntegrityError), transaction.atomic():
            update_versioned(held, expected=expected, numero=draw(), **values)
            return
    update_versioned(held, expected=expected, numero=draw(), **values)


def _end_the_old(held: Certificato, by: Scope, now: datetime) -> None:
    """The certificate whose place this one takes."""
    if held.sostituisce_id is None:
        return
    old = lock(Certificato.objects.filter(pk=held.sostituisce_id)).get()
    if old.stato != StatoCertificato.EMESSO:
        raise ActionError(_("Il certificato da sostituire non è più valido."))
    update_versioned(
        old,
        expected=old.version,
        stato=StatoCertificato.SOSTITUITO,
        annullato_at=now,
        annullato_by=by.actor,
    )
    record(
        "certificato.sostituito",
        by=by.user,
        now=now,
        target=old,
        organizzazione_id=old.organizzazione_id,
        data={"certificato": str(held.pk)},
    )
    announce(RITIRATI, [old.pk], now=now)
    request_stampe(old, by=by, now=now)


def _audit(held: Certificato, by: Scope, now: datetime) -> None:
    record(
        "certificato.emesso",
        by=by.user,
        now=now,
        target=held,
        organizzazione_id=held.organizzazione_id,
        data={"genere": held.genere, "numero": held.numero or "", "impronta": held.impronta},
    )


def _person_doubts(dati: DatiCertificato) -> Iterable[Doubt]:
    """The doubts of ``controlli`` and, slower, the place of birth in the code."""
    found = doubts(dati)
    yield from found
    if dati.nato_on is None or any(doubt.field == "codice_fiscale" for doubt in found):
        return
    for doubt in codice_fiscale.doubts_of(dati.codice_fiscale, dati):  # type: ignore[arg-type]
        if doubt.field == "nato_a":
            yield doubt


def _chain_doubts(certificato: Certificato, dati: DatiCertificato) -> Iterable[Doubt]:
    """A certificate that continues nothing the portal knows of, or a second first one."""
    chain = Certificato.chain_of(dati)
    standing = Certificato.objects.standing().filter(catena_index=chain)
    others = _but_the_replaced(standing, certificato)
    if dati.tipo == TipoCertificato.PRIMO:
        if others.filter(tipo=TipoCertificato.PRIMO).exists():
            yield Doubt(
                "evento_on" if dati.genere == Genere.INFORTUNIO else "manifestata_on",
                _(
                    "Per questa persona e questo giorno c’è già un primo certificato: forse ti "
                    "serve un continuativo."
                ),
            )
        return
    known = certificato.precedente_id is not None or dati.precedente_numero
    if not known and not others.exists():
        yield Doubt(
            "precedente_numero",
            _(
                "Nel portale non c’è un primo certificato per questa persona e questo giorno: "
                "controlla il giorno dell’evento o scrivi il numero del certificato che prosegue."
            ),
        )


def _overlaps(certificato: Certificato, dati: DatiCertificato) -> Iterable[Doubt]:
    """Days that another certificate of the same person already covers, whoever wrote it."""
    periodo = period_of(dati)
    if periodo is None:
        return
    rows = (
        Certificato.objects.standing()
        .of_person([Certificato.index_of(dati.codice_fiscale)])
        .filter(prognosi_dal__lte=periodo.al, prognosi_al__gte=periodo.dal)
        .order_by("prognosi_dal", "id")
    )
    found = _but_the_replaced(rows, certificato)[:3]
    ends = [(row.prognosi_dal, row.prognosi_al) for row in found]
    for periodo in [Periodo(dal, al) for dal, al in ends if dal and al]:
        yield Doubt("prognosi_dal", _covered(periodo))


def _but_the_replaced(rows: CertificatoQuerySet, certificato: Certificato) -> CertificatoQuerySet:
    """Without the certificate that this one is to replace."""
    old = certificato.sostituisce_id
    return rows if old is None else rows.exclude(pk=old)


def _covered(periodo: Periodo) -> str:
    return _(
        "Un altro certificato di questa persona copre già i giorni da %(dal)s a %(al)s: i giorni "
        "in comune si contano una volta sola."
    ) % {"dal": wording.day(periodo.dal), "al": wording.day(periodo.al, year=True)}

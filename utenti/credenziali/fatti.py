"""What the checks are told of a request: read once, in a fixed number of queries."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from portal.base import clock
from portal.base.validators import normalize_code
from utenti.credenziali.checks import Fatti, Precedenti
from utenti.credenziali.choices import Profilo
from utenti.credenziali.models import RichiestaAbilitazione
from utenti.credenziali.workflow import QUEUE_STATES, StatoRichiesta
from utenti.models import Organizzazione, TipoOrganizzazione, Utente

WAITING = (*QUEUE_STATES, StatoRichiesta.INTEGRAZIONE_CHIESTA)


def facts_of(richiesta: RichiestaAbilitazione, oggi: date) -> Fatti:
    """The facts of a submitted request on the day of the exam."""
    submitted = richiesta.submitted_at
    kept = richiesta.allegati.filter(rimosso_at__isnull=True, file__deleted_at__isnull=True)
    account = richiesta.richiedente
    return Fatti(
        cognome=richiesta.cognome,
        nome=richiesta.nome,
        sesso=richiesta.sesso,
        nato_on=richiesta.nato_on,
        nato_a=richiesta.nato_a,
        codice_fiscale=normalize_code(richiesta.codice_fiscale or ""),
        documento_tipo=richiesta.documento_tipo,
        rilasciato_on=richiesta.documento_rilasciato_on,
        scade_on=richiesta.documento_scade_on,
        inviata_on=clock.local(submitted).date() if submitted else oggi,
        oggi=oggi,
        allegati=frozenset(kept.order_by("tipo").values_list("tipo", flat=True)),
        account=account.get_full_name(),
        precedenti=_already(richiesta, account),
    )


def hospital_of(richiesta: RichiestaAbilitazione) -> Organizzazione | None:
    """The hospital already here under the codice fiscale of the request's structure."""
    code = normalize_code(richiesta.struttura_codice_fiscale)
    if richiesta.profilo != Profilo.PRESIDIO or not code:
        return None
    rows = Organizzazione.objects.filter(tipo=TipoOrganizzazione.PRESIDIO, codice_fiscale=code)
    return rows.order_by("pk").first()


def account_index(richiesta: RichiestaAbilitazione) -> str:
    """Under which index an account would have the codice fiscale of the request."""
    code = richiesta.codice_fiscale or ""
    return Utente.index_of(code) if code else ""


def _already(richiesta: RichiestaAbilitazione, account: Utente) -> Precedenti:
    same_code = _others(richiesta, "codice_fiscale_index")
    refused = RichiestaAbilitazione.objects.filter(stato=StatoRichiesta.RIFIUTATA)
    index, mail = account_index(richiesta), (richiesta.email or "").strip().lower()
    hospital = hospital_of(richiesta)
    people = list(
        Utente.objects.filter(
            Q(codice_fiscale_index=index) & ~Q(codice_fiscale_index="") | Q(email=mail)
        )
        .exclude(pk=account.pk)
        .order_by("pk")
        .values_list("codice_fiscale_index", "email")
    )
    code = richiesta.codice_fiscale_index
    return Precedenti(
        stesso_codice_fiscale=same_code.filter(stato__in=WAITING).count(),
        rifiutate=refused.filter(codice_fiscale_index=code).count() if code else 0,
        stessa_email=_others(richiesta, "email_index").filter(stato__in=WAITING).count()
        + sum(email == mail for _index, email in people),
        stesso_documento=_others(richiesta, "documento_index").count(),
        account_con_codice_fiscale=any(found == index != "" for found, _email in people),
        altro_codice_fiscale=account.codice_fiscale_index not in ("", index),
        struttura=hospital.denominazione if hospital else "",
        struttura_chiusa=hospital is not None and hospital.chiusa_at is not None,
    )


def _others(richiesta: RichiestaAbilitazione, name: str) -> QuerySet[RichiestaAbilitazione]:
    """Requests of other accounts with the same index; none when the index is empty."""
    value = getattr(richiesta, name)
    if not value:
        return RichiestaAbilitazione.objects.none()
    rows = RichiestaAbilitazione.objects.filter(**{name: value})
    return rows.exclude(richiedente_id=richiesta.richiedente_id).exclude(
        stato__in=[StatoRichiesta.BOZZA, StatoRichiesta.RITIRATA]
    )

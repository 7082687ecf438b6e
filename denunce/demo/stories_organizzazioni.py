"""Invitations, delegations and requests to join, as the demo shows them: by the real actions."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Final

import pikepdf

from denunce.demo.cast import Cast
from portal.base.clock import local
from utenti.access import Scope
from utenti.models import Delega, TipoOrganizzazione
from utenti.organizzazioni.actions.attivazioni import DatiAttivazione, refuse, submit
from utenti.organizzazioni.actions.inviti import DatiInvito, invite, revoke
from utenti.organizzazioni.choices import Carica
from utenti.ruoli import Ruolo

_FARM: Final = DatiAttivazione(
    tipo=TipoOrganizzazione.AZIENDA_AGRICOLA,
    denominazione="Cascina Esempio",
    codice_fiscale="01234560157",
    indirizzo="strada dei Campi 12",
    cap="26900",
    comune="Lodi",
    provincia="LO",
    pec="cascina@pec.test",
    carica=Carica.TITOLARE,
)
_OFFICE: Final = DatiAttivazione(
    tipo=TipoOrganizzazione.INTERMEDIARIO,
    denominazione="Consulenza Esempio Due",
    codice_fiscale="90000000084",
    indirizzo="via di Prova 8",
    cap="40100",
    comune="Bologna",
    provincia="BO",
    pec="due@pec.test",
    carica=Carica.RAPPRESENTANTE,
)


def tell(cast: Cast) -> None:
    """Two invitations, a delegation that has ended, a request that waits and one refused."""
    today = local(cast.now).date()
    _invite(cast, today)
    Delega.objects.create(
        delegante=cast.organizzazioni["navigazione"],
        delegato=cast.organizzazioni["studio"],
        valid_from=today - timedelta(days=300),
        valid_to=today - timedelta(days=40),
    )
    _ask(cast, today)


def _invite(cast: Cast, today: date) -> None:
    head = Scope(cast.utenti["dirigente@demo.test"], today)
    school, sent_at = cast.organizzazioni["nord"], cast.now - timedelta(days=1)
    waiting = DatiInvito("nuova.collega@scuola.test", Ruolo.SEGRETERIA)
    invite(school, waiting, by=head, now=sent_at)
    mistaken = DatiInvito("sbagliata@scuola.test", Ruolo.DOCENTE)
    invito = invite(school, mistaken, by=head, now=sent_at)
    revoke(invito, by=head, now=cast.now)


def _ask(cast: Cast, today: date) -> None:
    citizen, teacher = cast.utenti["cittadino@demo.test"], cast.utenti["docente@demo.test"]
    proof = (_blank_pdf(), "nomina.pdf")
    submit(_FARM, proof, by=citizen, now=cast.now - timedelta(hours=20))
    second = submit(_OFFICE, proof, by=teacher, now=cast.now - timedelta(days=3))
    manager = Scope(cast.utenti["gestore@demo.test"], today)
    why = "Nel documento manca la firma: mandalo firmato."
    refuse(second, why, by=manager, now=cast.now - timedelta(days=2))


def _blank_pdf() -> bytes:
    content = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(content)
    return content.getvalue()

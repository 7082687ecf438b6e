"""Plays the demo's stories through the very actions that people use."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from denunce.actions.bozze import start_bozza
from denunce.actions.casi import DatiCaso, archive_caso, close_caso, open_caso, update_caso
from denunce.actions.certificati import receive_certificato, withdraw_certificato
from denunce.actions.dati import EVENTO_FIELDS, GRAVITA_FIELDS, DatiCertificato, DatiInvio, pick
from denunce.actions.dispatch import record_dispatch, record_outcome
from denunce.actions.moduli import save_modulo, start_modulo
from denunce.choices import Canale, EsitoCaso, RedattoDa, RicevutoVia, TipoCertificato
from denunce.demo.cast import Cast, demo_id
from denunce.models import Adempimento, Bozza, Caso
from denunce.workflow import ENDED_STATES, OPEN_STATES
from utenti.access import Scope

_SOON = timedelta(minutes=4)  # between something happening and somebody typing it in


@dataclass
class Scene:
    """One case being told: who types, how the story got this far."""

    caso: Caso
    by: Scope
    now: datetime
    count: int = 0

    def later(self, at: datetime) -> datetime:
        """When something that happened ``at`` is typed in: soon after, never in the future."""
        return min(at + _SOON, self.now)

    def certify(
        self,
        received_at: datetime,
        first: date,
        last: date,
        *,
        released_at: datetime | None = None,
        tipo: str = TipoCertificato.PRIMO,
        via: str = RicevutoVia.LAVORATORE,
        redatto_da: str = RedattoDa.PRONTO_SOCCORSO,
    ) -> None:
        """The references of a certificate arrive."""
        self.count += 1
        data = DatiCertificato(
            tipo=tipo,
            numero=f"{self.caso.pk.hex[:10]}{self.count:02d}".upper(),
            rilasciato_at=released_at or received_at - timedelta(minutes=50),
            prognosi_dal=first,
            prognosi_al=last,
            received_at=received_at,
            received_via=via,
            redatto_da=redatto_da,
        )
        self.caso.refresh_from_db()
        receive_certificato(
            self.caso,
            data,
            expected=self.caso.version,
            by=self.by,
            now=self.later(received_at),
        )

    def withdraw(self, at: datetime) -> None:
        """The doctor withdraws the last certificate."""
        last = self.caso.certificati.order_by("-recorded_at")[0]
        withdraw_certificato(last, annullato_at=at, by=self.by, now=self.later(at), confirmed=True)

    def send(self, tipo: str, at: datetime, *, canale: str = Canale.SIDI, numero: str = "") -> None:
        """Somebody sent the duty elsewhere and records it here."""
        data = DatiInvio(canale=canale, sent_at=at, numero_inail=numero)
        key = demo_id("invio", f"{self.caso.pk}:{tipo}:{at.isoformat()}")
        duty = self.duty(tipo)
        record_dispatch(duty, data, request_key=key, by=self.by, now=self.later(at))

    def answer(self, tipo: str, at: datetime, *, accepted: bool, numero: str = "") -> None:
        """The answer to the last dispatch arrives."""
        duty = self.duty(tipo)
        now = self.later(at)
        record_outcome(duty, accepted=accepted, by=self.by, now=now, numero_inail=numero)

    def change(self, at: datetime, **facts: Any) -> None:
        """The facts of the case turn out to be different."""
        self.caso.refresh_from_db()
        known = pick(self.caso.evento, EVENTO_FIELDS) | pick(self.caso, GRAVITA_FIELDS)
        data = DatiCaso(**(known | facts))
        update_caso(self.caso, data, expected=self.caso.version, by=self.by, now=self.later(at))

    def fill_form(self, tipo: str, at: datetime, typed: Mapping[str, Mapping[str, Any]]) -> None:
        """The official form of a duty is begun, and what the case does not know is typed in."""
        modulo = start_modulo(self.duty(tipo), by=self.by, now=self.later(at))
        data = json.loads(modulo.dati)
        for group, values in typed.items():
            data[group] = data.get(group, {}) | values
        save_modulo(modulo, data, expected=modulo.version, by=self.by, now=self.later(at))

    def close(self, at: datetime) -> None:
        """Nothing is left to do."""
        self.caso.refresh_from_db()
        self.caso = close_caso(
            self.caso,
            esito=EsitoCaso.GUARIGIONE,
            expected=self.caso.version,
            by=self.by,
            now=self.later(at),
        )

    def archive(self, at: datetime) -> None:
        """The case is put away."""
        self.caso = archive_caso(
            self.caso, expected=self.caso.version, by=self.by, now=self.later(at)
        )

    def duty(self, tipo: str) -> Adempimento:
        """The duty of that kind which stands; an open one before a done one."""
        standing = self.caso.adempimenti.filter(tipo=tipo).exclude(stato__in=ENDED_STATES)
        return min(standing, key=lambda row: row.stato not in OPEN_STATES)


@dataclass(frozen=True)
class Story:
    """One case of the demo: who, when it was opened, what happened, and what came after."""

    persona: str
    opened_at: datetime
    facts: dict[str, Any]
    then: Callable[[Scene], None] = lambda _scene: None
    sede: str = ""
    same_event_as: str = ""


def leave_draft(persona: str, at: datetime, typed: dict[str, str], cast: Cast) -> Bozza:
    """A new case begun at that instant and not opened yet, with what was typed so far."""
    lavoratore = cast.persone[persona]
    key = next(
        k for k, org in cast.organizzazioni.items() if org.pk == lavoratore.organizzazione_id
    )
    return start_bozza(
        typed,
        organizzazione=lavoratore.organizzazione,
        lavoratore=lavoratore,
        by=cast.scope_of(key),
        now=at,
        request_key=demo_id("bozza", persona),
    )


def play(story: Story, cast: Cast) -> Caso:
    """Tell one story; the case it leaves behind."""
    lavoratore = cast.persone[story.persona]
    organizzazione = lavoratore.organizzazione
    key = next(k for k, org in cast.organizzazioni.items() if org.pk == organizzazione.pk)
    sede = organizzazione.sedi.get(denominazione=story.sede) if story.sede else None
    other = Caso.objects.filter(lavoratore=cast.persone.get(story.same_event_as)).first()
    caso = open_caso(
        DatiCaso(sede=sede, **story.facts),
        lavoratore=lavoratore,
        organizzazione=organizzazione,
        by=cast.scope_of(key),
        now=story.opened_at,
        request_key=demo_id("caso", f"{story.persona}:{story.facts.get('dinamica')}"),
        evento=other.evento if story.same_event_as and other else None,
    )
    story.then(Scene(caso, cast.scope_of(key), cast.now))
    return caso

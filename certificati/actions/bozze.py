"""The draft of a certificate: begin (from nothing, a patient, an earlier one), save, throw away."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from certificati import permissions
from certificati.choices import Genere, RedattoDa, TipoCertificato
from certificati.models import Certificato
from certificati.models.certificato import NAME_MAX
from certificati.testi import DAYS, EVERYTHING, MEDICO, PERSONA, texts_of
from portal.base.audit import record
from portal.base.authz import Decision, require
from portal.base.autosave import DraftMark
from portal.base.clock import local
from portal.base.crypto import blind_index
from portal.base.db import lock
from portal.base.drafts import update_draft
from portal.base.errors import ActionError
from portal.base.keys import DataKey
from utenti.access import Scope
from utenti.models import Organizzazione, TipoOrganizzazione

TESTI_MAX = 20_000  # characters of the whole draft
# Begins the names of the texts that say from which steps the doctor went on.
VISITED = "visto_"
NO_MARK = DraftMark()


class Partenza(StrEnum):
    """What a new certificate takes from an earlier one of the same doctor."""

    PAZIENTE = "paziente"  # who the worker is and where they work
    COPIA = "copia"  # everything but the days
    CONTINUA = "continua"  # the event and the lesions, from the day after
    SOSTITUISCE = "sostituisce"  # everything: the earlier one ends when this is issued


@dataclass(frozen=True, slots=True)
class Inizio:
    """What a new certificate is: its kind, its type, and the one it starts from."""

    genere: str = Genere.INFORTUNIO
    tipo: str = TipoCertificato.PRIMO
    da: Certificato | None = None
    partenza: Partenza = Partenza.PAZIENTE


@dataclass(frozen=True, slots=True)
class Riassunto:
    """What lists and terms need of a draft, as far as it can be read from what was typed."""

    cognome: str = ""
    nome: str = ""
    prima_assistenza_at: datetime | None = None
    termine_at: datetime | None = None


def start_certificato(
    inizio: Inizio,
    *,
    organizzazione: Organizzazione,
    by: Scope,
    now: datetime,
    request_key: UUID,
) -> Certificato:
    """Begin a draft; the same ``request_key`` gives the same draft again.

    Raises PermissionDenied, ActionError.
    """
    require(permissions.can_issue_in(by, organizzazione.pk))
    if inizio.genere not in Genere.values or inizio.tipo not in TipoCertificato.values:
        raise ActionError(_("Scegli che certificato è."), "tipo")
    if inizio.da is not None:
        require(_may_start_from(inizio.da, inizio.partenza, by))
    known = _of_the_same_press(request_key, inizio, by)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _create(inizio, organizzazione, request_key, by, now)
    except IntegrityError:
        known = _of_the_same_press(request_key, inizio, by)
        if known is None:
            raise PermissionDenied(_("Ricarica la pagina e riprova.")) from None
        return known


def save_certificato(
    certificato: Certificato,
    testi: Mapping[str, str],
    riassunto: Riassunto,
    *,
    expected: int,
    by: Scope,
    now: datetime,
    base: str = "",
    mark: DraftMark = NO_MARK,
) -> Certificato:
    """Keep what is typed, whatever it is; what is not named in ``testi`` stays as it was.

    ``base`` is the digest of these same texts as the page found them: a window that meanwhile
    wrote only elsewhere in the draft is in nobody's way, whatever ``expected`` says. A save that
    changes nothing is not one. Saves are not events of the register. Raises PermissionDenied,
    VersionConflict, ActionError.
    """
    require(permissions.can_edit(by, certificato))
    with transaction.atomic():
        held = lock(Certificato.objects.filter(pk=certificato.pk).select_related("data_key")).get()
        require(permissions.can_edit(by, held))
        kept = typed(held)
        text = _text(kept | dict(testi))
        if text == held.testi:
            return held
        if base and base == digest(kept, testi):
            expected = held.version
        saved = {
            "testi": text,
            "cognome": riassunto.cognome[:NAME_MAX],
            "nome": riassunto.nome[:NAME_MAX],
            "nome_ricerca": Certificato.search_form(riassunto.cognome, riassunto.nome),
            "prima_assistenza_at": riassunto.prima_assistenza_at,
            "termine_at": riassunto.termine_at,
        }
        update_draft(held, expected=expected, mark=mark, by=by.actor, now=now, **saved)
    return held


def discard_certificato(certificato: Certificato, *, by: Scope, now: datetime) -> None:
    """Throw a draft away, with its key: it was never a certificate. Raises PermissionDenied."""
    require(permissions.can_edit(by, certificato))
    with transaction.atomic():
        held = lock(Certificato.objects.filter(pk=certificato.pk).select_related("data_key")).get()
        require(permissions.can_edit(by, held))
        key, organizzazione_id = held.data_key, held.organizzazione_id
        record(
            "certificato.bozza_eliminata",
            by=by.user,
            now=now,
            target=held,
            organizzazione_id=organizzazione_id,
            data={"genere": held.genere},
        )
        held.delete()
        key.destroy(now)


def typed(certificato: Certificato) -> dict[str, str]:
    """What was typed in a draft, by control; nothing for one that is no draft any more."""
    kept: dict[str, str] = json.loads(certificato.testi or "{}")
    return kept


def digest(testi: Mapping[str, str], names: Iterable[str]) -> str:
    """A keyed digest of some of the texts: tells whether they changed, and nothing else."""
    asked = sorted(name for name in names if not name.startswith(VISITED))
    there = json.dumps([testi.get(name, "") for name in asked], ensure_ascii=False)
    return blind_index(there, "certificato.testi")[:32]


def _may_start_from(da: Certificato, partenza: Partenza, by: Scope) -> Decision:
    if partenza == Partenza.SOSTITUISCE:
        return permissions.can_end(by, da)
    return permissions.can_continue(by, da)


def _of_the_same_press(request_key: UUID, inizio: Inizio, by: Scope) -> Certificato | None:
    """The draft the first press began, or the one that already takes that certificate's place."""
    mine = Certificato.objects.visible_to(by)
    known = mine.filter(pk=request_key).first()
    if known is None and inizio.da is not None and inizio.partenza == Partenza.SOSTITUISCE:
        known = mine.drafts().filter(sostituisce=inizio.da).first()
    return known


def _create(
    inizio: Inizio, organizzazione: Organizzazione, request_key: UUID, by: Scope, now: datetime
) -> Certificato:
    earlier = inizio.da
    begun = Certificato(
        id=request_key,
        organizzazione=organizzazione,
        medico=by.actor,
        genere=inizio.genere,
        tipo=inizio.tipo,
        data_key=DataKey.create(now),
        created_at=now,
        created_by=by.actor,
    )
    if earlier is not None:
        begun.cognome, begun.nome = earlier.cognome, earlier.nome
        if inizio.partenza == Partenza.CONTINUA:
            begun.precedente = earlier
        elif inizio.partenza == Partenza.SOSTITUISCE:
            begun.sostituisce, begun.precedente = earlier, earlier.precedente
            begun.prima_assistenza_at, begun.termine_at = (
                earlier.prima_assistenza_at,
                earlier.termine_at,
            )
    testi = _beginning(inizio, organizzazione, local(now).date())
    begun.testi = _text(testi)
    begun.save(force_insert=True)
    record(
        "certificato.cominciato",
        by=by.user,
        now=now,
        target=begun,
        organizzazione_id=organizzazione.pk,
        data={"genere": inizio.genere},
    )
    return begun


def _beginning(inizio: Inizio, place: Organizzazione, today: date) -> dict[str, str]:
    """What a draft says before anybody typed: the usual answers, and the earlier certificate's."""
    earlier, partenza = inizio.da, inizio.partenza
    if earlier is not None and partenza == Partenza.SOSTITUISCE:
        return texts_of(earlier.dati, EVERYTHING)
    testi = _usual(inizio, place, today)
    if earlier is None:
        return testi
    names = _taken(partenza)
    if earlier.organizzazione_id != place.pk:  # who writes there is not who writes here
        names = [name for name in names if name not in MEDICO]
    testi |= texts_of(earlier.dati, names)
    end = earlier.prognosi_al
    if partenza == Partenza.CONTINUA and inizio.tipo == TipoCertificato.CONTINUATIVO and end:
        testi["prognosi_dal"] = str(end + timedelta(days=1))
    return testi


def _usual(inizio: Inizio, place: Organizzazione, today: date) -> dict[str, str]:
    """What is nearly always so; a slip is seen, because it stands in the control."""
    presidio = place.tipo == TipoOrganizzazione.PRESIDIO
    by = RedattoDa.PRONTO_SOCCORSO if presidio else RedattoDa.MEDICO_A_TERRA
    testi = {"redatto_da": by.value}
    if inizio.genere == Genere.MALATTIA:
        return testi | {"prima_visita_at_giorno": str(today)}
    testi["prima_assistenza_at_giorno"] = str(today)
    if inizio.tipo != TipoCertificato.DEFINITIVO:
        testi["prognosi_dal"] = str(today)
    return testi


def _taken(partenza: Partenza) -> list[str]:
    """The fields that go over from an earlier certificate of the doctor."""
    if partenza == Partenza.PAZIENTE:
        return [*PERSONA, *MEDICO]
    kept = [name for name in EVERYTHING if name not in DAYS]
    return [name for name in kept if name != "esame_obiettivo" or partenza == Partenza.COPIA]


def _text(testi: Mapping[str, str]) -> str:
    text = json.dumps(dict(testi), ensure_ascii=False, sort_keys=True)
    if len(text) > TESTI_MAX:
        raise ActionError(_("Questo certificato è troppo lungo: accorcia i testi più grandi."))
    return text

"""Many doctors changed or removed at once, with few statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from portal.base import audit, clock
from portal.base.db import update_each
from utenti.actions.memberships_many import change_ends, end_roles
from utenti.actions.names import names_changed
from utenti.models import Utente
from utenti.profili.actions.enlisting import BATCH, announced
from utenti.profili.actions.plan import Voce
from utenti.profili.models import Gruppo, ProfiloMedico


def change_many(
    voci: Sequence[Voce], groups: dict[str, Gruppo], *, by: Utente, now: datetime
) -> None:
    """Write what changes, each column with one prepared statement.

    Inside the caller's transaction, with the organisation held.
    """
    columns: dict[str, dict[UUID, object]] = {
        name: {} for name in ("gruppo", "codice_fornitore", "fine_avvisata_on")
    }
    names: dict[str, dict[UUID, object]] = {"cognome": {}, "nome": {}}
    ends: dict[UUID, date | None] = {}
    touched = []
    for voce in voci:
        dati, profilo = voce.dati, voce.profilo
        if dati is None or profilo is None:
            continue
        fields = {change.chiave for change in voce.cambi}
        touched.append(profilo)
        if "gruppo" in fields:
            columns["gruppo"][profilo.pk] = groups[Gruppo.search_form(dati.gruppo)].pk
        if "codice_fornitore" in fields:
            columns["codice_fornitore"][profilo.pk] = dati.codice_fornitore
        if "scadenza" in fields:
            ends[profilo.membership_id] = dati.scadenza
            today = clock.local(now).date()
            columns["fine_avvisata_on"][profilo.pk] = announced(dati.scadenza, today)
        for key in fields & names.keys():
            names[key][profilo.utente_id] = getattr(dati, key)
    _write(columns, names)
    change_ends(ends, [profilo.membership for profilo in touched], by=by, now=now)
    _note_changes(touched, by, now)


def _write(columns: dict[str, dict[UUID, object]], names: dict[str, dict[UUID, object]]) -> None:
    for name, values in columns.items():
        update_each(ProfiloMedico, name, values)
    for name, values in names.items():
        update_each(Utente, name, values)
    names_changed(names["cognome"].keys() | names["nome"].keys())


def _note_changes(profili: Sequence[ProfiloMedico], by: Utente, now: datetime) -> None:
    """The next version for whoever has one of them open, and a line in the register for each."""
    for start in range(0, len(profili), BATCH):
        part = [profilo.pk for profilo in profili[start : start + BATCH]]
        ProfiloMedico.objects.filter(pk__in=part).update(version=F("version") + 1)
    if profili:
        audit.record_many(
            "profili.cambiato",
            ((profilo, {}) for profilo in profili),
            by=by,
            now=now,
            organizzazione_id=profili[0].organizzazione_id,
        )


def remove_many(profili: Sequence[ProfiloMedico], *, by: Utente, now: datetime) -> None:
    """Take the role of many doctors away at once; what they did and who they were stays."""
    if not profili:
        return
    end_roles([profilo.membership for profilo in profili], by=by, now=now)
    for start in range(0, len(profili), BATCH):
        part = [profilo.pk for profilo in profili[start : start + BATCH]]
        ProfiloMedico.objects.present().filter(pk__in=part).update(
            eliminato_at=now, eliminato_by=by, version=F("version") + 1
        )
    audit.record_many(
        "profili.eliminato",
        ((profilo, {}) for profilo in profili),
        by=by,
        now=now,
        organizzazione_id=profili[0].organizzazione_id,
    )

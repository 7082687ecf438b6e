"""What the hospitals' lists of doctors hold about a person and an organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.base import audit, personal
from portal.base.personal import Part, Person, Piece, Rule, dump, table
from utenti import personal as core
from utenti.profili.actions.planning import unentered
from utenti.profili.models import Gruppo, Importazione, ProfiloMedico

# What stands where a supplier code must: INAIL assigns none that is made so.
GONE: Final = "-"
_HIDDEN: Final = frozenset({"created_by", "eliminato_by", "fine_avvisata_on", "version"})
# One step of a removal: short enough to be repeated when the worker dies.
_STEP: Final = 25


def _profiles(person: Person) -> models.QuerySet[ProfiloMedico]:
    return ProfiloMedico.objects.filter(utente_id=person.user_id)


def export(person: Person) -> Iterator[Piece]:
    """The profiles of a doctor, in each hospital; previews of files are of the hospitals."""
    rows = _profiles(person).select_related("organizzazione", "gruppo").order_by("pk")
    yield Piece("profili", _("Profili di medico"), (_row(row) for row in rows))


def _row(row: ProfiloMedico) -> dict[str, Any]:
    named = {"presidio": str(row.organizzazione), "gruppo_nome": str(row.gruppo)}
    return named | dump(row, leave_out=_HIDDEN)


def erase(person: Person, by: models.Model, now: datetime) -> Counter[str]:
    """Profiles stay among the removed ones, without name and code; the role ends with the core."""
    counts: Counter[str] = Counter()
    for row in _profiles(person).exclude(codice_fornitore=GONE).order_by("pk"):
        if row.eliminato_at is None:
            row.eliminato_at, row.eliminato_by_id = now, by.pk
            audit.record(
                "profili.eliminato",
                by=by,
                now=now,
                target=row,
                organizzazione_id=row.organizzazione_id,
                data={"gruppo": str(row.gruppo_id), "persona": str(row.utente_id)},
            )
        ProfiloMedico.objects.filter(pk=row.pk).update(
            codice_fornitore=GONE,
            nome_ricerca="",
            eliminato_at=row.eliminato_at,
            eliminato_by=row.eliminato_by_id,
            version=F("version") + 1,
        )
        counts["profili"] += 1
    return counts


def export_organisation(organizzazione_id: UUID) -> Iterator[Piece]:
    """Groups, doctors by name, and the numbers of the files that came in."""
    yield table("gruppi", Gruppo.objects.filter(organizzazione_id=organizzazione_id))
    rows = ProfiloMedico.objects.filter(organizzazione_id=organizzazione_id)
    people = rows.select_related("utente").order_by("pk").iterator(chunk_size=200)
    named = ({"persona": str(row)} | dump(row) for row in people)
    yield Piece("profili", _("Profili dei medici"), named)
    files = Importazione.objects.filter(organizzazione_id=organizzazione_id)
    yield table("importazioni", files, leave_out=("righe",))


def count_organisation(organizzazione_id: UUID) -> int:
    """The profiles: the rest is few rows."""
    return ProfiloMedico.objects.filter(organizzazione_id=organizzazione_id).count()


def remove(organizzazione_id: UUID, by: models.Model, now: datetime) -> Counter[str]:
    """Files, then doctors before the roles they hang from, then their groups."""
    own = {"organizzazione_id": organizzazione_id}
    counts: Counter[str] = Counter()
    files = Importazione.objects.filter(**own).select_related("data_key").order_by("pk")
    for row in files[:_STEP]:
        row.delete()
        if row.data_key.destroyed_at is None:
            row.data_key.destroy(now)
            counts["chiavi"] += 1
        counts["importazioni"] += 1
    if counts:
        return counts
    rows = ProfiloMedico.objects.filter(**own).select_related("utente__data_key").order_by("pk")
    profiles = list(rows[:_STEP])
    counts.update(_forget_unused(profiles, by, now))
    counts["profili"] = ProfiloMedico.objects.filter(pk__in=[p.pk for p in profiles]).delete()[0]
    if not profiles:
        counts["gruppi"] = Gruppo.objects.filter(**own).delete()[0]
    return +counts


def _forget_unused(
    profiles: Sequence[ProfiloMedico], by: models.Model, now: datetime
) -> Counter[str]:
    """The accounts that this hospital made and nobody ever used: nothing needs them any more."""
    counts: Counter[str] = Counter()
    unused = unentered(profiles)
    # By person: one removed and taken again has two profiles.
    people = {row.utente_id: row.utente for row in profiles if row.pk in unused}
    for user in people.values():
        if not user.has_usable_password() and user.cancellato_at is None:
            counts.update(core.erase(core.person_of(user), by, now))
    return counts


def subjects(person: Person) -> dict[UUID, str]:
    """The profiles of a doctor."""
    said = _("Il tuo profilo di medico, %(place)s")
    rows = _profiles(person).select_related("organizzazione").order_by("pk")
    return {row.pk: said % {"place": row.organizzazione} for row in rows}


def _names(ids: Collection[UUID]) -> dict[UUID, str]:
    rows = ProfiloMedico.objects.filter(pk__in=ids).select_related("utente")
    return {row.pk: str(row) for row in rows.order_by("pk")}


def _import_names(ids: Collection[UUID]) -> dict[UUID, str]:
    rows = Importazione.objects.filter(pk__in=ids).order_by("pk")
    return {row.pk: f"{row.created_at:%d/%m/%Y}" for row in rows}


personal.register_part(
    Part(
        code="profili",
        label=gettext_lazy("Profili di medico ospedaliero"),
        holds=gettext_lazy(
            "Se un presidio ti ha tra i suoi medici: gruppo, codice fornitore, da quando e fino a "
            "quando."
        ),
        order=16,
        apps=("profili",),
        export=export,
        erase=erase,
        export_organisation=export_organisation,
        count_organisation=count_organisation,
        remove=remove,
    )
)
for _rule in (
    Rule(
        code="profili_medici",
        label=gettext_lazy("Profili dei medici di un presidio: gruppo e codice fornitore"),
        how_long=gettext_lazy("finché esistono l’account e il presidio"),
        since=gettext_lazy("da quando il presidio aggiunge il medico"),
        then=gettext_lazy(
            "Con l’account spariscono nome e codice fornitore; con il presidio tutto il profilo, e "
            "l’account se nessuno lo ha mai usato."
        ),
        source=gettext_lazy("GDPR, artt. 5.1.e e 17"),
        order=27,
        to_verify=True,
    ),
    Rule(
        code="importazioni",
        label=gettext_lazy("Righe dei file di medici caricati, prima della conferma"),
        how_long=gettext_lazy("24 ore"),
        since=gettext_lazy("dal caricamento"),
        then=gettext_lazy("Si cancellano da sole, con la loro chiave; restano i numeri."),
        source=gettext_lazy("GDPR, art. 5.1.c ed e"),
        order=28,
    ),
):
    personal.register_rule(_rule)
personal.register_names("profili.profilomedico", gettext_lazy("profilo di medico"), _names)
personal.register_names(
    "profili.importazione", gettext_lazy("file di medici caricato"), _import_names
)
personal.register_subjects("profili", subjects)

"""What invitations and requests to join hold about a person and an organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.base import audit, files, personal
from portal.base.personal import Part, Person, Piece, Rule, table
from portal.base.personal.pieces import stored
from utenti.organizzazioni.choices import GONE, StatoAttivazione
from utenti.organizzazioni.models import Invito, RichiestaAttivazione

# One step of a removal: short enough to be repeated when the worker dies.
_STEP: Final = 25
_BLANK: Final = "indirizzo cap comune provincia pec".split()


def _invitations(person: Person) -> models.QuerySet[Invito]:
    """Those sent to the address, and those accepted by the account under whatever address."""
    index = Invito.index_of(person.email)
    return Invito.objects.filter(Q(email_index=index) | Q(membership__utente_id=person.user_id))


def _requests(person: Person) -> models.QuerySet[RichiestaAttivazione]:
    return RichiestaAttivazione.objects.filter(richiedente_id=person.user_id)


def export(person: Person) -> Iterator[Piece]:
    """Invitations received, organisations asked for, with the proofs that were sent."""
    invitations = _invitations(person).select_related("data_key")
    yield table("inviti", invitations, leave_out=("created_by", "revoked_by"))
    yield table("richieste_di_attivazione", _requests(person), leave_out=("decided_by",))
    for row in _requests(person).select_related("prova__data_key").order_by("pk"):
        kind = row.prova.content_type.rpartition("/")[2]
        piece = stored(row.prova, f"file/{row.pk}.{kind}", _("Documento della richiesta"))
        if piece is not None:
            yield piece


def blockers(person: Person, now: datetime) -> list[str]:
    """A request that somebody is about to decide."""
    if not _requests(person).filter(stato=StatoAttivazione.INVIATA).exists():
        return []
    return [_("Hai una richiesta di attivazione in attesa: ritirala o aspetta la risposta.")]


def erase(person: Person, by: models.Model, now: datetime) -> Counter[str]:
    """Addresses are forgotten with their key, invitations still open end; of requests and their
    proofs stay kind, state and dates."""
    counts: Counter[str] = Counter()
    addressed = _invitations(person).filter(email_cancellata_at__isnull=True)
    for invito in addressed.select_related("data_key").order_by("pk"):
        _forget(invito, by, now)
        counts.update(inviti=1, chiavi=1)
    return counts + _blank(_requests(person), now)


def _forget(invito: Invito, by: models.Model, now: datetime) -> None:
    ended = {"revoked_at": now, "revoked_by": by} if invito.pending else {}
    invito.data_key.destroy(now)
    Invito.objects.filter(pk=invito.pk).update(
        email=None, email_index="", email_cancellata_at=now, **ended
    )
    if ended:
        audit.record(
            "invito.revocato",
            by=by,
            now=now,
            target=invito,
            organizzazione_id=invito.organizzazione_id,
            data={"ruolo": invito.ruolo},
        )


def _blank(requests: models.QuerySet[RichiestaAttivazione], now: datetime) -> Counter[str]:
    """Take what was declared, and the proof, out of requests that still have them."""
    counts: Counter[str] = Counter()
    rows = requests.exclude(denominazione=GONE).select_related("prova__data_key")
    for row in rows.order_by("pk"):
        if files.delete(row.prova, by=None, now=now):
            counts.update(file=1, chiavi=1)
        row.denominazione = row.codice_fiscale = GONE
        row.motivo = GONE if row.motivo else ""
        for name in _BLANK:
            setattr(row, name, "")
        row.prova_cancellata_at = row.prova_cancellata_at or now
        row.save()
        counts["attivazioni"] += 1
    return counts


def export_organisation(organizzazione_id: UUID) -> Iterator[Piece]:
    """Who was invited, and the request from which the organisation began; its proof is of the
    person who sent it."""
    invitations = Invito.objects.filter(organizzazione_id=organizzazione_id)
    yield table("inviti", invitations.select_related("data_key"))
    begun = RichiestaAttivazione.objects.filter(organizzazione_id=organizzazione_id)
    yield table("richieste_di_attivazione", begun, leave_out=("decided_by",))


def count_organisation(organizzazione_id: UUID) -> int:
    """The invitations: the rest is one row."""
    return Invito.objects.filter(organizzazione_id=organizzazione_id).count()


def remove(organizzazione_id: UUID, by: models.Model, now: datetime) -> Counter[str]:
    """Some invitations with their keys, before the roles they gave; then what was declared."""
    counts: Counter[str] = Counter()
    rows = Invito.objects.filter(organizzazione_id=organizzazione_id).select_related("data_key")
    for invito in rows.order_by("pk")[:_STEP]:
        invito.delete()
        if invito.data_key.destroyed_at is None:
            invito.data_key.destroy(now)
            counts["chiavi"] += 1
        counts["inviti"] += 1
    begun = RichiestaAttivazione.objects.filter(organizzazione_id=organizzazione_id)
    return counts or _blank(begun, now)


def subjects(person: Person) -> dict[UUID, str]:
    """The invitations and the requests of a person."""
    invitations = _invitations(person).order_by("pk").values_list("pk", flat=True)
    found = dict.fromkeys(invitations, _("Un invito mandato a te"))
    said = _("La tua richiesta di attivazione")
    return found | {row.pk: said for row in _requests(person).order_by("pk")}


def _request_names(ids: Collection[UUID]) -> dict[UUID, str]:
    rows = RichiestaAttivazione.objects.filter(pk__in=ids).exclude(denominazione=GONE)
    return dict(rows.order_by("pk").values_list("pk", "denominazione"))


personal.register_part(
    Part(
        code="organizzazioni",
        label=gettext_lazy("Inviti e richieste di attivazione"),
        holds=gettext_lazy(
            "Gli inviti mandati al tuo indirizzo, le organizzazioni che hai chiesto di attivare, "
            "con il documento finché lo conserviamo."
        ),
        order=15,
        apps=("organizzazioni",),
        export=export,
        blockers=blockers,
        erase=erase,
        export_organisation=export_organisation,
        count_organisation=count_organisation,
        remove=remove,
    )
)
for _rule in (
    Rule(
        code="inviti",
        label=gettext_lazy("Indirizzo e-mail di chi è invitato in un’organizzazione"),
        how_long=gettext_lazy("7 giorni l’invito, altri 30 l’indirizzo"),
        since=gettext_lazy("dall’ultima e-mail d’invito"),
        then=gettext_lazy("L’indirizzo si cancella da solo, con la sua chiave."),
        source=gettext_lazy("GDPR, art. 5.1.c ed e"),
        order=24,
    ),
    Rule(
        code="prove_attivazione",
        label=gettext_lazy("Documento di chi chiede di attivare un’organizzazione"),
        how_long=gettext_lazy("30 giorni"),
        since=gettext_lazy("dalla decisione o dal ritiro"),
        then=gettext_lazy("Il file si cancella da solo, con la sua chiave."),
        source=gettext_lazy("D.P.R. 445/2000, artt. 46-47; GDPR, art. 5.1.c ed e"),
        order=25,
    ),
    Rule(
        code="attivazioni",
        label=gettext_lazy("Richiesta di attivazione: quello che hai dichiarato"),
        how_long=gettext_lazy("finché esistono l’account e l’organizzazione"),
        since=gettext_lazy("dalla richiesta"),
        then=gettext_lazy("Restano tipo, stato e date."),
        source=gettext_lazy("D.P.R. 445/2000, artt. 71 e 76; GDPR, art. 5.1.e"),
        order=26,
        to_verify=True,
    ),
):
    personal.register_rule(_rule)
personal.register_names(
    "organizzazioni.richiestaattivazione",
    gettext_lazy("richiesta di attivazione"),
    _request_names,
)
personal.register_subjects("organizzazioni", subjects)

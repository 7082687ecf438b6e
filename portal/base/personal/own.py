"""What the base itself holds about a person, and the ephemeral lines of the retention schedule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.base import held_forms
from portal.base.audit.models import AccessEvent, AuditEvent
from portal.base.audit.presenters import present
from portal.base.held_forms import HeldForm
from portal.base.personal.pieces import Part, Person, Piece, dump, table
from portal.base.personal.registry import register_part, register_rule
from portal.base.personal.retention import Rule

# Of a busy person's years; who needs older rows asks for them.
_EVENTS_MAX: Final = 20_000


def export(person: Person) -> Iterator[Piece]:
    """What was held when a session ended, what the person opened and did."""
    held = HeldForm.objects.filter(user_id=person.user_id).select_related("data_key")
    yield table("testi_tenuti", held)
    seen = AccessEvent.objects.filter(user_id=person.user_id).order_by("-at", "-id")
    yield Piece(
        "che_cosa_hai_aperto",
        _("Che cosa hai aperto"),
        (dump(row) for row in seen[:_EVENTS_MAX].iterator()),
    )
    done = AuditEvent.objects.filter(actor_id=person.user_id).order_by("-at", "-id")
    yield Piece(
        "che_cosa_hai_fatto",
        _("Che cosa hai fatto"),
        (
            {"quando": row.at.isoformat(), "codice": row.code, "frase": present(row)}
            for row in done[:_EVENTS_MAX].iterator()
        ),
    )


def erase(person: Person, by: models.Model, now: datetime) -> Counter[str]:
    """Texts kept for somebody who will not come back; the registers hold ids and stay."""
    counts: Counter[str] = Counter()
    for held in HeldForm.objects.filter(user_id=person.user_id).order_by("pk"):
        counts["testi_tenuti"] += held_forms.discard(str(held.pk), person.user_id, now)
        counts["chiavi"] += 1
    return counts


register_part(
    Part(
        code="registri",
        label=gettext_lazy("Registri e testi tenuti"),
        holds=gettext_lazy(
            "Quello che hai aperto e fatto nel portale, con data e ora; i moduli che avevi scritto "
            "quando la sessione era finita, al più per 12 ore."
        ),
        order=50,
        apps=("base",),
        export=export,
        erase=erase,
    )
)
_LIMITS = gettext_lazy("GDPR, artt. 5.1.e e 32")
for _rule in (
    Rule(
        code="testi_tenuti",
        label=gettext_lazy("Moduli inviati a sessione finita"),
        how_long=gettext_lazy("12 ore"),
        since=gettext_lazy("dall’invio"),
        then=gettext_lazy("Si cancellano da soli, con la loro chiave."),
        source=_LIMITS,
        order=60,
    ),
    Rule(
        code="sessioni",
        label=gettext_lazy("Sessioni di accesso"),
        how_long=gettext_lazy("30 minuti senza usarle, 12 ore al massimo; la riga altre 12 ore"),
        since=gettext_lazy("dall’ultima pagina aperta"),
        then=gettext_lazy("Si cancellano da sole."),
        source=_LIMITS,
        order=61,
    ),
    Rule(
        code="posta",
        label=gettext_lazy("Testo dei messaggi e-mail"),
        how_long=gettext_lazy("finché il messaggio non è partito"),
        since=gettext_lazy("dalla richiesta"),
        then=gettext_lazy("Il testo si cancella da solo, con la sua chiave."),
        source=_LIMITS,
        order=62,
    ),
    Rule(
        code="registri",
        label=gettext_lazy("Registro di chi ha fatto e di chi ha letto: identificativi e codici"),
        how_long=gettext_lazy("finché esiste l’installazione"),
        since=gettext_lazy("dal fatto"),
        then=gettext_lazy(
            "Non contiene nomi né dati sulla salute: dopo una cancellazione non porta a nessuno."
        ),
        source=gettext_lazy("GDPR, artt. 5.2, 32 e 33; la durata è da verificare con il titolare"),
        order=63,
        to_verify=True,
    ),
):
    register_rule(_rule)

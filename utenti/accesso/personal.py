"""What the access part holds about a person: wishes, requests, the secrets of second factors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.base import personal
from portal.base.personal import Part, Person, Piece, Rule, table
from utenti.accesso.actions.fattori import remove_all
from utenti.accesso.actions.posta import forget_wishes
from utenti.accesso.models import CambioEmail, RichiestaRipristino
from utenti.models import Utente


def export(person: Person) -> Iterator[Piece]:
    """The new address that waits for a confirmation, the resets that were asked for."""
    wishes = CambioEmail.objects.filter(utente_id=person.user_id)
    yield table("cambi_di_indirizzo", wishes.select_related("data_key"))
    yield table("ripristini", _resets(person), leave_out=("deciso_by",))


def _resets(person: Person) -> models.QuerySet[RichiestaRipristino]:
    return RichiestaRipristino.objects.filter(utente_id=person.user_id)


def erase(person: Person, by: models.Model, now: datetime) -> Counter[str]:
    """Wishes and factors go with their keys, requests with their row: the register keeps ids."""
    user = Utente.objects.get(pk=person.user_id)
    wishes, factors = forget_wishes(user, now), remove_all(user, now=now)
    return Counter(
        cambi_email=wishes,
        accesso=factors,
        ripristini=_resets(person).delete()[0],
        chiavi=wishes,
    )


def subjects(person: Person) -> dict[UUID, str]:
    """The resets that a person asked for: who decides them opens a page about the person."""
    said = _("La tua richiesta di ripristino del secondo fattore")
    return {row.pk: said for row in _resets(person).order_by("pk")}


personal.register_part(
    Part(
        code="accesso",
        label=gettext_lazy("Modi di entrare"),
        holds=gettext_lazy(
            "Il nuovo indirizzo e-mail che hai chiesto, finché aspetta la conferma; le richieste "
            "di ripristino del secondo fattore, con il loro esito."
        ),
        order=12,
        apps=("accesso",),
        export=export,
        erase=erase,
    )
)
_SECURITY = gettext_lazy("GDPR, artt. 5.1.e e 32")
for _rule in (
    Rule(
        code="iscrizioni",
        label=gettext_lazy("Iscrizioni con un indirizzo mai confermato"),
        how_long=gettext_lazy("7 giorni"),
        since=gettext_lazy("dall’iscrizione"),
        then=gettext_lazy("Si cancellano da sole."),
        source=_SECURITY,
        order=21,
    ),
    Rule(
        code="cambi_email",
        label=gettext_lazy("Nuovo indirizzo e-mail che aspetta la conferma"),
        how_long=gettext_lazy("24 ore"),
        since=gettext_lazy("dalla richiesta"),
        then=gettext_lazy("Si cancella da solo, con la sua chiave."),
        source=_SECURITY,
        order=22,
    ),
    Rule(
        code="ripristini",
        label=gettext_lazy("Richieste di ripristino del secondo fattore"),
        how_long=gettext_lazy("finché l’account esiste"),
        since=gettext_lazy("dalla richiesta"),
        then=gettext_lazy("Si cancellano con l’account."),
        source=_SECURITY,
        order=23,
    ),
):
    personal.register_rule(_rule)
personal.register_subjects("accesso", subjects)

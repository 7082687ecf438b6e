"""Loads the demo once: people, organisations and their stories, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from denunce.demo import (
    stories_certificati,
    stories_credenziali,
    stories_imprese,
    stories_mare,
    stories_organizzazioni,
    stories_profili,
    stories_scuola,
)
from denunce.demo.calendar import Calendar
from denunce.demo.cast import assemble, demo_id
from denunce.demo.guard import refuse_without_demo
from denunce.demo.stage import Story, leave_draft, play
from utenti.models import Organizzazione


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load found or made."""

    created: bool
    organizzazioni: int = 0
    utenti: int = 0
    casi: int = 0


def all_stories(when: Calendar) -> list[Story]:
    """Every story, in the order in which the cases were opened, so that numbers follow time."""
    told = [
        *stories_scuola.stories(when),
        *stories_imprese.stories(when),
        *stories_mare.stories(when),
    ]
    return sorted(told, key=lambda story: story.opened_at)


def load_demo(now: datetime) -> Loaded:
    """Load the demo data around ``now``; the second call changes nothing.

    Raises DemoRefused in production, without DEMO=1, or beside real organisations.
    """
    refuse_without_demo()
    with transaction.atomic():
        if Organizzazione.objects.filter(pk=demo_id("organizzazione", "nord")).exists():
            return Loaded(created=False)
        cast = assemble(now)
        when = Calendar(now)
        cases = [play(story, cast) for story in all_stories(when)]
        leave_draft(*stories_scuola.draft(when), cast)
        stories_organizzazioni.tell(cast)
        stories_credenziali.tell(cast)
        stories_profili.tell(cast, now)
        stories_certificati.tell(cast)
    return Loaded(True, len(cast.organizzazioni), len(cast.utenti), len(cases))

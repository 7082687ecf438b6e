"""Template vocabulary of the portal: ``{% load portale %}``.

``{% icon "it-check" %}`` · ``{{ due_at|term }}`` · ``{{ due_at|countdown:now }}`` ·
``{% urgency due_at now state as u %}``. The instant of reading always comes from the view.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.base import wording

register = template.Library()
SPRITE = "bi/svg/sprites.svg"


@register.simple_tag
def icon(name: str, label: str = "", size: str = "sm") -> SafeString:
    """An icon of the theme's sprite; decorative unless ``label`` says what it means.

    ``size`` is one of xs, sm, md, lg.
    """
    return _svg(_sprite(), name, str(label), size)


@cache
def _sprite() -> str:
    """The address of the sprite, asked once: a page draws dozens of icons."""
    return static(SPRITE)


@cache
def _svg(sprite: str, name: str, label: str, size: str) -> SafeString:
    if label:
        return format_html(
            '<svg class="icon icon-{}" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            size,
            label,
            sprite,
            name,
        )
    return format_html(
        '<svg class="icon icon-{}" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        size,
        sprite,
        name,
    )


@register.filter
def term(value: datetime | date | None) -> str:
    """ "sabato 14 marzo, 23:59"; nothing for None."""
    return "" if value is None else wording.term(value)


@register.filter
def term_year(value: datetime | date | None) -> str:
    """ "sabato 14 marzo 2026, 23:59"; nothing for None."""
    return "" if value is None else wording.term(value, year=True)


@register.filter
def countdown(due_at: datetime | None, now: datetime) -> str:
    """ "mancano 6 h 12 min" at the instant ``now``; nothing for None."""
    return "" if due_at is None else wording.countdown(due_at, now)


@register.simple_tag
def urgency(
    due_at: datetime | None, now: datetime, state: str = "da_fare", doubtful: bool = False
) -> wording.Urgency:
    """The urgency (``code``, ``word``, ``icon``) of a duty: see ``wording.urgency``."""
    return wording.urgency(due_at, now, state, doubtful=doubtful)


@register.simple_tag
def all_urgencies() -> tuple[wording.Urgency, ...]:
    """Every urgency word, from the most pressing."""
    return wording.ALL_URGENCIES


@register.filter
def in_sentence(text: str) -> str:
    """A sentence after a colon: a small first letter, unless it begins an acronym or a name."""
    words = str(text)
    return words[:1].lower() + words[1:] if words[1:2].islower() or words[1:2] == " " else words


@register.filter
def focus_id(field: BoundField) -> str:
    """Id of the element to go to for a field; of the first choice for radios and checkboxes."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def as_json(value: Any) -> str:
    """Plain data for an attribute that a script of ours reads."""
    return DjangoJSONEncoder().encode(value)

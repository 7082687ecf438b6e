"""A page that asks one thing about a case: what it says and what its form needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.urls import reverse

from denunce.models import Caso
from denunce.page_models.rows import who

Json = dict[str, Any]


def action_page(
    caso: Caso,
    form: Form,
    *,
    heading: str,
    submit: str,
    text: str = "",
    facts: Sequence[Json] = (),
    facts_title: str = "",
    multipart: bool = False,
) -> Json:
    """The context of ``denunce/azione.html``.

    ``facts`` are rows of a definition list under ``facts_title``.
    """
    return {
        "caso": caso,
        "person": who(caso.lavoratore),
        "form": form,
        "heading": heading,
        "submit": submit,
        "text": text,
        "facts": list(facts),
        "facts_title": facts_title,
        "multipart": multipart,
        "back_url": reverse("caso", args=[caso.pk]),
    }

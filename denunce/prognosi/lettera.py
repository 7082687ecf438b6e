"""The mail that asks: a case by number and initials, and where to answer.

No health details: that a prognosis ends, and of what, stays in the portal.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from denunce.models import Caso
from utenti.models import Utente


@dataclass(frozen=True, slots=True)
class Lettera:
    """One mail, ready to be sent."""

    subject: str
    text: str
    html: str


def compose(caso: Caso, person: Utente) -> Lettera:
    """ "Da rispondere oggi: una domanda sul caso 2026/0041 (B. L.)"."""
    named = _("caso %(numero)s (%(iniziali)s)") % {
        "numero": caso.numero,
        "iniziali": caso.lavoratore.initials,
    }
    context = {
        "nome": person.nome,
        "cosa": _("Rispondi a una domanda sul %(caso)s, %(organizzazione)s")
        % {
            "caso": named,
            "organizzazione": caso.organizzazione.denominazione.removesuffix(".") + ".",
        },
        "perche": _(
            "Dalla risposta dipende se la Comunicazione basta o se serve la Denuncia. "
            "Fonte: D.P.R. 1124/1965, art. 53 c. 3."
        ),
        "collegamento": f"{settings.SITE_URL}{reverse('caso', args=[caso.pk])}#prognosi",
    }
    folder = "prognosi/email/domanda"
    return Lettera(
        subject=_("Da rispondere oggi: una domanda sul %(caso)s") % {"caso": named},
        text=render_to_string(f"{folder}.txt", context),
        html=render_to_string(f"{folder}.html", context),
    )

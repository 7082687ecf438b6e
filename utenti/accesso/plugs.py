"""What the access part hangs on the rest when it starts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.base.authz import Permission
from portal.base.background import register_job
from utenti.accesso.actions.iscrizione import forget_unconfirmed
from utenti.accesso.actions.posta import forget_stale_wishes
from utenti.account_panels import register_link

register_job("accesso.iscrizioni", forget_unconfirmed)
register_job("accesso.cambi_email", forget_stale_wishes)
register_link(_("Modi di entrare: SPID, CIE, CNS"), "identita", order=20)
register_link(
    _("Secondi fattori da ripristinare"),
    "ripristini",
    Permission.ORGANIZZAZIONE_ADMIN,
    Permission.PIATTAFORMA_ADMIN,
    order=90,
)

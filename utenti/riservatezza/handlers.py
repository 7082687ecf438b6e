"""What this part registers at start-up: background work, its own personal data."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.base import personal
from portal.base.background import register_job
from utenti.riservatezza.actions import lavori, proprie, rimozione
from utenti.riservatezza.page_models.accessi import place_names

__all__ = ["rimozione"]  # its outbox handler registers itself

personal.register_names("registro_accessi", _("registro degli accessi"), place_names)
register_job("copie", lavori.tend)
personal.register_part(
    personal.Part(
        code="riservatezza",
        label=_("Richieste sui tuoi dati"),
        holds=_("Le richieste che hai fatto sui tuoi dati, con le risposte."),
        order=60,
        apps=("riservatezza",),
        export=proprie.export,
        erase=proprie.erase,
        export_organisation=proprie.export_organisation,
        remove=proprie.remove,
    )
)
personal.register_rule(
    personal.Rule(
        code="copie",
        label=_("Copie dei dati preparate per essere scaricate"),
        how_long=_("7 giorni"),
        since=_("da quando la copia è pronta"),
        then=_("Si cancellano da sole, con la loro chiave; ne resta l’impronta."),
        source=_("GDPR, artt. 5.1.e e 32"),
        order=64,
    )
)
personal.register_rule(
    personal.Rule(
        code="prove",
        label=_("Prove di cancellazione: che cosa, quando, da chi, con quale base"),
        how_long=_("finché esiste l’installazione"),
        since=_("dalla cancellazione"),
        then=_("Non contengono dati della persona."),
        source=_("GDPR, art. 5.2"),
        order=65,
    )
)

"""What this app registers when the portal starts; importing it is what registers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from denunce import registry
from denunce.riservatezza import export, panel, retention, subjects
from portal.base import personal
from portal.base.audit.presenters import presents

personal.register_part(
    personal.Part(
        code="casi",
        label=_("Casi di infortunio e malattia professionale"),
        holds=_(
            "Le schede e i casi che ti riguardano presso scuole e imprese: fatti, certificati "
            "ricevuti, adempimenti, invii. Li trovi solo se la tua identità è stata verificata. Il "
            "racconto, le note e i documenti possono parlare anche di altri: chiedili "
            "all’organizzazione."
        ),
        order=30,
        apps=("denunce",),
        export=export.of_person,
        blockers=export.duties_of,
        erase=export.release,
        export_organisation=export.of_organisation,
        count_organisation=export.count,
        remove=export.remove,
    )
)
for _rule in retention.rules():
    personal.register_rule(_rule)
for _target, (_word, _names) in subjects.NAMES.items():
    personal.register_names(_target, _word, _names)
personal.register_following("denunce", subjects.following)
personal.register_subjects("denunce", subjects.subjects)
personal.register_holders("denunce", subjects.holders)
registry.register_panel(panel.PANEL)
presents(
    {
        "caso.cancellato": _("I dati del caso sono stati cancellati, con la loro prova."),
        "caso.oscurato": _("Ha oscurato i testi liberi del caso."),
    }
)

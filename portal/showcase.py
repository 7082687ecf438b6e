"""Sample data of the component page: fictional people, one fixed instant."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.base.wording import ALL_URGENCIES, ROME, countdown, term, urgency

NOW: Final = datetime(2026, 3, 14, 17, 47, tzinfo=ROME)


class SampleForm(forms.Form):
    """One field of each kind."""

    numero = forms.CharField(
        label=_("Numero del certificato"), help_text=_("12 caratteri, in alto a destra.")
    )
    rilasciato_on = forms.DateField(
        label=_("Rilasciato il"), widget=forms.DateInput(attrs={"type": "date"})
    )
    persona = forms.ChoiceField(
        label=_("Persona"), choices=[("", "—"), ("1", "Bianchi Luca, 2B, nato nel 2013")]
    )
    luogo = forms.ChoiceField(
        label=_("Dove è successo"),
        choices=[("sede", _("A scuola")), ("viaggio", _("In viaggio di istruzione"))],
        widget=forms.RadioSelect,
    )
    descrizione = forms.CharField(
        label=_("Che cosa è successo"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    mortale = forms.BooleanField(label=_("Infortunio mortale"), required=False)


class SampleFilters(forms.Form):
    """Filters of a list."""

    cerca = forms.CharField(label=_("Persona o numero"), required=False)
    plesso = forms.ChoiceField(label=_("Plesso"), required=False, choices=[("", _("Tutti"))])


def sample() -> dict[str, Any]:
    """Everything the component page needs."""
    refused = SampleForm({"numero": "XK4", "rilasciato_on": "", "persona": "1"})
    refused.add_error("numero", _("Il numero ha 12 caratteri: ne hai scritti 3."))
    return {
        "urgencies": ALL_URGENCIES,
        "duties": _duties(),
        "in_time": urgency(NOW + timedelta(days=3), NOW),
        "doubtful": urgency(NOW + timedelta(days=3), NOW, doubtful=True),
        "form": SampleForm(prefix="vuoto"),
        "refused": refused,
        "filters": SampleFilters(prefix="filtri"),
        **_SAMPLES,
    }


def _duties() -> list[dict[str, Any]]:
    rows: list[tuple[timedelta | None, str, str, str, str, str]] = [
        (timedelta(days=-2), "Denuncia", "art. 53 T.U.", "Neri Sofia, 1C", "da_fare", "Continua"),
        (timedelta(hours=6), "Denuncia", "art. 53 T.U.", "Bianchi Luca, 2B", "da_fare", "Continua"),
        (timedelta(hours=16), "Comunicazione", "art. 18", "Verdi Anna, 1A", "da_fare", "Continua"),
        (timedelta(days=12), "Assicurazione", "polizza", "Bianchi Luca, 2B", "da_fare", "Vedi"),
        (None, "Certificato", "", "Rossi Omar, 3C", "da_fare", "Ho il certificato"),
        (timedelta(days=1), "Comunicazione", "art. 18", "Galli Ugo, 2A", "inviato", "Vedi"),
        (timedelta(days=1), "Comunicazione", "art. 18", "Testa Ida, 2A", "assorbito", "Vedi"),
    ]
    return [
        {
            "url": f"#riga-{number}",
            "urgency": urgency(NOW + left if left else None, NOW, state),
            "due": term(NOW + left) if left else "",
            "countdown": countdown(NOW + left, NOW) if left and state == "da_fare" else "",
            "title": title,
            "article": article,
            "person": person,
            "event": "caduta in palestra",
            "case_number": f"2026/{40 + number:04}",
            "action": action,
        }
        for number, (left, title, article, person, state, action) in enumerate(rows, start=1)
    ]


_SAMPLES: Final[dict[str, Any]] = {
    "why": ["Il certificato dà 6 giorni di assenza dopo il giorno dell’infortunio (più di 3)."],
    "term_why": (
        "Due giorni dalla ricezione dei riferimenti (giovedì 12, 10:00). Il primo giorno non si"
        " conta; il sabato conta."
    ),
    "sources": [
        {"label": "Art. 53 T.U. 1124/1965", "url": "#fonte-art53"},
        {"label": "circolare 22/1998", "url": ""},
    ],
    "changes": ["Con 3 giorni di assenza o meno basterebbe la comunicazione."],
    "readings": [
        {
            "followed": True,
            "title": "48 ore dalla ricezione",
            "due": "sabato 14 marzo, 10:00",
            "why": "Prudente.",
        },
        {"title": "Due giorni interi", "due": "sabato 14 marzo, 23:59", "why": "Art. 53."},
    ],
    "entries": [
        {
            "when": "oggi, 10:42",
            "iso": "2026-03-14T10:42+01:00",
            "text": "Preparato il modulo 4 bis",
            "who": "Carla Moretti",
        },
        {
            "when": "giovedì 12 marzo, 10:00",
            "iso": "2026-03-12T10:00+01:00",
            "text": "Ricevuti i riferimenti del certificato",
            "who": "Carla Moretti",
            "detail": "Prognosi dal 12 al 17 marzo",
        },
        {
            "when": "mercoledì 11 marzo, 12:15",
            "iso": "2026-03-11T12:15+01:00",
            "text": "Comunicazione entro venerdì 13",
            "who": "Carla Moretti",
            "superseded": True,
        },
    ],
    "rows": [
        {"label": "Persona", "value": "Bianchi Luca", "note": "dal caso"},
        {"label": "Quando", "value": "mercoledì 11 marzo, 11:20", "url": "#modifica-quando"},
        {"label": "Testimoni", "value": ""},
    ],
    "files": [
        {
            "name": "Modulo 4 bis",
            "url": "#file-1",
            "kind": "PDF",
            "size": "86 kB",
            "when": "oggi, 10:42",
            "who": "Carla Moretti",
        },
        {"name": "Certificato medico", "missing": True, "who": "lo deve la famiglia"},
    ],
    "steps": [
        {"label": "Chi", "url": "#chi", "state": "completa"},
        {"label": "Quando e dove", "url": "#quando", "state": "con_errori"},
        {"label": "Che cosa è successo", "url": "#cosa", "state": "parziale", "current": True},
        {"label": "Gravità", "url": "#gravita", "state": "vuota"},
        {"label": "Riepilogo", "url": "#riepilogo", "state": "vuota"},
    ],
    "tabs": [
        {"label": "Da fare", "url": "#da-fare", "current": True, "count": 4},
        {"label": "In attesa", "url": "#in-attesa", "count": 1},
        {"label": "Fatti", "url": "#fatti"},
        {"label": "Tutti", "url": "#tutti"},
    ],
}

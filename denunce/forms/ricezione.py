"""When and how the references of a certificate came in: from then the term runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from denunce.actions.dati import DatiCertificato
from denunce.choices import RicevutoVia
from portal.base.clock import local
from portal.base.forms.instants import TIME_FORMATS, InstantField, TimeInput, resolve, set_latest
from portal.base.forms.sections import Section, VersionedForm, choices_with_blank

NOW, TODAY, OTHER = "adesso", "oggi", "altro"
RICEZIONE: Final = Section(
    _("La ricezione"),
    ("quando", "oggi_ora", "received_at", "received_via"),
    _("Da questo momento parte il termine: conta l’ultimo dei tre dati che hai ricevuto."),
)


class RicezioneForm(VersionedForm):
    """When and how. What the certificate says is known otherwise, or typed in a form above it."""

    sections: ClassVar[Sequence[Section]] = (RICEZIONE,)

    quando = forms.ChoiceField(
        label=_("Quando li hai ricevuti?"),
        choices=((NOW, _("Adesso")), (TODAY, _("Oggi, alle…")), (OTHER, _("In un altro momento"))),
        initial=NOW,
        widget=forms.RadioSelect,
    )
    oggi_ora = forms.TimeField(
        label=_("Oggi alle"),
        required=False,
        input_formats=TIME_FORMATS,
        widget=TimeInput(),
        error_messages={"invalid": _("Scrivi l’ora come 10:30.")},
    )
    received_at = InstantField(
        label=_("Momento della ricezione"),
        required=False,
        help_text=_("Solo se non è oggi."),
    )
    received_via = forms.ChoiceField(
        label=_("Come li hai ricevuti"), choices=choices_with_blank(RicevutoVia.choices)
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now.replace(second=0, microsecond=0)
        set_latest(self, ("received_at",), now)

    def to_dati(self) -> DatiCertificato:
        """What the action takes."""
        raise NotImplementedError

    def check_reception(self, cleaned: dict[str, Any], released: datetime | None) -> None:
        """Say in one instant when the references came in; never before the release."""
        said = cleaned.get("quando")
        if said == NOW:
            cleaned["received_at"] = self.now
        elif said == TODAY:
            cleaned["received_at"] = self._today(cleaned)
        elif cleaned.get("received_at") is None and "received_at" not in self.errors:
            self.refuse(str(_("Scrivi giorno e ora in cui li hai ricevuti.")), "received_at")
        received = cleaned.get("received_at")
        if released and received and received < released:
            self.refuse(
                str(_("La ricezione viene prima del rilascio: controlla i due momenti.")),
                "oggi_ora" if said == TODAY else "received_at",
            )

    def _today(self, cleaned: dict[str, Any]) -> datetime | None:
        """The instant of "oggi alle"; on the day the clock repeats an hour, "altro" asks which."""
        hour = cleaned.get("oggi_ora")
        if hour is None:
            if "oggi_ora" not in self.errors:
                self.refuse(str(_("Scrivi l’ora in cui li hai ricevuti.")), "oggi_ora")
            return None
        try:
            instant = resolve(local(self.now).date(), hour, "")
        except forms.ValidationError as error:
            self.add_error("oggi_ora", error)
            return None
        if instant > self.now:
            self.refuse(str(_("Quest’ora deve ancora venire: controlla.")), "oggi_ora")
            return None
        return instant

    def as_hidden(self) -> list[tuple[str, str]]:
        """Everything typed, name by name, to be confirmed on the next page.

        "Adesso" is written out as the minute it meant: the confirmation may come later.
        """
        when = local(self.cleaned_data["received_at"])
        written = {
            "quando": OTHER,
            "oggi_ora": "",
            "received_at_giorno": f"{when:%Y-%m-%d}",
            "received_at_ora": f"{when:%H:%M}",
            "received_at_volta": str(when.fold),
        }
        kept = [(key, value) for key, value in self.data.items() if self._is_kept(key, written)]
        return [*((key, str(value)) for key, value in kept), *written.items()]

    def _is_kept(self, key: str, written: dict[str, str]) -> bool:
        names = ("_giorno", "_ora", "_volta")
        base = next((key.removesuffix(end) for end in names if key.endswith(end)), key)
        return base in self.fields and key not in written

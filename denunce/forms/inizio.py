"""Beginning a draft: for whom, for which organisation, in which event."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid4

from django import forms

from denunce.models import Evento, Lavoratore


class InizioForm(forms.Form):
    """Hidden fields of the buttons that begin a draft; nothing here is typed but the name."""

    request_key = forms.UUIDField(required=False)
    lavoratore = forms.UUIDField(required=False)
    bozza = forms.UUIDField(required=False)
    evento = forms.UUIDField(required=False)
    organizzazione = forms.UUIDField(required=False)
    cognome = forms.CharField(max_length=80, required=False)
    nome = forms.CharField(max_length=80, required=False)

    def __init__(self, *args: Any, mine: Collection[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mine = mine

    def clean_request_key(self) -> UUID:
        """A button without its key (an old page, a script) gets a new one."""
        found: UUID | None = self.cleaned_data["request_key"]
        return found or uuid4()

    def clean(self) -> dict[str, Any]:
        """Somebody who works for several organisations says for which one, unless it is clear."""
        cleaned = super().clean() or self.cleaned_data
        clear = any(cleaned.get(name) for name in ("lavoratore", "bozza", "evento"))
        if not clear and not cleaned.get("organizzazione") and len(self.mine) != 1:
            self.add_error("organizzazione", "")
        return cleaned

    def organizzazione_id(self, person: Lavoratore | None, evento: Evento | None) -> UUID:
        """The organisation of the draft."""
        for owned in (evento, person):
            if owned is not None:
                return owned.organizzazione_id
        chosen: UUID | None = self.cleaned_data["organizzazione"]
        return chosen or next(iter(self.mine))

    def texts(self) -> dict[str, str]:
        """What was typed already: the name that was looked for."""
        return {name: self.cleaned_data[name] for name in ("cognome", "nome")}

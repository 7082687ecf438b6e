"""The lesions of a certificate in a form: chosen on the map or in the list, several at a time.

Three controls, all optional: ``<name>`` is the truth (JSON text ``[["NATURA", "SEDE"], …]``),
``<name>_natura`` and ``<name>_sede`` are what was chosen and not added yet. The buttons of the page
post ``lesione=aggiungi``, ``lesione=togli:<i>`` and ``lesione=svuota``; ``merge_lesions`` does what
they ask, and is called at every post, so that "Continua" and the autosave lose nothing that was
chosen. A nature or sites that it gives back could not be added: drawn bound to its answer, the
form says why.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from certificati.corpo import GRUPPI, SEDI, VISTE, Gruppo, nature_label, spoken
from certificati.dati import Lesione
from portal.base.riferimenti.codelists import code_list

MOST: Final = 30
TEXT_MAX: Final = 8_000  # characters: thirty of the longest lesions take less than four thousand
BUTTON: Final = "lesione"
ADD: Final = "aggiungi"
REMOVE: Final = "togli:"
CLEAR: Final = "svuota"


class Scritte(NamedTuple):
    """What the controls hold: the text of those added, nature and sites not added yet."""

    testo: str = ""
    natura: str = ""
    sedi: tuple[str, ...] = ()

    @classmethod
    def read(cls, data: Mapping[str, Any], name: str = "lesioni") -> Scritte:
        """From what was posted, or from the texts of a draft (where the sites are JSON)."""
        return cls(
            _string(data.get(name)),
            _string(data.get(f"{name}_natura")),
            tuple(_sites(data, f"{name}_sede")),
        )


def merge_lesions(posted: Mapping[str, Any], name: str = "lesioni") -> dict[str, str]:
    """The texts to keep after a post: chosen lesions added, those to take away gone.

    What cannot be added (no nature, no site, a code of no list) stays as it was chosen, so that the
    page shows it again with its error; a text that cannot be read is given back untouched.
    """
    written = Scritte.read(posted, name)
    lesioni = parse(written.testo)
    if lesioni is None:
        return _texts(name, written)
    lesioni = _without(lesioni, _string(posted.get(BUTTON)))
    if _string(posted.get(BUTTON)) == CLEAR:
        written = written._replace(natura="", sedi=())
    if _fit(written):
        wanted = [*lesioni, *(Lesione(written.natura, sede) for sede in written.sedi)]
        lesioni, written = list(dict.fromkeys(wanted)), written._replace(natura="", sedi=())
    return _texts(name, written._replace(testo=dump(lesioni)))


def parse(text: str) -> list[Lesione] | None:
    """The pairs of the text, whatever their codes, doubles apart; None when it is not a list."""
    if not text.strip():
        return []
    try:
        found = json.loads(text) if len(text) <= TEXT_MAX else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or not all(_is_pair(one) for one in found):
        return None
    return list(dict.fromkeys(Lesione(*one) for one in found))


def dump(lesioni: Iterable[Lesione]) -> str:
    """The text of the control; empty for no lesion."""
    pairs = [list(one) for one in lesioni]
    return json.dumps(pairs, ensure_ascii=False) if pairs else ""


class LesioniWidget(forms.Widget):
    """The list of the added ones, the choice of nature, the map and the list of sites."""

    template_name = "certificati/_lesioni.html"
    use_fieldset = True

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> Scritte:
        """What the three controls hold."""
        return Scritte.read(data, name)

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> bool:
        """Whether the page had no lesions at all."""
        return name not in data

    def id_for_label(self, id_: str) -> str:
        """The label is a heading of the group: it belongs to no single control."""
        return ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Everything the templates draw."""
        context = super().get_context(name, None, attrs)
        written = value if isinstance(value, Scritte) else Scritte(_initial(value))
        lesioni = parse(written.testo) or []
        taken: dict[str, list[str]] = {}
        for natura, sede in lesioni:
            taken.setdefault(sede, []).append(nature_label(natura))
        context["widget"] |= {
            "testo": written.testo,
            "aggiunte": [
                {"testo": text, "valore": f"{REMOVE}{number}"}
                for number, text in enumerate(spoken(lesioni))
            ],
            "natura": written.natura,
            "nature": code_list("natura_lesione").entries,
            "gruppi": [_drawn(gruppo, written.sedi, taken) for gruppo in GRUPPI],
            "viste": VISTE,
            "scelte": written.sedi,
            "prese": set(taken),
            "massimo": MOST,
        }
        return context


class LesioniField(forms.Field):
    """Lesions by official codes; ``clean`` gives a tuple of ``Lesione``, each once, at most 30."""

    widget = LesioniWidget
    how_to_answer = _("Aggiungi almeno una lesione: natura e sede.")
    default_error_messages = {
        "required": how_to_answer,
        "testo": _("L’elenco delle lesioni non si legge più: scegli di nuovo natura e sede."),
        "natura": _("Hai scelto la sede: scegli anche la natura della lesione."),
        "sede": _("Hai scelto la natura: scegli anche almeno una sede."),
        "codice": _("«%(codice)s» non è negli elenchi ufficiali: scegli di nuovo natura e sede."),
        "troppe": _("Al massimo %(max)s lesioni in un certificato."),
    }

    def to_python(self, value: Any) -> tuple[Lesione, ...]:
        """The lesions, those chosen and not added yet included. Raises ValidationError."""
        written = value if isinstance(value, Scritte) else Scritte(_initial(value))
        lesioni = parse(written.testo)
        if lesioni is None:
            raise ValidationError(self.error_messages["testo"], "testo")
        if written.sedi and not written.natura:
            raise ValidationError(self.error_messages["natura"], "natura")
        if written.natura and not written.sedi:
            raise ValidationError(self.error_messages["sede"], "sede")
        chosen = [Lesione(written.natura, sede) for sede in written.sedi]
        found = tuple(dict.fromkeys([*lesioni, *chosen]))
        self._check(found)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the lesions differ, whatever their text looks like."""
        if self.disabled:
            return False
        try:
            return set(self.to_python(initial)) != set(self.to_python(data))
        except ValidationError:
            return True

    def _check(self, found: tuple[Lesione, ...]) -> None:
        nature = code_list("natura_lesione").by_code
        for natura, sede in found:
            if natura not in nature or sede not in SEDI:
                wrong = sede if natura in nature else natura
                raise ValidationError(
                    self.error_messages["codice"], "codice", {"codice": wrong[:60]}
                )
        if len(found) > MOST:
            raise ValidationError(self.error_messages["troppe"], "troppe", {"max": MOST})


def _drawn(
    gruppo: Gruppo, chosen: Collection[str], taken: Mapping[str, list[str]]
) -> dict[str, Any]:
    """A group for the list: its sites, which are chosen, the natures they already have."""
    rows: list[dict[str, Any]] = [
        {
            "sede": sede,
            "scelta": sede.code in chosen,
            "nature": ", ".join(taken.get(sede.code, [])).lower(),
        }
        for sede in gruppo.sedi
    ]
    count = sum(bool(row["scelta"]) for row in rows)
    return {"gruppo": gruppo, "righe": rows, "scelte": count}


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _initial(value: Any) -> str:
    """The text of an initial value: a text already, or lesions."""
    return value if isinstance(value, str) else dump(Lesione(*one) for one in value or ())


def _sites(data: Mapping[str, Any], name: str) -> list[str]:
    found: Any = data.getlist(name) if isinstance(data, MultiValueDict) else [data.get(name)]
    if len(found) == 1 and _string(found[0]).startswith("["):
        try:
            found = json.loads(found[0][:TEXT_MAX])
        except (ValueError, RecursionError):
            found = []
    return list(dict.fromkeys(one for one in found if isinstance(one, str) and one))


def _texts(name: str, written: Scritte) -> dict[str, str]:
    sedi = json.dumps(list(written.sedi), ensure_ascii=False) if written.sedi else ""
    return {name: written.testo, f"{name}_natura": written.natura, f"{name}_sede": sedi}


def _without(lesioni: list[Lesione], button: str) -> list[Lesione]:
    """All but the one whose button was pressed; a place that is not there takes nothing away."""
    place = button.removeprefix(REMOVE)
    if button == place or not place.isascii() or not place.isdigit() or len(place) > 3:
        return lesioni
    return [one for number, one in enumerate(lesioni) if number != int(place)]


def _fit(written: Scritte) -> bool:
    known = written.natura in code_list("natura_lesione").by_code
    return known and bool(written.sedi) and all(sede in SEDI for sede in written.sedi)


def _is_pair(one: Any) -> bool:
    return isinstance(one, list) and len(one) == 2 and all(isinstance(part, str) for part in one)

"""An official form between the page and its declaration: nothing of it is written twice here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final, Self

from django.utils.translation import gettext as _

from denunce.actions.conversione import NONE, Conversione, conversion
from denunce.choices import TipoAdempimento
from denunce.models import Modulo
from denunce.models.modulo import TipoModulo
from denunce.moduli.canonical import canonical
from denunce.moduli.declaration import Declaration, Problem
from denunce.moduli.example import apply_fixed
from denunce.moduli.prefill import prefill
from denunce.moduli.registry import declaration_version
from denunce.moduli.validation import problems
from denunce.moduli.wizard import FormSection, clean, form_sections, reread
from denunce.workflow import StatoModulo
from portal.base.autosave import DraftMark
from portal.base.riferimenti.towns import TOWNS

# A hidden field of the page: with it came every control of the form.
WHOLE: Final = "modulo_intero"
# The buttons that take over what the case says: the name of a control, or this word.
FROM_CASE: Final = "dal_caso"
EVERY: Final = "tutti"
# The duty of a form that hangs from none: a case made by hand may have one.
_DUTIES: Final[dict[str, str]] = {
    TipoModulo.MOD4BIS: TipoAdempimento.DENUNCIA,
    TipoModulo.MOD4BIS_NAV: TipoAdempimento.DENUNCIA,
    TipoModulo.MOD101: TipoAdempimento.DENUNCIA_MP,
}


def read_version(posted: Mapping[str, str]) -> int:
    """The version of the draft a page was about; 0 when it did not say, or said no number."""
    text = str(posted.get("version", ""))
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else 0


def typed_form(modulo: Modulo, posted: Mapping[str, str]) -> ModuloForm | None:
    """What was typed into a draft whose page carries a button for something else than saving.

    Such a button sends the whole form, so that nothing typed is lost; None when only it was sent.
    """
    if modulo.stato != StatoModulo.BOZZA or WHOLE not in posted:
        return None
    return ModuloForm(modulo, posted)


class ModuloForm:
    """What a form holds, or what was typed into it. ``dati`` is what can be kept."""

    def __init__(self, modulo: Modulo, posted: Mapping[str, str] | None) -> None:
        self.modulo = modulo
        self.declaration: Declaration = declaration_version(modulo.tipo, modulo.dichiarazione)
        self.raw = {name: str(posted[name]) for name in posted} if posted is not None else None
        self.mark = DraftMark.of(self.raw or {})
        self.refusals: list[str] = []
        self.conflict = False
        self.one_more = ""  # the repeated group that shows a blank row
        self.taken = 0  # how many values came from the case in place of those typed
        self.reopened: list[Problem] = []  # answers whose list became another one
        if self.raw is None:
            self.dati, self.unreadable = json.loads(modulo.dati), list[Problem]()
        else:
            self.dati, self.unreadable = clean(self.declaration, self.raw)
            self._keep_locked()
            self._reopen(self.raw)

    @classmethod
    def taking(cls, modulo: Modulo, posted: Mapping[str, str], asked: str) -> Self:
        """What was typed, with the control named ``asked`` as the case has it today; with
        ``EVERY``, every control that says something else; "" takes nothing."""
        typed = cls(modulo, posted)
        if not asked:
            return typed
        fields = [field for section in typed.sections(typed=True) for field in section.fields]
        there = {field.name: field.in_case for field in fields if field.in_case}
        taken = there if asked == EVERY else {name: there[name] for name in {asked} & set(there)}
        form = cls(modulo, {name: str(posted[name]) for name in posted} | taken)
        form.taken = len(taken)
        return form

    def is_valid(self, *, partly: bool = False) -> bool:
        """Whether what was typed can be kept: missing and wrong answers may wait, nonsense not.

        ``partly`` leaves nonsense out and keeps the rest: a page that saves by itself still has it.
        """
        if self.version < 1:
            self.refuse(_("Ricarica la pagina e riprova."))
        return (partly or not self.unreadable) and not self.refusals

    @property
    def changed(self) -> bool:
        """Whether what was typed differs from what is kept."""
        return bool(canonical(self.dati) != self.modulo.dati)

    def refuse(self, message: str) -> None:
        """Show why the draft was not saved."""
        self.refusals.append(message)

    @cached_property
    def version(self) -> int:
        """The version of the draft that was being read; 0 when the page did not say."""
        return read_version(self.raw or {})

    @cached_property
    def problems(self) -> list[Problem]:
        """Why the form cannot be sent, as it is now."""
        found = problems(self.declaration, self.dati)
        unread = {problem.path for problem in (*self.unreadable, *self.reopened)}
        first = [*self.unreadable, *self.reopened]
        return [*first, *(each for each in found if each.path not in unread)]

    def sections(self, *, typed: bool = False) -> list[FormSection]:
        """The controls to draw; what was typed and refused is still there, with ``typed`` all of
        it."""
        refused = self.raw if typed or self.unreadable or self.refusals else None
        return form_sections(
            self.declaration,
            self.dati,
            problems=self.problems,
            raw=refused,
            prefilled=self._known,
            converted=self.converted.dati,
            locked=self.locked,
            one_more=self.one_more,
        )

    def _reopen(self, raw: dict[str, str]) -> None:
        """Empty what must be chosen again in another list."""
        self.reopened = reread(self.declaration, json.loads(self.modulo.dati), self.dati)
        for problem in self.reopened:
            _root, group, key = problem.path.split("/")
            del self.dati[group][key]
            raw[problem.name] = ""

    def on(self, kept: Modulo) -> ModuloForm:
        """What was typed, now over the draft that was kept of it."""
        again = type(self)(kept, self.raw)
        again.reopened = self.reopened
        return again

    def draw(self, raw: Mapping[str, str] | None) -> list[FormSection]:
        """The bare controls, ``raw`` over what could be read: for comparing, not for filling in."""
        return form_sections(self.declaration, self.dati, raw=raw)

    @property
    def protected(self) -> set[str]:
        """The paths of what the comunicazione said to INAIL: nothing may change them."""
        return {f"/{group}/{key}" for group, row in self.locked.items() for key in row}

    def _keep_locked(self) -> None:
        """What the comunicazione said to INAIL stays, whatever a page sends."""
        for group, row in self.locked.items():
            if row:
                self.dati[group] = self.dati.get(group, {}) | row
        if any(self.locked.values()):
            protected = self.protected
            self.unreadable = [each for each in self.unreadable if each.path not in protected]
            apply_fixed(self.declaration, self.dati)

    @cached_property
    def converted(self) -> Conversione:
        """The form of the comunicazione that this one goes on from; nothing for a frozen one."""
        if self.modulo.stato != StatoModulo.BOZZA:
            return NONE
        return conversion(self.modulo, self.declaration)

    @cached_property
    def locked(self) -> dict[str, dict[str, Any]]:
        """What nobody may change: the comunicazione already told it to INAIL."""
        return self.converted.locked(self._known) if self.converted.sent else {}

    @cached_property
    def _known(self) -> dict[str, Any]:
        """What the case says today: such fields are marked "dal caso"."""
        duty = self.modulo.adempimento
        tipo = duty.tipo if duty is not None else _DUTIES[self.modulo.tipo]
        return prefill(self.declaration, self.modulo.caso, tipo=tipo, towns=TOWNS)

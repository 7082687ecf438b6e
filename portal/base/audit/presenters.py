"""One Italian sentence for each audit code, declared by the app that writes it."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portal.base.audit.models import AuditEvent

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_SENTENCES: dict[str, "_StrOrPromise"] = {}


def presents(sentences: "dict[str, _StrOrPromise]") -> None:
    """Register sentences by code; ``{name}`` takes a value of the event's data.

    Raises ValueError when a code already has another sentence.
    """
    for code, sentence in sentences.items():
        if _SENTENCES.setdefault(code, sentence) != sentence:
            raise ValueError(f"{code} has two sentences")


def present(event: AuditEvent) -> str:
    """Return the sentence of an event; a code nobody declared is shown as it is."""
    sentence = _SENTENCES.get(event.code)
    if sentence is None:
        return _("Operazione registrata: %(code)s") % {"code": event.code}
    try:
        return str(sentence).format_map(event.data)
    except (KeyError, IndexError):
        return str(sentence)  # an old event may lack a value that newer ones have


def presented_codes() -> frozenset[str]:
    """Return the codes that have a sentence, for the tests that want them all."""
    return frozenset(_SENTENCES)

"""The PEC that carries a definitive form to INAIL: prepared here, sent by the person.

Mod. 4 bis R.A. - Nav. goes to the PEC of the office where the worker is domiciled (circ. INAIL
54/2004). No citable table of the offices' addresses exists: whoever sends finds the address.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

from django.utils.translation import gettext as _

from denunce.moduli.conditions import is_blank, lookup
from denunce.moduli.declaration import Declaration

Json = Any


@dataclass(frozen=True, slots=True)
class Lettera:
    """To which office, with which subject and text; ``address`` is what the form says of its PEC,
    to be verified, "" when it says nothing."""

    office: str
    address: str
    subject: str
    body: str


def letter(
    declaration: Declaration,
    data: Mapping[str, Json],
    *,
    numero_caso: str,
    attachments: Sequence[str],
) -> Lettera:
    """The letter for the data of a definitive form.

    The subject names nobody: whoever handles the mail reads it without opening it.
    """
    said = _Said(declaration, data)
    office, what = _office(said), _what(said)
    subject = _("%(what)s (%(form)s), %(employer)s, evento del %(day)s, caso %(number)s") % {
        "what": what,
        "form": declaration.short,
        "employer": said("datore.denominazione"),
        "day": said("evento.data"),
        "number": numero_caso,
    }
    return Lettera(
        office=office,
        address=said("invio.sede_pec"),
        subject=one_line(subject),
        body="\n".join(_lines(said, office, what, declaration, attachments)) + "\n",
    )


class _Said:
    """The values of a form in words; "" for what it does not say or does not ask."""

    def __init__(self, declaration: Declaration, data: Mapping[str, Json]) -> None:
        self.declaration, self.data = declaration, data

    def __call__(self, path: str) -> str:
        value = lookup(self.data, path)
        try:
            kind = self.declaration.field(path).kind_in(self.data)
        except KeyError:
            return ""
        return "" if is_blank(value) else kind.show(value)

    def together(self, *paths: str) -> str:
        return " ".join(filter(None, map(self, paths)))


def _office(said: _Said) -> str:
    if named := said("invio.sede_inail"):
        return _("Sede INAIL di %(name)s") % {"name": named}
    town, province = said("lavoratore.domicilio_comune"), said("lavoratore.domicilio_provincia")
    return _("Sede INAIL competente per %(town)s (%(province)s)") % {
        "town": town,
        "province": province,
    }


def _what(said: _Said) -> str:
    return said("invio.tipo") or _("Denuncia di infortunio")


def _lines(
    said: _Said, office: str, what: str, declaration: Declaration, attachments: Sequence[str]
) -> Iterator[str]:
    yield _("Alla %(office)s") % {"office": office}
    yield ""
    yield _("%(what)s, %(form)s: in allegato il modulo compilato.") % {
        "what": what,
        "form": declaration.short,
    }
    yield ""
    for label, value in _facts(said):
        if value:
            yield f"- {label}: {value}"
    yield ""
    yield _(
        "La sede è quella nel cui territorio il lavoratore ha il domicilio (circolare INAIL n. "
        "54/2004). I dati del certificato sono quelli ricevuti: il certificato è già stato "
        "trasmesso dal medico."
    )
    yield ""
    yield _("Allegati: %(names)s") % {"names": ", ".join(attachments)}
    yield ""
    yield said.together("dichiarante.nome", "dichiarante.cognome")
    yield said("dichiarante.qualita")
    yield from filter(None, (said("datore.denominazione"), said("datore.telefono")))


def _facts(said: _Said) -> Iterator[tuple[str, str]]:
    yield _("datore di lavoro"), said("datore.denominazione")
    yield _("codice fiscale del datore"), said("datore.codice_fiscale")
    yield _("posizione assicurativa navigazione (PAN)"), said("nave.pan")
    yield _("nave"), said("nave.denominazione")
    yield _("lavoratore"), said.together("lavoratore.cognome", "lavoratore.nome")
    yield _("codice fiscale del lavoratore"), said("lavoratore.codice_fiscale")
    home = said.together("lavoratore.domicilio_comune", "lavoratore.domicilio_provincia")
    yield _("domicilio del lavoratore"), home
    yield _("evento"), said.together("evento.data", "evento.ora")
    yield _("primo approdo"), said("approdo.primo_approdo")
    yield _("certificato medico, numero"), said("certificato.numero")
    yield _("certificato medico, rilasciato il"), said("certificato.rilasciato")
    first, last = said("certificato.prognosi_dal"), said("certificato.prognosi_al")
    yield _("prognosi"), _("dal %(first)s al %(last)s") % {"first": first, "last": last}


def one_line(text: str) -> str:
    """The text on one line, without control characters: a header cannot grow another header."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def draft_message(letter: Lettera, *, to: str, name: str, pdf: bytes) -> bytes:
    """An e-mail draft (RFC 5322) that a mail or PEC client opens for sending.

    ``X-Unsent: 1`` makes it a draft: sender, date and Message-ID are the client's business. ``to``
    may be "": then the client asks for the address.
    """
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = one_line(letter.subject)
    if to:
        message["To"] = Address(display_name=one_line(letter.office), addr_spec=to)
    message["X-Unsent"] = "1"
    message.set_content(letter.body)
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=one_line(name))
    return message.as_bytes()

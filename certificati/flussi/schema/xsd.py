"""The XML Schema of a flow (XSD 1.0), made from the same declaration.

Elements stand in the order of the declaration. XSD 1.0 cannot say "one of these two": of an
annulment it lets both be missing, and the reader refuses it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lxml import etree

from certificati.campi import BOTH, Campo, Forma
from certificati.flussi.limiti import ID_ESTERNO
from certificati.flussi.schema.campi import ANNULLA, VERSIONE, busta_of, dati_of
from certificati.flussi.schema.json_schema import CF
from portal.base.riferimenti.codelists import code_list

NAMESPACE: Final = f"urn:portale-infortuni:certificati:{VERSIONE}"
XS: Final = "http://www.w3.org/2001/XMLSchema"
_BUILT_IN: Final = {
    Forma.GIORNO: "xs:date",
    Forma.SI_NO: "xs:boolean",
}
# A pattern of XSD has no anchors: it always speaks of the whole value.
_CF: Final = CF.strip("^$")
_PATTERNS: Final = {
    Forma.ORA: "([01][0-9]|2[0-3]):[0-5][0-9]",
    Forma.CODICE_FISCALE: _CF,
    Forma.CODICE_FISCALE_DATORE: f"{_CF}|[0-9]{{11}}",
    Forma.PROVINCIA: "[A-Z]{2}",
    Forma.CAP: "[0-9]{5}",
    Forma.NUMERO: "[A-Z0-9]{12}",
}


def xsd() -> bytes:
    """The whole document, with titles in Italian as annotations."""
    root = etree.Element(
        _xs("schema"),
        {"targetNamespace": NAMESPACE, "elementFormDefault": "qualified", "version": VERSIONE},
        nsmap={"xs": XS, None: NAMESPACE},
    )
    body = _complex(_element(root, "flusso"))
    struttura = _element(body, "struttura", minOccurs="0")
    _restrict(struttura, pattern=f"{_CF}|[0-9]{{11}}")
    certificato = _complex(_element(body, "certificato", minOccurs="0", maxOccurs="unbounded"))
    _fields(certificato, busta_of())
    _fields(_complex(_element(certificato, "dati")), dati_of())
    annulla = _complex(_element(body, "annulla", minOccurs="0", maxOccurs="unbounded"))
    _fields(annulla, ANNULLA)
    _add(body.getparent(), "attribute", name="versione", use="required", fixed=VERSIONE)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _fields(parent: etree._Element, campi: Iterable[Campo]) -> None:
    for campo in campi:
        needed = campo.needed == BOTH
        element = _element(parent, campo.name, **({} if needed else {"minOccurs": "0"}))
        annotation = _add(element, "annotation")
        _add(annotation, "documentation").text = str(campo.label)
        if campo.forma in _BUILT_IN and campo.name != "firmato":
            element.set("type", _BUILT_IN[campo.forma])
        else:
            _shape(element, campo, needed)


def _shape(element: etree._Element, campo: Campo, needed: bool) -> None:
    if campo.name == "firmato":
        _restrict(element, "xs:boolean", pattern="true|1")
    elif campo.forma == Forma.ISTANTE:  # never without its time zone
        _restrict(element, "xs:dateTime", pattern=r".*(Z|[+\-][0-9]{2}:[0-9]{2})")
    elif campo.forma == Forma.LESIONI:
        _lesions(element)
    elif campo.choices:
        _restrict(element, values=[code for code, _label in campo.choices])
    elif campo.name == "id_esterno":
        _restrict(element, pattern=ID_ESTERNO)
    elif campo.forma in _PATTERNS:
        _restrict(element, pattern=_PATTERNS[campo.forma])
    else:
        _restrict(element, length=campo.max, least=1 if needed else 0)


def _lesions(element: etree._Element) -> None:
    lesione = _complex(_element(_complex(element), "lesione", minOccurs="0", maxOccurs="unbounded"))
    for name in ("natura", "sede"):
        official = code_list(f"{name}_lesione")
        _restrict(_element(lesione, name), values=[entry.code for entry in official.entries])


def _restrict(
    element: etree._Element,
    base: str = "xs:string",
    *,
    pattern: str = "",
    values: Iterable[str] = (),
    length: int = 0,
    least: int = 0,
) -> None:
    restriction = _add(_add(element, "simpleType"), "restriction", base=base)
    if pattern:
        _add(restriction, "pattern", value=pattern)
    for value in values:
        _add(restriction, "enumeration", value=value)
    if least:
        _add(restriction, "minLength", value=str(least))
    if length:
        _add(restriction, "maxLength", value=str(length))


def _complex(element: etree._Element) -> etree._Element:
    return _add(_add(element, "complexType"), "sequence")


def _element(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return _add(parent, "element", name=name, **attributes)


def _add(parent: etree._Element | None, tag: str, **attributes: str) -> etree._Element:
    if parent is None:
        raise ValueError("a node of the schema has a parent")
    return etree.SubElement(parent, _xs(tag), attributes)


def _xs(tag: str) -> str:
    return f"{{{XS}}}{tag}"

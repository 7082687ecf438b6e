"""The example that integrators download: two certificates of people who do not exist."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, Final

from lxml import etree

from certificati.flussi.schema.campi import VERSIONE
from certificati.flussi.schema.xsd import NAMESPACE

# Luca Bianchi, Anna Verdi and Maria Rossi are the fictional people of the whole portal.
ESEMPIO: Final[dict[str, Any]] = {
    "versione": VERSIONE,
    "struttura": None,
    "certificati": [
        {
            "id_esterno": "PS-2026-000123",
            "medico": "VRDNNA70A41F205I",
            "firmato": True,
            "genere": "infortunio",
            "tipo": "primo",
            "rilasciato_il": "2026-03-11T13:05:00+01:00",
            "dati": {
                "cognome": "Bianchi",
                "nome": "Luca",
                "codice_fiscale": "BNCLCU13E03F205S",
                "sesso": "M",
                "nato_on": "2013-05-03",
                "nato_a": "Milano",
                "prima_assistenza_at": "2026-03-11T12:30:00+01:00",
                "lesioni": [
                    {
                        "natura": "LUSSAZIONE, DISTORSIONE, DISTRAZIONE",
                        "sede": "CAVIGLIA SINISTRA",
                    }
                ],
                "diagnosi": "distorsione della caviglia sinistra",
                "ricovero": False,
                "prognosi_dal": "2026-03-11",
                "prognosi_al": "2026-03-13",
                "evento_on": "2026-03-10",
                "evento_ora": "11:20",
                "racconto": "è caduto saltando il cavallo",
                "categoria": "studente",
                "datore_denominazione": "IC Esempio Nord",
                "redatto_da": "pronto_soccorso",
            },
        },
        {
            "id_esterno": "PS-2026-000124",
            "medico": "VRDNNA70A41F205I",
            "firmato": True,
            "numero": "4K7P9R2T6X8Z",
            "trasmesso_il": "2026-03-11T18:00:00+01:00",
            "genere": "malattia_professionale",
            "tipo": "primo",
            "rilasciato_il": "2026-03-09T09:40:00+01:00",
            "dati": {
                "cognome": "Rossi",
                "nome": "Maria",
                "codice_fiscale": "RSSMRA80C41F205F",
                "sesso": "F",
                "nato_on": "1980-03-01",
                "nato_a": "Milano",
                "prima_visita_at": "2026-03-09T09:00:00+01:00",
                "manifestata_on": "2026-03-02",
                "diagnosi": "ipoacusia da rumore",
                "agente": "rumore",
                "lavorazione": "pressatura di lamiere",
                "registro_139": "lista_1",
                "categoria": "lavoratore",
                "datore_denominazione": "Officine Esempio",
                "redatto_da": "medico_a_terra",
            },
        },
    ],
    "annullamenti": [{"id_esterno": "PS-2026-000098", "motivo": "doppio"}],
}


def as_json(flusso: dict[str, Any] = ESEMPIO) -> bytes:
    """A flow as a JSON file."""
    return (json.dumps(flusso, ensure_ascii=False, indent=2) + "\n").encode()


def as_xml(flusso: dict[str, Any] = ESEMPIO) -> bytes:
    """The same flow as an XML file."""
    root = etree.Element(
        f"{{{NAMESPACE}}}flusso", {"versione": flusso["versione"]}, nsmap={None: NAMESPACE}
    )
    if flusso.get("struttura"):
        _put(root, "struttura", flusso["struttura"])
    for record in flusso.get("certificati", ()):
        _put(root, "certificato", record)
    for record in flusso.get("annullamenti", ()):
        _put(root, "annulla", record)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _put(parent: etree._Element, name: str, value: Any) -> None:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    if isinstance(value, dict):
        for key, inner in value.items():
            _put(element, key, inner)
    elif isinstance(value, list):
        for inner in value:
            _put(element, "lesione", inner)
    else:
        element.text = _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date | datetime) else str(value)

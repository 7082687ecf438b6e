"""Fabio Neri, seafarer, hurt on board at sea on Tuesday 10 March 2026; the ship's doctor gave him
ten days, the first landing is on Friday. Dino Porto, the ship owner, works on his case.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import uuid4

from denunce.actions.casi import open_caso
from denunce.actions.certificati import receive_certificato
from denunce.actions.dati import DatiCaso, DatiCertificato, DatiLavoratore
from denunce.actions.lavoratori import create_lavoratore
from denunce.actions.moduli import finalize_modulo, save_modulo, start_modulo
from denunce.models import Adempimento, Caso, Lavoratore, Modulo
from tests.personas import Personas
from utenti.access import Scope
from utenti.models import Sede

FABIO = DatiLavoratore(
    categoria="marittimo",
    cognome="Neri",
    nome="Fabio",
    sesso="M",
    nato_on=date(1985, 11, 2),
    nato_a="Genova",
    codice_fiscale="NREFBA85S02D969N",
    classe="Coperta",
    indirizzo="Via delle Prove",
    domicilio_comune="Genova",
    domicilio_provincia="GE",
    domicilio_cap="16100",
    telefono="3330000031",
)
# What the case does not know and a person types.
TYPED: dict[str, dict[str, Any]] = {
    "datore": {
        "codice_fiscale": "01234560157",
        "codice_ditta": "99000004",
        "indirizzo": "Calata delle Prove",
        "comune": "Genova",
        "provincia": "GE",
        "cap": "16100",
    },
    "nave": {"tipo": "nave", "pan": "8765432109"},
    "lavoratore": {"cittadinanza": "Italiana"},
    "rapporto": {
        "categoria_marittimo": "1",
        "qualifica_assicurativa": "SOTTUFFICIALE E COMUNE COPERTA/MACCHINA/SERVIZI COMPL. DI BORDO",
        "tipologia_lavoratore": "DIPENDENTE",
        "tipologia_contratto": "LAVORO A TEMPO INDETERMINATO",
        "data_assunzione": "2020-01-07",
        "qualifica_unimare": "MARINAIO",
        "voce_professionale": "Marinai di coperta",
    },
    "imbarco": {"data": "2026-01-12"},
    "luogo": {"cantiere": False},
    "evento": {"notizia": "2026-03-10T09:10"},
    "approdo": {"sbarcato": False},
    "cause": {"natura_lesione": "CONTUSIONE", "sede_lesione": "GAMBA SINISTRA"},
    "dichiarante": {"qualita": "comandante"},
}


@dataclass
class Mare:
    """The story, told as far as a test asks; ``ora`` turns a text into an instant of Rome."""

    personas: Personas
    ora: Callable[[str], datetime]
    now: datetime
    persona: DatiLavoratore = FABIO
    fatti: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def dino(self) -> Scope:
        return self.personas.scope(self.personas.armatore)

    @cached_property
    def nave(self) -> Sede:
        return Sede.objects.create(
            organizzazione=self.personas.armatore_org, denominazione="M/n Esempio Prima"
        )

    @cached_property
    def fabio(self) -> Lavoratore:
        org = self.personas.armatore_org
        return create_lavoratore(self.persona, organizzazione=org, by=self.dino, now=self.now)

    @cached_property
    def caso(self) -> Caso:
        at_sea = {
            "avvenuto_at": self.ora("2026-03-10 09:00"),
            "dinamica": "Cavo del verricello sulla gamba",
            "luogo": "a_bordo",
            "sede": self.nave,
            "in_navigazione": True,
            "primo_approdo_at": self.ora("2026-03-13 07:30"),
        }
        return open_caso(
            DatiCaso(**(at_sea | self.fatti)),
            lavoratore=self.fabio,
            organizzazione=self.personas.armatore_org,
            by=self.dino,
            now=self.now,
            request_key=uuid4(),
        )

    def certifica(self, redatto_da: str = "medico_di_bordo", last: int = 20, **other: Any) -> None:
        """The references of a certificate, whose absence ends on that day of March."""
        self.caso.refresh_from_db()
        known = {
            "numero": "B00000000001",
            "rilasciato_at": self.ora("2026-03-10 20:00"),
            "prognosi_dal": date(2026, 3, 10),
            "prognosi_al": date(2026, 3, last),
            "received_at": self.ora("2026-03-10 21:00"),
            "received_via": "lavoratore",
            "redatto_da": redatto_da,
        }
        data = DatiCertificato(**(known | other))
        receive_certificato(self.caso, data, expected=self.caso.version, by=self.dino, now=self.now)

    def adempimento(self, tipo: str = "denuncia") -> Adempimento:
        return self.caso.adempimenti.filter(ended_at__isnull=True).get(tipo=tipo)

    def inizia(self, tipo: str = "denuncia") -> Modulo:
        return start_modulo(self.adempimento(tipo), by=self.dino, now=self.now)

    def completa(self, modulo: Modulo, **other: dict[str, Any]) -> Modulo:
        """The draft with everything that was missing."""
        data = json.loads(modulo.dati)
        for values in (TYPED, other):
            for group, row in values.items():
                data[group] = data.get(group, {}) | row
        modulo.refresh_from_db()
        save_modulo(modulo, data, expected=modulo.version, by=self.dino, now=self.now)
        modulo.refresh_from_db()
        return modulo

    def definitivo(self, **other: dict[str, Any]) -> Modulo:
        """The form of the denuncia, frozen."""
        self.certifica()
        modulo = self.completa(self.inizia(), **other)
        finalize_modulo(modulo, expected=modulo.version, by=self.dino, now=self.now)
        modulo.refresh_from_db()
        return modulo

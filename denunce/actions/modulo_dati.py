"""What a form begins with: the case, then what earlier forms of the same people already said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from denunce.actions.conversione import OWN_GROUPS, shared_data, source_of
from denunce.models import Adempimento, Caso, Modulo
from denunce.moduli.canonical import prune
from denunce.moduli.conditions import holds, is_blank
from denunce.moduli.copying import copied
from denunce.moduli.declaration import Declaration
from denunce.moduli.example import apply_fixed
from denunce.moduli.prefill import prefill
from denunce.moduli.registry import upgrade
from denunce.workflow import StatoModulo
from portal.base.riferimenti.towns import TOWNS
from utenti.access import Scope
from utenti.ruoli import Ruolo

Json = Any
# In what quality each role fills a form in; who holds another role says it themselves.
QUALITA: Final = {
    Ruolo.DATORE: "datore",
    Ruolo.DIRIGENTE: "dirigente_scolastico",
    Ruolo.SEGRETERIA: "delegato",
    Ruolo.ADDETTO: "delegato",
    Ruolo.CONSULENTE: "consulente",
}
_OF_THE_EMPLOYER = ("datore", "corrispondenza")
_REFERENCES = ("numero", "cartaceo", "rilasciato", "prognosi_dal", "prognosi_al", "ricevuto")
_OF_THE_SITE = ("civico", "cap", "istat")
# The office goes with the domicile: another person of the same town has the same one.
_OF_THE_OFFICE = ("sede_inail", "sede_pec")
# What a person's register has no place for, and does not change from one injury to the next.
_OF_THE_PERSON = (
    "cittadinanza", "stato_civile", "asl", "email", "pec", "persone_a_carico", "parente_datore",
    "tutela_inps", "telefono_non_disponibile",
)  # fmt: skip
_OF_THE_HOME = ("civico", "cap", "istat")


def first_data(
    caso: Caso, adempimento: Adempimento, declaration: Declaration, by: Scope, today: date
) -> Json:
    """The first data of a draft. After a definitive form of the same case, or a draft of its
    comunicazione, its data again; else what the case knows, completed by the last definitive forms
    of the employer and of the person.
    """
    known = prefill(declaration, caso, tipo=adempimento.tipo, by=by.user, on=today, towns=TOWNS)
    _add(known, "dichiarante", {"qualita": _qualita(caso, by)}, ("qualita",))
    earlier = _last(caso.moduli.all(), declaration) or _draft(adempimento, declaration)
    if earlier:
        for key in OWN_GROUPS:
            earlier[key] = earlier.get(key, {}) | known.get(key, {})
        _of_this_certificate(earlier["certificato"], known.get("certificato", {}))
        return _applying(declaration, earlier)
    last = _last(_of_employer(caso), declaration)
    _remember_employer(known, last or _of_another_form(_of_employer(caso), declaration, known))
    _remember_person(known, _last(_of_person(caso), declaration))
    return _applying(declaration, known)


def _draft(adempimento: Adempimento, declaration: Declaration) -> dict[str, Json]:
    """What was typed for the comunicazione and never made definitive: the denuncia goes on."""
    source = source_of(adempimento)
    if source is None:
        return {}
    return shared_data(source, declaration)


def _of_this_certificate(row: dict[str, Json], known: Mapping[str, Json]) -> None:
    """The references are those of the newest certificate, none is left of the one before."""
    for key in _REFERENCES:
        if known and key not in known:
            row.pop(key, None)


def _of_employer(caso: Caso) -> QuerySet[Modulo]:
    return Modulo.objects.filter(caso__organizzazione=caso.organizzazione_id)


def _of_person(caso: Caso) -> QuerySet[Modulo]:
    return Modulo.objects.filter(caso__lavoratore=caso.lavoratore_id)


def _last(rows: QuerySet[Modulo], declaration: Declaration) -> dict[str, Json]:
    """The data of the definitive form made last among ``rows`` that can still be read."""
    newest = _readable(rows).filter(tipo=declaration.code).first()
    if newest is None:
        return {}
    data, _dropped = upgrade(json.loads(newest.dati), declaration)
    return dict(data)


def _of_another_form(
    rows: QuerySet[Modulo], declaration: Declaration, known: dict[str, Json]
) -> dict[str, Json]:
    """What another official form of the employer said of it, as far as this one asks for it and
    could hold it: who filled in a Mod. 4 bis finds the firm in the first Mod. 101 too."""
    newest = _readable(rows).exclude(tipo=declaration.code).first()
    if newest is None:
        return {}
    said, _dropped = upgrade(json.loads(newest.dati), declaration)
    groups = [group for group in _OF_THE_EMPLOYER if group in declaration.groups]
    return copied(declaration, known, said, groups)


def _readable(rows: QuerySet[Modulo]) -> QuerySet[Modulo]:
    """The definitive forms that can still be read, the newest first."""
    kept = rows.filter(stato=StatoModulo.DEFINITIVO, caso__data_key__destroyed_at__isnull=True)
    return kept.select_related("caso__data_key").order_by("-definitivo_at", "-id")


def _remember_employer(known: dict[str, Json], last: Mapping[str, Json]) -> None:
    for group in _OF_THE_EMPLOYER:
        _add(known, group, last.get(group, {}))
    if _same(known, last, "unita_produttiva", ("denominazione", "indirizzo")):
        _add(known, "unita_produttiva", last["unita_produttiva"], _OF_THE_SITE)
    if _same(known, last, "lavoratore", ("domicilio_comune", "domicilio_provincia")):
        _add(known, "invio", last.get("invio", {}), _OF_THE_OFFICE)
    if _same(known, last, "nave", ("denominazione",)):
        _add(known, "nave", last["nave"])
    if _same(known, last, "dichiarante", ("cognome", "nome")):
        _add(known, "dichiarante", last["dichiarante"], ("luogo",))


def _remember_person(known: dict[str, Json], last: Mapping[str, Json]) -> None:
    _add(known, "lavoratore", last.get("lavoratore", {}), _OF_THE_PERSON)
    if _same(known, last, "lavoratore", ("domicilio_indirizzo", "domicilio_comune")):
        home = [f"domicilio_{key}" for key in _OF_THE_HOME]
        _add(known, "lavoratore", last["lavoratore"], home)
    _add(known, "rapporto", last.get("rapporto", {}))


def _add(
    known: dict[str, Json],
    group: str,
    said: Mapping[str, Json],
    keys: Iterable[str] | None = None,
) -> None:
    """Take over what is not known yet."""
    row = known.setdefault(group, {})
    for key in said if keys is None else keys:
        if is_blank(row.get(key)) and not is_blank(said.get(key)):
            row[key] = said[key]


def _same(
    known: Mapping[str, Json], last: Mapping[str, Json], group: str, keys: Iterable[str]
) -> bool:
    now, then = known.get(group, {}), last.get(group, {})
    return all(now.get(key) and now.get(key) == then.get(key) for key in keys)


def _applying(declaration: Declaration, data: dict[str, Json]) -> Json:
    """The data without what this case does not ask for (another kind of injury had asked it), nor
    this form at all."""
    data = {key: row for key, row in data.items() if key in declaration.groups}
    for key, row in data.items():
        if isinstance(row, dict):
            known = {field.key for field in declaration.groups[key].fields}
            data[key] = {name: value for name, value in row.items() if name in known}
    for group, field in declaration.fields():
        row = data.get(group.key)
        if isinstance(row, dict) and field.key in row and not holds(field.when, data):
            del row[field.key]
    apply_fixed(declaration, data)
    return prune(data)


def _qualita(caso: Caso, by: Scope) -> str | None:
    roles = {place.id: place.role for place in by.workplaces}
    role = roles.get(caso.organizzazione_id)
    return QUALITA.get(Ruolo(role)) if role else None

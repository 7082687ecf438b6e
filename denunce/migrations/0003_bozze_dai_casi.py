"""Cases that were never opened become drafts: what was typed into them is kept."""

import json
from typing import Any

from django.db import migrations

from portal.base import clock, crypto
from portal.base.keys import DataKey

EVENT = ("tipo", "luogo", "attivita", "indirizzo", "comune")
EVENT_FLAGS = ("malattia_infortunio", "in_navigazione")
EVENT_INSTANTS = ("avvenuto_at", "primo_approdo_at")
CASE_FLAGS = ("mortale", "pericolo_di_morte")
CASE_INSTANTS = ("noto_at", "decesso_at", "decesso_noto_at", "prima_visita_at")


def typed(caso: Any) -> dict[str, str]:
    """The facts of the case as the controls of the wizard would hold them."""
    evento = caso.evento
    found = {name: str(getattr(evento, name)) for name in EVENT}
    for row, flags in ((evento, EVENT_FLAGS), (caso, CASE_FLAGS)):
        found |= {name: "on" for name in flags if getattr(row, name)}
    for row, names in ((evento, EVENT_INSTANTS), (caso, CASE_INSTANTS)):
        for name in names:
            value = getattr(row, name)
            if value is not None:
                there = clock.local(value)
                found |= {f"{name}_giorno": f"{there:%Y-%m-%d}", f"{name}_ora": f"{there:%H:%M}"}
    if evento.manifestata_on:
        found["manifestata_on"] = evento.manifestata_on.isoformat()
    if evento.sede_id:
        found["sede"] = str(evento.sede_id)
    account = evento.__dict__["dinamica"]
    if account is not None:
        key = DataKey.objects.get(pk=evento.data_key_id).material()
        place = f"denunce.evento.dinamica:{evento.pk}".encode()
        found["dinamica"] = crypto.decrypt(account, key=key, aad=place).decode()
    return {name: value for name, value in found.items() if value}


def cases_become_drafts(apps: Any, schema_editor: Any) -> None:
    """Move every case in the state "bozza"; an event nobody else was hurt in goes with it."""
    Bozza, Caso = apps.get_model("denunce", "Bozza"), apps.get_model("denunce", "Caso")
    for caso in Caso.objects.filter(stato="bozza").select_related("evento").order_by("pk"):
        key = DataKey.create(clock.now())
        text = json.dumps(typed(caso), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        evento = caso.evento
        shared = Caso.objects.filter(evento=evento).exclude(stato="bozza").exists()
        bozza = Bozza(
            id=caso.pk,
            organizzazione_id=caso.organizzazione_id,
            data_key_id=key.pk,
            lavoratore_id=caso.lavoratore_id,
            evento_id=evento.pk if shared else None,
            testi=text,
            created_at=caso.created_at,
            created_by_id=caso.created_by_id,
            saved_at=caso.created_at,
            saved_by_id=caso.created_by_id,
        )
        # Models of migrations are bare: the field finds the key that can encrypt in its cache.
        bozza._state.fields_cache["data_key"] = key
        bozza.save(force_insert=True)
        caso.delete()
        if not Caso.objects.filter(evento=evento).exists():
            evento.delete()


class Migration(migrations.Migration):
    dependencies = [("denunce", "0002_bozze_e_vita_del_caso")]

    operations = [migrations.RunPython(cases_become_drafts, migrations.RunPython.noop)]

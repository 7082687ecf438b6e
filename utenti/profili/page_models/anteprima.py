"""What a file would do, as the page shows it; and what an import did."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.base import wording
from utenti.profili.actions.plan import Esito, Piano, Voce
from utenti.profili.choices import TipoImportazione
from utenti.profili.lettura.colonne import TITLES
from utenti.profili.models import Importazione

# More rows than anybody reads; the file to download has them all.
SHOWN_MAX: Final = 500


def preview_page(row: Importazione, plan: Piano) -> dict[str, Any]:
    """The classes of rows with their first rows, and what pressing the button does."""
    new, changed = plan.of(Esito.NUOVO), plan.of(Esito.CAMBIATO)
    wrong, same = plan.of(Esito.ERRORE), plan.of(Esito.UGUALE)
    return {
        "importazione": row,
        "full": row.tipo == TipoImportazione.ELENCO,
        "keeps_until": wording.term(row.scade_at),
        "impronta": plan.impronta,
        "errors": [_wrong(voce) for voce in wrong[:SHOWN_MAX]],
        "errors_count": len(wrong),
        "new": [_new(voce) for voce in new[:SHOWN_MAX]],
        "new_count": len(new),
        "changed": [_changed(voce) for voce in changed[:SHOWN_MAX]],
        "changed_count": len(changed),
        "gone": [
            {"pk": profilo.pk, "name": str(profilo), "group": profilo.gruppo.nome}
            for profilo in plan.cessati[:SHOWN_MAX]
        ],
        "gone_count": len(plan.cessati),
        "same_count": len(same),
        "same_notes": [_noted(voce) for voce in same if voce.avvisi][:SHOWN_MAX],
        "new_groups": sorted(plan.gruppi_nuovi.values()),
        "shown_max": SHOWN_MAX,
        "ignored": plan.ignorate,
        "nothing": not (new or changed or plan.cessati),
        "csv_url": reverse("profili_importazione_csv", args=[row.pk]),
        "discard_url": reverse("profili_importazione_annulla", args=[row.pk]),
    }


def outcome_rows(row: Importazione) -> list[dict[str, Any]]:
    """The numbers of an import that was decided."""
    rows = [
        (_("Stato"), row.get_stato_display()),
        (_("Righe lette"), row.lette),
        (_("Medici aggiunti"), row.aggiunti),
        (_("Medici cambiati"), row.cambiati),
    ]
    if row.tipo == TipoImportazione.ELENCO:
        rows.append((_("Medici a cui è stato tolto l’accesso"), row.cessati))
    rows.append((_("Righe lasciate fuori"), row.esclusi))
    if row.decisa_at is not None:
        rows.append((_("Quando"), wording.term(row.decisa_at)))
    if row.millisecondi:
        rows.append((_("Tempo impiegato"), _seconds(row.millisecondi)))
    return [{"label": label, "value": str(value)} for label, value in rows]


def past_imports(rows: list[Importazione], now: datetime) -> list[dict[str, Any]]:
    """The last imports, those that wait for a confirmation included."""
    return [
        {
            "url": reverse("profili_importazione", args=[row.pk]),
            "when": wording.term(row.created_at),
            "kind": row.get_tipo_display(),
            "state": row.get_stato_display(),
            "rows": row.lette,
        }
        for row in rows
    ]


def _wrong(voce: Voce) -> dict[str, Any]:
    return {"number": voce.numero, "who": voce.chi, "errors": voce.errori}


def _new(voce: Voce) -> dict[str, Any]:
    dati = voce.dati
    end = f"{dati.scadenza:%d/%m/%Y}" if dati and dati.scadenza else ""
    return {
        "number": voce.numero,
        "who": voce.chi,
        "group": dati.gruppo if dati else "",
        "code": dati.codice_fornitore if dati else "",
        "end": end,
        "known": voce.utente is not None,
        "notes": voce.avvisi,
    }


def _changed(voce: Voce) -> dict[str, Any]:
    changes = [
        {"field": TITLES[change.chiave], "before": change.prima, "after": change.dopo}
        for change in voce.cambi
    ]
    return {"number": voce.numero, "who": voce.chi, "changes": changes, "notes": voce.avvisi}


def _noted(voce: Voce) -> dict[str, Any]:
    return {"number": voce.numero, "who": voce.chi, "notes": voce.avvisi}


def _seconds(milliseconds: int) -> str:
    return _("%(seconds)s secondi") % {"seconds": f"{milliseconds / 1000:.1f}".replace(".", ",")}

"""The database says no first: every constraint of the profiles, broken."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.utenti.profili.scena import as_csv, dati
from utenti.models import Membership
from utenti.profili.actions.imports import upload
from utenti.profili.models import Gruppo, Importazione, ProfiloMedico

pytestmark = pytest.mark.django_db


def refuses(name: str, write) -> None:
    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        write()
    told = str(broken.value)
    assert name in told or "UNIQUE constraint failed" in told, told


@pytest.fixture
def row(personas, by, adesso) -> Importazione:
    content = as_csv(dati())
    hospital = personas.presidio_org
    return upload(content, organizzazione=hospital, tipo="aggiunta", by=by, now=adesso)


def test_two_groups_of_one_name(ortopedia):
    copy = {f: getattr(ortopedia, f) for f in ("nome", "nome_ricerca", "created_at", "created_by")}
    hospital = ortopedia.organizzazione
    refuses("gruppo_nome_unico", lambda: Gruppo.objects.create(organizzazione=hospital, **copy))


def test_a_group_without_a_name(ortopedia):
    refuses("gruppo_nome_presente", lambda: Gruppo.objects.update(nome="", nome_ricerca=""))


def test_two_profiles_of_one_person_in_one_hospital(anna, adesso):
    again = Membership.objects.create(
        utente=anna.utente,
        organizzazione=anna.organizzazione,
        ruolo="medico_ospedaliero",
        valid_from=adesso.date() + timedelta(days=400),
    )
    copy = ProfiloMedico(
        organizzazione=anna.organizzazione,
        utente=anna.utente,
        membership=again,
        gruppo=anna.gruppo,
        codice_fornitore="A",
        created_at=adesso,
        created_by=anna.created_by,
    )
    refuses("profilo_uno_per_presidio", copy.save)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("profilo_codice_fornitore_presente", {"codice_fornitore": ""}),
        ("profilo_eliminato_da_qualcuno", {"eliminato_at": "2026-03-12T10:00Z"}),
    ],
)
def test_a_profile_always_has(anna, name, values):
    refuses(name, lambda: ProfiloMedico.objects.update(**values))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("importazione_stato_noto", {"stato": "boh", "righe": None}),
        ("importazione_tipo_noto", {"tipo": "boh"}),
        ("importazione_righe_finche_serve", {"stato": "scaduta"}),
        ("importazione_righe_finche_serve", {"righe": None}),
        ("importazione_decisa_da_qualcuno", {"decisa_at": "2026-03-12T10:00Z"}),
        ("importazione_decisa_quando_serve", {"stato": "confermata", "righe": None}),
        ("importazione_scade_dopo", {"scade_at": "2026-03-01T10:00Z"}),
    ],
)
def test_an_import_always_has(row, name, values):
    refuses(name, lambda: Importazione.objects.update(**values))

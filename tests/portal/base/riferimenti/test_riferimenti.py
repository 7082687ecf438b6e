"""Reference data: dated, complete, loaded once."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

from portal.base.models import Comune, ListaCodici, StatoEstero, VersioneRiferimento, VoceLista
from portal.base.riferimenti import (
    choices,
    comune_at,
    load_reference,
    search_comuni,
    stati_at,
)

pytestmark = pytest.mark.django_db

FOLDER = Path(django_settings.BASE_DIR) / "fixtures" / "reference"
OGGI = date(2026, 3, 12)


@pytest.fixture
def liste(adesso: datetime, tmp_path: Path) -> None:
    """The official lists alone: the comuni take a second."""
    for name in ("stato_civile", "natura_lesione", "sede_lesione", "stati_esteri"):
        (tmp_path / f"{name}.json").write_bytes((FOLDER / f"{name}.json").read_bytes())
    load_reference(adesso, tmp_path)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_every_fixture_names_its_source_and_the_day_it_was_read(path: Path) -> None:
    document = json.loads(path.read_text())
    assert document["fonte"]
    assert date.fromisoformat(document["rilevato_il"]) <= date(2026, 12, 31)


def test_everything_loads_and_the_second_time_costs_one_query(
    adesso: datetime, django_assert_num_queries, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("carica_riferimenti")
    assert "comuni: 15131" in capsys.readouterr().out
    assert Comune.objects.filter(valid_to=None).count() == 7894
    with django_assert_num_queries(1):
        assert load_reference(adesso) == {}
    call_command("carica_riferimenti")
    assert "già aggiornati" in capsys.readouterr().out

    assert comune_at("H501", OGGI).nome == "Roma"
    assert [str(c) for c in search_comuni("reggio nell", OGGI)] == ["Reggio nell'Emilia (RE)"]
    assert search_comuni("ALÀ D", OGGI)[0].nome == "Alà dei Sardi"
    assert len(search_comuni("san", OGGI)) == 20
    assert search_comuni("milano", OGGI)[0].codice_istat == "015146"
    # The list of codes is older than the youngest comune: empty, never guessed.
    unknown = Comune.objects.filter(valid_to=None, codice_istat="").values_list("catastale")
    assert list(unknown) == [("M439",)]
    assert not Comune.objects.exclude(valid_to=None).exclude(codice_istat="").exists()
    assert comune_at("A944", date(1980, 1, 1)).nome == "Bologna"
    bazzano = "A726"
    assert comune_at(bazzano, date(1980, 1, 1)).nome == "Bazzano"
    assert comune_at(bazzano, date(2015, 1, 1)) is None


def test_the_official_lists_are_whole(liste: None) -> None:
    assert [
        len(choices(code, OGGI)) for code in ("stato_civile", "natura_lesione", "sede_lesione")
    ] == [
        5,
        9,
        65,
    ]
    assert choices("stato_civile", OGGI)[0] == ("CELIBE/NUBILE", "Celibe/nubile")
    assert str(ListaCodici.objects.get(code="stato_civile")) == "Stato civile"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("PERETE ADDOMINALE", "Parete addominale"),
        (
            "COLONNA VERTEBRALE/MIDOLLO TORACICA",
            "Colonna vertebrale, midollo toracico",
        ),
    ],
)
def test_a_misprint_of_the_form_stays_in_the_code_and_not_on_the_screen(
    liste: None, code: str, shown: str
) -> None:
    voce = VoceLista.objects.get(lista__code="sede_lesione", code=code)
    assert (voce.label, voce.label_display, str(voce)) == (code, shown, shown)


def test_a_state_that_ended_is_there_only_until_it_ended(liste: None) -> None:
    def names(on: date) -> set[str]:
        return {str(stato) for stato in stati_at(on)}

    assert "Cecoslovacchia" in names(date(1980, 1, 1))
    assert "Cecoslovacchia" not in names(OGGI)
    assert "Francia" in names(OGGI)
    assert StatoEstero.objects.count() == 222


def test_a_changed_fixture_is_loaded_again_keeping_ids_and_old_rows(
    liste: None, adesso: datetime, tmp_path: Path
) -> None:
    before = dict(VoceLista.objects.filter(lista__code="stato_civile").values_list("code", "id"))
    path = tmp_path / "stato_civile.json"
    document = json.loads(path.read_text())
    document["voci"] = [["CELIBE/NUBILE", "CELIBE/NUBILE", "Celibe o nubile"]]
    path.write_text(json.dumps(document))

    assert load_reference(adesso, tmp_path) == {"stato_civile": 1}

    after = VoceLista.objects.filter(lista__code="stato_civile")
    assert dict(after.values_list("code", "id")) == before
    assert after.get(code="CELIBE/NUBILE").label_display == "Celibe o nubile"
    assert str(VersioneRiferimento.objects.get(name="stato_civile")) == "stato_civile"


def test_a_fixture_without_its_source_is_refused_whole(adesso: datetime, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"rilevato_il": "2026-01-01", "voci": []}')
    with pytest.raises(ValueError, match=r"a\.json"):
        load_reference(adesso, tmp_path)
    assert not VersioneRiferimento.objects.exists()

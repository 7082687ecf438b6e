"""Doubtful readings stand side by side; the one that is followed is noted and moves nothing."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from denunce.models import Caso
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def dubbia(caso, certifica):
    """A comunicazione: its 48 hours are read in more ways."""
    certifica(caso, prognosi_al=date(2026, 3, 12))
    return caso.adempimenti.get(tipo="comunicazione")


def address(duty) -> str:
    return f"/denunce/adempimenti/{duty.pk}/lettura/"


def test_each_reading_can_be_chosen(laura, dubbia):
    page = read(laura.get(f"/denunce/casi/{dubbia.caso_id}/"))
    assert page.count(f'action="{address(dubbia)}"') == 2
    assert "Il termine e i promemoria non cambiano" in page


def test_the_choice_is_shown_with_who_and_when_and_moves_nothing(laura, dubbia):
    answer = laura.post(address(dubbia), {"lettura": "due_giorni"}, follow=True)
    page = read(answer)
    assert answer.redirect_chain[0][0].endswith(f"#adempimento-{dubbia.pk}")
    assert "Laura Conti ha scelto «Due giorni dalla ricezione» giovedì 12 marzo, 10:00" in page
    assert "Ha scelto quale lettura della norma seguire: due giorni dalla ricezione." in page
    before = dubbia.termine_at
    dubbia.refresh_from_db()
    assert dubbia.termine_at == before


def test_it_can_be_chosen_again(laura, dubbia):
    laura.post(address(dubbia), {"lettura": "due_giorni"})
    page = read(laura.post(address(dubbia), {"lettura": "portale"}, follow=True))
    assert "ha scelto «La lettura che il portale segue»" in page


@pytest.mark.parametrize("lettura", ["", "a_piacere", "x" * 5000])
def test_what_is_not_shown_cannot_be_chosen(laura, dubbia, lettura):
    page = read(laura.post(address(dubbia), {"lettura": lettura}, follow=True))
    assert "Scegli una delle letture mostrate" in page
    dubbia.refresh_from_db()
    assert dubbia.lettura_scelta == ""


def test_on_a_closed_case_nothing_is_chosen(laura, dubbia, personas, adesso):
    values = {"stato": "chiuso", "chiuso_at": adesso, "chiuso_by": personas.segreteria}
    Caso.objects.filter(pk=dubbia.caso_id).update(**values)
    assert laura.post(address(dubbia), {"lettura": "due_giorni"}).status_code == 403
    assert 'name="lettura"' not in read(laura.get(f"/denunce/casi/{dubbia.caso_id}/"))


def test_the_duty_of_another_school_does_not_exist(ugo, dubbia):
    other = ugo.post(address(dubbia), {"lettura": "due_giorni"})
    nobody = ugo.post(f"/denunce/adempimenti/{uuid4()}/lettura/", {"lettura": "due_giorni"})
    assert (other.status_code, other.content) == (404, nobody.content)


def test_periods_that_do_not_touch_may_be_read_apart(laura, caso, certifica, ora):
    """Two days, back at school, two more: summed they are a denuncia, apart a comunicazione."""
    certifica(
        caso, prognosi_al=date(2026, 3, 12), rilasciato_at=ora("2026-03-10 12:30"),
        received_at=ora("2026-03-10 13:00"),
    )  # fmt: skip
    certifica(
        caso, numero="A00000000004", tipo="riammissione", prognosi_dal=date(2026, 3, 16),
        prognosi_al=date(2026, 3, 17),
    )  # fmt: skip
    duty = caso.adempimenti.get(tipo="denuncia")
    page = read(laura.get(f"/denunce/casi/{caso.pk}/"))
    assert "Solo la comunicazione, se i periodi non si sommano" in page
    assert "nessuno supera i tre giorni" in page
    chosen = read(laura.post(address(duty), {"lettura": "periodi_separati"}, follow=True))
    assert "ha scelto «Solo la comunicazione, se i periodi non si sommano»" in chosen
    duty.refresh_from_db()
    assert duty.lettura_scelta == "periodi_separati"

"""Writing a certificate: from the first button to its number."""

from __future__ import annotations

from datetime import datetime

import pytest

from certificati.models import Certificato
from certificati.numero import grouped
from tests.certificati.scena import INFORTUNIO
from tests.certificati.scrivere import Penna
from tests.pages import read
from tests.personas import Personas

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_tempo_fermo")]


@pytest.fixture
def rita(personas: Personas) -> Penna:
    return Penna.of(personas.medico_ospedaliero)


def test_from_nothing_to_a_number(rita: Penna, adesso: datetime) -> None:
    begun = rita.start(cosa="infortunio:primo")
    assert begun.url == rita.at("certificato_passo", "persona")
    rita.write_all()
    page = read(rita.client.get(rita.at("certificato_riepilogo")))
    assert "Perché non posso emettere" not in page
    assert "Distorsione" in page or "distorsione" in page
    assert "mancano 13 h 59 min" in page
    answer = rita.issue()
    assert answer.url == rita.at("certificato_medico")
    found = Certificato.objects.get()
    assert found.dati == INFORTUNIO
    said = [str(one) for one in answer.wsgi_request._messages]
    assert grouped(found.numero) in said[0]
    assert "entro giovedì 12 marzo, 23:59" in said[0]

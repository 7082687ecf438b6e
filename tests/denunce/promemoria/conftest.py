"""What the tests of the reminders share."""

from __future__ import annotations

import pytest

from tests.denunce.promemoria.scena import Scena
from tests.personas import Personas


@pytest.fixture
def scena(personas: Personas) -> Scena:
    """Injuries of the school of Laura Conti, entered when the test says."""
    return Scena(personas)

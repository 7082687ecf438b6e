"""The channel of a request, by level of access."""

from __future__ import annotations

import pytest

from utenti.credenziali.canali import Strada, channel_for
from utenti.credenziali.choices import Canale
from utenti.livelli import Livello

RISPONDE, DISPOSITIVE = Canale.INAIL_RISPONDE, Canale.CREDENZIALI_DISPOSITIVE


@pytest.mark.parametrize(
    ("livello", "strada"),
    [
        ("cns", Strada(RISPONDE)),
        ("inps", Strada(RISPONDE)),
        ("dispositivo", Strada(RISPONDE)),
        ("spid2", Strada(RISPONDE)),
        ("cie", Strada(RISPONDE)),
        ("generico", Strada(DISPOSITIVE)),
        (None, Strada(DISPOSITIVE, registrarsi_prima=True)),
    ],
)
def test_the_channel_follows_the_level(livello, strada):
    assert channel_for(livello) == strada


def test_no_level_is_forgotten_and_an_unknown_one_is_an_error():
    assert all(channel_for(livello) for livello in Livello)
    with pytest.raises(ValueError, match="oro"):
        channel_for("oro")

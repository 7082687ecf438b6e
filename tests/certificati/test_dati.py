"""What a certificate says and its canonical text: nothing lost, the same data the same text."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificati.choices import Genere, RedattoDa, TipoCertificato
from certificati.dati import NAMES, DatiCertificato, Lesione, canonical, from_canonical
from tests.certificati.scena import INFORTUNIO, MALATTIA, ROME

texts = st.text(max_size=30)
instants = st.datetimes(
    datetime(1950, 1, 1), datetime(2040, 1, 1), timezones=st.sampled_from([UTC, ROME])
)


def _values(annotation: str) -> st.SearchStrategy[Any]:
    return {
        "str": texts,
        "bool": st.booleans(),
        "date | None": st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
        "datetime | None": st.none() | instants,
        "tuple[Lesione, ...]": st.lists(st.builds(Lesione, texts, texts), max_size=3).map(tuple),
    }[annotation]


# Never empty: the defaults would stand for them.
_CODES = {
    "genere": st.sampled_from(Genere.values),
    "tipo": st.sampled_from(TipoCertificato.values),
    "redatto_da": st.sampled_from(RedattoDa.values),
}
anything = st.builds(
    DatiCertificato,
    **{field.name: _values(str(field.type)) for field in fields(DatiCertificato)} | _CODES,
)


@given(anything)
def test_what_is_written_is_read_back(said):
    text = canonical(said)
    again = from_canonical(text)
    for name in NAMES:
        value = getattr(said, name)
        if isinstance(value, datetime):  # the moment, not the offset it was said with
            assert getattr(again, name).timestamp() == value.timestamp()
        else:
            assert getattr(again, name) == value
    assert canonical(again) == text


@given(anything, st.randoms())
def test_the_same_data_make_the_same_text(said, rng):
    names = list(NAMES)
    rng.shuffle(names)
    same = DatiCertificato(**{name: getattr(said, name) for name in names})
    assert canonical(same) == canonical(said)


def test_the_offset_of_an_instant_changes_nothing():
    at = datetime(2026, 3, 11, 12, 30, tzinfo=ROME)
    one, other = (
        replace(INFORTUNIO, prima_assistenza_at=moment) for moment in (at, at.astimezone(UTC))
    )
    assert canonical(one) == canonical(other)


def test_the_hour_that_comes_twice_is_told_apart():
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ROME)
    texts_ = {
        canonical(replace(INFORTUNIO, prima_assistenza_at=first.replace(fold=fold)))
        for fold in (0, 1)
    }
    assert len(texts_) == 2


@pytest.mark.parametrize("said", [INFORTUNIO, MALATTIA], ids=["infortunio", "malattia"])
def test_nothing_empty_is_kept_and_names_are_sorted(said):
    kept = json.loads(canonical(said))["dati"]
    assert list(kept) == sorted(kept)
    assert [value for value in kept.values() if value in ("", None, [], False)] == []
    assert from_canonical(canonical(said)) == said


@pytest.mark.parametrize("version", [0, 2, "1", None])
def test_another_format_is_refused(version):
    text = json.dumps({"formato": version, "dati": {}})
    with pytest.raises(ValueError, match="not known"):
        from_canonical(text)


def test_a_name_that_does_not_exist_is_refused():
    with pytest.raises(TypeError):
        from_canonical('{"formato":1,"dati":{"gruppo_sanguigno":"A"}}')


def test_the_event_starts_the_chain():
    assert INFORTUNIO.giorno_evento == date(2026, 3, 10)
    assert MALATTIA.giorno_evento == date(2026, 3, 2)
    moved = replace(INFORTUNIO, genere=Genere.MALATTIA)
    assert moved.giorno_evento is None
    assert (INFORTUNIO.evento_on or date.min) + timedelta(days=1) == INFORTUNIO.prognosi_dal

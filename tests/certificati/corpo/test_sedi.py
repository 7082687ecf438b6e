"""The official sites: all there, each once, with words that tell left from right."""

from __future__ import annotations

import pytest

from certificati.corpo import GRUPPI, SEDI, nature_label, sede_label, spoken
from certificati.dati import Lesione
from portal.base.riferimenti.codelists import code_list

OFFICIAL = code_list("sede_lesione").by_code


def test_every_official_site_is_in_one_group() -> None:
    codes = [sede.code for gruppo in GRUPPI for sede in gruppo.sedi]
    assert sorted(codes) == sorted(OFFICIAL)
    assert len(codes) == 65


def test_labels_slugs_and_groups_are_never_the_same() -> None:
    assert len({sede.label for sede in SEDI.values()}) == 65
    assert len({sede.slug for sede in SEDI.values()}) == 65
    assert len({gruppo.slug for gruppo in GRUPPI}) == len({gruppo.title for gruppo in GRUPPI}) == 11


def test_a_slug_is_the_name_of_a_class() -> None:
    assert all(sede.slug.replace("-", "").isalpha() for sede in SEDI.values())
    assert SEDI["COLONNA VERTEBRALE/SACRO E COCCIGE"].slug == "colonna-vertebrale-sacro-e-coccige"


@pytest.mark.parametrize("code", OFFICIAL)
def test_the_side_is_in_the_words(code: str) -> None:
    last = SEDI[code].label.split()[-1].lower()
    assert SEDI[code].side == {"destr": "destra", "sinistr": "sinistra"}.get(last[:-1], "")
    if SEDI[code].side:
        assert SEDI[code].label.upper() == code


def test_each_side_has_what_the_other_has() -> None:
    def stems(side: str) -> set[str]:
        return {sede.code.rsplit(" ", 1)[0] for sede in SEDI.values() if sede.side == side}

    assert stems("destra") == stems("sinistra")
    assert len(stems("destra")) == 22
    for gruppo in GRUPPI:
        sides = {sede.side for sede in gruppo.sedi}
        if gruppo.title.endswith(("destro", "destra")):
            assert sides == {"destra"}
        if gruppo.title.endswith(("sinistro", "sinistra")):
            assert sides == {"sinistra"}


def test_misprints_of_the_list_are_not_read_aloud() -> None:
    assert sede_label("PERETE ADDOMINALE") == "Parete addominale"
    assert sede_label("ORGANI URIGENITALI") == "Organi urogenitali"
    assert sede_label("COLONNA VERTEBRALE/MIDOLLO TORACICA") == "Midollo toracico"


def test_a_lesion_is_spoken_nature_first() -> None:
    said = spoken(
        [
            Lesione("FRATTURA", "POLSO DESTRO"),
            Lesione("LUSSAZIONE, DISTORSIONE, DISTRAZIONE", "CAVIGLIA SINISTRA"),
        ]
    )
    assert said == [
        "Frattura: polso destro",
        "Lussazione, distorsione, distrazione: caviglia sinistra",
    ]


def test_a_code_of_no_list_is_spoken_as_it_is() -> None:
    assert nature_label("GRAFFIO") == "GRAFFIO"
    assert spoken([Lesione("GRAFFIO", "CODA")]) == ["GRAFFIO: cODA"]

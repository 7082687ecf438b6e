"""Every stored field that could hold personal data has a privacy class."""

import pytest

from portal.base import personal
from portal.base.privacy import Privacy, personal_fields, registry

# Canonical JSON written by the engine: codes, dates and truth values, no text of a person.
# Erasing a case blanks them; they stay clear because pages and scans read them by thousands.
WRITTEN_BY_THE_ENGINE = {
    "denunce.Valutazione.fatti",
    "denunce.Valutazione.decisione",
    "denunce.Adempimento.derivazione",
}


def test_every_field_that_could_hold_personal_data_is_classified() -> None:
    known = registry()
    missing = sorted(label for label, _field in personal_fields() if label not in known)
    assert missing == []


def test_no_class_is_declared_for_a_field_that_does_not_exist() -> None:
    existing = {label for label, _field in personal_fields()}
    assert sorted(registry().keys() - existing) == []


def test_health_and_judicial_text_is_encrypted() -> None:
    """A plain column of these classes is a code or a date, never text someone typed."""
    sensitive = {Privacy.SALUTE, Privacy.GIUDIZIARIO}
    known = registry()
    plain_text = {
        label
        for label, field in personal_fields()
        if known.get(label) in sensitive and field.get_internal_type() == "TextField"
    }
    assert plain_text == WRITTEN_BY_THE_ENGINE


PERSONAL = {Privacy.IDENTIFICATIVO, Privacy.SALUTE, Privacy.GIUDIZIARIO}


def apps_about_people() -> list[str]:
    """The apps with a field that says who somebody is or how they are."""
    return sorted({label.split(".")[0] for label, kind in registry().items() if kind in PERSONAL})


@pytest.mark.parametrize("app", apps_about_people())
def test_every_app_about_people_exports_and_erases(app: str) -> None:
    """The next app with a name in it says at start-up how the name is given back and goes away."""
    found = [part for part in personal.parts() if app in part.apps]
    assert len(found) == 1, f"no part, or more than one, answers for {app!r}"
    assert found[0].export is not None
    assert found[0].erase is not None

"""Every stored field that could hold personal data has a privacy class."""

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

"""Personal data of the cases: export, retention, redaction, erasure with proof."""

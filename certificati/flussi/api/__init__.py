"""``/api/v1/``: certificates from the systems of the structures, with a token."""

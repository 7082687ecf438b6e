"""Limits of the flows, said once: the schema, the reader, the pages and the API obey them."""

from __future__ import annotations

from typing import Final

FILE_MAX: Final = 20 * 1024 * 1024  # bytes
RECORD_MAX: Final = 20_000  # of one file
API_RECORD_MAX: Final = 500  # of one request
API_BODY_MAX: Final = 2 * 1024 * 1024  # bytes
BATCH: Final = 200  # records of one transaction, and certificates of one announcement
# What stands in an address; never a codice fiscale (the reader refuses one).
ID_ESTERNO: Final = "[A-Za-z0-9._:-]{1,64}"

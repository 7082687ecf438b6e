"""The settings of a web process under test: those of the suite, with the cache of the real ones."""

from portal.settings import CACHES as _REAL
from portal.settings_test import *  # noqa: F403

CACHES = _REAL

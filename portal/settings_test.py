"""Settings of the test suite: the real ones, with fresh secrets and a cheap password hash."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

if "VAR_DIR" not in os.environ:
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="portale-test-")
# Each worker of pytest-xdist has a database of its own, and so must have files of its own: those of
# another are in no row it knows, and its sweep takes them for leftovers. Programs that a test
# starts inherit the folder as it is.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if _worker and Path(os.environ["VAR_DIR"]).name != _worker:
    os.environ["VAR_DIR"] = str(Path(os.environ["VAR_DIR"]) / _worker)
os.environ.setdefault("DEMO", "1")
os.environ.setdefault("REDIS_URL", "")

from portal.settings import *  # noqa: E402, F403  (the settings plus differences)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# Files are looked up when asked for: listing them for every test client took a third of the time.
WHITENOISE_AUTOREFRESH = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# A file even on SQLite: tests of concurrency and of crashes open it from other processes.
if DATABASES["default"]["ENGINE"] == "portal.base.sqlite":  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  (one of the real settings)

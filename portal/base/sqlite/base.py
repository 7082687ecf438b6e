"""The database engine of the embedded default.

SQLite lets one writer in at a time, and who waits asks again after growing pauses, up to a tenth of
a second: with eight people writing at once, one in a hundred waits longer for the pauses than for
the others. Here who begins a transaction asks again every few milliseconds, for as long as before.

Of the threads of one process only one asks, the others wait behind it: seven that ask keep the
interpreter so busy that the eighth, who is writing, hardly gets to go on and everybody's time runs
out (experiment R12 through the web server: 60 requests of 800 failed after 20 seconds).
"""

from __future__ import annotations

import random
import threading
import time
from typing import Final

from django.db import OperationalError
from django.db.backends.sqlite3.base import DatabaseWrapper as DjangoWrapper

_STEP_MS = 4  # what SQLite itself waits for, between two of our questions
_PAUSE_SECONDS = 0.002
_QUEUES: Final[dict[str, threading.Lock]] = {}  # one for each database


class DatabaseWrapper(DjangoWrapper):
    """Django's connection, but for how a transaction begins."""

    def _start_transaction_under_autocommit(self) -> None:
        """Begin as soon as the writer before has ended.

        Raises OperationalError ("database is locked") after the timeout of the settings.
        """
        timeout = float(self.settings_dict["OPTIONS"].get("timeout", 5.0))
        deadline = time.monotonic() + timeout
        queue = _QUEUES.setdefault(str(self.settings_dict["NAME"]), threading.Lock())
        if not queue.acquire(timeout=timeout):
            raise OperationalError("database is locked")
        try:
            self._wait_at_most(_STEP_MS)
            while not self._begins(last=time.monotonic() > deadline):
                # Not all at the same moment, or they would wake to the same disappointment.
                time.sleep(_PAUSE_SECONDS * random.random())  # noqa: S311
        finally:
            queue.release()
            self._wait_at_most(int(timeout * 1000))

    def _begins(self, *, last: bool) -> bool:
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except OperationalError as error:
            if last or "locked" not in str(error):
                raise
            return False
        return True

    def _wait_at_most(self, milliseconds: int) -> None:
        if self.connection is not None:
            self.connection.execute(f"PRAGMA busy_timeout = {milliseconds}")

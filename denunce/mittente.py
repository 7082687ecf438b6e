"""The plain sender process: background rounds in one thread, outgoing messages in the other.

Two threads, because a slow mail server or a heavy PDF must not delay the reminder scan. Rows are
the only truth: the process may be killed at any point and started again, alone or beside others.
"""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

import structlog
from django.db import connection

from portal.base import background, clock, outbox

log = structlog.get_logger(__name__)

_BATCH = 50
_IDLE_SECONDS = 1.0
_AFTER_ERROR_SECONDS = 2.0


class Sender:
    """Runs until ``stop`` is set; no error of database, mail or handler ends it."""

    def __init__(
        self,
        *,
        lease_seconds: int = 60,
        stop: threading.Event | None = None,
        sign_of_life: Path | None = None,
    ) -> None:
        self.lease_seconds = lease_seconds
        # A file touched at every round, for who looks at this process and not at the database.
        self.sign_of_life = sign_of_life
        self.stop = stop or threading.Event()

    def run(self) -> None:
        """Work until told to stop; the message in hand is finished first."""
        rounds = threading.Thread(target=self._rounds, name="rounds")
        rounds.start()
        log.info("sender_started")
        self._repeat(self._messages)
        rounds.join()
        log.info("sender_stopped")

    def once(self) -> bool:
        """One round and everything due now; True when the round had no failure."""
        fine = background.run_round(clock.now())
        while self._send():
            pass
        return fine

    def _repeat(self, step: Callable[[], float]) -> None:
        """Do a step and wait as long as it says, for ever."""
        while not self.stop.is_set():
            try:
                pause = step()
            except Exception as error:  # a database that is down comes back: so do we
                log.warning("sender_step_failed", error=type(error).__name__, exc_info=True)
                pause = _AFTER_ERROR_SECONDS
            connection.close_if_unusable_or_obsolete()
            self.stop.wait(pause)

    def _rounds(self) -> None:
        self._repeat(self._round)
        connection.close()  # this thread has a connection of its own

    def _round(self) -> float:
        fine = background.run_round(clock.now())
        if self.sign_of_life is not None:
            self.sign_of_life.touch()
        return background.EVERY_SECONDS if fine else _AFTER_ERROR_SECONDS

    def _messages(self) -> float:
        return 0.0 if self._send() else _IDLE_SECONDS

    def _send(self) -> int:
        """Send one batch; how many messages were taken up."""
        result = outbox.dispatch(
            limit=_BATCH, lease_seconds=self.lease_seconds, stop=self.stop.is_set
        )
        return result.done + result.failed


def take_place(lock_file: Path, *, embedded: bool) -> IO[str]:
    """Take a place among the senders of this machine; the open file holds it until it is closed.

    A sender that finds itself alone on the ``embedded`` database takes up at once what a killed
    one left in hand, instead of waiting for its leases to end. On a shared server there may be
    senders on other machines, so there the leases decide.
    """
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    handle = lock_file.open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pass
    else:
        if embedded:
            log.info("leases_released", count=outbox.release_leases(clock.now()))
    fcntl.flock(handle, fcntl.LOCK_SH)
    return handle

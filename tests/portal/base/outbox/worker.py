"""A sender in a process of its own: ``worker.py EFFECTS_FILE [seconds of clock offset] [hang]``.

Its handler appends one line to the file for each effect; with ``hang`` it then waits
to be killed.
"""

import os
import sys
import time
from datetime import datetime, timedelta
from typing import Any

import django

django.setup()

from portal.base import clock  # noqa: E402  (after setup)
from portal.base.outbox import OutboxMessage, dispatch, register  # noqa: E402

EFFECTS, OFFSET, HANG = sys.argv[1], float(sys.argv[2]), "hang" in sys.argv


@register("prova.effetto")
def effect(payload: dict[str, Any], *, now: datetime) -> None:
    """Write one line at once, whole, whoever else writes."""
    descriptor = os.open(EFFECTS, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, f"{payload['n']} {os.getpid()}\n".encode())
    os.close(descriptor)
    if HANG:
        time.sleep(600)


def now() -> datetime:
    """The real clock, moved."""
    return clock.now() + timedelta(seconds=OFFSET)


print("pronto", flush=True)
sys.stdin.readline()
while OutboxMessage.objects.filter(state="in_coda").exists():
    dispatch(now=now)
dispatch(now=now)

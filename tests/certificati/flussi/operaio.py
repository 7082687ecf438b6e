"""A worker process that reads one flow and dies at a chosen statement: ``kill -9`` for real.

python -m tests.certificati.flussi.operaio FLUSSO STATEMENT NOW FILES      (0: it lives)
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from certificati.flussi import limiti  # noqa: E402
from certificati.flussi.actions import lavorazione  # noqa: E402


class Dies:
    """Lets statements pass, and kills this very process instead of running number ``at``."""

    def __init__(self, at: int) -> None:
        self.at, self.count = at, 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def main() -> None:
    """Read the flow in small batches, so that a death falls between two of them."""
    flusso, at, now, files = sys.argv[1:5]
    settings.FILES_DIR = Path(files)
    lavorazione.BATCH = limiti.BATCH // 40
    fault = Dies(int(at))
    with connection.execute_wrapper(fault):
        lavorazione.read_flusso({"flusso": flusso}, now=datetime.fromisoformat(now))
    print(fault.count)


if __name__ == "__main__":
    main()

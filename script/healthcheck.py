"""Container health checks: exit code 0 when the process of this container is alive.

    healthcheck.py web        the web process answers /salute/viva/
    healthcheck.py scheduler  beat wrote its schedule lately (it does every three minutes)
"""

from __future__ import annotations

import http.client
import os
import sys
import time
from pathlib import Path

SCHEDULE_MAX_AGE = 600.0  # seconds


def web_answers(port: int, host: str) -> bool:
    """Whether /salute/viva/ gives 200; asks as the proxy would, so that HTTPS is no obstacle."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    headers = {"Host": host, "X-Forwarded-Proto": "https"}
    try:
        connection.request("GET", "/salute/viva/", headers=headers)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def scheduler_is_alive(folder: Path, now: float) -> bool:
    """Whether a schedule file in `folder` is younger than ten minutes at `now` (epoch seconds)."""
    files = folder.glob("celerybeat*")
    return any(now - path.stat().st_mtime < SCHEDULE_MAX_AGE for path in files)


def main(arguments: list[str]) -> int:
    """Run the check that was asked for."""
    if arguments == ["web"]:
        host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0] or "localhost"
        healthy = web_answers(int(os.environ.get("PORT") or 8000), host)
    elif arguments == ["scheduler"]:
        healthy = scheduler_is_alive(Path(os.environ.get("VAR_DIR") or "var"), time.time())
    else:
        print("uso: healthcheck.py web|scheduler", file=sys.stderr)
        return 2
    return 0 if healthy else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Container health checks: exit code 0 when the process of this container is alive.

healthcheck.py web        the web process answers /salute/viva/
healthcheck.py worker     the Celery worker of this host answers a ping
healthcheck.py mittente   the sender of this host did a round in the last two minutes
healthcheck.py scheduler  beat wrote its schedule lately (it does every three minutes)
"""

from __future__ import annotations

import http.client
import os
import socket
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCHEDULE_MAX_AGE = 600.0  # seconds
ROUND_MAX_AGE = 120.0  # seconds; a round takes place every thirty


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


def worker_answers(host: str) -> bool:
    """Whether the worker named after `host` answers; another host's worker does not count."""
    sys.path.insert(0, str(ROOT))
    from kombu.exceptions import OperationalError

    from portal.celery import app

    try:
        return bool(app.control.ping(destination=[f"celery@{host}"], timeout=10))
    except (OSError, OperationalError):
        return False


def sender_is_alive(folder: Path, host: str, now: float) -> bool:
    """Whether the sender of `host` touched its file in `folder` lately; `now` in epoch seconds."""
    try:
        return now - (folder / f"mittente-{host}.vivo").stat().st_mtime < ROUND_MAX_AGE
    except OSError:
        return False


def scheduler_is_alive(folder: Path, now: float) -> bool:
    """Whether a schedule file in `folder` is younger than ten minutes at `now` (epoch seconds)."""
    files = folder.glob("celerybeat*")
    return any(now - path.stat().st_mtime < SCHEDULE_MAX_AGE for path in files)


def main(arguments: list[str]) -> int:
    """Run the check that was asked for."""
    folder = Path(os.environ.get("VAR_DIR") or "var")
    if arguments == ["web"]:
        host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0] or "localhost"
        healthy = web_answers(int(os.environ.get("PORT") or 8000), host)
    elif arguments == ["worker"]:
        healthy = worker_answers(socket.gethostname())
    elif arguments == ["mittente"]:
        healthy = sender_is_alive(folder, socket.gethostname(), time.time())
    elif arguments == ["scheduler"]:
        healthy = scheduler_is_alive(folder, time.time())
    else:
        print("uso: healthcheck.py web|worker|mittente|scheduler", file=sys.stderr)
        return 2
    return 0 if healthy else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The web process of every deployment: script/server, the container image and the tests read this.

Variables: PORT, BIND (address, loopback by default), WEB_PROCESSES, WEB_THREADS.
"""

import os

_embedded = not os.environ.get("REDIS_URL")

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
# SQLite has one writer at a time: one process with threads shares the page cache and the wait.
workers = int(os.environ.get("WEB_PROCESSES") or (1 if _embedded else 2))
threads = int(os.environ.get("WEB_THREADS") or (8 if _embedded else 4))
timeout = 30
graceful_timeout = 10
keepalive = 5
# A worker is replaced now and then, at different moments, so that no slow leak ever matters.
max_requests = 20_000
max_requests_jitter = 2_000
# Heartbeat files on a disk that stalls would get healthy workers killed.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
# The control socket would be shared by every server of the same user: nobody asked for it.
control_socket_disable = True
# Django logs requests itself, with a request id and without personal data.
accesslog = None
errorlog = "-"
# Its warnings quote the malformed requests, and the addresses they came from.
loglevel = "error"

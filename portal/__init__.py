"""The composition root. With a broker, every process knows the Celery application that uses it."""

import os

if os.environ.get("REDIS_URL"):
    from portal.celery import app as celery_app  # noqa: F401  (costly: only when needed)

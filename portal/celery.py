"""Celery of the PostgreSQL deployment: it only wakes the same functions the sender process runs."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portale")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["denunce"])

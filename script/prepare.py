"""Brings the database and the static files of one installation to the state of this code.

Run by script/server and by the one-shot service of docker-compose.yml; running it again changes
nothing. A wrong configuration is one Italian line and exit code 2; a failure is one line, exit
code 1 and the details in ``avvio-errore.log`` under VAR_DIR.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
SCHEMES = {"postgres", "postgresql", "sqlite"}
EXAMPLE = "per esempio DATABASE_URL=postgres://utente:password@localhost:5432/portale"
# What the drivers say, in words that tell what to do. First match wins.
REASONS = (
    ("password authentication failed", "utente o password rifiutati"),
    ("no password supplied", "manca la password"),
    ("does not exist", "il database o l'utente non esiste: crealo con createdb"),
    ("translate host name", "il nome del server non esiste"),
    ("resolve", "il nome del server non esiste"),
    ("refused", "il server non è acceso a quell'indirizzo"),
    ("timeout", "il server non risponde a quell'indirizzo"),
    ("not a database", "il file non è un database SQLite"),
    ("unable to open", "il file non si può aprire: controlla cartella e permessi"),
    ("readonly", "il file è di sola lettura"),
    ("disk is full", "il disco è pieno: libera spazio"),
    ("no space left", "il disco è pieno: libera spazio"),
    ("disk i/o", "il disco è pieno o guasto: libera spazio"),
    ("locked", "un altro programma tiene occupato il database"),
    ("permission denied", "questo utente non ha i permessi"),
)


class SetupRefused(Exception):
    """Why the installation cannot be prepared, as one Italian line."""


def check_database_url(url: str) -> None:
    """SetupRefused unless `url` is empty or an address of PostgreSQL or SQLite."""
    if not url:
        return
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise SetupRefused(f"DATABASE_URL non si legge: {EXAMPLE}.") from None
    has_name = len(parts.path) > 1
    in_memory = ":memory:" in parts.path  # each process would have a database of its own
    if parts.scheme not in SCHEMES or not has_name or port == 0 or in_memory:
        raise SetupRefused(f"DATABASE_URL deve indicare PostgreSQL o SQLite, {EXAMPLE}.")


def explain(error: BaseException) -> str:
    """The Italian reason behind a driver's message; never the message, it may name people."""
    text = str(error).lower()
    return next((reason for sign, reason in REASONS if sign in text), "connessione non riuscita")


def check_database() -> None:
    """SetupRefused when the database cannot be reached."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import Error, connection

    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (Error, ImproperlyConfigured, ValueError) as error:
        given = os.environ.get("DATABASE_URL")
        mend = f"correggi DATABASE_URL, {EXAMPLE}" if given else "controlla la cartella VAR_DIR"
        raise SetupRefused(f"il database non risponde ({explain(error)}): {mend}.") from None


def check_redis(url: str) -> None:
    """SetupRefused when REDIS_URL is given and nobody answers there."""
    if not url:
        return
    import redis

    try:
        redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5).ping()
    except (redis.RedisError, ValueError, OSError):
        raise SetupRefused(
            "Redis non risponde: correggi REDIS_URL, per esempio redis://localhost:6379/0, o"
            " toglila per usare il mittente semplice."
        ) from None


def migrate() -> None:
    """Apply the missing migrations; a database already up to date costs one look."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("preparo il database", flush=True)
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def migrate_and_check() -> None:
    """Migrate; SetupRefused when the database is of a newer version or of other keys."""
    from portal import installation

    try:
        installation.check_version()
        migrate()
        installation.check_keys()
    except installation.WrongInstallation as wrong:
        raise SetupRefused(str(wrong)) from None


def load_demo_once() -> None:
    """Demo data into a database without users: whoever deleted some does not get them back."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    if not get_user_model()._default_manager.exists():
        print("carico i dati dimostrativi", flush=True)
        call_command("carica_demo", verbosity=0, stdout=io.StringIO())


def prepare() -> None:
    """Every step, in order."""
    check_database_url(os.environ.get("DATABASE_URL", ""))
    os.environ.setdefault("PGCONNECT_TIMEOUT", "10")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    sys.path.insert(0, str(ROOT))
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command

    try:
        django.setup()
    except (ImproperlyConfigured, ValueError) as error:
        raise SetupRefused(str(error)) from None
    check_database()
    check_redis(settings.REDIS_URL)
    migrate_and_check()
    call_command("carica_riferimenti", verbosity=0, stdout=io.StringIO())
    if not settings.DEBUG:
        # Style sheets of the PDF are read where they are, by the worker: no browser asks for them.
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["css/pdf/*"])
    if settings.DEMO:
        load_demo_once()


def write_details(error: Exception) -> str:
    """Where the details of an unforeseen error are, and its reason when it has a known one."""
    text = str(error).lower()
    known = next((f": {reason}" for sign, reason in REASONS if sign in text), "")
    log = Path(os.environ.get("VAR_DIR") or ROOT / "var") / "avvio-errore.log"
    try:
        log.write_text(traceback.format_exc())
    except OSError:  # the disk that made the preparation fail
        return known or f", e non posso scrivere in {log.parent}: libera spazio"
    return f"{known} (i dettagli sono in {log})"


def main() -> int:
    """Prepare; the exit code."""
    try:
        prepare()
    except SetupRefused as refusal:
        print(f"errore: {refusal}", file=sys.stderr)
        return 2
    except Exception as error:  # noqa: BLE001 - whatever failed, people get one line and a file
        print(f"errore: la preparazione non è riuscita{write_details(error)}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The identity provider as a process: ``PROVIDER_DIR=… serve.py PORT REDIRECT_URI…``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.identita.provider.settings"


def main(port: int, redirect_uris: list[str]) -> None:
    """Make the database anew, then answer until somebody ends the process."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    _fill(redirect_uris)
    call_command("runserver", f"127.0.0.1:{port}", "--noreload", "--skip-checks", verbosity=0)


def _fill(redirect_uris: list[str]) -> None:
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User

    from tests.identita.provider.people import PEOPLE

    User.objects.bulk_create(User(username=name) for name in PEOPLE)
    client = Client(
        id="portale",
        name="Portale",
        skip_consent=True,
        scopes="openid\nprofile\nemail",
        redirect_uris="\n".join(redirect_uris),
    )
    client.set_secret("segreto-di-prova")
    client.save()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])

"""Compiles every page, mail and PDF template: a wrong tag or a missing library fails here."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Compile all; the number of broken templates decides the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings_test")
    sys.path.insert(0, str(ROOT))
    import django
    from django.template import TemplateDoesNotExist, TemplateSyntaxError
    from django.template.loader import get_template

    django.setup()
    folder = ROOT / "templates"
    names = sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
    broken = 0
    for name in names:
        try:
            get_template(name)
        except (TemplateSyntaxError, TemplateDoesNotExist) as error:
            broken += 1
            print(f"templates/{name}: {error}", file=sys.stderr)
    print(f"{len(names)} modelli compilati, {broken} con errori")
    return 1 if broken or not names else 0


if __name__ == "__main__":
    sys.exit(main())

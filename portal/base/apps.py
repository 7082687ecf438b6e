"""Configuration of the shared base app."""

from importlib import import_module

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """The app that every other app may import and that imports none of them."""

    name = "portal.base"
    label = "base"
    verbose_name = "Base"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the outbox handlers, audit sentences and personal data of the base itself."""
        for module in ("audit.sentences", "files.scanning", "mail.backends", "personal.own"):
            import_module(f"portal.base.{module}")

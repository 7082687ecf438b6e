"""Configuration of the shared base app."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """The app that every other app may import and that imports none of them."""

    name = "portal.base"
    label = "base"
    verbose_name = "Base"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the outbox handlers and the audit sentences of the base itself."""
        from portal.base.audit import sentences  # noqa: F401  (registers on import)

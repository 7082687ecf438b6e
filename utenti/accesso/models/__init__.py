"""What the access part keeps besides what allauth keeps."""

from utenti.accesso.models.cambio_email import CambioEmail
from utenti.accesso.models.ripristino import RichiestaRipristino, RipristinoQuerySet

__all__ = ["CambioEmail", "RichiestaRipristino", "RipristinoQuerySet"]

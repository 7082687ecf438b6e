"""Privacy class of every field of the access part."""

from __future__ import annotations

from portal.base.privacy import classify

PRIVACY = classify(
    "accesso.RichiestaRipristino", NESSUNO="stato chiesto_at deciso_at riconoscimento"
) | classify("accesso.CambioEmail", NESSUNO="chiesto_at")

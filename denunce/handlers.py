"""Gathers what this app registers at start-up: outbox handlers and audit sentences.

``DenunceConfig.ready`` imports it; the modules below register themselves when imported.
"""

from __future__ import annotations

from denunce import documents, presenters

__all__ = ["documents", "presenters"]

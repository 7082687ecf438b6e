"""Forms that every app draws alike."""

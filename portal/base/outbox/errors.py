"""What a handler may raise to say more than "it failed". Codes only, never text."""


class Transient(Exception):
    """The outside is unavailable: try again later, for as long as it takes."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refused(Exception):
    """Trying again is useless: the message goes aside at once and is shown as such."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class KeyReused(ValueError):
    """The same key was enqueued with another handler or payload: a programming error."""

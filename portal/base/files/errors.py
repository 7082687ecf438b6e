"""Answers to a file that cannot be taken or given."""


class FileRefused(Exception):
    """The file cannot be stored; the message is Italian and meant for the person."""


class FileUnavailable(Exception):
    """The file cannot be given: deleted, waiting for the scanner, infected or damaged."""

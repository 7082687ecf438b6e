"""What every command of ours owes to who types it: wrong usage and refusals in one Italian line."""

from __future__ import annotations

import re
import sys
from typing import Any, Final, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext_lazy as _

USAGE: Final = 2

# What argparse says, in words of ours; the groups go into the sentence.
_SAYINGS: Final = (
    (r"argument (.+?): invalid (?:int|float) value: '(.*)'", _("{0}: «{1}» non è un numero.")),
    (r"argument (.+?): invalid choice: '(.*?)'.*", _("{0}: «{1}» non è tra i valori ammessi.")),
    (r"argument (.+?): expected .*", _("{0}: manca il valore.")),
    (r"the following arguments are required: (.+)", _("manca {0}.")),
    (r"unrecognized arguments: (.+)", _("non conosco {0}.")),
)


class PlainCommand(BaseCommand):
    """A command whose errors are one line on standard error: exit code 2 for wrong usage, else 1.

    Called by code it raises CommandError, like any other command.
    """

    _called_from_command_line: bool  # Django's own, which its stubs do not know

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Say a wrong usage in Italian, where argparse prints an English paragraph."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)

        def error(message: str) -> NoReturn:
            said = f"{in_italian(message)} {_('Aiuto:')} {parser.prog} --help"
            if self._called_from_command_line:
                self._leave(said, USAGE)
            raise CommandError(said, returncode=USAGE)

        parser.error = error  # type: ignore[method-assign]
        return parser

    def execute(self, *args: Any, **options: Any) -> Any:
        """Run; a CommandError is its message alone."""
        try:
            return super().execute(*args, **options)
        except CommandError as error:
            if not self._called_from_command_line or options.get("traceback"):
                raise
            self._leave(str(error), error.returncode)

    def _leave(self, message: str, code: int) -> NoReturn:
        self.stderr.write(f"errore: {message}")
        sys.exit(code)


def in_italian(message: str) -> str:
    """A sentence of argparse in Italian; one that is not known becomes a general one."""
    for pattern, said in _SAYINGS:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return str(said).format(*match.groups())
    return str(_("uso sbagliato."))

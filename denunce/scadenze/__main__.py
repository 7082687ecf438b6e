"""`python -m denunce.scadenze [FILE]`: the command `valuta` without Django."""

import sys

from denunce.scadenze.cli import main

sys.exit(main(sys.argv[1:]))

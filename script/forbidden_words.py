"""Finds in the committed files what must not travel: registry addresses and paths of one machine.

A link that leads out of the repository is such a path too.

A lock or a script that names a package registry breaks behind a mirror; a path of the machine
where it was written breaks everywhere else.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# In halves, so that this file holds no address itself.
_REGISTRIES = (
    ("pypi[.]", "org"),
    ("python", "hosted[.]org"),
    ("registry[.]", "npmjs"),
    ("npmjs[.]", "org"),
)
FORBIDDEN = {
    "indirizzo di un registro di pacchetti": re.compile(
        "|".join([*map("".join, _REGISTRIES), r"index-url\s*[=:]"]), re.IGNORECASE
    ),
    "percorso di una macchina": re.compile(r"(?<![\w.$}/-])/(?:work|home|root|Users)/\w"),
}


def committed_paths(root: Path) -> list[Path]:
    """Every path git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
    )
    return [root / name for name in listed.stdout.decode().split("\0") if name]


def is_text(path: Path) -> bool:
    """Whether there is a file to read, binary files aside."""
    return path.is_file() and b"\0" not in path.read_bytes()[:4096]


def find(root: Path) -> list[str]:
    """One line for each offending line: path, number, what it holds."""
    paths = committed_paths(root)
    found = [
        f"{path.relative_to(root)}:1: collegamento fuori dal repository"
        for path in paths
        if path.is_symlink() and not path.resolve().is_relative_to(root.resolve())
    ]
    for path in filter(is_text, paths):
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            for what, pattern in FORBIDDEN.items():
                if pattern.search(line):
                    found.append(f"{path.relative_to(root)}:{number}: {what}")
    return found


def main() -> int:
    """Print what was found; 1 when anything was."""
    found = find(ROOT)
    print("\n".join(found) if found else "niente da segnalare")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""Says which native parts of the PDF engine are missing; exit code 1 when any is.

Asks the dynamic loader for the libraries WeasyPrint opens, without importing it: fifty
milliseconds at every start. Without a font the text of a PDF would be empty boxes.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys

LIBRARIES = {
    "libgobject-2.0.so.0": "GLib",
    "libpango-1.0.so.0": "Pango",
    "libpangoft2-1.0.so.0": "PangoFT2",
    "libharfbuzz.so.0": "HarfBuzz",
    "libharfbuzz-subset.so.0": "HarfBuzz subset",
    "libfontconfig.so.1": "Fontconfig",
}


def missing_libraries(libraries: dict[str, str] = LIBRARIES) -> list[str]:
    """Names, for people, of the shared libraries that the loader cannot open."""
    missing = []
    for soname, name in libraries.items():
        try:
            ctypes.CDLL(soname)
        except OSError:
            missing.append(name)
    return missing


def has_font() -> bool:
    """Whether fontconfig knows at least one font."""
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def main() -> int:
    """Print what is missing on one line, in Italian."""
    missing = missing_libraries()
    if not has_font():
        missing.append("un carattere (fc-list è vuoto)")
    print(", ".join(missing))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

"""The objects of a PDF turned into bytes once.

pydyf asks each object for its bytes twice, for the file and for the file's identifier, and would
compress every stream twice.
"""

from __future__ import annotations

from typing import Any

import pydyf


class _Serialised(pydyf.Object):  # type: ignore[misc]  # the base ships no types
    def __init__(self, source: Any) -> None:
        super().__init__()
        self.number = source.number
        self._data: bytes = source.data
        self._compressible = source.compressible

    @property
    def data(self) -> bytes:
        return self._data

    @property
    def compressible(self) -> bool:
        return bool(self._compressible)


def serialise(pdf: Any) -> None:
    """Fix the bytes of every object; nothing in the document may change afterwards."""
    pdf.objects = [each if each.free == "f" else _Serialised(each) for each in pdf.objects]

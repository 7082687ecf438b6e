"""The OpenAPI document: the routes by ninja, the bodies by the schema of the flows."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from certificati.flussi.api.rotte import api

Json = dict[str, Any]
PREFIX: Final = "/api/v1/"
PROBLEM: Final = "application/problem+json"


@cache
def openapi() -> Json:
    """The whole document; refusals carry the media type they really have."""
    document: Json = dict(api.get_openapi_schema(path_prefix=PREFIX))
    for path in document["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400 and "content" in answer:
                    answer["content"] = {PROBLEM: answer["content"].pop("application/json")}
    return document

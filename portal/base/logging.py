"""JSON logs on standard output, with a request id and without personal data.

Every line, ours or of a library, goes through the same chain: keys that name
personal or secret values are dropped, strings that look like a codice fiscale or an
e-mail address are masked, exceptions keep their type and place but not their text
(a database quotes whole rows there). JSON keeps a line break from forging a line.
"""

import logging.config
import re
import sys
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any

import structlog

from portal.base.privacy import CODICE_FISCALE

_EMAIL = re.compile(r"[^\s@<>\"',;:=]{1,64}@[^\s@<>\"',;:=]{1,255}")
_SECRET_KEYS = re.compile(
    r"passw|secret|segret|token|cookie|authoriz|session|codice_?fiscale|cognome|nome|name_|surname"
    r"|e_?mail|telefon|phone|indirizzo|address|diagnosi|dinamica|iban|\bip\b|user_agent|referer",
    re.IGNORECASE,
)
# Keys of django-structlog and of the standard library that carry no personal value.
_KEPT_KEYS = frozenset({"logger_name", "url_name", "lease_token_lost"})
_MAX_CHARS = 2000


def mask(text: str) -> str:
    """Replace what looks like a codice fiscale or an e-mail address, and cut long texts."""
    return _EMAIL.sub("[email]", CODICE_FISCALE.sub("[cf]", text[:_MAX_CHARS]))


def scrub(value: Any) -> Any:
    """Mask strings at any depth; drop keys that name personal or secret values."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Mapping):
        return {
            key: scrub(item)
            for key, item in value.items()
            if key in _KEPT_KEYS or not _SECRET_KEYS.search(str(key))
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [scrub(item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return mask(str(value))


def drop_personal_data(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    """Processor: clean the whole event just before it is written."""
    cleaned: dict[str, Any] = scrub(dict(event))
    return cleaned


def without_the_request(
    _logger: Any, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Processor: of what Django says of a request keep the kind, not the address.

    "Not Found: /…" holds whatever somebody typed, and the address of a reset link is the secret
    itself; our own line on the request, with the same id, names the route.
    """
    if str(event.get("logger", "")).startswith(("django.request", "django.security")):
        event["event"] = str(event["event"]).partition(":")[0]
    return event


def place_of_exception(
    _logger: Any, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Processor: replace an exception by its type and the lines it went through."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["exception"] = type(error).__qualname__
        event["frames"] = _frames(error.__traceback__)
    return event


def _frames(trace: TracebackType | None) -> list[str]:
    frames: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}:{code.co_name}")
        trace = trace.tb_next
    return frames[-15:]


def configure(options: Mapping[str, Any]) -> None:
    """Set up structlog and the standard library alike; ``options["level"]`` is the threshold."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        without_the_request,
        place_of_exception,
        drop_personal_data,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    logging.config.dictConfig(_standard_library(str(options.get("level", "INFO")), shared, last))


def _standard_library(level: str, shared: list[Any], last: list[Any]) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*shared, structlog.stdlib.add_logger_name],
                "processors": last,
            }
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stderr",
                "formatter": "json",
            }
        },
        # pikepdf and WeasyPrint tell of themselves where a command writes its JSON; the PDF
        # libraries quote the text that they could not lay out.
        "loggers": {
            "pikepdf": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
            "fontTools": {"level": "ERROR"},
        },
        "root": {"handlers": ["stderr"], "level": level},
    }

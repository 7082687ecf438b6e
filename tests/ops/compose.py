"""Reads docker-compose.yml, the Dockerfile and the nginx template the way Docker would."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
_VARIABLE = re.compile(r"\$(?:\$|\{(\w+)(?::?([-?])([^}]*))?\})")


def interpolate(value: Any, variables: Mapping[str, str]) -> Any:
    """Replace `${NAME}`, `${NAME:-default}`, `${NAME:?message}` and `$$` in every string."""
    if isinstance(value, dict):
        return {key: interpolate(item, variables) for key, item in value.items()}
    if isinstance(value, list):
        return [interpolate(item, variables) for item in value]
    if not isinstance(value, str):
        return value

    def replace(match: re.Match[str]) -> str:
        name, operator, argument = match.groups()
        if name is None:
            return "$"
        if variables.get(name):
            return variables[name]
        if operator == "?":
            raise KeyError(f"{name}: {argument}")
        return argument or ""

    return _VARIABLE.sub(replace, value)


def load_compose(variables: Mapping[str, str], *overrides: str) -> dict[str, Any]:
    """The whole file, and those that add to it, with merge keys and variables in place."""
    loaded: dict[str, Any] = {}
    for name in ("docker-compose.yml", *overrides):
        text = (ROOT / name).read_text()
        loaded = merge(loaded, interpolate(yaml.safe_load(text), variables))
    return loaded


def merge(below: Any, above: Any) -> Any:
    """Mappings are merged, lists continued, anything else replaced: what compose does."""
    if isinstance(below, dict) and isinstance(above, dict):
        return {**below, **{k: merge(below[k], v) if k in below else v for k, v in above.items()}}
    if isinstance(below, list) and isinstance(above, list):
        return [*below, *above]
    return above


def read_env_file(path: Path) -> dict[str, str]:
    """NAME=value lines; comments and blank lines aside."""
    lines = (line.strip() for line in path.read_text().splitlines())
    pairs = (line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return dict(pairs)


@dataclass(frozen=True)
class Dockerfile:
    """The instructions of the last stage, and the text of the whole file."""

    text: str
    last_stage: tuple[tuple[str, str], ...]

    def argument(self, instruction: str) -> str:
        """The argument of the only such instruction of the last stage."""
        (found,) = [argument for name, argument in self.last_stage if name == instruction]
        return found

    @property
    def command(self) -> list[str]:
        """CMD in its JSON form."""
        return list(json.loads(self.argument("CMD")))

    @property
    def healthcheck(self) -> list[str]:
        """The command of HEALTHCHECK in its JSON form."""
        return list(json.loads(self.argument("HEALTHCHECK").split("CMD", 1)[1]))

    @property
    def environment(self) -> dict[str, str]:
        """ENV as a mapping."""
        return dict(pair.split("=", 1) for pair in shlex.split(self.argument("ENV")))


def load_dockerfile() -> Dockerfile:
    """Join continued lines, drop comments, keep what follows the last FROM."""
    text = (ROOT / "Dockerfile").read_text()
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    instructions = [tuple(line.split(" ", 1)) for line in joined.splitlines()]
    last_from = max(i for i, (name, _) in enumerate(instructions) if name == "FROM")
    return Dockerfile(text, tuple((n, a) for n, a in instructions[last_from:]))


def render_nginx(environment: Mapping[str, str], name: str = "portale") -> str:
    """What the nginx image does at start: only names of its own environment are replaced."""
    text = (ROOT / f"deploy/nginx/{name}.conf.template").read_text()
    for name, value in environment.items():
        text = text.replace("${" + name + "}", value)
    return text

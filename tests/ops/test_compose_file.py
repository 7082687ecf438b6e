"""What docker-compose.yml, the Dockerfile and the nginx template promise, read as data."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.ops.compose import (
    ROOT,
    load_compose,
    load_dockerfile,
    read_env_file,
    render_nginx,
)

LONG_RUNNING = {"nginx", "web", "worker", "mittente", "scheduler", "postgres", "redis", "posta"}


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    target = tmp_path / "portale.env"
    subprocess.run([ROOT / "deploy/crea-segreti", target], check=True, capture_output=True)
    return read_env_file(target)


@pytest.fixture
def compose(variables: dict[str, str]) -> dict[str, Any]:
    return load_compose(variables)


def test_services_are_those_of_the_design(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == LONG_RUNNING | {"migrate"}
    assert compose["services"]["web"]["deploy"]["replicas"] == 2
    assert compose["services"]["nginx"]["ports"] == ["80:8080", "443:8443"]


def test_every_long_running_service_says_whether_it_is_healthy(compose: dict[str, Any]) -> None:
    from_image = {"web"} if load_dockerfile().healthcheck else set()
    declared = {n for n, s in compose["services"].items() if "test" in s.get("healthcheck", {})}
    assert declared | from_image == LONG_RUNNING


def test_nobody_starts_before_what_it_needs_is_ready(compose: dict[str, Any]) -> None:
    waits = {
        name: {other: rule["condition"] for other, rule in service["depends_on"].items()}
        for name, service in compose["services"].items()
        if "depends_on" in service
    }
    ready = {"migrate": "service_completed_successfully", "redis": "service_healthy"}
    assert waits["nginx"] == {"web": "service_healthy"}
    assert waits["web"] == waits["worker"] == waits["scheduler"] == ready
    # The sender does not wait for Redis: it has to work when Redis does not.
    assert waits["mittente"] == {"migrate": "service_completed_successfully"}
    assert waits["migrate"] == {"postgres": "service_healthy", "redis": "service_healthy"}


def test_a_missing_secret_stops_compose_with_the_command_to_run(
    variables: dict[str, str],
) -> None:
    del variables["POSTGRES_PASSWORD"]
    with pytest.raises(KeyError, match="deploy/crea-segreti"):
        load_compose(variables)


def test_no_secret_is_written_in_the_committed_files(variables: dict[str, str]) -> None:
    example = read_env_file(ROOT / "deploy/portale.env.esempio")
    secrets = {name for name in variables if re.search("KEY|PASSWORD|SECRET", name)}
    assert len(secrets) == 7
    assert all(example[name] == "" for name in secrets)
    assert all(len(variables[name]) >= 40 for name in secrets)


def test_secrets_of_an_installation_are_never_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "portale.env"
    for expected in (0, 1):
        done = subprocess.run([ROOT / "deploy/crea-segreti", target], capture_output=True)
        assert done.returncode == expected
        content = content if expected else target.read_text()  # noqa: F821 - set in round one
    assert target.read_text() == content
    assert target.stat().st_mode & 0o077 == 0


def test_application_containers_are_production_and_locked_down(compose: dict[str, Any]) -> None:
    for name in ("web", "worker", "mittente", "scheduler", "migrate"):
        service = compose["services"][name]
        assert service["environment"]["PRODUZIONE"] == "1"
        assert service["environment"]["DEMO"] == "0"
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]


def test_databases_are_not_published_and_cannot_reach_the_internet(compose: dict[str, Any]) -> None:
    assert compose["networks"]["dati"]["internal"] is True
    for name in ("postgres", "redis"):
        assert "ports" not in compose["services"][name]
        assert compose["services"][name]["networks"] == ["dati"]


def test_redis_keeps_an_append_only_file(compose: dict[str, Any]) -> None:
    command = compose["services"]["redis"]["command"]
    assert command[command.index("--appendonly") + 1] == "yes"


def test_images_are_pinned_to_a_version(compose: dict[str, Any]) -> None:
    images = [s["image"] for s in compose["services"].values() if "build" not in s]
    assert len(images) == 4
    assert all(re.search(r":v?\d", image) for image in images)


def test_files_named_by_the_commands_exist(compose: dict[str, Any]) -> None:
    commands = [s.get("command", []) for s in compose["services"].values()]
    commands += [load_dockerfile().command, load_dockerfile().healthcheck]
    named = {word for command in commands for word in command if re.search(r"\w/\w.*\.py$", word)}
    assert named == {"deploy/gunicorn.conf.py", "script/prepare.py", "script/healthcheck.py"}
    assert all((ROOT / path).is_file() for path in named)


def test_every_name_of_the_nginx_template_has_a_value(compose: dict[str, Any]) -> None:
    rendered = render_nginx(compose["services"]["nginx"]["environment"])
    assert not re.search(r"\$\{[A-Z_]+\}", rendered)
    assert "server web:8000 resolve" in rendered


def test_the_card_reader_adds_one_port_and_nothing_else(variables: dict[str, str]) -> None:
    without = load_compose(variables)
    merged = load_compose(variables, "docker-compose.cns.yml")
    assert not any(name.startswith("CNS") for name in without["services"]["web"]["environment"])
    assert merged["services"]["nginx"]["ports"] == ["80:8080", "443:8443", "8444:9443"]
    rendered = render_nginx(merged["services"]["nginx"]["environment"], "cns")
    assert not re.search(r"\$\{[A-Z_]+\}", rendered)
    for name in ("web", "worker", "mittente", "scheduler", "migrate"):
        environment = merged["services"][name]["environment"]
        assert environment["CNS_SECRET"] == variables["CNS_SECRET"]
        assert (
            environment["DATABASE_URL"] == without["services"][name]["environment"]["DATABASE_URL"]
        )


def test_every_header_of_the_card_is_blanked_where_no_card_is_read() -> None:
    """And the port that reads one repeats every other header of the list."""
    heads = {
        name: dict(re.findall(r"(?m)^ *proxy_set_header (\S+) (\S+);", template(name)))
        for name in ("portale", "cns")
    }
    cards = {name for name in heads["cns"] if name.startswith("X-CNS-")}
    assert len(cards) == 3
    assert {heads["portale"][name] for name in cards} == {'""'}
    assert heads["portale"].keys() == heads["cns"].keys()


def template(name: str) -> str:
    """The list of headers that a server passes on: the health path has one of its own."""
    text = (ROOT / f"deploy/nginx/{name}.conf.template").read_text()
    return re.sub(r"(?s)location = /salute/viva/ \{.*?\n    \}", "", text)


def test_image_runs_as_an_unprivileged_user_on_pinned_packages() -> None:
    dockerfile = load_dockerfile()
    assert dockerfile.argument("USER") == "portale"
    assert "pip install --require-hashes -r /build/requirements.lock" in dockerfile.text
    assert dockerfile.text.count("\nFROM ") == 2


def test_image_installs_the_native_libraries_of_script_bootstrap() -> None:
    bootstrap = (ROOT / "script/bootstrap").read_text()
    match = re.search(r"libpango-1\.0-0[\w .-]+", bootstrap)
    assert match
    assert match[0].strip() in load_dockerfile().text


def test_image_holds_every_package_of_the_application() -> None:
    allowed = set((ROOT / ".dockerignore").read_text().split("!")[1:])
    names = {line.strip().split("\n")[0] for line in allowed}
    installed = {"portal", "utenti", "certificati", "denunce", "templates", "static", "fixtures"}
    assert installed | {"manage.py", "script", "deploy/gunicorn.conf.py"} <= names
    assert all((ROOT / name).exists() for name in installed)

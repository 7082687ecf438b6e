"""docker-compose.yml on this machine without Docker: its commands, variables and health paths.

Only addresses differ: service names become free ports of 127.0.0.1, /var/lib/portale a temporary
folder, and the mail catcher a small SMTP server inside the test.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler

from script.private_servers import free_port, postgres, redis
from tests.ops.certificate import Authority, write_certificate
from tests.ops.compose import ROOT, load_compose, load_dockerfile, read_env_file, render_nginx
from tests.ops.http import Answer, request
from tests.ops.processes import clean_environment, running, wait_until


class Inbox(MessageHandler):
    """Keeps every mail it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.messages.append(message)


class Stack:
    """The running installation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.exits = contextlib.ExitStack()
        self.webs: dict[int, contextlib.ExitStack] = {}
        self.web_pids: dict[int, int] = {}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.inbox = Inbox()
        env_file = folder / "portale.env"
        subprocess.run([ROOT / "deploy/crea-segreti", env_file], check=True, capture_output=True)
        self.variables = read_env_file(env_file)
        # With the card reader's port as well: what is off by default is tested from its file.
        self.compose = load_compose(self.variables, "docker-compose.cns.yml")
        self.dockerfile = load_dockerfile()
        self.host = self.variables["SERVER_NAME"]
        self.http_port, self.https_port, self.cns_port = free_port(), free_port(), free_port()
        self.web_ports = (free_port(), free_port())

    def service(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.compose["services"][name]
        return found

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def start(self) -> None:
        self.start_databases()
        mail = self.start_mail_catcher()
        self.environment = self.build_environment(mail)
        migrate = self.service("migrate")["command"]
        done = subprocess.run(
            migrate, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        for port in self.web_ports:
            self.start_web(port)
        for name in ("worker", "mittente", "scheduler"):
            command = self.service(name)["command"]
            self.run(command, self.environment, name)
        self.start_nginx()
        wait_until(
            lambda: self.get("/salute/viva/").status == 200, 180, "nginx reaches a web process"
        )

    def run(self, command: list[str], environment: dict[str, str], name: str) -> None:
        process = self.exits.enter_context(running(command, environment, self.log(name)))
        self.processes[name] = process

    @contextlib.contextmanager
    def paused(self, name: str) -> Iterator[None]:
        """A service that does nothing for the time of the block."""
        self.processes[name].send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.processes[name].send_signal(signal.SIGCONT)

    def start_databases(self) -> None:
        superuser = self.exits.enter_context(postgres())
        settings = self.service("postgres")["environment"]
        user, name = settings["POSTGRES_USER"], settings["POSTGRES_DB"]
        with psycopg.connect(f"{superuser}postgres", autocommit=True) as connection:
            password = settings["POSTGRES_PASSWORD"]
            connection.execute(f"CREATE ROLE {user} LOGIN PASSWORD '{password}'")
            connection.execute(f"CREATE DATABASE {name} OWNER {user}")
        self.postgres_port = urlsplit(superuser).port
        program, *options = self.service("redis")["command"]
        assert program == "redis-server"
        self.redis_port = urlsplit(self.exits.enter_context(redis(*options))).port

    def start_mail_catcher(self) -> int:
        controller = Controller(self.inbox, hostname="127.0.0.1", port=free_port())
        controller.start()
        self.exits.callback(controller.stop)
        return int(controller.port)

    def build_environment(self, mail_port: int) -> dict[str, str]:
        """The variables of the application containers, with the addresses of this machine."""
        image = {k: v for k, v in self.dockerfile.environment.items() if k != "PATH"}
        values = {**self.variables, **image, **self.service("web")["environment"]}
        values["DATABASE_URL"] = self.local(values["DATABASE_URL"])
        values["REDIS_URL"] = self.local(values["REDIS_URL"])
        values |= {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(mail_port)}
        values |= {"VAR_DIR": str(self.folder / "var"), "BIND": "127.0.0.1"}
        return clean_environment(**values)

    def local(self, text: str) -> str:
        """Addresses and ports of the compose network turned into those of this machine."""
        moved = text.replace("@postgres:5432", f"@127.0.0.1:{self.postgres_port}")
        return moved.replace("@redis:6379", f"@127.0.0.1:{self.redis_port}")

    def start_web(self, port: int) -> None:
        environment = {**self.environment, "PORT": str(port)}
        self.webs[port] = contextlib.ExitStack()
        command = self.service("web").get("command", self.dockerfile.command)
        process = running(command, environment, self.log(f"web-{port}"))
        self.web_pids[port] = self.webs[port].enter_context(process).pid
        wait_until(lambda: self.is_web_healthy(port), 180, f"web on {port} is healthy")

    def kill_web(self, port: int) -> None:
        """End a web process the way a crash of its machine would."""
        os.killpg(self.web_pids.pop(port), signal.SIGKILL)
        self.webs.pop(port).close()

    def is_web_healthy(self, port: int) -> bool:
        environment = {**self.environment, "PORT": str(port)}
        return self.run_check(self.dockerfile.healthcheck, environment)

    def run_check(self, command: list[str], environment: dict[str, str]) -> bool:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, check=False, timeout=60
        )
        return done.returncode == 0

    def start_nginx(self) -> None:
        tls = self.folder / "tls"
        tls.mkdir()
        write_certificate(tls, self.host)
        self.cards = Authority("CA di prova della CNS")
        (tls / "cns-ca.pem").write_bytes(self.cards.pem)
        one = self.service("nginx")["environment"]["WEB_SERVERS"].replace(" resolve", "")
        servers = " ".join(one.replace("web:8000", f"127.0.0.1:{p}") for p in self.web_ports)
        local = {
            "HTTP_PORT": str(self.http_port),
            "HTTPS_PORT": str(self.https_port),
            "CNS_PORT": str(self.cns_port),
            "WEB_SERVERS": servers,
            "TLS_DIR": str(tls),
            "ERROR_DIR": str(ROOT / "deploy/nginx/errori"),
        }
        configuration = self.folder / "nginx.conf"
        environment = {**self.service("nginx")["environment"], **local}
        site = render_nginx(environment) + render_nginx(environment, "cns")
        configuration.write_text(self.nginx_frame(site))
        command = ["nginx", "-p", str(self.folder), "-c", str(configuration)]
        tested = subprocess.run([*command, "-t"], env=clean_environment(), capture_output=True)
        assert tested.returncode == 0, tested.stderr.decode()
        self.run(command, clean_environment(), "nginx")

    def nginx_frame(self, site: str) -> str:
        """What the image's own nginx.conf puts around the site."""
        user = pwd.getpwuid(os.geteuid()).pw_name
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        folders = "\n".join(f"{kind}_temp_path {self.folder}/{kind};" for kind in kinds)
        head = f"user {user};\ndaemon off;\nworker_processes 1;\npid {self.folder}/nginx.pid;\n"
        errors = f"error_log {self.folder}/nginx-errors.log warn;\nevents {{}}\n"
        types = "include /etc/nginx/mime.types;\ndefault_type application/octet-stream;\n"
        return f"{head}{errors}http {{\n{types}{folders}\n{site}\n}}\n"

    def get(self, path: str, **options: Any) -> Answer:
        """A request through nginx and TLS, the way a browser makes it."""
        context = ssl.create_default_context(cafile=str(self.folder / "tls/portale.crt"))
        return request(self.host, self.https_port, path, context=context, **options)

    def get_with_card(self, card: tuple[Path, Path] | None, path: str, **options: Any) -> Answer:
        """A request to the port that asks for the card, with one in the reader or without."""
        context = ssl.create_default_context(cafile=str(self.folder / "tls/portale.crt"))
        if card:
            context.load_cert_chain(*card)
        return request(self.host, self.cns_port, path, context=context, **options)

    def manage(self, *arguments: str) -> str:
        """A management command inside the installation; its output."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()  # all at once: each then takes its time
        for port in list(self.webs):
            self.kill_web(port)
        self.exits.close()


@contextlib.contextmanager
def running_stack(folder: Path) -> Iterator[Stack]:
    """The whole installation, up for the time of the block."""
    stack = Stack(folder)
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()

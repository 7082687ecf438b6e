"""Mail: written by the web as rows, sent by the sender once, told apart when it fails."""

import smtplib
import socket
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage as Parsed
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.core import mail as django_mail
from django.core.mail import BadHeaderError, EmailMultiAlternatives

from portal.base import heartbeat
from portal.base.keys import DataKey
from portal.base.mail import OutboxEmailBackend, close_shared, send, transport
from portal.base.mail.models import MessaggioPosta
from portal.base.outbox import OutboxMessage, Refused, Transient, dispatch

pytestmark = pytest.mark.django_db


class Server:
    """A real SMTP server on this machine that keeps what it accepts."""

    def __init__(self) -> None:
        self.received: list[Parsed] = []
        self.connections = 0
        self.answer = "250 OK"
        self.recipient = "250 OK"

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server, session, envelope):
        if self.answer.startswith("250"):
            self.received.append(message_from_bytes(envelope.content))
        return self.answer


@pytest.fixture
def server(settings):
    found = Server()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    settings.SMTP_HOST, settings.SMTP_PORT = "127.0.0.1", controller.port
    transport._shared.beaten = 0.0
    yield found
    close_shared()
    controller.stop()


@pytest.fixture
def cartella(settings, tmp_path: Path) -> Path:
    settings.SMTP_HOST, settings.MAIL_DIR = "", tmp_path / "posta"
    return settings.MAIL_DIR


def give(message_id: str = "promemoria-1", subject: str = "Scadenza", to=("a@scuola.test",)):
    send(message_id, subject, "testo", "<p>testo</p>", list(to))


def test_a_mail_reaches_a_real_server_with_its_fixed_id(server: Server) -> None:
    give()
    (got,) = server.received
    assert got["Message-ID"] == "<promemoria-1@portale.test>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got.get_content_type() == "multipart/alternative"
    assert heartbeat.last(heartbeat.MAIL_SENT) is not None


def test_the_mails_of_one_batch_share_a_connection(server: Server) -> None:
    for n in range(5):
        give(f"promemoria-{n}")
    assert (len(server.received), server.connections) == (5, 1)
    close_shared()
    give("promemoria-9@altro.test")
    assert server.connections == 2
    assert server.received[-1]["Message-ID"] == "<promemoria-9@altro.test>"


@pytest.mark.parametrize(
    ("recipient", "answer", "kind", "code"),
    [
        ("550 unknown", "250 OK", Refused, "smtp_550"),
        ("450 greylisted", "250 OK", Transient, "smtp_450"),
        ("250 OK", "554 spam", Refused, "smtp_554"),
        ("250 OK", "451 later", Transient, "smtp_451"),
    ],
)
def test_what_the_server_says_decides_whether_to_try_again(
    server: Server, recipient: str, answer: str, kind: type[Exception], code: str
) -> None:
    server.recipient, server.answer = recipient, answer
    with pytest.raises(kind) as failure:
        give()
    assert failure.value.code == code
    assert (heartbeat.last(heartbeat.MAIL_FAILED) is not None) == (kind is Transient)
    server.recipient = server.answer = "250 OK"
    give("promemoria-2")
    assert len(server.received) == 1


def test_a_server_that_is_down_is_transient(settings) -> None:
    settings.SMTP_HOST, settings.SMTP_PORT = "127.0.0.1", 1
    with pytest.raises(Transient) as failure:
        give()
    assert failure.value.code == "posta_non_raggiungibile"


def test_a_refused_login_is_ours_to_mend_and_waits() -> None:
    found = transport._classify(smtplib.SMTPAuthenticationError(535, b"no"), "giu")
    assert isinstance(found, Transient)


def test_a_line_that_breaks_while_the_mail_is_handed_over_leaves_the_outcome_unknown(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_args: object) -> None:
        raise smtplib.SMTPServerDisconnected

    give("promemoria-0")
    monkeypatch.setattr(smtplib.SMTP, "data", cut)
    with pytest.raises(Transient) as failure:
        give()
    assert failure.value.code == "esito_incerto"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"subject": "Scadenza\r\nBcc: altri@male.test"}, "intestazione_non_valida"),
        ({"message_id": "a>\r\nBcc: b@c.test"}, "identificativo_non_valido"),
        ({"to": ["non un indirizzo"]}, "indirizzo_non_valido"),
        ({"to": ["a@b.test\nBcc: c@d.test"]}, "indirizzo_non_valido"),
        ({"to": []}, "senza_destinatario"),
    ],
)
def test_a_forged_header_or_a_bad_address_is_refused(cartella: Path, change, code: str) -> None:
    with pytest.raises(Refused) as refused:
        give(**change)
    assert refused.value.code == code
    assert not cartella.exists()


def test_production_never_writes_to_a_fictional_address(cartella: Path, settings) -> None:
    give()
    settings.PRODUZIONE = True
    with pytest.raises(Refused, match="indirizzo_fittizio"):
        give()


def test_without_a_server_a_mail_is_one_file_however_often_it_is_sent(cartella: Path) -> None:
    give()
    give()
    (path,) = cartella.iterdir()
    assert path.name == "promemoria-1@portale.test.eml"
    assert message_from_bytes(path.read_bytes())["To"] == "a@scuola.test"


def test_the_transport_can_be_named_in_the_settings(settings) -> None:
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    give()
    assert [message.subject for message in django_mail.outbox] == ["Scadenza"]


# --- mails of the web processes ----------------------------------------------------------------


@pytest.fixture
def web(settings) -> None:
    settings.EMAIL_BACKEND = "portal.base.mail.OutboxEmailBackend"


def compose(subject: str = "Reimposta la password") -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject, "https://portale.test/reset/token-segreto/", None, ["laura@scuola.test"]
    )
    message.attach_alternative("<p>token-segreto</p>", "text/html")
    return message


def test_the_web_only_writes_a_sealed_row(web: None, server: Server) -> None:
    assert compose().send() == 1
    assert server.received == []
    assert OutboxMessage.objects.get().payload == {
        "messaggio": str(MessaggioPosta.objects.get().pk)
    }
    raw = MessaggioPosta.objects.get().__dict__["contenuto"]
    assert b"token-segreto" not in bytes(raw)


def test_the_sender_sends_it_once_and_destroys_the_text(
    web: None, server: Server, adesso: datetime
) -> None:
    compose().send()
    later = OutboxMessage.objects.get().due_at + timedelta(seconds=1)
    assert dispatch(now=lambda: later).done == 1
    (got,) = server.received
    row = MessaggioPosta.objects.get()
    assert got["Message-ID"] == f"<{row.message_id}>"
    assert (got["Subject"], got["To"]) == ("Reimposta la password", "laura@scuola.test")
    assert b"token-segreto" in got.as_bytes()
    assert (row.contenuto, row.sent_at) == (None, later)
    assert DataKey.objects.get().wrapped is None
    assert str(row) == row.message_id

    OutboxMessage.objects.update(state="in_coda", done_at=None)
    assert dispatch(now=lambda: later).done == 1
    assert len(server.received) == 1


def test_a_mail_waits_while_the_server_is_down(web: None, server: Server) -> None:
    compose().send()
    due = OutboxMessage.objects.get().due_at
    server.answer = "451 later"
    assert dispatch(now=lambda: due).failed == 1
    server.answer = "250 OK"
    assert dispatch(now=lambda: due + timedelta(minutes=1)).done == 1


def test_a_forged_header_never_becomes_a_row(web: None) -> None:
    with pytest.raises(BadHeaderError):
        compose("Ciao\nBcc: altri@male.test").send()
    assert not OutboxMessage.objects.exists()


def test_a_queued_mail_has_no_attachments(web: None) -> None:
    message = compose()
    message.attach("a.txt", b"x", "text/plain")
    with pytest.raises(ValueError, match="no attachments"):
        message.send()


def test_the_backend_is_the_one_of_the_settings(web: None) -> None:
    assert isinstance(django_mail.get_connection(), OutboxEmailBackend)

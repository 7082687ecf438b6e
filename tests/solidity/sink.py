"""A real SMTP server in a process of its own that writes down every DATA it is handed.

    python sink.py DIRECTORY

``DIRECTORY/porta`` gets the port, ``DIRECTORY/ordini`` (JSON, read anew for every message) says how
to behave, ``DIRECTORY/registro`` gets one JSON line when a message arrives ("ricevuto") and one
just before the server's 250 ("accettato"): what was accepted is what a real relay would deliver.

Orders: ``{"modo": "ok"}``; ``"attende"``: hold the answer until the client goes away;
``"trattiene"``: hold it until the orders change, then do as they say; ``"ritarda"`` with
``secondi``: answer later; ``"uccidi_dopo"`` with ``pid``: freeze that process, accept the message,
then kill it, which is the gap between the 250 and the client's own mark.
Addresses that begin with ``permanente`` are refused with 550, with ``temporaneo`` with 450.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


class Handler:
    """Accepts mail as told by the orders."""

    def __init__(self, directory: Path) -> None:
        self.orders = directory / "ordini"
        self.log = (directory / "registro").open("a")

    def note(self, stato: str, message: Any, envelope: Envelope) -> None:
        """Write one line that survives whatever comes next."""
        line = {
            "stato": stato,
            "message_id": message["Message-ID"],
            "oggetto": message["Subject"],
            "a": envelope.rcpt_tos,
        }
        self.log.write(json.dumps(line) + "\n")
        self.log.flush()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse the addresses that ask for it."""
        if address.startswith("permanente"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("temporaneo"):
            return "450 4.7.1 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a message as the orders of this moment say."""
        message = message_from_bytes(envelope.content or b"")
        self.note("ricevuto", message, envelope)
        while (orders := json.loads(self.orders.read_text()))["modo"] == "trattiene":
            await asyncio.sleep(0.01)
        match orders["modo"]:
            case "attende":
                await asyncio.Event().wait()
            case "ritarda":
                await asyncio.sleep(orders["secondi"])
            case "uccidi_dopo":
                os.kill(orders["pid"], signal.SIGSTOP)
                asyncio.get_running_loop().call_later(0.3, os.kill, orders["pid"], signal.SIGKILL)
        self.note("accettato", message, envelope)
        return "250 2.0.0 accepted"


async def serve(directory: Path) -> None:
    """Listen on a free port until killed."""
    handler = Handler(directory)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="sink.test", enable_SMTPUTF8=True, loop=loop),
        "127.0.0.1",
        int(sys.argv[2]) if len(sys.argv) > 2 else 0,
    )
    ready = directory / "porta.nuova"
    ready.write_text(str(server.sockets[0].getsockname()[1]))
    ready.rename(directory / "porta")
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))

"""Experiments R1, R5 and the standstill: many reminders, several senders, death at random moments.

Short in the daily suite, full with ``--solidita``; the invariants are the same, the counts are
printed.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import connection

from denunce.models import Adempimento
from denunce.promemoria.models import Promemoria, Tentativo
from denunce.promemoria.scan import scan
from portal.base import clock
from portal.base.outbox import OutboxMessage
from tests.denunce.promemoria.scena import Scena
from tests.solidity.processi import wait_until

LEASE = 15  # of the two senders of R1, who must take nothing from each other while they live


def many_due(scena: Scena, count: int, born_at: datetime) -> None:
    """``count`` duties due at once: copies of one denuncia, told apart by their key."""
    model = scena.denuncia(born_at)
    copies = []
    for number in range(2, count + 1):
        copy = Adempimento.objects.get(pk=model.pk)
        copy.pk, copy.chiave = None, f"denuncia:{number}"
        copy.id = Adempimento._meta.pk.get_default()
        copies.append(copy)
    Adempimento.objects.bulk_create(copies)


def message_ids() -> set[str]:
    return {f"<{row.message_id}@portale.test>" for row in Promemoria.objects.order_by("pk")}


def sent() -> int:
    return Promemoria.objects.filter(stato="inviato").count()


def pending() -> int:
    """Messages not done yet: queued, set aside, or in the hands of a sender, dead or alive."""
    return OutboxMessage.objects.filter(state__in=["in_coda", "in_corso", "sospeso"]).count()


def test_r1_senders_killed_at_random_lose_nothing(scena, sink, senders, solidita, capsys):
    count, deaths, limit = (1500, 16, 900.0) if solidita else (80, 3, 120.0)
    chance = random.Random(20260314)
    many_due(scena, count, clock.now() - timedelta(minutes=5))
    sink.order(modo="ritarda", secondi=0.05)
    alive = [senders.start(lease=LEASE), senders.start(lease=LEASE)]
    for reached in sorted(chance.sample(range(1, count - count // 8), deaths)):
        moment = chance.choice(["ricevuto", "accettato"])  # before the server's yes, and after it
        wait_until(
            lambda: len(sink.seen(moment)) >= reached,  # noqa: B023  (called in this turn)
            f"{reached} {moment}",
            limit,
        )
        victim = chance.randrange(2)
        senders.kill(alive[victim])
        alive[victim] = senders.start(lease=LEASE)
        wait_until(lambda: senders.is_up(alive[victim]), "the sender is up again")  # noqa: B023
    wait_until(lambda: sent() == count, "every reminder is marked", limit)
    # A sender that died between marking a reminder and closing its message left the message to
    # its lease: the others take it up, find the reminder sent, and close it.
    wait_until(lambda: pending() == 0, "every message is closed", limit)
    codes = [senders.stop(sender) for sender in alive]

    copies = Counter(sink.seen())
    interrupted = Tentativo.objects.filter(esito="interrotto").count()
    figures = {
        "promemoria": count,
        "uccisioni": deaths,
        "perduti": count - len(copies),
        "message_id_distinti": len(copies),
        "copie_in_piu": sum(copies.values()) - len(copies),
        "tentativi_interrotti": interrupted,
    }
    with capsys.disabled():
        print(f"\nR1 ({connection.vendor}): {figures}")
    assert codes == [0, 0]
    assert set(copies) == message_ids()
    assert len(copies) == count
    assert figures["copie_in_piu"] <= interrupted <= deaths
    assert Tentativo.objects.filter(esito="accettato").count() == count
    assert pending() == 0


@pytest.mark.parametrize("broken", ["base_outboxmessage", "denunce_adempimento"])
def test_r5_a_database_in_trouble_does_not_end_the_sender(scena, sink, senders, broken):
    """Every statement on a table fails for a while, and connections are cut where there are any."""
    many_due(scena, 3, clock.now() - timedelta(minutes=5))
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {broken} RENAME TO altrove")
    try:
        sender = senders.start()
        wait_until(lambda: senders.said(sender).count("failed") >= 3, "it notices the trouble")
        cut_connections()
        assert sender.poll() is None
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE altrove RENAME TO {broken}")
    wait_until(lambda: sent() == 3, "every reminder is marked")
    cut_connections()
    scena.denuncia(clock.now() - timedelta(minutes=5), cognome="Verdi")
    assert scan(clock.now()).dovuti == 4  # queued here, or a moment ago by the sender's own scan
    wait_until(lambda: sent() == 4, "the one that came after the cut is marked")
    assert senders.stop(sender) == 0
    assert len(sink.seen()) == len(set(sink.seen())) == 4


def cut_connections() -> None:
    """Close every other connection to this database, as a restart of the server would."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def test_after_six_hours_of_standstill_every_due_reminder_goes_out_once(scena, sink, senders):
    """Duties born over six hours while nothing ran: one mail each, at the next start."""
    now = clock.now()
    for minutes in range(5, 360, 60):
        scena.denuncia(
            now - timedelta(minutes=minutes), cognome=f"Esempio{chr(65 + minutes // 60)}"
        )
    sender = senders.start()
    wait_until(lambda: sent() == 6, "every reminder is marked")
    assert senders.stop(sender) == 0
    assert scan(clock.now()).accodati == 0
    assert len(sink.seen()) == len(set(sink.seen())) == 6


def test_term_ends_the_sender_before_it_is_killed_even_if_the_server_never_answers(
    scena, sink, senders
):
    many_due(scena, 1, clock.now() - timedelta(minutes=5))
    sink.order(modo="attende")
    sender = senders.start("--congedo", "2", SMTP_TIMEOUT="60")
    wait_until(lambda: len(sink.seen("ricevuto")) == 1, "the message is with the server")
    assert senders.stop(sender) == 0
    assert Promemoria.objects.get().stato == "incerto"  # and so it is told, not hidden

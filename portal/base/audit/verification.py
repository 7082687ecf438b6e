"""Verifying the chains: what was edited, deleted, swapped or cut shows here."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from portal.base.audit.chain import head_mac, link_hash
from portal.base.audit.models import AuditEvent, AuditHead


@dataclass(frozen=True, slots=True)
class Broken:
    """One fault: the chain, the sequence number where it shows, and its code.

    Codes: ``alterato`` (content and hash disagree), ``mancante`` (numbers are
    missing before this one), ``scollegato`` (not the successor of the link
    before), ``troncato`` (the chain ends before its head), ``testa`` (the head was
    tampered with or is missing).
    """

    chain: str
    seq: int
    reason: str


def verify(organizzazione_id: UUID | None = None) -> list[Broken]:
    """Check one organisation's chain, or every chain when None; empty means intact."""
    if organizzazione_id is not None:
        return list(_verify_chain(str(organizzazione_id)))
    sealed = AuditEvent.objects.filter(seq__isnull=False).order_by()
    chains = {
        str(found or AuditHead.SYSTEM)
        for found in sealed.values_list("organizzazione_id", flat=True).distinct()
    } | set(AuditHead.objects.values_list("chain", flat=True))
    return [fault for chain in sorted(chains) for fault in _verify_chain(chain)]


def _verify_chain(chain: str) -> Iterator[Broken]:
    organizzazione_id = None if chain == AuditHead.SYSTEM else UUID(chain)
    links = AuditEvent.objects.filter(organizzazione_id=organizzazione_id, seq__isnull=False)
    seq, prev_hash = 0, ""
    for event in links.order_by("seq").iterator(chunk_size=2000):
        found = event.seq or 0
        if found != seq + 1:
            yield Broken(chain, found, "mancante")
        elif event.prev_hash != prev_hash:
            yield Broken(chain, found, "scollegato")
        if not hmac.compare_digest(event.hash, link_hash(event, found, event.prev_hash)):
            yield Broken(chain, found, "alterato")
        seq, prev_hash = found, event.hash
    yield from _verify_head(chain, seq, prev_hash)


def _verify_head(chain: str, seq: int, last_hash: str) -> Iterator[Broken]:
    head = AuditHead.objects.filter(pk=chain).first()
    if head is None or not hmac.compare_digest(head.mac, head_mac(head)):
        yield Broken(chain, seq, "testa")
    elif (head.seq, head.hash) != (seq, last_hash):
        yield Broken(chain, seq, "troncato")

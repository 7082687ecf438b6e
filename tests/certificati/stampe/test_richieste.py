"""Papers asked for once, made once by the worker, again after an annulment or a failure."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from certificati.actions.bozze import Partenza
from certificati.actions.stampe import RENDER, press_stampa, request_stampe
from certificati.actions.vita import annul_certificato
from certificati.handlers import fail_abandoned, render_stampa
from certificati.models import Stampa
from portal.base import files, pdf
from portal.base.audit import AuditEvent
from portal.base.errors import ActionError
from portal.base.files.models import StoredFile
from portal.base.outbox import OutboxMessage
from portal.base.pdf import PdfError
from tests.certificati.scena import LUNGO, bozza, emesso, with_canaries
from utenti.access import Scope

pytestmark = pytest.mark.django_db


# What an erasure leaves of a certificate.
BLANK = {
    **dict.fromkeys(("contenuto", "evento_on", "prognosi_dal", "prognosi_al"), None),
    **dict.fromkeys(("prima_assistenza_at", "termine_at"), None),
    **dict.fromkeys(("nome_ricerca", "codice_fiscale_index", "catena_index"), ""),
}


@pytest.fixture
def rita(personas, adesso):
    return Scope(personas.medico_ospedaliero, adesso.date())


def messages():
    return OutboxMessage.objects.filter(handler=RENDER).order_by("created_at", "id")


def work(now):
    for message in messages():
        render_stampa(message.payload, now=now)


def papers(certificato):
    rows = certificato.stampe.order_by("tipo", "revisione")
    return [(row.tipo, row.revisione, row.stato) for row in rows]


def test_both_are_asked_for_at_the_issue_and_made_once(personas, adesso, torchio, rita):
    issued = emesso(personas, adesso)
    assert papers(issued) == [
        ("datore", 1, "in_preparazione"),
        ("lavoratore", 1, "in_preparazione"),
    ]
    work(adesso)
    work(adesso)
    assert papers(issued) == [("datore", 1, "pronta"), ("lavoratore", 1, "pronta")]
    assert len(torchio) == 2
    request_stampe(issued, by=rita, now=adesso)
    press_stampa(issued, "datore", by=rita, now=adesso)
    assert messages().count() == 2, "a second press asks for nothing"


def test_a_failed_issue_asks_for_nothing(personas, adesso):
    with pytest.raises(ActionError):
        emesso(personas, adesso, prognosi_al=None)
    assert not Stampa.objects.exists()
    assert not messages().exists()


def test_the_file_is_encrypted_hashed_and_named_by_the_number(personas, adesso, torchio, rita):
    issued = emesso(personas, adesso)
    work(adesso)
    for tipo, name in (
        ("lavoratore", f"certificato-{issued.numero}.pdf"),
        ("datore", f"riferimenti-per-il-datore-{issued.numero}.pdf"),
    ):
        file = issued.stampe.get(tipo=tipo).file
        assert file.original_name == name
        assert file.organizzazione_id == issued.organizzazione_id
        assert len(file.sha256) == 64
        content = files.read(file)
        assert content.startswith(b"%PDF")
        assert content[:200] not in files.disk.full_path(file.path).read_bytes()


def test_the_employers_paper_is_printed_without_health_data(personas, adesso, torchio):
    issued = emesso(personas, adesso, with_canaries())
    [asked] = [
        m for m in messages() if m.payload["stampa"] == str(issued.stampe.get(tipo="datore").pk)
    ]
    render_stampa(asked.payload, now=adesso)
    [html] = torchio
    assert LUNGO not in html
    assert LUNGO not in str(list(OutboxMessage.objects.values_list("payload", flat=True)))


def register(certificato):
    rows = AuditEvent.objects.filter(target_id=certificato.pk, code__startswith="certificato.copia")
    return sorted(rows.values_list("code", flat=True))


def test_a_press_is_in_the_register_once(personas, adesso, torchio, rita):
    issued = emesso(personas, adesso)
    work(adesso)
    assert register(issued) == [], "what follows from the issue is told by the issue"
    issued.stampe.all().delete()
    press_stampa(issued, "lavoratore", by=rita, now=adesso)
    press_stampa(issued, "lavoratore", by=rita, now=adesso)
    work(adesso)
    assert register(issued) == ["certificato.copia_chiesta"]


def test_a_failure_is_said_and_asked_for_again(personas, adesso, monkeypatch, rita):
    def broken(html, *, css=(), limits=None):
        raise PdfError("memoria")

    issued = emesso(personas, adesso)
    with monkeypatch.context() as patch:
        patch.setattr(pdf, "render", broken)
        work(adesso)
    assert {stato for _tipo, _rev, stato in papers(issued)} == {"fallita"}
    assert register(issued) == ["certificato.copia_fallita"] * 2
    again = press_stampa(issued, "datore", by=rita, now=adesso + timedelta(minutes=1))
    assert again.stato == "in_preparazione"
    assert messages().count() == 3


def test_an_annulment_makes_a_new_revision_and_keeps_the_old_file(personas, adesso, torchio, rita):
    issued = emesso(personas, adesso)
    work(adesso)
    annul_certificato(issued, motivo="dati", by=rita, now=adesso + timedelta(hours=1))
    work(adesso + timedelta(hours=1))
    assert [(rev, stato) for _tipo, rev, stato in papers(issued)] == [
        (1, "pronta"),
        (2, "pronta"),
    ] * 2
    assert sum("ANNULLATO" in html for html in torchio) == 2
    old = issued.stampe.get(tipo="datore", revisione=1).file
    assert files.read(old)
    new = issued.stampe.get(tipo="datore", revisione=2).file
    assert new.original_name == f"riferimenti-per-il-datore-{issued.numero}-annullato.pdf"


def test_a_replacement_makes_new_papers_of_both(personas, adesso, torchio):
    old = emesso(personas, adesso)
    work(adesso)
    later = adesso + timedelta(hours=1)
    new = emesso(personas, later, da=old, partenza=Partenza.SOSTITUISCE)
    work(later)
    assert [row[1:] for row in papers(new)] == [(1, "pronta")] * 2
    assert [row[1:] for row in papers(old)] == [(1, "pronta"), (2, "pronta")] * 2


def test_an_annulled_certificate_is_never_printed_as_valid(personas, adesso, torchio, rita):
    issued = emesso(personas, adesso)
    annul_certificato(issued, motivo="dati", by=rita, now=adesso)
    work(adesso)
    assert [(rev, stato) for _tipo, rev, stato in papers(issued)] == [
        (1, "fallita"),
        (2, "pronta"),
    ] * 2
    assert all("ANNULLATO" in html for html in torchio)
    assert register(issued) == [], "an overtaken print is no failure"


def test_only_the_doctor_whose_it_is_may_ask(personas, adesso):
    issued = emesso(personas, adesso)
    for other in (personas.medico_esterno, personas.amministratore_presidio, personas.segreteria):
        with pytest.raises(PermissionDenied):
            press_stampa(issued, "datore", by=Scope(other, adesso.date()), now=adesso)


def test_a_draft_and_an_erased_one_have_no_papers(personas, adesso, rita):
    draft, by = bozza(personas, adesso)
    with pytest.raises(ActionError):
        request_stampe(draft, by=by, now=adesso)
    issued = emesso(personas, adesso)
    issued.cancellato_at = adesso
    with pytest.raises(ActionError):
        request_stampe(issued, by=rita, now=adesso)


def test_one_erased_before_the_press_is_not_printed(personas, adesso, torchio):
    issued = emesso(personas, adesso)
    type(issued).objects.filter(pk=issued.pk).update(cancellato_at=adesso, **BLANK)
    work(adesso)
    assert torchio == []
    assert {stato for _tipo, _rev, stato in papers(issued)} == {"fallita"}
    assert not StoredFile.objects.exists()


def test_what_vanished_is_not_printed(adesso, torchio):
    render_stampa({"stampa": "00000000-0000-4000-8000-000000000000"}, now=adesso)
    assert torchio == []


def test_of_two_workers_one_keeps_the_file(personas, adesso, torchio, monkeypatch):
    issued = emesso(personas, adesso)
    stampa = issued.stampe.get(tipo="datore")
    real = pdf.render

    def slow(html, *, css=(), limits=None):
        content = real(html, css=css)
        if len(torchio) == 1:
            render_stampa({"stampa": str(stampa.pk)}, now=adesso)
        return content

    monkeypatch.setattr(pdf, "render", slow)
    render_stampa({"stampa": str(stampa.pk)}, now=adesso)
    assert len(torchio) == 2
    assert StoredFile.objects.count() == 1


def test_one_whose_message_was_set_aside_does_not_wait_for_ever(personas, adesso, rita):
    issued = emesso(personas, adesso)
    fail_abandoned(adesso)
    assert {stato for _tipo, _rev, stato in papers(issued)} == {"in_preparazione"}
    messages().update(state=OutboxMessage.State.SOSPESO, last_error="x")
    fail_abandoned(adesso)
    assert {stato for _tipo, _rev, stato in papers(issued)} == {"fallita"}
    press_stampa(issued, "datore", by=rita, now=adesso + timedelta(minutes=1))
    fail_abandoned(adesso)
    assert issued.stampe.get(tipo="datore").stato == "in_preparazione", "asked again, on its way"

"""An organisation joins: asked, examined by somebody else, decided, the proof forgotten."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.base.audit import AuditEvent
from portal.base.files.models import StoredFile
from tests.pages import text
from tests.personas import Personas
from tests.utenti.organizzazioni.scena import CODICE, dati, join, pdf, role_of
from tests.utenti.organizzazioni.test_inviti import mails
from utenti.models import Membership, Organizzazione, TipoOrganizzazione
from utenti.organizzazioni.actions.attivazioni import clean_up, submit
from utenti.organizzazioni.models import RichiestaAttivazione
from utenti.ruoli import Ruolo

pytestmark = pytest.mark.django_db
FORM = "/organizzazioni/attivazione/"


@pytest.fixture
def mario(personas: Personas, inside) -> Client:
    """A citizen with an account and no role."""
    return inside(personas.cittadino)


def ask(client: Client, content: bytes | None = None, **changes: str):
    proof = SimpleUploadedFile("nomina.pdf", pdf() if content is None else content)
    sent = asdict(dati()) | {"prova": proof, "dichiarazione": "on"} | changes
    return client.post(FORM, sent)


@pytest.fixture
def richiesta(personas: Personas, adesso) -> RichiestaAttivazione:
    """Mario's request for his farm, waiting."""
    return submit(dati(), (pdf(), "nomina.pdf"), by=personas.cittadino, now=adesso)


def at(richiesta: RichiestaAttivazione, end: str = "") -> str:
    return f"/organizzazioni/piattaforma/attivazioni/{richiesta.pk}/{end}"


def test_from_the_request_to_the_first_steps(mario, gino, personas: Personas):
    for _ in range(2):
        assert ask(mario).status_code == 302
    row = RichiestaAttivazione.objects.get()
    assert "In attesa di esame" in text(mario.get(f"{FORM}{row.pk}/"))
    assert "Cascina Esempio" in text(gino.get("/organizzazioni/piattaforma/attivazioni/"))
    page = text(gino.get(at(row)))
    assert CODICE in page
    proof = gino.get(at(row, "prova/"))
    assert proof.content.startswith(b"%PDF")
    assert proof["X-Content-Type-Options"] == "nosniff"
    for _ in range(2):
        gino.post(at(row, "approva/"))
    role = role_of(personas.cittadino)
    assert (role.ruolo, role.organizzazione.denominazione) == (Ruolo.DATORE, "Cascina Esempio")
    steps = mario.get(f"/organizzazioni/{role.organizzazione.pk}/primi-passi/")
    assert "fatti 0 di 5" in text(steps)
    subjects = [(m["to"][0], m["subject"]) for m in mails()]
    assert subjects == [
        (personas.cittadino.email, "Attivazione di «Cascina Esempio»"),
        (personas.gestore.email, "Nuova richiesta di attivazione"),
        (personas.cittadino.email, "Attivazione di «Cascina Esempio»"),
    ]
    assert AuditEvent.objects.filter(code="attivazione.approvata").count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"codice_fiscale": "01234560158"}, "non è corretto"),
        ({"tipo": "sede_inail"}, "Scegli una delle voci"),
        ({"dichiarazione": ""}, "Senza la dichiarazione"),
        ({"cap": "2690"}, "cinque cifre"),
        ({"denominazione": " "}, "Compila questo campo"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(mario, changes, said):
    answer = ask(mario, **changes)
    assert answer.status_code == 200
    assert said in text(answer)
    assert not RichiestaAttivazione.objects.exists()


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00" * 50])
def test_a_proof_that_is_not_one_is_refused(mario, content):
    assert "PDF" in text(ask(mario, content))
    assert not RichiestaAttivazione.objects.exists()


def test_that_it_is_already_here_is_told_to_the_reviewer_alone(mario, gino, personas: Personas):
    Organizzazione.objects.create(
        denominazione="Cascina Prima",
        tipo=TipoOrganizzazione.AZIENDA_AGRICOLA,
        codice_fiscale=CODICE,
    )
    page = text(mario.get(ask(mario).url))
    assert "Cascina Prima" not in page
    assert "c’è già" not in page
    row = RichiestaAttivazione.objects.get()
    assert "Cascina Prima" in text(gino.get(at(row)))
    assert "c’è già: rifiuta" in text(gino.post(at(row, "approva/"), follow=True))
    assert not Membership.objects.filter(utente=personas.cittadino).exists()


def test_refused_with_a_reason_that_the_applicant_reads(richiesta, mario, gino):
    assert "Compila questo campo" in text(gino.post(at(richiesta, "rifiuta/"), {"motivo": " "}))
    gino.post(at(richiesta, "rifiuta/"), {"motivo": "Manca la firma sulla nomina."})
    assert "Motivo: Manca la firma sulla nomina." in text(mario.get(f"{FORM}{richiesta.pk}/"))
    assert "Manca la firma" in mails()[-1]["body"]
    assert "già rifiutata" in text(gino.post(at(richiesta, "approva/"), follow=True))
    assert not Organizzazione.objects.filter(denominazione="Cascina Esempio").exists()


def test_taken_back_nobody_decides_it_any_more(richiesta, mario, gino):
    for _ in range(2):
        mario.post(f"{FORM}{richiesta.pk}/ritira/")
    assert "già ritirata" in text(gino.post(at(richiesta, "approva/"), follow=True))
    assert AuditEvent.objects.filter(code="attivazione.ritirata").count() == 1


def test_nobody_decides_their_own(richiesta, personas: Personas, inside, gino):
    join(personas, personas.cittadino, personas.piattaforma, Ruolo.GESTORE)
    mario = inside(personas.cittadino)
    assert "È una tua richiesta" in text(mario.get(at(richiesta)))
    assert mario.post(at(richiesta, "approva/")).status_code == 403
    assert mario.post(at(richiesta, "rifiuta/"), {"motivo": "x"}).status_code == 403


def test_another_persons_request_does_not_exist(richiesta, personas: Personas, inside):
    ada = inside(personas.docente)
    assert ada.get(f"{FORM}{richiesta.pk}/").status_code == 404
    assert ada.post(f"{FORM}{richiesta.pk}/ritira/").status_code == 404


def test_the_proof_is_deleted_a_month_after_the_decision(
    richiesta, gino, inside, personas, a_tempo_fermo, ora
):
    gino.post(at(richiesta, "rifiuta/"), {"motivo": "Manca la firma."})
    assert clean_up(ora("2026-04-11 09:00")) == 0
    assert clean_up(ora("2026-04-11 09:30")) == 0  # once an hour
    assert clean_up(ora("2026-04-11 10:05")) == 1
    assert StoredFile.objects.get().deleted_at is not None
    assert gino.get(at(richiesta, "prova/")).status_code == 404
    assert "è stato cancellato" in text(gino.get(at(richiesta)))

"""A hospital doctor who was everywhere in the portal: exported, erased, gone from every table."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.base import files, outbox, personal
from portal.base.errors import ActionError
from portal.base.files import StoredFile, produced
from portal.base.keys import DataKey
from tests.dumping import readable
from tests.logins import enter
from tests.utenti.credenziali import scena as credenziali
from tests.utenti.messaggi.scena import DOMANDA
from tests.utenti.organizzazioni import scena as organizzazioni
from tests.utenti.profili.scena import codice, dati
from utenti.accesso.actions import identita
from utenti.accesso.actions.posta import VALID, ask_email_change, forget_stale_wishes
from utenti.accesso.actions.ripristini import ask_reset
from utenti.accesso.identita.asserzione import Identita
from utenti.accesso.models import CambioEmail, RichiestaRipristino
from utenti.accesso.secrets import seal
from utenti.credenziali.actions.invio import submit
from utenti.credenziali.actions.messaggi import DatiMessaggio, Upload, send_message
from utenti.credenziali.models import Decisione, Domanda, Lettura
from utenti.models import Membership, Utente
from utenti.organizzazioni.actions import attivazioni, inviti
from utenti.organizzazioni.models import Invito, RichiestaAttivazione
from utenti.personal import person_of
from utenti.profili.actions.groups import create_gruppo
from utenti.profili.actions.profiles import create_profilo
from utenti.profili.models import ProfiloMedico
from utenti.riservatezza.actions import lavori
from utenti.riservatezza.actions.account import erase_account, reasons_against
from utenti.riservatezza.actions.richieste import ask
from utenti.riservatezza.page_models.conservazione import COUNTED

pytestmark = pytest.mark.django_db
CODE = codice(7)
EMAIL = "zaira.quintavalle@medici.test"
TRACES = (
    "Quintavalle", "quintavalle", "Zaira", "zaira.nuova@medici.test", CODE, "ZQ99887",
    "3479876543", "via delle Ortensie 5", "CA55555ZZ",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _still(a_tempo_fermo) -> None:
    """Thursday 12 March 2026."""


@pytest.fixture
def zaira(personas, adesso) -> Utente:
    """Zaira Quintavalle: doctor of the hospital with a profile, found by her codice fiscale."""
    by = personas.scope(personas.amministratore_presidio)
    gruppo = create_gruppo(personas.presidio_org, "Ortopedia", by=by, now=adesso)
    who = dati(7, cognome="Quintavalle", nome="Zaira", email=EMAIL, codice_fornitore="ZQ99887")
    user = create_profilo(who, gruppo, by=by, now=adesso).utente
    user.identita_verificata_at = user.last_login = adesso
    user.save()
    EmailAddress.objects.create(user=user, email=EMAIL, primary=True, verified=True)
    SocialAccount.objects.create(user=user, provider="spid", uid=str(user.pk))
    secret = {"secret": seal("JBSWY3DPEHPK3PXP")}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=secret)
    return user


def invited(personas, user: Utente, now: datetime) -> None:
    """She helps to manage the hospital; a school waits for her answer."""
    by = personas.scope(personas.amministratore_presidio)
    asked = inviti.DatiInvito(EMAIL, "amministratore_presidio")
    invito = inviti.invite(personas.presidio_org, asked, by=by, now=now)
    key = re.search(rf"{invito.pk}/([^/\s]+)", mail.outbox[-1].body)[1]
    inviti.accept(invito, key, by=user, now=now)
    head = personas.scope(personas.dirigente)
    inviti.invite(personas.scuola, inviti.DatiInvito(EMAIL, "docente"), by=head, now=now)


def applied(personas, user: Utente, now: datetime) -> None:
    """A request for credentials, refused with words about her; another way in, taken back."""
    person = {"cognome": "Quintavalle", "nome": "Zaira", "codice_fiscale": CODE, "email": EMAIL}
    places = {"telefono": "3479876543", "residenza": "via delle Ortensie 5"}
    draft = credenziali.begun(user, now)
    full = credenziali.filled(draft, now, **person, **places, documento_numero="CA55555ZZ")
    full = credenziali.with_files(full, now)
    by = credenziali.scope(user, now)
    sent = submit(full, expected=full.version, by=by, now=now)
    credenziali.decided(sent, "rifiutata", personas.revisore, now)
    Decisione.objects.create(
        richiesta=sent, esito="rifiutata", testo="Quintavalle non si legge.", lingua="it",
        by=personas.revisore, at=now,
    )  # fmt: skip
    Lettura.objects.create(
        richiesta=sent, campo="cognome", riscontro="diverso", letto="Quintavalle Zaira",
        by=personas.revisore, at=now,
    )  # fmt: skip
    printed = files.store(
        credenziali.pdf(), name="domanda-quintavalle.pdf", allowed=frozenset({files.Kind.PDF}),
        organizzazione_id=None, by=user, now=now,
    )  # fmt: skip
    Domanda.objects.create(
        richiesta=sent, impronta="0" * 64, stato="pronta", file=printed, created_at=now,
        ready_at=now,
    )  # fmt: skip
    asked = organizzazioni.dati(denominazione="Studio Quintavalle", codice_fiscale=CODE, pec=EMAIL)
    proof = (organizzazioni.pdf(), "carta-quintavalle.pdf")
    attivazioni.withdraw(attivazioni.submit(asked, proof, by=user, now=now), by=user, now=now)


def wrote(user: Utente, now: datetime) -> None:
    """A question to InailRisponde, one about her data, and what waits about her access."""
    said = DOMANDA | {"indirizzo_risposte": EMAIL, "telefono": "3479876543", "testo": "Zaira Q."}
    picture = [Upload(credenziali.png(9), "quintavalle.png")]
    send_message(DatiMessaggio(**said), files=picture, by=user, now=now, request_key=uuid4())
    about = {"tipo": "accesso", "testo": "Sono Zaira.", "organizzazione_id": None}
    ask(user, request_key=uuid4(), now=now, **about)
    ask_email_change(user, "zaira.nuova@medici.test", now=now)
    ask_reset(user, now=now)
    lavori.request_own_data(user, now=now)
    outbox.dispatch(now=lambda: now)


@pytest.fixture
def ovunque(personas, zaira, adesso) -> Utente:
    """Everything above, by the real actions."""
    invited(personas, zaira, adesso)
    applied(personas, zaira, adesso)
    wrote(zaira, adesso)
    return zaira


def test_nothing_of_a_doctor_is_left_in_any_table_or_file(personas, ovunque, adesso):
    before = readable()
    assert [trace for trace in TRACES if trace not in before] == []
    proof = erase_account(ovunque, now=adesso)
    lavori.tend(adesso)
    after = readable()
    assert [trace for trace in TRACES if trace in after] == []
    counted = {"profili": 1, "inviti": 2, "attivazioni": 1, "cambi_email": 1, "ripristini": 1}
    assert counted.items() <= proof.conteggi.items()
    assert proof.conteggi.keys() <= COUNTED.keys()  # each with its words on the printed proof
    assert not StoredFile.objects.filter(created_by_id=ovunque.pk, deleted_at=None).exists()
    files.sweep(datetime(2040, 1, 1, tzinfo=UTC))  # long after they were written
    assert not [f for f in StoredFile.objects.all() if (settings.FILES_DIR / f.path).is_file()]


def test_every_key_of_hers_is_destroyed(personas, ovunque, adesso):
    assert DataKey.objects.filter(destroyed_at=None).count() > 5
    erase_account(ovunque, now=adesso)
    lavori.tend(adesso)
    assert not DataKey.objects.filter(destroyed_at=None).exists()  # nobody else has any here


def test_the_ways_to_enter_are_gone(personas, ovunque, adesso):
    erase_account(ovunque, now=adesso)
    for model in (EmailAddress, SocialAccount, Authenticator, CambioEmail, RichiestaRipristino):
        assert not model.objects.exists()


def test_the_invitation_that_waited_is_over(personas, ovunque, adesso):
    erase_account(ovunque, now=adesso)
    waiting = Invito.objects.get(organizzazione=personas.scuola)
    assert (waiting.email, waiting.email_index, waiting.pending) == (None, "", False)
    assert "è stato cancellato" in inviti.why_over(waiting, adesso)
    page = enter(Client(), personas.dirigente).get(reverse("membri", args=[personas.scuola.pk]))
    assert "Docente" not in page.content.decode().partition("Inviti")[2]


def test_the_hospital_sees_a_removed_profile_without_a_name(personas, ovunque, adesso):
    erase_account(ovunque, now=adesso)
    row = ProfiloMedico.objects.select_related("utente", "membership").get()
    assert (row.codice_fornitore, row.nome_ricerca, str(row)) == ("-", "", "account cancellato")
    client = enter(Client(), personas.amministratore_presidio, second_factor=True)
    assert "account cancellato" not in client.get("/profili/medici/").content.decode()
    gone = client.get("/profili/medici/?stato=eliminato").content.decode()
    assert "account cancellato" in gone
    assert client.get(f"/profili/medici/{row.pk}/").status_code == 200


def test_the_request_says_that_its_data_are_gone(personas, ovunque, adesso):
    erase_account(ovunque, now=adesso)
    row = RichiestaAttivazione.objects.get()
    client = enter(Client(), personas.gestore)
    assert "dati cancellati" in client.get(reverse("attivazioni")).content.decode()
    page = client.get(reverse("attivazione_esamina", args=[row.pk])).content.decode()
    assert "cancellati" in page
    assert "Indirizzo" not in page
    assert client.get(reverse("attivazione_prova", args=[row.pk])).status_code == 404


def test_a_second_erasure_by_the_part_finds_nothing(personas, ovunque, adesso):
    person = person_of(ovunque)
    erase_account(ovunque, now=adesso)
    for part in personal.parts():
        if part.code in ("accesso", "organizzazioni", "profili") and part.erase is not None:
            assert sum(part.erase(person, ovunque, adesso).values()) == 0


def test_a_request_that_waits_comes_first(zaira, adesso):
    asked = organizzazioni.dati()
    attivazioni.submit(asked, (organizzazioni.pdf(), "c.pdf"), by=zaira, now=adesso)
    assert "richiesta di attivazione in attesa" in reasons_against(zaira, adesso)[0]


def test_who_leads_only_until_a_day_does_not_let_the_other_go(personas, zaira, adesso):
    """The last administrator for good stays, and is told so before, not by an error."""
    Membership.objects.create(
        utente=zaira, organizzazione=personas.presidio_org, ruolo="amministratore_presidio",
        valid_from=personas.since, valid_to=adesso.date() + timedelta(days=30),
    )  # fmt: skip
    with pytest.raises(ActionError, match="Sei l’unica persona che amministra «Ospedale"):
        erase_account(personas.amministratore_presidio, now=adesso)


def test_her_copy_holds_what_she_gave(ovunque, adesso):
    made = StoredFile.objects.get(content_type="application/zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(produced.stream(made)))) as archive:
        profile = json.loads(archive.read("profili/profili.json"))[0]
        invitations = json.loads(archive.read("organizzazioni/inviti.json"))
        asked = json.loads(archive.read("organizzazioni/richieste_di_attivazione.json"))[0]
        wish = json.loads(archive.read("accesso/cambi_di_indirizzo.json"))[0]
        names = archive.namelist()
    assert (profile["codice_fornitore"], profile["presidio"]) == ("ZQ99887", "Ospedale Esempio")
    assert [row["email"] for row in invitations] == [EMAIL, EMAIL]
    assert not {"chiave_hash", "created_by", "email_index"} & invitations[0].keys()
    assert (asked["codice_fiscale"], "decided_by" in asked) == (CODE, False)
    assert wish["nuova"] == "zaira.nuova@medici.test"
    proof = RichiestaAttivazione.objects.get()
    assert f"organizzazioni/file/{proof.pk}.pdf" in names


def test_who_opened_her_profile_is_told_to_her(personas, ovunque):
    row = ProfiloMedico.objects.get()
    client = enter(Client(), personas.amministratore_presidio, second_factor=True)
    assert client.get(f"/profili/medici/{row.pk}/").status_code == 200
    page = enter(Client(), ovunque).get(reverse("chi_ha_visto")).content.decode()
    assert "Il tuo profilo di medico, Ospedale Esempio" in page
    assert "Corsi" in page


# --- what goes by itself -------------------------------------------------------------------------


def test_a_new_address_that_nobody_confirmed_is_forgotten(zaira, adesso):
    wish = ask_email_change(zaira, "zaira.nuova@medici.test", now=adesso)
    forget_stale_wishes(adesso + VALID - timedelta(hours=1, seconds=1))
    assert CambioEmail.objects.exists()
    forget_stale_wishes(adesso + VALID)
    assert not CambioEmail.objects.exists()
    assert DataKey.objects.get(pk=wish.data_key_id).destroyed_at is not None


def test_the_notice_shows_the_terms_of_these_parts(client: Client):
    page = client.get(reverse("privacy")).content.decode()
    for said in (
        "Nuovo indirizzo e-mail che aspetta la conferma",
        "Richieste di ripristino del secondo fattore",
        "Indirizzo e-mail di chi è invitato",
        "Documento di chi chiede di attivare un’organizzazione",
        "Profili dei medici di un presidio",
        "Righe dei file di medici caricati",
    ):
        assert said in page


# --- names ---------------------------------------------------------------------------------------


def test_a_name_that_spid_gives_is_found_in_the_hospital(personas, zaira, adesso):
    Utente.objects.filter(pk=zaira.pk).update(nome="", cognome="")
    ProfiloMedico.objects.update(nome_ricerca="")
    said = Identita("spid", CODE, "Zaira", "Quintavalle")
    identita.enter(said, now=adesso)
    assert ProfiloMedico.objects.get().nome_ricerca == "quintavalle zaira"

"""Entering with SPID, CIE or INPS, against a real provider of OpenID Connect on this machine."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from portal.base import clock
from portal.base.audit import AuditEvent
from script.private_servers import free_port
from tests.factories.utenti import MembershipFactory
from tests.identita.fornitore import Fornitore
from tests.pages import text
from tests.personas import PASSWORD, Personas
from utenti.livelli import SESSION_KEY
from utenti.models import Utente
from utenti.ruoli import Ruolo

pytestmark = pytest.mark.django_db
ANNA = "VRDNNA85T50A562F"
BUTTON = "/accesso/identita/entra/"


def who(client: Client) -> Utente | None:
    """Who is inside, as the server knows it."""
    return Utente.objects.filter(pk=client.session.get("_auth_user_id")).first()


def codes() -> list[str]:
    return list(AuditEvent.objects.order_by("at", "id").values_list("code", flat=True))


def the_code(message: mail.EmailMessage) -> str:
    return re.findall(r"^\d{4} \d{4}$", str(message.body), re.MULTILINE)[0]


# --- who is known ------------------------------------------------------------------------------


def test_a_known_person_enters_at_the_level_of_spid(fornitore: Fornitore, browser, anna) -> None:
    answer = fornitore.enter(browser, "anna")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert who(browser) == anna
    assert browser.session[SESSION_KEY] == "spid2"
    assert codes() == ["identita.collegata", "accesso.entrato"]
    assert AuditEvent.objects.get(code="accesso.entrato").data == {"livello": "spid2"}
    assert "SPID di livello 2" in text(browser.get("/", follow=True))


def test_the_second_time_nothing_is_tied_again(fornitore: Fornitore, browser, anna) -> None:
    fornitore.enter(browser, "anna")
    fornitore.enter(Client(), "anna")
    (message,) = mail.outbox
    assert (message.to, message.subject.split(" ora ")[0]) == ([anna.email], "SPID")
    assert SocialAccount.objects.count() == 1
    assert codes().count("identita.collegata") == 1


def test_the_page_asked_for_is_the_page_that_opens(fornitore: Fornitore, browser, anna) -> None:
    assert fornitore.enter(browser, "anna", next="/regole/")["Location"] == "/regole/"
    elsewhere = fornitore.enter(Client(), "anna", next="https://cattivo.test/")
    assert elsewhere["Location"] == "/"


@pytest.mark.parametrize(("canale", "livello"), [("cie", "cie"), ("inps", "inps")])
def test_each_channel_gives_its_own_level(
    fornitore: Fornitore, settings: Settings, browser, anna, canale, livello
) -> None:
    fornitore.use(settings, "spid", "cie", "inps")
    fornitore.enter(browser, "anna", canale)
    assert browser.session[SESSION_KEY] == livello


@pytest.mark.parametrize(("canale", "asked"), [("spid", False), ("inps", True)])
def test_spid_is_two_factors_by_itself_and_inps_is_not(
    fornitore: Fornitore, settings: Settings, browser, anna, canale, asked
) -> None:
    fornitore.use(settings, "spid", "inps")
    TOTP.activate(anna, generate_totp_secret())
    answer = fornitore.enter(browser, "anna", canale)
    assert (who(browser) is None) == asked
    assert (answer["Location"] == reverse("mfa_authenticate")) == asked


def test_a_suspended_account_stays_shut(fornitore: Fornitore, browser, anna) -> None:
    Utente.objects.filter(pk=anna.pk).update(is_active=False)
    answer = fornitore.enter(browser, "anna")
    assert answer.status_code == 403
    assert "non è attivo" in text(answer)
    assert who(browser) is None


def test_an_address_alone_opens_nobodys_account(fornitore: Fornitore, browser, personas) -> None:
    """Bea's provider vouches for an address that somebody else's account already has."""
    other = personas.segreteria
    Utente.objects.filter(pk=other.pk).update(email="bea.neri@persone.test")
    answer = fornitore.enter(browser, "bea")
    assert answer["Location"] == "/accesso/identita/nuova/"
    assert who(browser) is None
    browser.post("/accesso/identita/nuova/", {"email": "bea.neri@persone.test"})
    (message,) = mail.outbox
    assert "già di un account" in str(message.body)
    assert not re.search(r"\d{4}", str(message.body))
    assert Utente.objects.count() == 1


# --- who is new --------------------------------------------------------------------------------


def test_somebody_new_proves_an_address_with_a_code(fornitore: Fornitore, browser) -> None:
    page = browser.get(fornitore.enter(browser, "anna")["Location"])
    assert "Anna Verdi" in text(page)
    answer = browser.post("/accesso/identita/nuova/", {"email": "Anna@Persone.test"})
    assert answer["Location"] == "/accesso/identita/codice/"
    assert not Utente.objects.exists()
    assert "anna@persone.test" in text(browser.get("/accesso/identita/codice/"))
    answer = browser.post("/accesso/identita/codice/", {"codice": the_code(mail.outbox[0])})
    user = Utente.objects.get()
    assert (answer["Location"], who(browser)) == ("/", user)
    assert (user.email, str(user), user.codice_fiscale) == ("anna@persone.test", "Anna Verdi", ANNA)
    assert user.identita_verificata_at is not None
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified
    assert browser.session[SESSION_KEY] == "spid2"
    assert set(codes()) == {"identita.account_creato", "identita.collegata", "accesso.entrato"}


def test_an_address_the_provider_has_checked_needs_no_code(fornitore: Fornitore, browser) -> None:
    page = text(browser.get(fornitore.enter(browser, "bea")["Location"]))
    assert 'value="bea.neri@persone.test"' in page
    browser.post("/accesso/identita/nuova/", {"email": "bea.neri@persone.test"})
    assert who(browser) == Utente.objects.get(email="bea.neri@persone.test")
    assert mail.outbox == []


def test_the_code_is_guessed_five_times_at_most(fornitore: Fornitore, browser) -> None:
    fornitore.enter(browser, "anna")
    browser.post("/accesso/identita/nuova/", {"email": "anna@persone.test"})
    code = the_code(mail.outbox[0])
    wrong = {"codice": f"{(int(code.replace(' ', '')) + 1) % 10**8:08}"}
    answers = [browser.post("/accesso/identita/codice/", wrong) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [302]
    assert "non è giusto" in text(answers[0])
    browser.post("/accesso/identita/codice/", {"codice": code})
    assert not Utente.objects.exists()


def test_two_presses_make_one_account(fornitore: Fornitore, browser) -> None:
    fornitore.enter(browser, "anna")
    browser.post("/accesso/identita/nuova/", {"email": "anna@persone.test"})
    sent = {"codice": the_code(mail.outbox[0])}
    twice = Client()
    twice.cookies = browser.cookies.copy()
    assert browser.post("/accesso/identita/codice/", sent).status_code == 302
    assert twice.post("/accesso/identita/codice/", sent).status_code == 302
    assert Utente.objects.count() == 1


def test_what_waits_is_kept_a_quarter_of_an_hour_and_never_clear(
    fornitore: Fornitore, browser, time_machine
) -> None:
    fornitore.enter(browser, "anna")
    (row,) = Session.objects.all()
    assert ANNA not in str(row.get_decoded())
    time_machine.move_to(clock.now() + timedelta(minutes=15, seconds=1))
    assert browser.get("/accesso/identita/nuova/")["Location"] == "/accesso/"


def test_no_codice_fiscale_and_no_token_lies_in_the_rows_of_the_links(
    fornitore: Fornitore, browser, anna
) -> None:
    fornitore.enter(browser, "anna")
    row = SocialAccount.objects.get()
    assert (row.uid, row.extra_data) == (str(anna.pk), {})
    assert not SocialToken.objects.exists()


# --- an account with that codice fiscale that nobody has verified ------------------------------


@pytest.fixture
def squatter(personas: Personas) -> Utente:
    """Somebody typed Anna's codice fiscale on an account with a password of their own."""
    user = personas.cittadino
    user.set_codice_fiscale(ANNA, now=personas.now)
    user.save()
    return user


def test_a_typed_codice_fiscale_does_not_catch_its_owner(
    fornitore: Fornitore, browser, squatter
) -> None:
    page = text(browser.get(fornitore.enter(browser, "anna")["Location"]))
    assert who(browser) is None
    assert "C’è già un account con il tuo codice fiscale" in page
    sent = {"email": "anna@persone.test"}
    assert "spunta questa casella" in text(browser.post("/accesso/identita/nuova/", sent))
    browser.post("/accesso/identita/nuova/", {**sent, "non_mio": "on"})
    browser.post("/accesso/identita/codice/", {"codice": the_code(mail.outbox[0])})
    assert (len(mail.outbox), mail.outbox[1].to) == (2, [squatter.email])
    assert "l’abbiamo tolto" in str(mail.outbox[1].body)
    anna = Utente.objects.get(email="anna@persone.test")
    assert who(browser) == anna
    squatter.refresh_from_db()
    assert (squatter.codice_fiscale, squatter.codice_fiscale_index) == (None, "")
    assert anna.codice_fiscale == ANNA
    assert "identita.codice_tolto" in codes()


@pytest.fixture
def prepared(personas: Personas) -> Utente:
    """An account with Anna's codice fiscale and no password, which nobody has used."""
    user = Utente.objects.create_user("a.verdi@presidio.test", nome="", cognome="")
    user.set_codice_fiscale(ANNA, now=personas.now)
    user.save()
    return user


def test_without_a_role_nobody_vouches_for_an_unused_account(
    fornitore: Fornitore, browser, prepared
) -> None:
    """Who made it for themselves still holds its e-mail address, and so its next password."""
    assert fornitore.enter(browser, "anna")["Location"] == "/accesso/identita/nuova/"
    assert who(browser) is None


def test_an_account_prepared_for_her_and_never_used_is_hers(
    fornitore: Fornitore, browser, prepared, personas
) -> None:
    """A hospital makes the accounts of its doctors by codice fiscale."""
    user = prepared
    MembershipFactory(
        utente=user, organizzazione=personas.presidio_org, ruolo=Ruolo.MEDICO_OSPEDALIERO
    )
    fornitore.enter(browser, "anna")
    user.refresh_from_db()
    assert who(browser) == user
    assert (str(user), user.identita_verificata_at is not None) == ("Anna Verdi", True)


# --- what opens nothing ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "status", "said"),
    [
        ("livello1", 403, "serve almeno il livello 2"),
        ("senza_livello", 403, "serve almeno il livello 2"),
        ("senza_codice", 403, "non ci ha dato il tuo codice fiscale"),
        ("codice_straniero", 403, "non è un codice fiscale italiano corretto"),
        ("codice_sbagliato", 403, "non è un codice fiscale italiano corretto"),
        ("altro_emittente", 403, "non viene dal servizio"),
        ("altro_nonce", 400, "non vale più"),
        ("rifiuta", 403, "non hai dato il consenso"),
    ],
)
def test_what_is_refused_says_why_and_what_to_do(
    fornitore: Fornitore, browser, anna, person, status, said
) -> None:
    answer = fornitore.enter(browser, person)
    assert answer.status_code == status
    assert said in text(answer)
    assert "Che cosa puoi fare" in text(answer)
    assert who(browser) is None
    event = AuditEvent.objects.get(code="identita.rifiutata")
    assert event.data["canale"] == "spid"


def test_an_answer_counts_once(fornitore: Fornitore, browser, anna) -> None:
    back = fornitore.answer(browser.post(BUTTON, {"canale": "spid"}), "anna")
    assert browser.get(back).status_code == 302
    again = browser.get(back)
    assert again.status_code == 400
    assert "è già stato usato" in text(again)


def test_the_answer_to_one_browser_is_worthless_in_another(
    fornitore: Fornitore, browser, anna
) -> None:
    back = fornitore.answer(browser.post(BUTTON, {"canale": "spid"}), "anna")
    thief = Client()
    assert thief.get(back).status_code == 400
    assert who(thief) is None


def test_the_answer_of_one_provider_is_not_that_of_another(
    fornitore: Fornitore, settings: Settings, browser, anna
) -> None:
    fornitore.use(settings, "spid", "cie")
    back = fornitore.answer(browser.post(BUTTON, {"canale": "spid"}), "anna")
    assert browser.get(back.replace("/spid/", "/cie/")).status_code == 400


def test_an_old_answer_is_worthless(fornitore: Fornitore, browser, anna, time_machine) -> None:
    back = fornitore.answer(browser.post(BUTTON, {"canale": "spid"}), "anna")
    time_machine.move_to(clock.now() + timedelta(seconds=601))
    assert browser.get(back).status_code == 400


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?error=server_error", "?code=%00"])
def test_nonsense_at_the_return_address_is_a_page(fornitore: Fornitore, browser, query) -> None:
    answer = browser.get(f"/accesso/spid/ritorno/{query}")
    assert answer.status_code == 400


def test_a_provider_that_does_not_answer_is_said_at_once(
    fornitore: Fornitore, settings: Settings, browser, anna
) -> None:
    back = fornitore.answer(browser.post(BUTTON, {"canale": "spid"}), "anna")
    fornitore.use(settings, "spid", url=f"http://127.0.0.1:{free_port()}")
    for answer in (browser.post(BUTTON, {"canale": "spid"}), browser.get(back)):
        assert answer.status_code == 503
        assert "Non riusciamo a parlare" in text(answer)
    assert django_settings.SOCIALACCOUNT_REQUESTS_TIMEOUT <= 5


def test_a_provider_that_talks_nonsense_is_said_too(
    fornitore: Fornitore, settings: Settings, browser
) -> None:
    """The page of a person in the place of the configuration."""
    fornitore.use(settings, "spid", url=f"{fornitore.url}/scelta/?x=/.well-known/")
    assert browser.post(BUTTON, {"canale": "spid"}).status_code == 503


def test_a_configuration_of_another_issuer_is_refused(
    fornitore: Fornitore, settings: Settings, browser
) -> None:
    fornitore.use(settings, "spid")
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["issuer"] = "https://altro.esempio.test"
    answer = browser.post(BUTTON, {"canale": "spid"})
    assert answer.status_code == 403
    assert "non viene dal servizio" in text(answer)


# --- what leaves for the provider --------------------------------------------------------------


def test_the_request_carries_pkce_nonce_level_and_our_own_address(
    fornitore: Fornitore, browser
) -> None:
    sent = browser.post(f"{BUTTON}?auth_params=acr_values%3DSpidL1&scope=tutto", {"canale": "spid"})
    asked = {k: v[0] for k, v in parse_qs(urlsplit(sent["Location"]).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert asked["acr_values"] == "https://www.spid.gov.it/SpidL2"
    assert asked["redirect_uri"] == "http://testserver/accesso/spid/ritorno/"
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert len(asked["nonce"]) >= 24


@pytest.mark.parametrize("canale", ["cie", "cns", "", "../spid", "\0"])
def test_a_channel_that_is_not_open_is_not_there(fornitore: Fornitore, browser, canale) -> None:
    assert browser.post(BUTTON, {"canale": canale}).status_code == 404


def test_the_login_page_offers_what_is_configured(
    fornitore: Fornitore, settings: Settings, browser
) -> None:
    fornitore.use(settings, "spid", "cie")
    answer = browser.get("/accesso/")
    assert "Entra con SPID" in text(answer)
    assert "Entra con CIE" in text(answer)
    assert "INPS" not in text(answer)
    assert f"form-action 'self' {fornitore.url}" in answer["Content-Security-Policy"]


def test_without_variables_the_login_page_is_that_of_always(browser) -> None:
    cache.clear()
    page = browser.get("/accesso/")
    assert "identità digitale" not in text(page)
    assert re.search(r"form-action 'self'(;|$)", page["Content-Security-Policy"])


# --- what a password still is ------------------------------------------------------------------


@pytest.mark.parametrize(("verified", "livello"), [(True, "dispositivo"), (False, "generico")])
def test_a_password_is_dispositiva_for_a_verified_person(browser, anna, verified, livello) -> None:
    if not verified:
        Utente.objects.filter(pk=anna.pk).update(identita_verificata_at=None)
    cache.clear()
    browser.post("/accesso/", {"login": anna.email, "password": PASSWORD})
    assert browser.session[SESSION_KEY] == livello


def test_the_level_of_another_way_of_entering_is_not_inherited(
    fornitore: Fornitore, browser, anna
) -> None:
    fornitore.enter(browser, "anna")
    browser.post("/accesso/esci/")
    browser.post("/accesso/", {"login": anna.email, "password": PASSWORD})
    assert browser.session[SESSION_KEY] == "dispositivo"

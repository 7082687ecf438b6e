"""What a reminder says, word by word, and what it never says."""

from __future__ import annotations

from datetime import datetime

import pytest

from denunce.choices import Obbligato, TipoAdempimento
from denunce.promemoria.canali import DOING, SHORT, channel
from denunce.promemoria.gradini import TABELLA
from denunce.promemoria.lettera import Lettera, compose, subject
from denunce.promemoria.models import Promemoria
from denunce.promemoria.scan import scan
from denunce.scadenze import termini
from tests.denunce.promemoria.scena import Scena, at
from utenti.models import TipoOrganizzazione

pytestmark = pytest.mark.django_db


def letter(scena: Scena, now: str = "2026-03-12 10:00", **given: object) -> Lettera:
    """The first mail of a denuncia, written at ``now``."""
    scena.denuncia("2026-03-12 10:00", **given)
    scan(at("2026-03-12 10:00"))
    return compose(Promemoria.objects.get(), at(now))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-12 10:00", "Scade sabato 14 marzo alle 23:59: Denuncia, caso 2026/0001 (B. L.)"),
        ("2026-03-13 10:00", "Scade domani alle 23:59: Denuncia, caso 2026/0001 (B. L.)"),
        ("2026-03-14 06:00", "Scade oggi alle 23:59: Denuncia, caso 2026/0001 (B. L.)"),
        (
            "2026-03-14 23:59:59",
            "Scaduto sabato 14 marzo alle 23:59: Denuncia, caso 2026/0001 (B. L.)",
        ),
    ],
)
def test_the_subject_says_how_urgent_it_is(scena, now, expected):
    assert subject(scena.denuncia("2026-03-12 10:00"), at(now)) == expected


def test_the_mail_says_what_by_when_why_where_and_how_it_stops(scena, settings):
    settings.SITE_URL = "https://portale.test"
    text = letter(scena).text
    caso = Promemoria.objects.get().adempimento.caso_id
    lines = text.splitlines()
    assert lines[0] == "Buongiorno Laura,"
    assert (
        "Che cosa: Invia la denuncia di infortunio su SIDI, area Infortuni: "
        "caso 2026/0001 (B. L.), IC Esempio Nord."
    ) in lines
    assert (
        "Entro quando: sabato 14 marzo 2026, 23:59 (ti consigliamo entro sabato 14 marzo, 10:00)"
    ) in lines
    why = next(line for line in lines if line.startswith("Perché: "))
    assert "ricevuti giovedì 12 marzo 2026 alle ore 10:00" in why
    assert "2 giorni" in why
    assert "art. 53" in why
    assert f"Apri il caso: https://portale.test/denunce/casi/{caso}/" in lines
    assert "non trasmette all’INAIL" in text
    assert "smette da solo quando registri l’invio" in text


def test_the_html_says_the_same(scena):
    lettera = letter(scena)
    for part in ("Che cosa", "Entro quando", "Perché", "Apri il caso", "SIDI", "art. 53"):
        assert part in lettera.html
    assert "<style" not in lettera.html
    assert "style=" not in lettera.html


def test_no_name_and_no_word_on_health_leaves_the_portal(scena):
    lettera = letter(scena)
    for secret in ("Bianchi", "Luca", "frattura", "polso", "palestra", "assenza", "prognosi"):
        for part in (lettera.subject, lettera.text, lettera.html):
            assert secret not in part, secret


def test_markup_in_a_name_stays_a_name(scena, personas):
    personas.scuola.denominazione = "<b>Scuola</b> & {{ figli }}"
    personas.scuola.save()
    lettera = letter(scena)
    assert "<b>Scuola</b> & {{ figli }}" in lettera.text
    assert "&lt;b&gt;Scuola&lt;/b&gt; &amp; {{ figli }}" in lettera.html


def test_after_expiry_it_says_to_send_all_the_same(scena):
    text = letter(scena, now="2026-03-15 08:00").text
    assert "invia comunque" in text
    assert "ti consigliamo" not in text


def test_a_change_of_law_changes_the_mail(scena):
    with termini.override("denuncia_days", 3):
        lettera = letter(scena)
    assert "lunedì 16 marzo alle 23:59" in lettera.subject  # 15 March is a Sunday
    assert "3 giorni" in lettera.text


def test_every_reminded_duty_has_its_words_and_its_channel():
    reminded = {tipo for tipo, voci in TABELLA.items() if any(voce.gradini for voce in voci)}
    assert reminded == set(DOING) == set(SHORT)
    for tipo in reminded:
        assert channel(tipo, TipoOrganizzazione.IMPRESA)
    assert "SIDI" not in channel("denuncia", TipoOrganizzazione.SCUOLA_PARITARIA)


def test_the_duties_of_others_are_never_reminded(scena):
    duty = scena.denuncia()
    duty.obbligato = Obbligato.MEDICO
    duty.tipo = TipoAdempimento.DENUNCIA_MP
    from denunce.promemoria.planner import next_reminder_at

    now: datetime = at("2026-03-12 10:00")
    assert next_reminder_at(duty, now=now) is None


@pytest.mark.parametrize("name", ["Officine Esempio S.r.l.", "IC Esempio Nord"])
def test_the_name_of_an_organisation_is_followed_by_one_full_stop(scena, personas, name):
    personas.scuola.denominazione = name
    personas.scuola.save()
    line = next(line for line in letter(scena).text.splitlines() if line.startswith("Che cosa"))
    assert line.endswith(f", {name.removesuffix('.')}.")


def test_the_html_has_one_button_and_no_inline_style(scena):
    html = letter(scena).html
    assert html.count('bgcolor="#0059b3"><a ') == 1
    assert html.count("<a ") == 2  # the other, small, explains the reminders
    assert "style=" not in html
    assert "Fonte: D.P.R. 1124/1965, art. 53 c. 1." in html

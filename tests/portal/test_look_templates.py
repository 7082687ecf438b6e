"""Template tags, components with odd values, error pages without a request, words of frameworks."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.translation import gettext

from portal.base.wording import ROME, TODAY

ROOT = Path(settings.BASE_DIR)
NOW = datetime(2026, 3, 14, 17, 47, tzinfo=ROME)
ERRORS = ["400", "403", "csrf", "404", "413", "429", "500", "503"]


def render(source: str, **values: Any) -> str:
    return Template("{% load portale %}" + source).render(Context(values))


def component(name: str, **values: Any) -> str:
    return render_to_string(f"components/{name}.html", values)


# --- tags ----------------------------------------------------------------------------------------


def test_an_icon_is_decorative_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in render('{% icon "it-check" %}')
    named = render('{% icon "it-check" "Fatto" %}')
    assert 'role="img" aria-label="Fatto"' in named
    assert "aria-hidden" not in named
    assert "sprites.svg#it-check" in named


def test_a_label_cannot_break_out_of_its_attribute() -> None:
    assert "<b>" not in render('{% icon "it-check" label %}', label='"><b>')


def test_filters_say_dates_and_stay_silent_on_none() -> None:
    due_at = NOW.replace(hour=23, minute=59)
    text = render("{{ d|term }}|{{ d|term_year }}|{{ d|countdown:now }}", d=due_at, now=NOW)
    assert text == "sabato 14 marzo, 23:59|sabato 14 marzo 2026, 23:59|mancano 6 h 12 min"
    assert render("{{ d|term }}{{ d|term_year }}{{ d|countdown:now }}", d=None, now=NOW) == ""


def test_the_urgency_tag_uses_the_given_instant() -> None:
    source = "{% urgency due now 'da_fare' as u %}{{ u.word }}"
    assert render(source, due=NOW + timedelta(hours=1), now=NOW) == "Scade oggi"
    assert render(source, due=NOW - timedelta(hours=1), now=NOW) == "Scaduto"
    assert render("{% urgency due now 'da_fare' True as u %}{{ u.code }}", due=NOW, now=NOW) == (
        "da-verificare"
    )


def test_all_urgencies_come_from_the_most_pressing() -> None:
    source = "{% all_urgencies as all %}{% for u in all %}{{ u.code }} {% endfor %}"
    assert render(source).startswith("scaduto oggi domani nei-termini")


# --- components ----------------------------------------------------------------------------------


def duty(**changes: Any) -> str:
    values = {
        "url": "/denunce/1/",
        "urgency": TODAY,
        "title": "Denuncia",
        "person": "Bianchi Luca, 2B",
        "case_number": "2026/0041",
        "action": "Continua",
    }
    return component("duty_row", **values | changes)


def test_a_duty_needs_only_its_required_values() -> None:
    html = duty()
    assert "Scade oggi" in html
    assert 'href="/denunce/1/"' in html
    assert "pi-duty__countdown" not in html
    assert "pi-duty__due" not in html


def test_what_people_write_is_escaped_everywhere() -> None:
    hostile = "<script>x</script>"
    html = duty(person=hostile, event=hostile, note=hostile) + component(
        "timeline", entries=[{"when": "oggi", "iso": "2026-03-14", "text": hostile, "who": hostile}]
    )
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 6


def test_one_duty_is_one_link() -> None:
    assert duty().count("<a ") == 1


def test_the_decision_always_says_that_nothing_is_transmitted() -> None:
    html = component("decision_card", title="Devi inviare la denuncia", urgency=TODAY)
    assert "non trasmette all’INAIL" in html
    assert "Perché" not in html


def test_superseded_entries_stay_readable_and_are_said_in_words() -> None:
    entry = {"when": "ieri", "iso": "2026-03-13", "text": "Comunicazione", "superseded": True}
    html = component("timeline", entries=[entry])
    assert "<s>Comunicazione</s>" in html
    assert "superato" in html


def test_pagination_is_silent_when_there_is_one_page() -> None:
    assert component("pagination", previous_url="", next_url=None, summary="25").strip() == ""
    html = component("pagination", next_url="?dopo=x", summary="")
    assert "Successiva" in html
    assert "Precedente" not in html


def test_an_empty_value_is_said() -> None:
    assert "non indicato" in component("definition_list", rows=[{"label": "Luogo", "value": ""}])


class Sample(forms.Form):
    numero = forms.CharField(label="Numero")
    luogo = forms.ChoiceField(label="Luogo", choices=[("a", "A")], widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput)


def test_a_form_without_errors_has_no_summary() -> None:
    assert component("form_errors", form=Sample()).strip() == ""


def test_the_summary_links_to_each_field_and_only_to_those_that_exist() -> None:
    form = Sample({})
    form.add_error(None, "Qualcun altro ha modificato il caso.")
    html = component("form", form=form, submit_label="Salva")
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) == 2
    assert all(f'id="{target}"' in html for target in targets)
    assert "Qualcun altro ha modificato" in html


# --- frames --------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ERRORS)
def test_error_pages_need_no_request_no_user_and_no_database(code: str) -> None:
    html = render_to_string(f"errors/{code}.html")
    assert '<html lang="it">' in html
    assert html.count("<h1>") == 1
    assert "Che cosa puoi fare" in html


@pytest.mark.parametrize("code", ERRORS)
def test_error_pages_load_files_that_need_no_manifest(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> str:
        raise ValueError("the manifest is what broke")

    monkeypatch.setattr("django.templatetags.static.StaticNode.handle_simple", broken)
    assert "/static/css/portale.css" in render_to_string(f"errors/{code}.html")


def test_who_sent_too_much_is_told_the_limit() -> None:
    megabytes = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
    assert f"al massimo {megabytes} MB" in render_to_string("errors/413.html")


def test_error_pages_show_what_they_are_told() -> None:
    assert "Serve il ruolo" in render_to_string("errors/403.html", {"reason": "Serve il ruolo"})
    assert "3f2a" in render_to_string("errors/500.html", {"request_id": "3f2a"})


def test_the_frame_is_drawn_for_anonymous_readers() -> None:
    values = {"user": SimpleNamespace(is_authenticated=False), "voci_menu": [], "demo": True}
    html = render_to_string("base.html", values)
    assert "Dati dimostrativi" in html
    assert "Questo portale non trasmette all’INAIL né a SIDI." in html


def test_the_system_notice_is_there_only_when_there_is_one() -> None:
    values = {"user": SimpleNamespace(is_authenticated=False), "voci_menu": []}
    assert "Avviso di sistema" not in render_to_string("base.html", values)
    assert "in ritardo" in render_to_string("base.html", values | {"avviso_sistema": "in ritardo"})


# --- words of the frameworks ---------------------------------------------------------------------


def test_every_reworded_sentence_is_the_one_people_read() -> None:
    catalogue = (ROOT / "locale/it/LC_MESSAGES/django.po").read_text()
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', catalogue, re.MULTILINE)
    assert len(pairs) > 15
    assert {msgid: gettext(msgid) for msgid, _ in pairs} == dict(pairs)


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Scegli una risposta.", "scegli una risposta."),
        ("È già qui.", "è già qui."),
        ("INAIL non risponde.", "INAIL non risponde."),
        ("", ""),
    ],
)
def test_a_sentence_after_a_colon_begins_small(sentence: str, shown: str) -> None:
    assert render("{{ sentence|in_sentence }}", sentence=sentence) == shown

"""Error pages of the real portal, with its own templates."""

import pytest
from django.test import Client, RequestFactory

from portal.base.http import PROBLEMS, error_response


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_every_error_page_has_its_template_in_italian(code: str) -> None:
    answer = error_response(RequestFactory().get("/"), code)
    text = answer.content.decode()
    assert answer.status_code == PROBLEMS[code].status
    assert 'lang="it"' in text
    assert "<h1" in text


@pytest.mark.django_db
def test_an_unknown_page_of_the_portal_is_not_found_in_italian() -> None:
    answer = Client().get("/non/esiste/")
    assert answer.status_code == 404
    assert 'lang="it"' in answer.content.decode()


@pytest.mark.django_db
def test_the_portal_answers_about_its_health() -> None:
    assert Client().get("/salute/viva/").json() == {"stato": "ok"}
    answer = Client().get("/salute/")
    assert answer.status_code == 503  # no scan has run in this database
    assert answer.json()["scadenze"] == "mai_eseguita"

"""The guide: every chapter reads, its pictures exist, pages lead to the chapter about them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.test import Client
from django.urls import NoReverseMatch, reverse
from PIL import Image

from portal import guide
from portal.policies import POLICIES
from tests.personas import Personas

pytestmark = pytest.mark.django_db
FIGURE = re.compile(r'<img src="[^"]*img/guida/([\w-]+?)(?:\.[0-9a-f]+)?\.webp" alt="([^"]*)"')


def read(client: Client, chapter: guide.Chapter) -> str:
    response = client.get(reverse("guida", args=[chapter.slug]))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("chapter", guide.CHAPTERS, ids=lambda chapter: chapter.slug)
def test_a_chapter_shows_its_pictures_and_each_says_what_it_is(client, chapter):
    shown = FIGURE.findall(read(client, chapter))
    assert tuple(name for name, _alt in shown) == chapter.pictures
    assert all(len(alt) > 20 for _name, alt in shown)


@pytest.mark.parametrize(
    "name", sorted({name for chapter in guide.CHAPTERS for name in chapter.pictures})
)
def test_a_picture_is_there_sharp_and_light(name):
    path = finders.find(f"img/guida/{name}.webp")
    assert path is not None
    with Image.open(path) as picture:
        assert picture.width >= 300
        picture.verify()
    with open(path, "rb") as file:
        assert len(file.read()) < 150_000


def test_no_picture_lies_there_unused():
    folder = finders.find("img/guida")
    used = {f"{name}.webp" for chapter in guide.CHAPTERS for name in chapter.pictures}
    assert {path.name for path in Path(str(folder)).iterdir()} == used


@pytest.mark.parametrize("chapter", guide.CHAPTERS, ids=lambda chapter: chapter.slug)
def test_every_link_of_a_chapter_leads_somewhere(client, chapter):
    for address in set(re.findall(r'href="(/[^"#?]*)', read(client, chapter))):
        if not address.startswith("/static/"):
            assert client.get(address).status_code in (200, 302), address


def test_the_index_lists_every_chapter_and_an_unknown_one_is_not_found(client):
    page = client.get("/aiuto/").content.decode()
    assert all(reverse("guida", args=[chapter.slug]) in page for chapter in guide.CHAPTERS)
    assert client.get("/aiuto/non-esiste/").status_code == 404


def test_chapters_explain_pages_that_exist():
    for chapter in guide.CHAPTERS:
        assert set(chapter.pages) <= set(POLICIES)
        get_template(chapter.template)


def test_a_page_leads_to_its_chapter(client, personas: Personas):
    client.force_login(personas.segreteria)
    page = client.get("/denunce/stampa/").content.decode()
    assert 'href="/aiuto/scadenzario/"' in page
    with pytest.raises(NoReverseMatch):
        reverse("guida", args=["due parole"])

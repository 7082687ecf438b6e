"""The pages of the provider of the tests: OpenID Connect, and who you want to be."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path
from django.utils.html import format_html, format_html_join

from tests.identita.provider.people import PEOPLE


def scelta(request: HttpRequest) -> HttpResponse:
    """Choose a person, or refuse; in the place of a password."""
    onward, who = request.GET.get("next", "/"), request.GET.get("persona")
    if who == "rifiuta":
        asked = {name: values[0] for name, values in parse_qs(urlsplit(onward).query).items()}
        answer = urlencode({"error": "access_denied", "state": asked["state"]})
        return HttpResponseRedirect(f"{asked['redirect_uri']}?{answer}")
    if who in PEOPLE:
        login(request, User.objects.get(username=who))
        return HttpResponseRedirect(onward)
    links = format_html_join(
        "",
        '<li><a href="?{}">{}</a></li>',
        ((urlencode({"next": onward, "persona": n}), n) for n in [*PEOPLE, "rifiuta"]),
    )
    return HttpResponse(
        format_html('<!doctype html><html lang="it"><title>Fornitore</title><ul>{}</ul>', links)
    )


urlpatterns = [
    path("scelta/", scelta, name="scelta"),
    path("scelta/", scelta, name="account_login"),
    path("", include("allauth.idp.urls")),
]

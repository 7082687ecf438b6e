"""One page with the lesions of a certificate and nothing else, for the tests in the browser.

It keeps what is posted in a text, as a draft does, and says what the form made of it.
"""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from certificati.corpo import spoken
from certificati.forms.lesioni import LesioniField, merge_lesions
from portal.base.authz import PUBLIC
from portal.base.forms.sections import SectionedForm
from portal.policies import POLICIES as REAL
from portal.urls import urlpatterns as real

PAGE = """{% extends "base.html" %}{% load crispy_forms_tags static %}
{% block title %}Prova delle lesioni{% endblock %}
{% block heading %}Prova delle lesioni{% endblock %}
{% block head %}<link rel="stylesheet" href="{% static "css/mappa.css" %}">
<script src="{% static "js/mappa.js" %}" defer></script>{% endblock %}
{% block content %}<form class="pi-form pi-form--wide" method="post" novalidate>{% csrf_token %}
{% include "components/form_errors.html" with form=form only %}
{{ form.diagnosi|as_crispy_field }}{{ form.lesioni|as_crispy_field }}
<div class="pi-form__actions">
<button class="btn btn-primary" name="avanti" value="1">Continua</button></div></form>
<p id="esito">{{ esito|join:" · " }}</p>{% endblock %}"""


class Prova(SectionedForm):
    """The lesions after a text, as in the wizard."""

    diagnosi = forms.CharField(label="Diagnosi", required=False)
    lesioni = LesioniField(label="Lesioni: natura e sede")


class Bozza:
    """What was typed, between one request and the next."""

    testi: ClassVar[dict[str, str]] = {}


def prova(request: HttpRequest) -> HttpResponse:
    """Draw what is kept; keep what is posted."""
    if request.method == "POST":
        Bozza.testi = merge_lesions(request.POST) | {"diagnosi": request.POST["diagnosi"]}
        left = Bozza.testi["lesioni_natura"] or Bozza.testi["lesioni_sede"]
        if "avanti" not in request.POST and not left:
            return redirect("prova_lesioni")
        form = Prova(Bozza.testi)
        said = spoken(form.cleaned_data["lesioni"]) if form.is_valid() else []
    else:
        form = Prova(initial={"lesioni": Bozza.testi.get("lesioni", "")})
        said = []
    page = engines["django"].from_string(PAGE)
    return HttpResponse(page.render({"form": form, "esito": said}, request))


urlpatterns = [path("prova/lesioni/", prova, name="prova_lesioni"), *real]
POLICIES = REAL | {"prova_lesioni": PUBLIC}

"""Addresses of the middleware tests alone."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal import views
from portal.base.audit import AccessKind, reads
from portal.base.authz import AUTHENTICATED, PUBLIC, Permission, deny, holding, require


def page(request: HttpRequest, **_kwargs: object) -> HttpResponse:
    """Say that the view was reached."""
    return HttpResponse("raggiunta")


def fails(request: HttpRequest) -> HttpResponse:
    """Break in a way that must not be told to the user."""
    raise RuntimeError("segreto della vista")


def refuses(request: HttpRequest) -> HttpResponse:
    """Refuse with a reason."""
    require(deny("Il caso è chiuso."))
    return HttpResponse()


def plain_refusal(request: HttpRequest) -> HttpResponse:
    """Refuse without a reason."""
    raise PermissionDenied


def suspicious(request: HttpRequest) -> HttpResponse:
    """Meet something no browser sends."""
    raise SuspiciousOperation("segreto della vista")


def reads_body(request: HttpRequest) -> HttpResponse:
    """Touch the body, as every form does."""
    return HttpResponse(str(len(request.POST)))


@reads("base.datakey", arg="pk")
def chiave(request: HttpRequest, pk: object) -> HttpResponse:
    """Show something worth writing down."""
    return HttpResponse("letta", status=int(request.GET.get("stato", 200)))


@reads("base.storedfile", arg="pk", kind=AccessKind.DOWNLOAD)
def allegato(request: HttpRequest, pk: object) -> HttpResponse:
    """Give a file that belongs to an organisation."""
    return HttpResponse("dato")


@reads("elenco", arg="", kind=AccessKind.EXPORT)
def elenco(request: HttpRequest) -> HttpResponse:
    """Export a list for one organisation."""
    request.read_organizzazione_id = request.GET["org"]
    return HttpResponse("a;b")


POLICIES = {
    "aperta": PUBLIC,
    "riservata": AUTHENTICATED,
    "casi": holding(Permission.CASO_VIEW, Permission.CASO_EDIT),
    "rotta": PUBLIC,
    "rifiuta": PUBLIC,
    "rifiuta_e_basta": PUBLIC,
    "sospetta": PUBLIC,
    "corpo": PUBLIC,
    "chiave": AUTHENTICATED,
    "allegato": AUTHENTICATED,
    "elenco": AUTHENTICATED,
    "salute": PUBLIC,
    "salute_viva": PUBLIC,
    "account_login": PUBLIC,
}

urlpatterns = [
    path("aperta/", page, name="aperta"),
    path("riservata/", page, name="riservata"),
    path("casi/", page, name="casi"),
    path("dimenticata/", page, name="dimenticata"),
    path("senza-nome/", page),
    path("rotta/", fails, name="rotta"),
    path("rifiuta/", refuses, name="rifiuta"),
    path("rifiuta-e-basta/", plain_refusal, name="rifiuta_e_basta"),
    path("sospetta/", suspicious, name="sospetta"),
    path("corpo/", reads_body, name="corpo"),
    path("chiave/<uuid:pk>/", chiave, name="chiave"),
    path("allegato/<uuid:pk>/", allegato, name="allegato"),
    path("elenco/", elenco, name="elenco"),
    path("salute/", views.salute, name="salute"),
    path("salute/viva/", views.salute_viva, name="salute_viva"),
    path("accesso/", page, name="account_login"),
]
handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error

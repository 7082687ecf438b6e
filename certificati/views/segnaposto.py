"""Stand-in for the addresses of the wizard and of the papers until their parts are merged."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse


def segnaposto(request: HttpRequest, pk: UUID | None = None, passo: str = "") -> HttpResponse:
    return HttpResponse("")

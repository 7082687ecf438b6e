"""Views of no app: the state of the portal and the error pages."""

from django.http import HttpRequest, HttpResponse


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was sent without a valid token."""
    return HttpResponse("Modulo scaduto", status=403)

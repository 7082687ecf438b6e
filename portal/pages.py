"""Pages that explain the portal, and the showcase of its components."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal import guide, informativa
from portal.licences import installed
from portal.showcase import sample


@require_safe
def accessibilita(request: HttpRequest) -> HttpResponse:
    """Accessibility statement."""
    return render(request, "pages/accessibilita.html", {"feedback_email": settings.FEEDBACK_EMAIL})


@require_safe
def feedback(request: HttpRequest) -> HttpResponse:
    """How to report an accessibility problem: an address, and honestly nothing more."""
    return render(request, "pages/feedback.html", {"feedback_email": settings.FEEDBACK_EMAIL})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What personal data the portal treats, why, and for how long, for each kind of person."""
    return render(request, "pages/privacy.html", informativa.page())


@require_safe
def cookie(request: HttpRequest) -> HttpResponse:
    """The two technical cookies, by the names this installation gives them."""
    names = {
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
        "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
    }
    return render(request, "pages/cookie.html", names)


@require_safe
def rientro(request: HttpRequest) -> HttpResponse:
    """Where a login in a second tab ends, for whoever left a form open in the first one."""
    return render(request, "pages/rientro.html")


@require_safe
def licenze(request: HttpRequest) -> HttpResponse:
    """Licence of the portal and of what it is built with, read from the installed packages."""
    return render(request, "pages/licenze.html", {"packages": installed()})


@require_safe
def aiuto(request: HttpRequest) -> HttpResponse:
    """The guide: its chapters, and what every reader should know first."""
    return render(request, "pages/aiuto.html", {"chapters": guide.CHAPTERS})


@require_safe
def guida(request: HttpRequest, slug: str) -> HttpResponse:
    """One chapter of the guide."""
    chapter = guide.BY_SLUG.get(slug)
    if chapter is None:
        raise Http404
    before, after = guide.around(chapter)
    context = {"chapter": chapter, "chapters": guide.CHAPTERS, "before": before, "after": after}
    return render(request, chapter.template, context)


@require_safe
def componenti(request: HttpRequest) -> HttpResponse:
    """Every component with sample data; only while developing."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "pages/componenti.html", sample())

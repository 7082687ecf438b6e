"""Every address of the portal; each name has its row in ``portal.policies``."""

from django.urls import include, path

from portal import pages, views
from portal.home import home
from portal.resume import ripresa

urlpatterns = [
    path("", home, name="home"),
    path("salute/", views.salute, name="salute"),
    path("salute/viva/", views.salute_viva, name="salute_viva"),
    path("gettone/", views.gettone, name="gettone"),
    path("comuni/", views.comuni, name="comuni"),
    path("rientro/", pages.rientro, name="rientro"),
    path("ripresa/", ripresa, name="ripresa"),
    path("accesso/", include("utenti.urls")),
    path("accesso/", include("utenti.accesso.urls")),
    path("organizzazioni/", include("utenti.organizzazioni.urls")),
    path("credenziali/", include("utenti.credenziali.urls")),
    path("profili/", include("utenti.profili.urls")),
    path("certificati/flussi/", include("certificati.flussi.urls")),
    path("api/v1/", include("certificati.flussi.api_urls")),
    path("certificati/", include("certificati.urls")),
    path("abbinamenti/", include("denunce.abbinamenti.urls")),
    path("prognosi/", include("denunce.prognosi.urls")),
    path("riservatezza/casi/", include("denunce.riservatezza.urls")),
    path("riservatezza/", include("utenti.riservatezza.urls")),
    path("denunce/", include("denunce.urls")),
    path("promemoria/", include("denunce.promemoria.urls")),
    path("", include("portal.pages_urls")),
]

handler400 = "portal.views.bad_request"
handler403 = "portal.views.permission_denied"
handler404 = "portal.views.page_not_found"
handler500 = "portal.views.server_error"

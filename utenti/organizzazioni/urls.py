"""Addresses of this part; each name has its row in ``portal.policies``."""

from django.urls import path

from utenti.organizzazioni.views import (
    attivazioni,
    deleghe,
    invito,
    membri,
    organizzazione,
    piattaforma,
)

urlpatterns = [
    path("", organizzazione.organizzazioni, name="organizzazioni"),
    path("lavora-per/", organizzazione.lavora_per, name="lavora_per"),
    path("<uuid:pk>/", organizzazione.organizzazione, name="organizzazione"),
    path(
        "<uuid:pk>/modifica/",
        organizzazione.organizzazione_modifica,
        name="organizzazione_modifica",
    ),
    path("<uuid:pk>/primi-passi/", organizzazione.primi_passi, name="primi_passi"),
    path("<uuid:pk>/sedi/nuova/", organizzazione.sede_nuova, name="sede_nuova"),
    path("sedi/<uuid:pk>/", organizzazione.sede_modifica, name="sede_modifica"),
    # People and invitations.
    path("<uuid:pk>/persone/", membri.membri, name="membri"),
    path("persone/<uuid:pk>/fine/", membri.membro_fine, name="membro_fine"),
    path("persone/<uuid:pk>/sospendi/", membri.membro_sospendi, name="membro_sospendi"),
    path("persone/<uuid:pk>/riattiva/", membri.membro_riattiva, name="membro_riattiva"),
    path("persone/<uuid:pk>/togli/", membri.membro_togli, name="membro_togli"),
    path("<uuid:pk>/inviti/nuovo/", membri.invito_nuovo, name="invito_nuovo"),
    path("inviti/<uuid:pk>/rinvia/", membri.invito_rinvia, name="invito_rinvia"),
    path("inviti/<uuid:pk>/revoca/", membri.invito_revoca, name="invito_revoca"),
    path("inviti/<uuid:pk>/<str:chiave>/", invito.invito, name="invito"),
    # Delegations and support.
    path("<uuid:pk>/deleghe/", deleghe.deleghe, name="deleghe"),
    path("<uuid:pk>/deleghe/nuova/", deleghe.delega_nuova, name="delega_nuova"),
    path("deleghe/ricevute/", deleghe.deleghe_ricevute, name="deleghe_ricevute"),
    path("deleghe/<uuid:pk>/revoca/", deleghe.delega_revoca, name="delega_revoca"),
    path("<uuid:pk>/assistenza/", deleghe.assistenza, name="assistenza"),
    path("<uuid:pk>/assistenza/nuova/", deleghe.assistenza_nuova, name="assistenza_nuova"),
    # Joining.
    path("attivazione/", attivazioni.attivazione_nuova, name="attivazione_nuova"),
    path("attivazione/<uuid:pk>/", attivazioni.attivazione, name="attivazione"),
    path(
        "attivazione/<uuid:pk>/ritira/", attivazioni.attivazione_ritira, name="attivazione_ritira"
    ),
    # The platform.
    path("piattaforma/", piattaforma.piattaforma_organizzazioni, name="piattaforma_organizzazioni"),
    path(
        "piattaforma/<uuid:pk>/",
        piattaforma.piattaforma_organizzazione,
        name="piattaforma_organizzazione",
    ),
    path(
        "piattaforma/<uuid:pk>/chiudi/", piattaforma.piattaforma_chiudi, name="piattaforma_chiudi"
    ),
    path("piattaforma/attivazioni/", attivazioni.attivazioni, name="attivazioni"),
    path(
        "piattaforma/attivazioni/<uuid:pk>/",
        attivazioni.attivazione_esamina,
        name="attivazione_esamina",
    ),
    path(
        "piattaforma/attivazioni/<uuid:pk>/prova/",
        attivazioni.attivazione_prova,
        name="attivazione_prova",
    ),
    path(
        "piattaforma/attivazioni/<uuid:pk>/approva/",
        attivazioni.attivazione_approva,
        name="attivazione_approva",
    ),
    path(
        "piattaforma/attivazioni/<uuid:pk>/rifiuta/",
        attivazioni.attivazione_rifiuta,
        name="attivazione_rifiuta",
    ),
]

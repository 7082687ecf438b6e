"""Addresses of the cases. Objects carry their UUID; personal data never stand in an address."""

from django.urls import path

from denunce.views import (
    bozze,
    casi,
    certificati,
    documenti,
    invii,
    letture,
    moduli,
    passi,
    persone,
    regole,
    salvataggi,
    scadenzario,
)

urlpatterns = [
    path("", scadenzario.scadenzario, name="scadenzario"),
    path("esporta/", scadenzario.scadenzario_csv, name="scadenzario_csv"),
    path("stampa/", scadenzario.scadenzario_stampa, name="scadenzario_stampa"),
    path("cerca/", scadenzario.scadenzario_cerca, name="scadenzario_cerca"),
    path("nuovo/", persone.persona_cerca, name="persona_cerca"),
    path("comuni/", persone.comuni, name="comuni"),
    path("bozze/", bozze.bozze, name="bozze"),
    path("bozze/inizia/", bozze.bozza_inizia, name="bozza_inizia"),
    path("bozze/<uuid:pk>/", bozze.bozza_riprendi, name="bozza_riprendi"),
    path("bozze/<uuid:pk>/persona/", persone.persona_per_bozza, name="persona_per_bozza"),
    path("bozze/<uuid:pk>/altra-persona/", bozze.bozza_altra_persona, name="bozza_altra_persona"),
    path("bozze/<uuid:pk>/apri/", bozze.bozza_apri, name="bozza_apri"),
    path("bozze/<uuid:pk>/elimina/", bozze.bozza_elimina, name="bozza_elimina"),
    path("bozze/<uuid:pk>/<slug:passo>/", passi.bozza, name="bozza"),
    path("bozze/<uuid:pk>/<slug:passo>/salva/", passi.bozza_salva, name="bozza_salva"),
    path("bozze/<uuid:pk>/<slug:passo>/confronta/", passi.bozza_confronta, name="bozza_confronta"),
    path("casi/<uuid:pk>/", casi.caso, name="caso"),
    path("casi/<uuid:pk>/modifica/", casi.caso_modifica, name="caso_modifica"),
    path("casi/<uuid:pk>/certificato/", certificati.certificato_nuovo, name="certificato_nuovo"),
    path("casi/<uuid:pk>/giorni/", certificati.certificato_giorni, name="certificato_giorni"),
    path(
        "certificati/<uuid:pk>/correggi/",
        certificati.certificato_correggi,
        name="certificato_correggi",
    ),
    path(
        "certificati/<uuid:pk>/ritira/", certificati.certificato_ritira, name="certificato_ritira"
    ),
    path("adempimenti/<uuid:pk>/invio/", invii.invio_nuovo, name="invio_nuovo"),
    path("adempimenti/<uuid:pk>/lettura/", letture.lettura_scegli, name="lettura_scegli"),
    path("adempimenti/<uuid:pk>/modulo/", moduli.modulo_avvia, name="modulo_avvia"),
    path("moduli/<uuid:pk>/", moduli.modulo, name="modulo"),
    path("moduli/<uuid:pk>/salva/", salvataggi.modulo_salva, name="modulo_salva"),
    path("moduli/<uuid:pk>/confronta/", salvataggi.modulo_confronta, name="modulo_confronta"),
    path("moduli/<uuid:pk>/definitivo/", moduli.modulo_definitivo, name="modulo_definitivo"),
    path("moduli/<uuid:pk>/pdf/", moduli.modulo_pdf, name="modulo_pdf"),
    path("documenti/<uuid:pk>/", documenti.documento, name="documento"),
    path(
        "documenti/<uuid:pk>/pagine/<int:numero>/",
        documenti.documento_pagina,
        name="documento_pagina",
    ),
    path("documenti/<uuid:pk>/scarica/", documenti.documento_scarica, name="documento_scarica"),
    path("regole/", regole.regole, name="regole"),
    path("regole/<str:codice>/", regole.regola, name="regola"),
]

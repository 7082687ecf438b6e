"""Addresses of this part; each name has its row in ``portal.policies``."""

from django.urls import URLPattern, path

from utenti.profili.views import importazioni, medici, pannello

urlpatterns: list[URLPattern] = [
    path("", pannello.profili, name="profili"),
    path("gruppi/nuovo/", pannello.profili_gruppo_nuovo, name="profili_gruppo_nuovo"),
    path("gruppi/<uuid:pk>/", pannello.profili_gruppo_modifica, name="profili_gruppo_modifica"),
    path("gruppi/<uuid:pk>/togli/", pannello.profili_gruppo_togli, name="profili_gruppo_togli"),
    path("medici/", pannello.profili_medici, name="profili_medici"),
    path("medici/cerca/", pannello.profili_cerca, name="profili_cerca"),
    path("medici/esporta/", pannello.profili_esporta, name="profili_esporta"),
    path("medici/nuovo/", medici.profilo_nuovo, name="profilo_nuovo"),
    path("medici/nuovo/crea/", medici.profilo_crea, name="profilo_crea"),
    path("medici/<uuid:pk>/", medici.profilo, name="profilo"),
    path("medici/<uuid:pk>/modifica/", medici.profilo_modifica, name="profilo_modifica"),
    path("medici/<uuid:pk>/disabilita/", medici.profilo_disabilita, name="profilo_disabilita"),
    path("medici/<uuid:pk>/riattiva/", medici.profilo_riattiva, name="profilo_riattiva"),
    path("medici/<uuid:pk>/elimina/", medici.profilo_elimina, name="profilo_elimina"),
    path("medici/<uuid:pk>/invito/", medici.profilo_invito, name="profilo_invito"),
    path("importa/", importazioni.profili_importa, name="profili_importa"),
    path("confronta/", importazioni.profili_confronta, name="profili_confronta"),
    path("modello.csv", importazioni.profili_modello, name="profili_modello"),
    path("modello.xlsx", importazioni.profili_modello_xlsx, name="profili_modello_xlsx"),
    path("importazioni/<uuid:pk>/", importazioni.profili_importazione, name="profili_importazione"),
    path(
        "importazioni/<uuid:pk>/anteprima.csv",
        importazioni.profili_importazione_csv,
        name="profili_importazione_csv",
    ),
    path(
        "importazioni/<uuid:pk>/annulla/",
        importazioni.profili_importazione_annulla,
        name="profili_importazione_annulla",
    ),
]

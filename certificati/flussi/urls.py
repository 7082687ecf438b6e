"""Addresses of files and tokens of the structures."""

from __future__ import annotations

from django.urls import URLPattern, path

from certificati.flussi.views import flussi, gettoni, schema

urlpatterns: list[URLPattern] = [
    path("", flussi.flussi, name="flussi"),
    path("carica/", flussi.flusso_carica, name="flusso_carica"),
    path("<uuid:pk>/", flussi.flusso, name="flusso"),
    path("<uuid:pk>/esiti.csv", flussi.flusso_csv, name="flusso_csv"),
    path("gettoni/", gettoni.flussi_gettoni, name="flussi_gettoni"),
    path("gettoni/nuovo/", gettoni.flussi_gettone_nuovo, name="flussi_gettone_nuovo"),
    path("gettoni/<uuid:pk>/revoca/", gettoni.flussi_gettone_revoca, name="flussi_gettone_revoca"),
    path("schema/certificati-1.json", schema.flussi_schema_json, name="flussi_schema_json"),
    path("schema/certificati-1.xsd", schema.flussi_schema_xsd, name="flussi_schema_xsd"),
    path("schema/esempio-1.json", schema.flussi_esempio_json, name="flussi_esempio_json"),
    path("schema/esempio-1.xml", schema.flussi_esempio_xml, name="flussi_esempio_xml"),
]

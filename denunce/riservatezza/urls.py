"""Addresses about the personal data of a case; each has its row in ``portal.policies``."""

from django.urls import path

from denunce.riservatezza import views

urlpatterns = [path("<uuid:pk>/oscura/", views.caso_oscura, name="caso_oscura")]

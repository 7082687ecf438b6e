"""Access pages: allauth's views under Italian addresses, only those this version offers."""

from allauth.account import views
from django.urls import path, re_path

urlpatterns = [
    path("", views.login, name="account_login"),
    path("esci/", views.logout, name="account_logout"),
    path("registrazione/", views.signup, name="account_signup"),
    path("sospeso/", views.account_inactive, name="account_inactive"),
    path("conferma/", views.reauthenticate, name="account_reauthenticate"),
    path("password/", views.password_change, name="account_change_password"),
    path("password/imposta/", views.password_set, name="account_set_password"),
    path("password/dimenticata/", views.password_reset, name="account_reset_password"),
    path(
        "password/dimenticata/inviata/",
        views.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/nuova/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/nuova/fatto/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

"""Every screen a person can open: the accessibility tests walk them all."""

from __future__ import annotations

from tests.e2e.walker import Screen

# Anybody.
SCREENS = [
    Screen("accessibilita"),
    Screen("feedback"),
    Screen("privacy"),
    Screen("cookie"),
    Screen("licenze"),
    Screen("aiuto"),
    Screen("account_login"),
    Screen("account_signup"),
    Screen("account_inactive"),
    Screen("account_reset_password"),
    Screen("account_reset_password_done"),
    Screen("account_reset_password_from_key_done"),
    Screen(
        "account_reset_password_from_key", kwargs=lambda personas: {"uidb36": "1", "key": "scaduta"}
    ),
    Screen("account_logout", "segreteria"),
    Screen("account_change_password", "segreteria"),
    Screen("account_reauthenticate", "segreteria"),
]

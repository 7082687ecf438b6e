"""Links that other parts hang on "Il tuo account", without the page knowing them.

A part declares its link when it starts (``apps.ready``): ``register_link(_("I tuoi dati"),
"riservatezza", order=50)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.base.authz import Permission

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_links: dict[str, AccountLink] = {}


@dataclass(frozen=True, slots=True)
class AccountLink:
    """Where it leads, in words, and the permissions of which one shows it (none: everybody)."""

    label: _StrOrPromise
    url_name: str
    permissions: tuple[Permission, ...] = ()
    order: int = 100


def register_link(
    label: _StrOrPromise,
    url_name: str,
    *permissions: Permission,
    order: int = 100,
) -> None:
    """Add a link to the account page. Raises ValueError when the address is already there."""
    link = AccountLink(label, url_name, permissions, order)
    if _links.setdefault(url_name, link) != link:
        raise ValueError(f"{url_name!r} is registered twice")


def account_links() -> list[AccountLink]:
    """Every link, in order."""
    return sorted(_links.values(), key=lambda link: (link.order, link.url_name))

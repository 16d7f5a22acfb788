"""What stands in the navigation: every app registers its entries when it is ready."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from peyvand.platform.ui.addresses import url


class Section(StrEnum):
    """A captioned part of the navigation, in the order shown. ME is the menu of the signed-in person."""

    TOP = "top"
    RELATIONSHIPS = "relationships"
    WORK = "work"
    SETTINGS = "settings"
    ME = "me"


CAPTIONS: dict[Section, str | Promise] = {
    Section.TOP: "",
    Section.RELATIONSHIPS: _("Relationships"),
    Section.WORK: _("Work"),
    Section.SETTINGS: _("Settings"),
    Section.ME: _("You"),
}


def everyone(user: Any) -> bool:
    """Shown to whoever is signed in."""
    return True


@dataclass(frozen=True, kw_only=True)
class NavEntry:
    """A page in the navigation. `shortcut` is the letter pressed after g; `shown` decides for a user."""

    label: str | Promise
    url_name: str
    icon: str
    section: Section
    order: int
    shown: Callable[[Any], bool] = everyone
    shortcut: str = ""


@dataclass(frozen=True)
class NavLink:
    """An entry as drawn for one request."""

    label: str
    url: str
    icon: str
    current: bool
    shortcut: str


@dataclass(frozen=True)
class NavGroup:
    """A section with its links; never empty."""

    section: Section
    caption: str
    links: tuple[NavLink, ...]


_entries: dict[str, NavEntry] = {}


def register(entry: NavEntry) -> None:
    """Add an entry. Registering the same url_name again replaces it."""
    _entries[entry.url_name] = entry
    _groups.cache_clear()


def _is_under(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def for_user(user: Any, path: str) -> tuple[NavGroup, ...]:
    """Sections and links that the user may see; the link whose address is the longest start of path is current."""
    if not user.is_authenticated:
        return ()
    shown = tuple(name for name, entry in _entries.items() if entry.shown(user))
    addresses = map(url, shown)
    current = max((address for address in addresses if _is_under(path, address)), key=len, default="")
    return _groups(shown, current, get_language() or "")


@lru_cache(maxsize=1000)
def _groups(shown: tuple[str, ...], current: str, _language: str) -> tuple[NavGroup, ...]:
    entries = sorted((_entries[name] for name in shown), key=lambda e: (e.order, str(e.label)))
    groups = []
    for section in Section:
        links = tuple(
            NavLink(str(e.label), url(e.url_name), e.icon, url(e.url_name) == current, e.shortcut)
            for e in entries
            if e.section == section
        )
        if links:
            groups.append(NavGroup(section, str(CAPTIONS[section]), links))
    return tuple(groups)

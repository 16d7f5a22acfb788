"""What every page knows: who looks at it, in which language, direction and theme, and where they can go."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi, get_language_info

from peyvand.platform.ui import navigation

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"


def theme_from_cookie(request: HttpRequest) -> str:
    """Theme last chosen in this browser, "auto" when none was."""
    chosen = request.COOKIES.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def theme_for(request: HttpRequest) -> str:
    """Theme to draw: this browser's choice, else the person's own, else "auto"."""
    if request.COOKIES.get(THEME_COOKIE) in THEMES:
        return theme_from_cookie(request)
    own = getattr(getattr(request, "user", None), "theme", None)
    return own if own in THEMES else "auto"


def frame(theme: str) -> dict[str, Any]:
    """The part of the context that needs neither a signed-in person nor the database."""
    lang = get_language() or settings.LANGUAGE_CODE
    return {
        "lang": lang,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "theme": theme,
        "languages": _languages(),
    }


@cache
def _languages() -> tuple[tuple[str, str], ...]:
    """Our languages by code, each as its speakers call it."""
    return tuple((code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES)


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor of all Jinja2 templates: user, lang, dir, theme, languages, csp_nonce and nav."""
    user = getattr(request, "user", None)
    return {
        **frame(theme_for(request)),
        "user": user,
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "nav": SimpleLazyObject(lambda: navigation.for_user(user, request.path) if user is not None else ()),
    }

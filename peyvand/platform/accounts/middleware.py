"""Who is in, and in which language: the two things every request needs first."""

import zoneinfo
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, gettext

from peyvand.platform.accounts.models import User
from peyvand.platform.ui.errors import forbidden

ZONE_COOKIE = "zone"
"""Where the browser says in which time zone it is."""
Handler = Callable[[HttpRequest], HttpResponse]
OPEN = (
    "/accounts/login/",
    "/accounts/password/reset/",
    "/setup/",
    "/language/",
    "/static/",
)


class SignInRequired:
    """Everything is closed unless it is listed as open; a portal guest has no business on the inner pages."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN) or self._may_enter(request):
            return self.get_response(request)
        if request.user.is_authenticated:
            return forbidden(request, PermissionDenied(gettext("These pages are for the staff of the firm only.")))
        if request.path.startswith("/api/"):
            problem = {"type": "about:blank", "title": gettext("Sign in first."), "status": 401}
            return JsonResponse(problem, status=401, content_type="application/problem+json")
        target = self._door(request)
        if request.headers.get("HX-Request"):  # a fragment cannot show the sign-in page: the whole page must go there
            return HttpResponse(status=401, headers={"HX-Redirect": target})
        return HttpResponseRedirect(target)

    def _may_enter(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_authenticated and (user.is_staff_member or request.path.startswith("/accounts/"))

    def _door(self, request: HttpRequest) -> str:
        if not User.objects.exists():
            return reverse("setup")
        back = (
            request.headers.get("HX-Current-URL", "") if request.headers.get("HX-Request") else request.get_full_path()
        )
        return f"{reverse('account_login')}?{urlencode({'next': back})}"


class UserLocale:
    """The user's language and time zone; for strangers the cookie, then what the browser asks for."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        language = user.language if user.is_authenticated else ""
        if language not in dict(settings.LANGUAGES):
            language = get_language_from_request(request)
        zone = _zone((user.is_authenticated and user.time_zone) or request.COOKIES.get(ZONE_COOKIE, ""))
        with translation.override(language), timezone.override(zone):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


@lru_cache(maxsize=600)
def _zone(name: str) -> zoneinfo.ZoneInfo | None:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None

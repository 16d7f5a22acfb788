"""Pages for requests that fail: one friendly page, a problem document under /api/, one sentence for htmx."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import get_language, get_language_from_request
from django.utils.translation import gettext_lazy as _
from psycopg.errors import DeadlockDetected, QueryCanceled

from peyvand.platform.ui.back import back_from
from peyvand.platform.ui.context import frame, theme_from_cookie

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Failure:
    """What is said about one status."""

    status: int
    title: "str | _StrPromise"
    text: "str | _StrPromise"
    icon: str = "alert"


BAD_REQUEST = Failure(400, _("This request could not be read"), _("Go back, check what you entered and try again."))
FORBIDDEN = Failure(
    403,
    _("You may not do this"),
    _("Your role does not allow it. Ask the owner of this workspace if you need it."),
    "lock",
)
NOT_FOUND = Failure(
    404,
    _("There is nothing here"),
    _("It was removed, it moved, or you have no access to it. Check the address."),
    "search",
)
NOT_ALLOWED = Failure(
    405, _("This cannot be done at this address"), _("Go back, check what you entered and try again.")
)
STALE = Failure(
    403,
    _("This page was open too long"),
    _("For your safety nothing was saved. Go back, reload the page and try again."),
    "clock",
)
NO_FILE = Failure(422, _("This file cannot be made"), "", "file")
BROKEN = Failure(
    500, _("Something broke on our side"), _("Nothing of yours was lost. Try again in a minute; tell us if it stays.")
)
UNREACHABLE = Failure(
    503,
    _("The database does not answer"),
    _("What was saved is safe. Try again in a minute. If it stays so, tell whoever looks after the computer."),
    "refresh",
)

_explanations: list[Callable[[HttpRequest], str]] = []


def explain_forbidden_with(explanation: Callable[[HttpRequest], str]) -> None:
    """Say, once at the start, who knows why somebody may do nothing at all; their "" leaves the reason as it is."""
    _explanations[:] = [explanation]


def _respond(request: HttpRequest, failure: Failure, reason: str = "") -> HttpResponse:
    """The answer in the form the caller reads. Asks of database and session only who is signed in, if they answer."""
    title, text = str(failure.title), reason or str(failure.text)
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": title, "status": failure.status, "detail": text}
        return JsonResponse(problem, status=failure.status, content_type="application/problem+json")
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(f"{title}. {text}", status=failure.status, content_type="text/plain; charset=utf-8")
    context: dict[str, Any] = {
        **frame(theme_from_cookie(request)),
        "status": failure.status,
        "title": title,
        "text": text,
        "icon_name": failure.icon,
        "path": request.path,
        "back": back_from(request, "/"),
        "signed_in": failure is not UNREACHABLE and _is_signed_in(request),
    }
    return HttpResponse(get_template("ui/error.html").render(context), status=failure.status)


def _is_signed_in(request: HttpRequest) -> bool:
    try:
        user = getattr(request, "user", None)  # a request may fail before anybody has looked who sends it
        return user is not None and user.is_authenticated
    except Error:
        return False


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400"""
    return _respond(request, BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403; the text of a PermissionDenied is shown as the reason, unless there is one for all that is closed."""
    told = next(filter(None, (explanation(request) for explanation in _explanations)), str(exception))
    return _respond(request, FORBIDDEN, reason=told)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404; the exception's text is for developers and not shown."""
    return _respond(request, NOT_FOUND)


def not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """For a method that the address does not know; `allowed` names those that it does."""
    response = _respond(request, NOT_ALLOWED)
    response["Allow"] = allowed
    return response


def no_file(request: HttpRequest, reason: str) -> HttpResponse:
    """For an export that cannot be written."""
    return _respond(request, NO_FILE, reason)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500; a database that does not answer is no mistake of ours and ends by itself."""
    error = sys.exc_info()[1]
    gave_up = isinstance(error and error.__cause__, (QueryCanceled, DeadlockDetected))  # it answered, with a no
    if gave_up or not isinstance(error, (OperationalError, InterfaceError)):
        return _respond(request, BROKEN)
    with translation.override(_language(request)):
        response = _respond(request, UNREACHABLE)
    response["Retry-After"] = "30"
    return response


def _language(request: HttpRequest) -> str:
    """The language in force; where none is yet, for the database knows the person's own, the browser's."""
    present = get_language() or settings.LANGUAGE_CODE
    return present if present != settings.LANGUAGE_CODE else get_language_from_request(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW; the reason is for developers and not shown."""
    response = _respond(request, STALE)
    response["X-Page-Stale"] = "1"  # by which a page that is open knows that a new token will do
    return response

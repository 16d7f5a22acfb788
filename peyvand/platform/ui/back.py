"""Where a form leads back to."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

_NO_WAY_BACK = ("/accounts/", "/setup/")
"""Nobody came from here on purpose."""


def back_from(request: HttpRequest, fallback: str) -> str:
    """Where Cancel leads: to the page of ours that led here, else to `fallback`.

    A form that comes back with mistakes hands it on in its field `back`, for by then it was led to by itself.
    """
    told = request.POST.get("back") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(told, {request.get_host()}):
        return fallback
    before = urlsplit(told)
    led_here_by_itself = before.path == request.path or before.path.startswith(_NO_WAY_BACK)
    if led_here_by_itself or not before.path.startswith("/") or before.path.replace("\\", "/").startswith("//"):
        return fallback
    return f"{before.path}?{before.query}" if before.query else before.path

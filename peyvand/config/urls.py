"""Every address of the product."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse

from peyvand.platform.api.views import make_api
from peyvand.platform.pages.urls import record_urls


def home(request: HttpRequest) -> HttpResponse:
    """The first page: the directory, where what is searched for is found."""
    return redirect(reverse("people:list", query=request.GET or None))


urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("", include("peyvand.platform.accounts.urls")),
    path("", include("peyvand.platform.access.urls")),
    path("", include("peyvand.platform.audit.urls")),
    path("", include("peyvand.platform.ui.urls")),
    path("", include("peyvand.platform.import_export.urls")),
    path("accounts/", include("peyvand.platform.accounts.sign_in_urls")),
    path("api/", make_api().urls),
    *record_urls(),
]

handler400 = "peyvand.platform.ui.errors.bad_request"
handler403 = "peyvand.platform.ui.errors.forbidden"
handler404 = "peyvand.platform.ui.errors.not_found"
handler500 = "peyvand.platform.ui.errors.server_error"

"""Addresses of a product of which one page fails, as a mistake of ours would make it."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from peyvand.config import urls

handler500 = urls.handler500


def fail(request: HttpRequest) -> HttpResponse:
    """Fail on purpose."""
    raise ZeroDivisionError("on purpose")


urlpatterns = [path("setup/fails/", fail), *urls.urlpatterns]  # below an address that is open to everybody

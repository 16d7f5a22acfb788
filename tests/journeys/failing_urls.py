"""Addresses of a product of which one page fails, as a mistake of ours would make it."""

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from peyvand.config import urls

handler500 = urls.handler500


def fail(request: HttpRequest) -> HttpResponse:
    """Fail on purpose."""
    raise ZeroDivisionError("on purpose")


def lose_database(request: HttpRequest) -> HttpResponse:
    """Fail as when the database has gone."""
    raise OperationalError("connection refused at 10.0.0.7")


urlpatterns = [
    path("setup/fails/", fail),
    path("setup/lost/", lose_database),
    *urls.urlpatterns,
]  # below an address that is open to everybody

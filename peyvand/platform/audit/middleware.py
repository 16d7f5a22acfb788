"""Tells history through which door a request comes."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from peyvand.platform.audit.changing import through
from peyvand.platform.audit.models import ChangeSet


class Door:
    """The API or a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with through(ChangeSet.Door.API if request.path.startswith("/api/") else ChangeSet.Door.PAGE):
            return self.get_response(request)

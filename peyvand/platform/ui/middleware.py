"""Turns bare answers of the framework into ours."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from peyvand.platform.ui.errors import not_allowed


class NotAllowed:
    """A method that an address does not know has no handler of its own in Django: its answer is empty, or English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return not_allowed(request, response.headers.get("Allow", "")) if response.status_code == 405 else response

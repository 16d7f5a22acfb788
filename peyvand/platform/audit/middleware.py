"""Tells history through which door a request comes, and what is done by background jobs."""

from collections.abc import Awaitable, Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from procrastinate import App

from peyvand.platform.audit.changing import through
from peyvand.platform.audit.models import ChangeSet


class Door:
    """The API or a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with through(ChangeSet.Door.API if request.path.startswith("/api/") else ChangeSet.Door.PAGE):
            return self.get_response(request)


def watch_jobs(app: App) -> None:
    """Let every job that a worker of this app runs come through the door of jobs; an import says that it is one."""
    app.worker_defaults["worker_middleware"] = [_as_job]


async def _as_job(run: Callable[[], Awaitable[Any]], *_context: object) -> Any:
    with through(ChangeSet.Door.JOB):
        return await run()

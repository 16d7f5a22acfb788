"""Asks the whole product, as the page server does, in this process: middleware, session, rights, database, template."""

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import login
from django.db import connection
from django.http import HttpRequest
from django.middleware.csrf import _get_new_csrf_string
from django.template.backends.jinja2 import Template

from peyvand.platform.accounts.models import User
from peyvand.platform.accounts.sessions import SessionStore


@dataclass(frozen=True)
class Ask:
    """One request: whose, for what; `htmx` asks for a part of a page."""

    user: str
    path: str
    htmx: bool = False
    body: bytes = b""


@dataclass
class Spent:
    """Where the time of one answer went, in seconds."""

    total: float = 0.0
    database: float = 0.0
    queries: int = 0
    template: float = 0.0


class Browser:
    """Signed-in people of the firm, by the names of `workspace.EMAILS`."""

    def __init__(self, emails: dict[str, str]) -> None:
        from peyvand.config.wsgi import application

        self.application = application
        self.users = {name: User.objects.get(email=email) for name, email in emails.items()}
        self.csrf = _get_new_csrf_string()
        self.sessions = {name: _session_of(user) for name, user in self.users.items()}

    def answer(self, ask: Ask) -> tuple[float, bytes]:
        """Seconds until the whole answer was there, and the answer. Raises RuntimeError unless it is 200 or 201."""
        environment, status = self._environment(ask), [""]

        def start(said: str, _headers: Any, _error: Any = None) -> Any:
            status[0] = said

        began = time.perf_counter()
        answer = self.application(environment, start)
        content = b"".join(answer)
        answer.close()
        seconds = time.perf_counter() - began
        if status[0][:3] not in ("200", "201"):
            said = content[:500].decode(errors="replace")
            raise RuntimeError(f"{ask.user} asked for {ask.path}: {status[0]}\n{said}")
        return seconds, content

    def stream(self, ask: Ask) -> Iterator[bytes]:
        """The answer in the pieces in which it is sent."""

        def start(_said: str, _headers: Any, _error: Any = None) -> Any:
            return None

        answer = self.application(self._environment(ask), start)
        try:
            yield from answer
        finally:
            answer.close()

    def _environment(self, ask: Ask) -> dict[str, Any]:
        parts = urlsplit(ask.path)
        cookies = SimpleCookie({"sessionid": self.sessions[ask.user], "csrftoken": self.csrf})
        environment: dict[str, Any] = {
            "REQUEST_METHOD": "POST" if ask.body else "GET",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost:8000",
            "HTTP_COOKIE": cookies.output(header="", sep=";").strip(),
            "HTTP_X_CSRFTOKEN": self.csrf,
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(ask.body)),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(ask.body),
        }
        return environment | ({"HTTP_HX_REQUEST": "true"} if ask.htmx else {})


def _session_of(user: User) -> str:
    """The key of a new session in which `user` has signed in."""
    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    request.session.save()
    return str(request.session.session_key)


@contextmanager
def observed() -> Iterator[Spent]:
    """Adds up, while it is open, what goes to the database and what to templates; this costs time itself."""
    spent, render = Spent(), Template.render

    def timed_query(execute: Any, sql: Any, parameters: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, parameters, many, context)
        finally:
            spent.database += time.perf_counter() - began
            spent.queries += 1

    def timed_render(*arguments: Any, **named: Any) -> Any:
        began, database = time.perf_counter(), spent.database
        try:
            return render(*arguments, **named)
        finally:
            spent.template += time.perf_counter() - began - (spent.database - database)

    Template.render = timed_render  # type: ignore[method-assign]
    began = time.perf_counter()
    try:
        with connection.execute_wrapper(timed_query):
            yield spent
    finally:
        spent.total = time.perf_counter() - began
        Template.render = render  # type: ignore[method-assign]

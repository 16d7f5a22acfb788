"""Failures are answered in the form the caller reads, without the database (these tests have none)."""

import json
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from peyvand.platform.ui import errors

Handler = Callable[[HttpRequest], HttpResponse]
CASES: list[tuple[Handler, int]] = [
    (lambda r: errors.bad_request(r, ValueError("x")), 400),
    (lambda r: errors.forbidden(r, PermissionDenied()), 403),
    (lambda r: errors.csrf_failure(r, "CSRF cookie not set."), 403),
    (lambda r: errors.not_found(r, Http404("No Party matches")), 404),
    (errors.server_error, 500),
]
each = pytest.mark.parametrize(("handler", "status"), CASES)


@each
def test_a_browser_gets_a_page(rf: RequestFactory, handler: Handler, status: int) -> None:
    answer = handler(rf.get("/people/7/"))
    assert answer.status_code == status
    assert "<h1>" in answer.content.decode()


@each
def test_a_program_gets_a_problem_document(rf: RequestFactory, handler: Handler, status: int) -> None:
    answer = handler(rf.get("/api/people/7"))
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    problem = json.loads(answer.content)
    assert problem["status"] == status
    assert problem["title"]


@each
def test_a_part_of_a_page_gets_one_sentence(rf: RequestFactory, handler: Handler, status: int) -> None:
    answer = handler(rf.get("/people/7/", headers={"HX-Request": "true"}))
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("text/plain")


def test_a_refusal_says_why(rf: RequestFactory) -> None:
    answer = errors.forbidden(rf.get("/x/"), PermissionDenied("Only the owner may <delete> a workspace."))
    assert "Only the owner may &lt;delete&gt; a workspace." in answer.content.decode()


def test_what_is_for_developers_is_not_shown(rf: RequestFactory) -> None:
    assert b"No Party" not in errors.not_found(rf.get("/x/"), Http404("No Party matches")).content
    assert b"cookie" not in errors.csrf_failure(rf.get("/x/"), "CSRF cookie not set.").content


def test_the_page_comes_in_the_language_and_theme_of_the_visitor(rf: RequestFactory) -> None:
    request = rf.get("/x/")
    request.COOKIES["theme"] = "dark"
    with translation.override("fa"):
        page = errors.server_error(request).content.decode()
    assert '<html lang="fa" dir="rtl" data-theme="dark">' in page


def test_a_forged_theme_is_ignored(rf: RequestFactory) -> None:
    request = rf.get("/x/")
    request.COOKIES["theme"] = '"><script>'
    assert 'data-theme="auto"' in errors.server_error(request).content.decode()


def test_a_database_that_does_not_answer_is_told_from_a_mistake_of_ours(rf: RequestFactory) -> None:
    try:
        raise OperationalError("connection refused")
    except OperationalError:
        answer = errors.server_error(rf.get("/x/", headers={"Accept-Language": "ru"}))
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert '<html lang="ru"' in answer.content.decode()
    assert b"refused" not in answer.content


def test_the_way_back_is_one_of_ours(rf: RequestFactory) -> None:
    ours = rf.get("/x/", headers={"Referer": "http://testserver/people/?q=mehr"})
    assert 'href="/people/?q=mehr"' in errors.not_found(ours, Http404()).content.decode()
    for foreign in (
        "http://elsewhere.example/people/",
        "//elsewhere.example",
        "javascript:alert(1)",
        "http://[",
        "http://testserver/\\elsewhere.example",
        "/x/",
    ):
        answer = errors.not_found(rf.get("/x/", headers={"Referer": foreign}), Http404()).content.decode()
        assert "elsewhere" not in answer
        assert "javascript" not in answer
        assert "Go back" not in answer

"""The page that comes when we have made a mistake: kind words in the visitor's language, and no trace of the inside."""

import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import LazySettings
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import Browser, expect

from tests.journeys.browsing import DESK, PHONE, Visitor


class ManyAtOnce(ThreadingMixIn, WSGIServer):
    """Answers a page and its parts side by side, as browsers ask for them."""

    daemon_threads = True


class Silent(WSGIRequestHandler):
    """Says nothing about what was asked."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def failing(settings: LazySettings) -> Iterator[str]:
    """The address of a product with a page that fails; a stranger's pages need no database."""
    settings.ROOT_URLCONF = "tests.journeys.failing_urls"
    with make_server("127.0.0.1", 0, WSGIHandler(), ManyAtOnce, Silent) as server:
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        serving.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        serving.join()


@pytest.mark.parametrize(
    ("language", "direction", "words"), [("en", "ltr", "Something broke on our side"), ("fa", "rtl", "چیزی خراب شد")]
)
def test_a_page_that_fails_says_so_kindly(
    browser: Browser, failing: str, language: str, direction: str, words: str
) -> None:
    with Visitor(browser, failing, f"mistake-{language}", locale=language) as visitor:
        visitor.expected = ("500",)
        page = visitor.page
        visitor.goto("/setup/fails/")
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator("html")).to_have_attribute("dir", direction)
        expect(page.locator("h1")).to_contain_text(words)
        assert "ZeroDivision" not in page.content()
        visitor.accessible()
        visitor.fits()
        visitor.picture(f"mistake-{language}")


@pytest.mark.parametrize(
    ("language", "theme", "size"),
    [("en", "light", DESK), ("en", "dark", PHONE), ("fa", "dark", DESK), ("ru", "light", PHONE)],
)
def test_a_database_that_does_not_answer_is_said_and_tried_again(
    browser: Browser, failing: str, language: str, theme: str, size: tuple[int, int]
) -> None:
    name = f"lost-{language}-{theme}"
    with Visitor(browser, failing, name, locale=language, color_scheme=theme, size=size) as visitor:
        visitor.expected = ("503",)
        page = visitor.page
        visitor.goto("/setup/lost/")
        expect(page.locator("html")).to_have_attribute("lang", language)
        if language == "en":
            expect(page.locator("h1")).to_have_text("The database does not answer")
        assert "10.0.0.7" not in page.content()
        expect(page.locator("main .btn.p")).to_have_attribute("href", "/setup/lost/")
        visitor.accessible()
        visitor.fits()
        visitor.picture(name)

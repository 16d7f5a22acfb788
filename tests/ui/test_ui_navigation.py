"""Who sees which entry of the navigation, and which one is lit."""

from types import SimpleNamespace

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from peyvand.platform.ui import navigation
from peyvand.platform.ui.navigation import NavEntry, NavLink, Section, for_user, register


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("", answer, name="today"),
    path("people/", answer, name="people"),
    path("people/merge/", answer, name="merge"),
    path("settings/", answer, name="settings"),
]
pytestmark = pytest.mark.urls(__name__)

ALICE = SimpleNamespace(is_authenticated=True, is_owner=True)
BOB = SimpleNamespace(is_authenticated=True, is_owner=False)
STRANGER = SimpleNamespace(is_authenticated=False)


@pytest.fixture(autouse=True)
def entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})
    register(
        NavEntry(
            label="Settings", url_name="settings", icon="settings", section=Section.SETTINGS, order=1,
            shown=lambda user: bool(user.is_owner),
        )
    )  # fmt: skip
    register(NavEntry(label="Merge", url_name="merge", icon="merge", section=Section.RELATIONSHIPS, order=20))
    register(NavEntry(label="People", url_name="people", icon="people", section=Section.RELATIONSHIPS, order=10))
    register(NavEntry(label="Today", url_name="today", icon="home", section=Section.TOP, order=1, shortcut="t"))


def lit(user: SimpleNamespace, where: str) -> list[str]:
    return [link.label for group in for_user(user, where) for link in group.links if link.current]


def test_sections_and_links_come_in_order() -> None:
    groups = [(group.section.value, [link.label for link in group.links]) for group in for_user(ALICE, "/")]
    assert groups == [("top", ["Today"]), ("relationships", ["People", "Merge"]), ("settings", ["Settings"])]


def test_a_section_without_links_is_not_drawn() -> None:
    assert [group.section for group in for_user(BOB, "/")] == [Section.TOP, Section.RELATIONSHIPS]


def test_a_stranger_sees_nothing() -> None:
    assert for_user(STRANGER, "/") == ()


@pytest.mark.parametrize(
    ("where", "label"),
    [("/", "Today"), ("/people/", "People"), ("/people/7/", "People"), ("/people/merge/2/", "Merge")],
)
def test_the_closest_entry_is_lit(where: str, label: str) -> None:
    assert lit(BOB, where) == [label]


def test_a_page_outside_the_navigation_lights_nothing() -> None:
    assert lit(BOB, "/elsewhere/") == []


def test_registering_a_page_again_replaces_its_entry() -> None:
    register(NavEntry(label="Home", url_name="today", icon="home", section=Section.TOP, order=1))
    assert for_user(BOB, "/")[0].links == (NavLink("Home", "/", "home", current=True, shortcut=""),)

"""Initials and colours of avatars, in every script that our users write."""

import pytest

from peyvand.platform.ui.avatars import avatar_colour, initials


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Jonas Keller", "person", "JK"),
        ("Anna Maria van Dijk", "person", "AD"),
        ("Mehr Stone & Quartz", "organisation", "MS"),
        ("Верфь Дерево", "organisation", "ВД"),
        ("иван", "person", "И"),
        ("李伟", "person", "李"),
        ("李伟 Li Wei", "person", "李"),
        ("نیلوفر فراهانی", "person", "ن\u200cف"),
        ("«Café» Orient", "organisation", "CO"),
        ("7-Eleven", "organisation", "7"),
        ("ßen", "person", "S"),
    ],
)
def test_a_name_shows_its_initials_in_its_own_script(name: str, kind: str, expected: str) -> None:
    assert initials(name, kind) == expected


@pytest.mark.parametrize("name", ["", "   ", "—", "\u202e\u200f", "🙂"])
def test_a_name_without_letters_shows_a_question_mark(name: str) -> None:
    assert initials(name) == "?"


def test_direction_overrides_in_a_name_do_not_reach_the_initials() -> None:
    assert initials("\u202eevil \u2066name") == "EN"


def test_a_name_has_the_same_colour_on_every_page_and_names_differ() -> None:
    assert avatar_colour("Jonas Keller") == "av-8"
    assert {avatar_colour(f"firm {n}") for n in range(200)} == {f"av-{n}" for n in range(10)}

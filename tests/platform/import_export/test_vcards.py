"""Every card arrives, whichever telephone or program wrote it, and with it every property."""

import io
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peyvand.platform.import_export.readers import Unreadable, open_table
from peyvand.platform.import_export.readers.vcard import Card, CardAddress, read_cards

SHARED = Path(os.environ.get("PEYVAND_SHARED") or Path(__file__).resolve().parents[3].parent / "shared") / "data"
CARDS = SHARED / "formats/ezvcard/src/test/resources/ezvcard"
needs_cards = pytest.mark.skipif(not CARDS.exists(), reason="../shared/data/formats/ezvcard is absent")


def cards_of(text: str | bytes) -> list[Card]:
    return list(read_cards(io.BytesIO(text if isinstance(text, bytes) else text.encode())))


def card_of(*lines: str) -> Card:
    (card,) = cards_of("\r\n".join(["BEGIN:VCARD", *lines, "END:VCARD"]))
    return card


@needs_cards
def test_no_card_of_any_product_is_lost() -> None:
    paths = sorted(CARDS.rglob("*.vcf"))
    assert len(paths) == 18
    for path in paths:
        cards = list(read_cards(path))
        assert len(cards) == len(re.findall(rb"(?im)^BEGIN:VCARD", path.read_bytes())), path.name
        assert not any(card.problem for card in cards)
        assert all(card.name or card.emails for card in cards)
        with open_table(path) as table:
            assert len(list(table.rows)) == len(cards)


@needs_cards
@pytest.mark.parametrize(
    "name", ["ANDROID", "BLACK_BERRY", "EVOLUTION", "GMAIL", "IPHONE", "LOTUS_NOTES", "MAC_ADDRESS_BOOK", "MS_OUTLOOK"]
)
def test_what_is_not_understood_is_kept(name: str) -> None:
    path = CARDS / f"io/text/John_Doe_{name}.vcf"
    written = re.findall(rb"(?m)^(?:[\w-]+\.)?(PHOTO|X-[\w-]+|REV|PRODID|GEO|CLASS|LABEL|KEY)[;:]", path.read_bytes())
    messengers = {b"X-AIM", b"X-MS-IMADDRESS"}
    kept = " ".join(line for card in read_cards(path) for line in card.unknown)
    for prop in set(written) - messengers - {b"X-ABLabel"}:
        assert prop.decode() in kept


@needs_cards
def test_the_iphone_card_is_understood() -> None:
    (card,) = read_cards(CARDS / "io/text/John_Doe_IPHONE.vcf")
    assert (card.family, card.given, card.prefix, card.organisation, card.unit) == (
        "Doe",
        "John",
        "Mr.",
        "IBM",
        "Accounting",
    )
    assert card.phones[-1] == ("AssistantPhone", "905-222-1234") and len(card.phones) == 7
    assert card.addresses[1] == CardAddress("Street4\nBuilding 6\nFloor 8", "New York", "", "12345", "USA", "work")
    assert card.birthday == "2012-06-06"
    assert [line.split(":")[0] for line in card.unknown] == [
        "PRODID", "item3.X-ABADR", "item4.X-ABADR", "PHOTO;ENCODING=b;TYPE=JPEG",
    ]  # fmt: skip


@needs_cards
def test_the_outlook_card_is_understood() -> None:
    (card,) = read_cards(CARDS / "io/text/outlook-2003.vcf")
    assert card.note == "This is the note field!!\nSecond line\n\nThird line is empty"
    assert card.organisation == "Company, The" and card.birthday == "1980-03-21"


def test_quoted_printable_lines_are_joined_and_decoded() -> None:
    card = card_of(
        "VERSION:2.1",
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D8=B3=D8=A7=D8=B1=D8=A7=",
        "=20=DA=A9=D8=B1=DB=8C=D9=85=DB=8C",
        "NOTE;QUOTED-PRINTABLE;CHARSET=windows-1252:M=FCller=",
        "TEL;CELL;PREF:0912",
    )
    assert card.name == "سارا کریمی" and card.note == "Müller" and card.phones == [("cell", "0912")]


def test_folded_lines_are_joined() -> None:
    card = card_of("VERSION:3.0", "NOTE:one t", " wo", "\tthree", "FN:Sara")
    assert card.note == "one twothree"
    assert card_of("VERSION:2.1", "NOTE:one", "  two").note == "one two"


def test_escapes_and_structures_are_taken_apart() -> None:
    card = card_of(
        "VERSION:4.0",
        r"N:Doe;John;Richter\, James;Dr.,Prof.;",
        r"ORG:Semi\;colon GmbH;Sales;North",
        r"NOTE:one\ntwo\\three \d",
        'TEL;TYPE="work,voice";VALUE=uri:tel:+49-30-1;ext=2',
        "CATEGORIES:a,b",
        "BDAY:--0203",
        "LANG;PREF=1:fa",
    )
    assert (card.family, card.additional, card.prefix) == ("Doe", "Richter, James", "Dr. Prof.")
    assert (card.organisation, card.unit) == ("Semi;colon GmbH", "Sales, North")
    assert card.note == "one\ntwo\\three \\d"
    assert card.phones == [("work", "tel:+49-30-1;ext=2")]
    assert (card.categories, card.birthday, card.languages) == (["a", "b"], "--02-03", ["fa"])
    assert card.name == "Dr. Prof. John Richter, James Doe"


def test_a_second_value_of_a_single_field_is_kept_aside() -> None:
    card = card_of("FN:Sara", "FN:Sarah", "ORG:A", "ORG:B", "TITLE:x", "TITLE:x")
    assert card.name == "Sara" and card.unknown == ["FN:Sarah", "ORG:B"]


def test_a_card_without_end_and_lines_outside_are_reported() -> None:
    first, second = cards_of("stray\nBEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\nlost line\n")
    assert (first.name, first.problem, first.unknown) == ("A", "The card has no end.", ["stray"])
    assert (second.name, second.problem, second.unknown) == ("B", "", ["lost line"])


def test_the_card_of_an_agent_is_a_card_too() -> None:
    cards = cards_of("BEGIN:VCARD\nFN:Boss\nAGENT:\nBEGIN:VCARD\nFN:Agent\nEND:VCARD\nTEL:1\nEND:VCARD\n")
    assert {card.name: card.phones for card in cards} == {"Boss": [("", "1")], "Agent": []}


def test_cards_in_old_encodings_are_read() -> None:
    assert cards_of("BEGIN:VCARD\nFN:Jürgen Müller\nEND:VCARD\n".encode("cp1252"))[0].name == "Jürgen Müller"
    assert cards_of("BEGIN:VCARD\nFN:Сара\nEND:VCARD\n".encode("utf-16"))[0].name == "Сара"


def test_a_large_photograph_is_kept_without_delay() -> None:
    photo = "\r\n".join(" " + "A" * 75 for _ in range(40_000))
    card = card_of("FN:Sara", "PHOTO;ENCODING=b;TYPE=JPEG:AAAA", photo)
    assert len(card.unknown[0]) > 3_000_000


def test_a_file_without_cards_is_refused() -> None:
    with pytest.raises(Unreadable, match="no card"):
        cards_of("name,city\nSara,Tehran\n")


lines = st.lists(
    st.sampled_from(
        ["BEGIN:VCARD", "END:VCARD", "VERSION:2.1", "FN:A", "N:;;;;;;;", "ADR:;",
         "TEL", "X;Y=\":z", " fold", "=",
         "FN;ENCODING=QUOTED-PRINTABLE:=", "PHOTO;BASE64:AA", "AGENT:", "a.X-ABLABEL:l", "a.TEL:1", "BDAY:x", ";:;", "\\"]
    )
    | st.text(max_size=20),
    max_size=25,
)  # fmt: skip


@settings(max_examples=300)
@given(lines)
def test_any_lines_are_read_and_every_begun_card_arrives(lines: list[str]) -> None:
    content = "\n".join(["BEGIN:VCARD", "FN:A", *lines])
    try:
        cards = cards_of(content)
    except Unreadable:
        return
    assert cards and all(isinstance(card.unknown, list) for card in cards)
    assert any("A" in (card.name, *card.unknown) or card.name for card in cards)

"""A letter reaches its country because the lines stand in that country's order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peyvand.contacts.addresses import format_address

Parts = dict[str, str]
FIELDS = ("street", "district", "locality", "postal_code")


def address(country: str, street: str, locality: str, postal_code: str, region: str = "", district: str = "") -> Parts:
    return {
        "country": country,
        "street": street,
        "locality": locality,
        "postal_code": postal_code,
        "region": region,
        "district": district,
    }


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        (address("DE", "Obere Str. 57", "Berlin", "12209"), ["Obere Str. 57", "12209 Berlin", "Germany"]),
        (
            address("US", "301 Hamilton Ave\nSuite 5", "Palo Alto", "94303", "CA"),
            ["301 Hamilton Ave", "Suite 5", "Palo Alto, CA 94303", "United States"],
        ),
        (
            address("GB", "Fauntleroy Circus", "London", "EC2 5NT"),
            ["Fauntleroy Circus", "London", "EC2 5NT", "United Kingdom"],
        ),
        (address("FR", "59 rue de l'Abbaye", "Reims", "51100"), ["59 rue de l'Abbaye", "51100 Reims", "France"]),
        (
            address("IR", "خیابان کارگر", "شیراز", "۷۱۳۵۱-۵۶۱۱۸", "فارس", "منطقه ۲"),
            ["فارس", "شیراز، منطقه ۲", "خیابان کارگر", "۷۱۳۵۱-۵۶۱۱۸", "Iran"],
        ),
        (
            address("JP", "丸の内1-9-1", "千代田区", "100-0005", "東京都"),
            ["〒100-0005", "東京都千代田区", "丸の内1-9-1", "Japan"],
        ),
        (
            address("JP", "1-9-1 Marunouchi", "Chiyoda-ku", "100-0005", "Tokyo"),
            ["1-9-1 Marunouchi", "Chiyoda-ku, Tokyo 100-0005", "Japan"],
        ),
        (
            address("CN", "中山路1号", "广州市", "510030", "广东省", "越秀区"),
            ["510030", "广东省广州市越秀区", "中山路1号", "China"],
        ),
        (address("RU", "ул. Ленина, 7", "Казань", "420111"), ["ул. Ленина, 7", "Казань", "420111", "Russia"]),
        (
            address("BR", "Rua Augusta, 100", "São Paulo", "01304-000", "SP", "Consolação"),
            ["Rua Augusta, 100", "Consolação", "São Paulo-SP", "01304-000", "Brazil"],
        ),
    ],
)
def test_lines_follow_the_order_of_the_country(parts: Parts, lines: list[str]) -> None:
    assert format_address(parts, language="en") == lines


def test_the_country_is_named_in_the_readers_language() -> None:
    parts = address("DE", "Obere Str. 57", "Berlin", "12209")
    assert format_address(parts, language="fa")[-1] == "آلمان"
    assert format_address(parts, language="zh-hans")[-1] == "德国"
    assert format_address(parts, language="not a language")[-1] == "Germany"


def test_missing_parts_leave_no_stray_marks() -> None:
    assert format_address({"country": "US", "locality": "Palo Alto", "postal_code": "94303"}, language="en") == [
        "Palo Alto 94303",
        "United States",
    ]
    assert format_address({}, language="en") == []


def test_a_label_may_carry_the_name() -> None:
    parts = address("DE", "Obere Str. 57", "Berlin", "12209") | {"name": "Maria Anders", "organisation": "Alfreds"}
    assert format_address(parts, language="en")[:2] == ["Maria Anders", "Alfreds"]


words = st.text("abcdefghijkl", min_size=1, max_size=8)


@given(
    st.fixed_dictionaries(dict.fromkeys(FIELDS, words)),
    st.sampled_from(["DE", "US", "GB", "FR", "IR", "JP", "CN", "RU", "BR", "IN", "HK", "AE", "QQ", ""]),
)
def test_no_part_but_the_region_is_ever_left_out(parts: Parts, country: str) -> None:
    text = "\n".join(format_address(parts | {"country": country}, language="en"))
    assert all(part in text for part in parts.values())


@given(st.dictionaries(st.sampled_from((*FIELDS, "region", "country")), st.text(max_size=20)))
def test_any_text_makes_an_address(parts: Parts) -> None:
    assert all(line.strip() for line in format_address(parts, language="ru"))

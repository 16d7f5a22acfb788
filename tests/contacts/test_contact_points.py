"""Contact points are stored in one form, however they were written, and nothing usable is thrown away."""

import csv
import os
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peyvand.contacts.normalise import (
    PointError,
    country_code,
    national_phone,
    normalise_email,
    normalise_handle,
    normalise_phone,
    normalise_url,
)

SHARED = Path(os.environ.get("PEYVAND_SHARED") or Path(__file__).resolve().parents[2].parent / "shared") / "data"
needs_northwind = pytest.mark.skipif(not (SHARED / "northwind").exists(), reason="../shared/data/northwind is absent")


@pytest.mark.parametrize(
    ("typed", "value", "key"),
    [
        ("Sara.Karimi@Example.ORG", "Sara.Karimi@example.org", "sara.karimi@example.org"),
        (" mailto:a@b.de ", "a@b.de", "a@b.de"),
        ("Sara Karimi <sara@b.de>", "sara@b.de", "sara@b.de"),
        ("\u202asara@b.de\u202c", "sara@b.de", "sara@b.de"),
        ("info@müller.de", "info@müller.de", "info@müller.de"),
    ],
)
def test_an_email_address_is_brought_to_one_form(typed: str, value: str, key: str) -> None:
    point = normalise_email(typed)
    assert (point.value, point.key, point.valid) == (value, key, True)


@pytest.mark.parametrize("typed", ["", "sara", "sara@", "@b.de", "a b@c.de", "a@b..de", "x" * 600 + "@b.de"])
def test_an_impossible_email_address_is_refused(typed: str) -> None:
    with pytest.raises(PointError):
        normalise_email(typed)


@pytest.mark.parametrize("typed", ["root@localhost", "sara@firm.local", "sara@server"])
def test_an_address_of_an_inner_network_is_kept_but_not_valid(typed: str) -> None:
    point = normalise_email(typed)
    assert point.value == typed and not point.valid


@pytest.mark.parametrize(
    ("typed", "country", "value"),
    [
        ("030 901820", "DE", "+4930901820"),
        ("+49 (30) 90 18 20", None, "+4930901820"),
        ("0049 30 901820", None, "+4930901820"),
        ("۰۹۱۲ ۱۲۳ ۴۵۶۷", "IR", "+989121234567"),
        ("(206) 555-9857 x371", "US", "+12065559857;ext=371"),
        ("tel:+1-418-656-9254;ext=102", None, "+14186569254;ext=102"),
        ("8 (495) 123-45-67", "ru", "+74951234567"),
    ],
)
def test_a_telephone_number_is_brought_to_e164(typed: str, country: str | None, value: str) -> None:
    point = normalise_phone(typed, country)
    assert point.valid and point.value == value
    assert point.key == "".join(filter(str.isdigit, value))


@pytest.mark.parametrize(
    ("typed", "key"), [("555-4729", "5554729"), ("BusinessPhone", "businessphone"), ("(1) 03.83.00.68", "103830068")]
)
def test_an_implausible_number_is_kept_as_typed_and_marked(typed: str, key: str) -> None:
    point = normalise_phone(typed)
    assert not point.valid and point.value == point.display == typed and point.key == key


def test_a_stored_number_has_a_national_form() -> None:
    assert national_phone("+4930901820") == "030 901820"
    assert national_phone("555") == ""


@pytest.mark.parametrize(
    ("typed", "value", "key"),
    [
        ("Example.com/", "https://example.com", "example.com"),
        ("http://www.Example.com/Path/", "http://www.example.com/Path/", "example.com/Path"),
        ("https://müller.de:8080/?q=1", "https://xn--mller-kva.de:8080?q=1", "xn--mller-kva.de:8080?q=1"),
        ("Plutzer#http://www.example.org/p.htm#", "http://www.example.org/p.htm", "example.org/p.htm"),
    ],
)  # fmt: skip
def test_a_web_address_is_brought_to_one_form(typed: str, value: str, key: str) -> None:
    point = normalise_url(typed)
    assert (point.value, point.key) == (value, key)


@pytest.mark.parametrize(
    "typed",
    ["", "javascript:alert(1)", "data:text/html,x", "http://", "https://a b.de", "ftp://a.de", "https://u:p@a.de",
     "nodots", "#CAJUN.HTM#", "http://[::1", "https://a.de:99999999"],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(typed: str) -> None:
    with pytest.raises(PointError):
        normalise_url(typed)


@pytest.mark.parametrize(
    ("network", "typed", "value"),
    [
        ("telegram", "@Sara_K", "Sara_K"),
        ("LinkedIn", "https://www.linkedin.com/in/johndoe/?x=1", "johndoe"),
        ("linkedin", "linkedin.com/company/acme", "acme"),
        ("instagram", "instagram.com/acme", "acme"),
        ("whatsapp", "https://wa.me/4930901820", "+4930901820"),
        ("wechat", "sara-88", "sara-88"),
    ],
)
def test_a_handle_is_taken_from_name_or_profile_address(network: str, typed: str, value: str) -> None:
    assert normalise_handle(network, typed).value == value


@given(st.text(max_size=60) | st.emails() | st.from_regex(r"[+0-9 ()x;.-]{1,30}"))
def test_any_text_is_normalised_once_or_refused(text: str) -> None:
    telegram = partial(normalise_handle, "telegram")
    for normalise in (normalise_email, normalise_phone, normalise_url, telegram):
        try:
            point = normalise(text)
        except PointError as error:
            assert str(error)
            continue
        assert point.key and point.display
        if normalise is not normalise_url and (point.valid or normalise is normalise_phone):
            assert normalise(point.value).key == point.key


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("USA", "US"), ("UK", "GB"), ("Germany", "DE"), ("deutschland", "DE"), ("DEU", "DE"), ("de", "DE"),
        ("ایران", "IR"), ("Иран", "IR"), ("伊朗", "IR"), ("آلمان", "DE"), ("Россия", "RU"), ("中国", "CN"),
        ("España", "ES"), ("Etats-Unis", "US"), ("Czech Republic", "CZ"), ("Türkiye", "TR"), ("U.S.A.", "US"),
        ("United Kingdom", "GB"), ("Atlantis", None), ("", None), ("EU", None),
    ],
)  # fmt: skip
def test_countries_are_known_by_their_names_and_codes(text: str, code: str | None) -> None:
    assert country_code(text) == code


@needs_northwind
@pytest.mark.parametrize("table", ["customers", "suppliers", "employees"])
def test_every_northwind_country_is_known_and_every_telephone_number_kept(table: str) -> None:
    with (SHARED / "northwind/csv" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        code = country_code(row["country"])
        assert code, row["country"]
        assert normalise_phone(row.get("phone") or row["home_phone"], code).key

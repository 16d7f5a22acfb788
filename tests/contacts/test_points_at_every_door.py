"""What cannot be reached is refused by form and API; an import keeps it, marks it and says so."""

from typing import Any

import pytest
from django.test import Client

from peyvand.contacts.models import ContactPoint, Party
from peyvand.platform.import_export.engine import run_import
from peyvand.platform.import_export.models import ImportRun
from tests.contacts.conftest import JSON
from tests.imports import SHARED, counts, needs, prepared, take_in
from tests.people import Cast, said, sign_in

HOW_TO_CALL = "Write it with the code of its country, like \u2066+44 121 234 5678\u2069."
HOW_TO_MAIL = "Write it like name@example.com."


def our_country(code: str) -> None:
    """Our own company is in this country."""
    Party.objects.create(name="Our firm", is_focal=True, country=code)


def numbers(name: str) -> list[tuple[str, bool]]:
    """The contact points of somebody, and whether each can be reached."""
    return list(ContactPoint.objects.filter(party__name=name).order_by("pk").values_list("value", "is_valid"))


def remarks(run: ImportRun) -> list[tuple[int, str, bool]]:
    return [(problem.line, problem.text, problem.taken) for problem in run.problems.all()]


UNUSABLE = [
    ("phone", "hello", f"“hello” is not a telephone number. {HOW_TO_CALL}"),
    ("fax", "555-4729", f"“555-4729” is not a telephone number. {HOW_TO_CALL}"),
    ("email", "a@b", f"“a@b” is not an e-mail address. {HOW_TO_MAIL}"),
    ("email", "nobody", f"“nobody” is not an e-mail address. {HOW_TO_MAIL}"),
    ("web", "no page", "“no page” is not a web address. Write it like https://example.com."),
]


@pytest.mark.parametrize(("kind", "value", "told"), UNUSABLE)
def test_the_api_refuses_a_contact_point_that_cannot_be_reached(
    olga: Client, sara: Party, kind: str, value: str, told: str
) -> None:
    sent = {"party": str(sara.pk), "kind": kind, "value": value}
    answer = olga.post("/api/contact-points/", sent, content_type=JSON)
    assert (answer.status_code, answer.json()["errors"]) == (422, {"value": [told]})
    assert not ContactPoint.objects.filter(party=sara).exists()


@pytest.mark.parametrize(("field", "value", "told"), [("phones", *UNUSABLE[0][1:]), ("emails", *UNUSABLE[2][1:])])
def test_the_form_of_a_person_refuses_them_under_the_field(olga: Client, field: str, value: str, told: str) -> None:
    answer = olga.post("/people/new/", {"kind": "person", "name": "Reza", field: value})
    assert answer.status_code == 422 and told in said(answer)
    assert not Party.objects.filter(name="Reza").exists()


def test_the_refusal_speaks_the_language_of_the_reader_and_shows_a_number_of_theirs(cast: Cast, sara: Party) -> None:
    client = sign_in(cast.olga, language="fa")
    answer = client.post(f"/people/{sara.pk}/edit/", {"kind": "person", "name": "Sara", "phones": "hello"})
    assert answer.status_code == 422 and "\u2066+98 21 2345 6789\u2069" in said(answer)


def test_a_number_for_a_messenger_is_a_number(olga: Client, sara: Party) -> None:
    sent = {"party": str(sara.pk), "kind": "messenger", "network": "WhatsApp", "value": "hello"}
    assert olga.post("/api/contact-points/", sent, content_type=JSON).status_code == 422
    assert olga.post("/api/contact-points/", sent | {"value": "+44 7400 123456"}, content_type=JSON).status_code == 201


# Whose number one without the code of a country is.


def test_a_number_without_a_country_is_one_of_the_country_of_the_address(olga: Client, sara: Party) -> None:
    our_country("IR")
    sara.addresses.create(locality="Berlin", country="DE")
    sent = {"party": str(sara.pk), "kind": "phone", "value": "030 901820"}
    assert olga.post("/api/contact-points/", sent, content_type=JSON).json()["value"] == "+49 30 901820"
    answer = olga.patch(f"/api/people/{sara.pk}/", {"phones": ["030 901820", "030 901821"]}, content_type=JSON)
    assert answer.json()["phones"] == ["+49 30 901820", "+49 30 901821"]


def test_else_it_is_one_of_our_own_country(olga: Client, sara: Party) -> None:
    our_country("IR")
    sent = {"party": str(sara.pk), "kind": "phone", "value": "021 8888 1234"}
    assert olga.post("/api/contact-points/", sent, content_type=JSON).json()["value"] == "+98 21 8888 1234"
    answer = olga.post("/people/new/", {"kind": "person", "name": "Reza", "phones": "۰۹۱۲ ۱۲۳ ۴۵۶۷"})
    assert answer.status_code == 302 and numbers("Reza") == [("+98 912 123 4567", True)]


def test_in_a_file_the_line_counts_first_then_the_file_then_we(cast: Cast) -> None:
    our_country("IR")
    run = prepared("name,phone,country\nOne,030 901820,DE\nTwo,020 7946 0001,\n", by=cast.olga)
    assert run.constants["default_country"] == "IR"
    run.constants["default_country"] = "GB"
    run.save()
    take_in_run(run)
    assert (numbers("One"), numbers("Two")) == ([("+49 30 901820", True)], [("+44 20 7946 0001", True)])
    assert counts(take_in("name,phone\nThree,021 8888 1234\n", by=cast.olga)) == (1, 0, 0, 0)
    assert numbers("Three") == [("+98 21 8888 1234", True)]
    assert {Party.objects.get(name=name).country for name in ("Two", "Three")} == {""}


def take_in_run(run: ImportRun) -> None:
    """Take a prepared file in, every line of it."""
    assert run_import(run).reported == 0


@pytest.mark.parametrize(("chosen", "number"), [("GB", "+44 20 7946 0001"), ("", "020 7946 0001")])
def test_the_page_of_an_import_asks_for_the_country(cast: Cast, olga: Client, chosen: str, number: str) -> None:
    our_country("DE")
    run = prepared("name,phone\nOne,020 7946 0001\n", by=cast.olga)
    assert '<option value="DE" selected>Germany</option>' in said(olga.get(f"/imports/{run.pk}/"))
    sent = {"column-0": "name", "column-1": "phones", "default_country": chosen, "constant-kind": "organisation"}
    assert olga.post(f"/imports/{run.pk}/start/", sent | {"default_country": "XX"}).status_code == 422
    assert olga.post(f"/imports/{run.pk}/start/", sent).status_code == 302
    take_in_run(run)
    assert [value for value, _valid in numbers("One")] == [number]


def test_a_card_has_the_country_of_its_file_too(cast: Cast) -> None:
    our_country("IR")
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Sara\r\nN:;Sara;;;\r\nTEL:021 8888 1234\r\nEND:VCARD\r\n"
    assert counts(take_in(card, by=cast.olga, name="cards.vcf")) == (1, 0, 0, 0)
    assert numbers("Sara") == [("+98 21 8888 1234", True)]


# What an import brings.


def test_one_number_for_telephone_and_fax_is_kept_as_both(cast: Cast) -> None:
    line = "name,phone,fax\nOne,555-4729,555-4729\n"
    assert counts(take_in(line, by=cast.olga)) == (1, 0, 0, 0)
    assert numbers("One") == [("555-4729", False)] * 2
    assert counts(take_in(line, by=cast.olga)) == (0, 0, 1, 0)


LINES = "name,phone,email\nOne,office: 555-4729,one@server\nTwo,+44 20 7946 0001,two@example.org\n"


def test_an_import_keeps_what_cannot_be_reached_and_says_so_at_its_line(cast: Cast) -> None:
    run = take_in(LINES, by=cast.olga)
    assert counts(run) == (2, 0, 0, 0)
    kept = "It was kept as it is, marked “not valid”."
    assert remarks(run) == [
        (2, f"“one@server” is not an e-mail address. {HOW_TO_MAIL} {kept}", True),
        (2, f"“555-4729” is not a telephone number. {HOW_TO_CALL} {kept}", True),
    ]
    assert sorted(numbers("One")) == [("555-4729", False), ("one@server", False)]
    assert [valid for _value, valid in numbers("Two")] == [True, True]


def test_the_same_file_once_more_changes_nothing_and_does_not_say_it_again(cast: Cast) -> None:
    take_in(LINES, by=cast.olga)
    again = take_in(LINES, by=cast.olga)
    assert (counts(again), remarks(again)) == ((0, 0, 2, 0), [])


def test_what_cannot_be_reached_is_marked_on_the_page_and_in_the_api(cast: Cast, olga: Client) -> None:
    take_in("name,phone\nOne,office: 555-4729\n", by=cast.olga)
    party = Party.objects.get(name="One")
    answer = olga.get(f"/api/people/{party.pk}/").json()
    assert (answer["phones"], answer["not_valid"]) == (["office: 555-4729"], ["555-4729"])
    assert olga.get(f"/api/contact-points/?party={party.pk}").json()["results"][0]["is_valid"] is False
    page = said(olga.get(f"/people/{party.pk}/"))
    assert "<dt>Not valid</dt><dd><bdi>555-4729</bdi></dd>" in page and "<bdi>not valid</bdi>" in page


NUMBER = '<bdi dir="ltr">555-4729</bdi> <span class="chip warn">not valid</span>'
MAIL = '<bdi dir="ltr">one@server</bdi> <span class="chip warn">not valid</span>'


def test_what_cannot_be_reached_is_never_a_link(cast: Cast, olga: Client) -> None:
    take_in(LINES, by=cast.olga)
    party = Party.objects.get(name="One")
    pages = ("/people/?q=One", f"/people/{party.pk}/", f"/people/{party.pk}/panel/")
    for page in map(said, map(olga.get, pages)):
        assert NUMBER in page and MAIL in page
        assert "tel:" not in page and "mailto:" not in page
    for point in party.contact_points.all():
        page = said(olga.get(f"/contact-points/{point.pk}/"))
        assert "tel:" not in page and "mailto:" not in page
    reached = said(olga.get("/people/?q=Two"))
    assert 'href="tel:+442079460001"' in reached and 'href="mailto:two@example.org"' in reached


def test_a_record_with_such_a_number_can_be_edited_and_keeps_it(cast: Cast, olga: Client) -> None:
    take_in("name,phone\nOne,555-4729\n", by=cast.olga)
    party, point = Party.objects.get(name="One"), ContactPoint.objects.get(party__name="One")

    def patch(address: str, **sent: Any) -> int:
        return int(olga.patch(address, sent, content_type=JSON).status_code)

    assert patch(f"/api/people/{party.pk}/", note="new", phones=["555-4729", "+44 20 7946 0001"]) == 200
    assert numbers("One") == [("555-4729", False), ("+44 20 7946 0001", True)]
    assert patch(f"/api/contact-points/{point.pk}/", label="work") == 200
    assert patch(f"/api/contact-points/{point.pk}/", value="555-4730") == 422
    assert patch(f"/api/contact-points/{point.pk}/", value="+44 20 7946 0002") == 200
    assert patch(f"/api/people/{party.pk}/", phones=["555-4729"]) == 422


@needs("formats")
def test_words_in_the_place_of_numbers_on_a_card_are_reported_and_not_valid(cast: Cast) -> None:
    path = next(SHARED.glob("formats/ezvcard/**/outlook-2003.vcf"))
    run = take_in(path, by=cast.olga)
    assert counts(run) == (1, 0, 0, 0)
    told = " ".join(text for _line, text, _taken in remarks(run))
    for word in ("BusinessPhone", "HomePhone", "MobilePhone", "BusinessFaxPhone"):
        assert f"“{word}” is not a telephone number." in told
        assert not ContactPoint.objects.get(value=word).is_valid

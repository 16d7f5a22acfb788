"""What people type and files bring is read as it is meant, and shown in the language of the reader."""

from typing import Any

import pytest
from django.utils.translation import override

from peyvand.contacts.forms import WebPagesField
from peyvand.contacts.models import Address, Party
from peyvand.platform.audit.models import Change
from peyvand.platform.records.forms import form_of
from peyvand.platform.records.record import record_of
from peyvand.platform.ui.form_fields import joined
from tests.imports import counts, take_in
from tests.people import Cast, said, sign_in

SESSION = "https://example.org/shop;id=1?a=1;b=2"
COMMA = "https://example.org/a,b"


@pytest.mark.parametrize(
    ("typed", "pages"),
    [
        (SESSION, [SESSION]),
        ("example.org/wiki/Steins;Gate", ["example.org/wiki/Steins;Gate"]),
        (f"{SESSION}; example.net", [SESSION, "example.net"]),
        (f"{SESSION};https://example.net", [SESSION, "https://example.net"]),
        ("example.org;example.net/x;www.example.com", ["example.org", "example.net/x", "www.example.com"]),
        ("example.org, example.net", ["example.org", "example.net"]),
        ("example.org،example.net", ["example.org", "example.net"]),
        (COMMA, [COMMA]),
        (f"work: {COMMA}\nhome: example.net;", [f"work: {COMMA}", "home: example.net"]),
        ([SESSION, COMMA], [SESSION, COMMA]),
    ],
)
def test_web_addresses_are_parted_between_and_not_within(typed: Any, pages: list[str]) -> None:
    field = WebPagesField()
    assert field.to_python(typed) == pages
    assert field.to_python(joined(pages)) == pages


def test_a_web_address_with_a_semicolon_goes_through_form_and_file(cast: Cast) -> None:
    sign_in(cast.olga).post("/people/new/", {"kind": "organisation", "name": "Mehr", "websites": SESSION})
    assert Party.objects.get(name="Mehr").websites == [SESSION.removeprefix("https://")]
    assert counts(take_in(f'name,website\nKhorshid,"{SESSION}; example.net"\n', by=cast.olga)) == (1, 0, 0, 0)
    assert len(Party.objects.get(name="Khorshid").websites) == 2


def test_a_line_end_that_a_database_wrote_out_becomes_one(cast: Cast) -> None:
    text = "name,address,city\nNancy,507 - 20th Ave. E.\\nApt. 2A,Seattle\n"
    assert counts(take_in(text, by=cast.olga)) == (1, 0, 0, 0)
    assert Address.objects.get(party__name="Nancy").street == "507 - 20th Ave. E.\nApt. 2A"
    assert counts(take_in(text, by=cast.olga)) == (0, 0, 1, 0)


def test_a_text_of_several_lines_sent_back_by_a_browser_is_no_change(cast: Cast) -> None:
    party = Party.objects.create(name="Nancy", note="One\nTwo", owner=cast.olga)
    Address.objects.create(party=party, street="507 - 20th Ave. E.\nApt. 2A")
    before = Change.objects.count()
    sent = {"name": "Nancy", "kind": "organisation", "owner": str(cast.olga.pk)}
    lines = {"note": "One\r\nTwo", "street": "507 - 20th Ave. E.\r\nApt. 2A"}
    assert sign_in(cast.olga).post(f"/people/{party.pk}/edit/", sent | lines).status_code == 302
    assert Change.objects.count() == before


def test_what_stands_on_one_line_is_parted_as_the_language_does(cast: Cast) -> None:
    party = Party.objects.create(name="Mehr", country="DE")
    address = Address.objects.create(party=party, street="Weg 1", locality="Berlin", country="DE")
    with override("fa"):
        assert (party.place, party.hint) == (["Berlin", "آلمان"], "Berlin، آلمان")
        assert str(address) == "Weg 1، Berlin، آلمان"
    with override("zh-hans"):
        assert (str(address), party.hint) == ("Weg 1，Berlin，德国", "Berlin，德国")
    assert party.hint == "Berlin, Germany"


def test_parts_of_an_address_in_another_script_do_not_turn_each_other_round(cast: Cast) -> None:
    party = Party.objects.create(name="Mehr", owner=cast.olga)
    Address.objects.create(party=party, street="Weg 1", locality="Berlin", postal_code="10115", country="DE")
    for language, comma, country in (("fa", "، ", "آلمان"), ("zh-hans", "，", "德国"), ("en", ", ", "Germany")):
        olga = sign_in(cast.olga, language=language)
        assert f"<td><bdi>Berlin</bdi>{comma}<bdi>{country}</bdi></td>" in said(olga.get("/people/"))
        lines = f"<bdi>Weg 1</bdi>{comma}<bdi>10115 Berlin</bdi>{comma}<bdi>{country}</bdi>"
        assert lines in said(olga.get("/addresses/"))
        assert lines in said(olga.get(f"/people/{party.pk}/"))


def test_a_note_takes_the_direction_of_its_text(cast: Cast) -> None:
    form = form_of(record_of(Party))(user=cast.olga)
    assert 'dir="auto"' in str(form["note"]) and 'dir="auto"' in str(form["street"])
    party = Party.objects.create(name="Mehr", note="یادداشت", owner=cast.olga)
    assert '<span class="long" dir="auto">یادداشت</span>' in said(sign_in(cast.olga).get(f"/people/{party.pk}/"))

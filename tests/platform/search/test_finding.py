"""People are found by the beginning of any word, in any of our scripts, the closest name first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peyvand.contacts.models import Party
from peyvand.platform.records.record import record_of
from peyvand.platform.records.search_index import reindex
from peyvand.platform.search.matching import every_match, ranked
from tests.people import Cast, make, said, sign_in

BARE = {"roles": [], "faxes": [], "websites": [], "organisation": "", "position": "", "other_names": [], "tags": []}
DIRECTORY = [
    {"name": "Ahmadi, Sara", "emails": ["sara.ahmadi@orchard.example"], "phones": ["+98 21 8888 1234"]},
    {"name": "علی رضایی", "emails": ["ali@bazaar.example"], "phones": []},
    {"name": "كريمي", "emails": [], "phones": []},
    {"name": "محمد‌رضا شریفی", "emails": [], "phones": []},
    {"name": "李伟", "emails": [], "phones": [], "other_names": ["Li Wei"]},
    {"name": "北京贸易公司", "emails": [], "phones": [], "kind": "organisation"},
    {"name": "Ёлкина Анна", "emails": [], "phones": []},
    {"name": "Müller & Söhne GmbH", "emails": [], "phones": ["+49 30 901820"], "kind": "organisation"},
    {"name": "Muller Line", "emails": [], "phones": [], "kind": "organisation"},
    {"name": "Old Müller", "emails": [], "phones": [], "kind": "organisation"},
    {"name": "Warehouse ۱۲", "emails": [], "phones": [], "kind": "organisation", "tags": ["cold storage"]},
]


@pytest.fixture
def directory(cast: Cast) -> dict[str, Party]:
    """Parties of several languages."""
    people = record_of(Party)
    country = {"country": "IR"}
    return {str(given["name"]): make(people, number, owner=cast.alice, by=cast.olga, **(BARE | country | given))
            for number, given in enumerate(DIRECTORY, 200)}  # fmt: skip


FOUND = [
    ("ahm", "Ahmadi, Sara"), ("sara ahm", "Ahmadi, Sara"), ("AHMADI", "Ahmadi, Sara"),
    ("sara.ahmadi@orchard.example", "Ahmadi, Sara"), ("orchard", "Ahmadi, Sara"), ("sara.ah", "Ahmadi, Sara"),
    ("+982188881234", "Ahmadi, Sara"), ("021 8888 1234", "Ahmadi, Sara"), ("02188881234", "Ahmadi, Sara"),
    ("۰۲۱۸۸۸۸۱۲۳۴", "Ahmadi, Sara"), ("021 8888 12", "Ahmadi, Sara"), ("0218 8", "Ahmadi, Sara"),
    ("علي", "علی رضایی"), ("رضایی", "علی رضایی"), ("رضائی", "علی رضایی"),
    ("کریمی", "كريمي"), ("كريمي", "كريمي"),
    ("محمد رضا", "محمد‌رضا شریفی"), ("شريفي", "محمد‌رضا شریفی"),
    ("محمدرضا", "محمد‌رضا شریفی"), ("محمدرضا شر", "محمد‌رضا شریفی"),
    ("李伟", "李伟"), ("李", "李伟"), ("li wei", "李伟"), ("贸易", "北京贸易公司"),
    ("елкина", "Ёлкина Анна"), ("ЁЛКИНА", "Ёлкина Анна"), ("анна", "Ёлкина Анна"),
    ("muller", "Müller & Söhne GmbH"), ("sohne", "Müller & Söhne GmbH"), ("030 901820", "Müller & Söhne GmbH"),
    ("warehouse 12", "Warehouse ۱۲"), ("cold", "Warehouse ۱۲"),
]  # fmt: skip


@pytest.mark.usefixtures("directory")
def test_everybody_is_found_as_people_write(cast: Cast) -> None:
    missing = []
    for text, name in FOUND:
        found = Party.objects.in_bulk(ranked(record_of(Party).visible(cast.alice), text))
        if name not in {party.name for party in found.values()}:
            missing.append((text, name))
    assert missing == []


@pytest.mark.parametrize("text", ["hmadi", "sara zzz", "zzz", "%", "'; --", "a & b | !c", "(", ":*", "\\"])
@pytest.mark.usefixtures("directory")
def test_what_is_not_there_is_not_found(cast: Cast, text: str) -> None:
    found = Party.objects.in_bulk(ranked(record_of(Party).visible(cast.alice), text))
    assert "Ahmadi, Sara" not in {party.name for party in found.values()}


@pytest.mark.usefixtures("directory")
def test_the_closest_name_comes_first(cast: Cast) -> None:
    visible = record_of(Party).visible(cast.alice)
    names = [Party.objects.get(pk=pk).name for pk in ranked(visible, "muller")]
    assert names[-1] == "Old Müller"
    assert set(names[:2]) == {"Muller Line", "Müller & Söhne GmbH"}
    assert Party.objects.get(pk=ranked(visible, "muller line")[0]).name == "Muller Line"


@pytest.mark.usefixtures("directory")
def test_where_enough_names_begin_with_the_text_no_others_are_looked_for(cast: Cast) -> None:
    visible = record_of(Party).visible(cast.alice)
    names = {party.name for party in Party.objects.in_bulk(ranked(visible, "muller", most=2)).values()}
    assert names == {"Muller Line", "Müller & Söhne GmbH"}


def test_a_long_name_that_begins_with_the_text_comes_before_a_short_one_that_holds_it(cast: Cast) -> None:
    names = ("Zorba and the other members of the old glass guild", "Reza Zorba")
    made = [Party.objects.create(kind="organisation", name=name, owner=cast.alice) for name in names]
    reindex(record_of(Party), [party.pk for party in made])
    assert ranked(record_of(Party).visible(cast.alice), "zorba") == [party.pk for party in made]


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize(
    ("text", "names"),
    [("Line Mull", {"Muller Line"}), ("Lin Mull", {"Muller Line", "Müller Linz"}), ("Linz Mull", {"Müller Linz"})],
)
def test_a_word_before_the_last_is_whole_where_that_finds_something(cast: Cast, text: str, names: set[str]) -> None:
    make(record_of(Party), 300, owner=cast.alice, by=cast.olga, **BARE, name="Müller Linz", kind="organisation")
    rows = record_of(Party).visible(cast.alice)
    assert set(rows.filter(pk__in=ranked(rows, text)).values_list("name", flat=True)) == names
    assert set(every_match(rows, text).values_list("name", flat=True)) == names


def test_search_follows_every_change(cast: Cast, directory: dict[str, Party]) -> None:
    alice, sara = sign_in(cast.alice), directory["Ahmadi, Sara"]
    visible = record_of(Party).visible(cast.alice)
    alice.patch(
        f"/api/people/{sara.pk}/", {"name": "Zand, Sara", "emails": ["sz@new.example"]}, content_type="application/json"
    )
    assert ranked(visible, "zand") == [sara.pk]
    assert sara.pk not in ranked(visible, "orchard")
    point = sara.contact_points.get(kind="phone")
    assert alice.delete(f"/api/contact-points/{point.pk}/").status_code == 204
    assert sara.pk not in ranked(visible, "02188881234")
    alice.post("/api/contact-points/", {"party": str(sara.pk), "kind": "email", "value": "third@part.example"},
               content_type="application/json")  # fmt: skip
    assert ranked(visible, "third") == [sara.pk]


def test_the_palette_finds_records_places_and_what_can_be_made(cast: Cast, directory: dict[str, Party]) -> None:
    groups = sign_in(cast.alice).get("/palette/", {"q": "ahmadi"}).json()["groups"]
    items = [item for group in groups for item in group["items"]]
    assert items[0]["label"] == "Ahmadi, Sara"
    assert items[0]["url"] == f"/people/{directory['Ahmadi, Sara'].pk}/"
    everything = sign_in(cast.alice).get("/palette/").json()["groups"]
    urls = {item["url"] for group in everything for item in group["items"]}
    assert {"/people/", "/people/new/", "/imports/people/new/", "/settings/profile/"} <= urls
    readers = sign_in(cast.rita).get("/palette/").json()["groups"]
    offered = {item["url"] for group in readers for item in group["items"]}
    assert not offered & {"/people/new/", "/imports/people/new/", "/settings/permissions/"}


def test_a_search_as_it_is_typed_is_answered_by_a_part_of_the_page_with_no_more_questions(
    cast: Cast, directory: dict[str, Party]
) -> None:
    alice = sign_in(cast.alice)
    alice.get("/people/", {"q": "ahmadi"})
    asked, answers = [], []
    for headers in ({}, {"HX-Request": "true"}):
        with CaptureQueriesContext(connection) as queries:
            answers.append(alice.get("/people/", {"q": "ahmadi"}, headers=headers))
        asked.append(len(queries))
    page, part = map(said, answers)
    assert asked[1] <= asked[0]
    for id_ in ("list-bar", "list-filters", "list-found", "list-body"):
        assert f'id="{id_}"' in page and f'id="{id_}"' in part
    assert "<html" in page and "<html" not in part and "Ahmadi, Sara" in part
    assert all("HX-Request" in answer["Vary"] for answer in answers)


def test_a_list_that_cannot_be_searched_offers_no_search(cast: Cast) -> None:
    olga = sign_in(cast.olga)
    assert 'role="search"' in said(olga.get("/people/")) and 'role="search"' not in said(olga.get("/addresses/"))

"""What is told of many lines stands once, with how many they are; behind it the lines, and what they became."""

from html import unescape
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peyvand.contacts.models import Consent, ContactPoint, Party
from peyvand.platform.accounts.models import User
from peyvand.platform.import_export.cli import import_file
from peyvand.platform.import_export.models import ImportRun
from peyvand.platform.import_export.results import groups_of
from peyvand.platform.import_export.wording import kind_of
from tests.imports import counts, take_in
from tests.people import Cast, said, sign_in

HOW_TO_CALL = "Write it with the code of its country, like \u2066+44 121 234 5678\u2069."
KEPT = "It was kept as it is, marked “not valid”."


def headings(run: ImportRun, by: User) -> list[tuple[int, str]]:
    return [(group.total, group.heading) for group in groups_of(run, by, taken=True).shown]


def page_of(run: ImportRun, by: User, language: str = "en") -> str:
    return unescape(said(sign_in(by, language=language).get(f"/imports/{run.pk}/")))


def test_remarks_of_one_kind_stand_together_the_most_frequent_first(cast: Cast) -> None:
    text = "name,phone,email\nAnn,12,ann@server\nBen,13,\nCem,14,\nDora,,dora@example.org\n"
    run = take_in(text, by=cast.olga)
    assert counts(run) == (4, 0, 0, 0)
    assert headings(run, cast.olga) == [
        (3, f"“12” is not a telephone number. {HOW_TO_CALL} {KEPT}"),
        (1, f"“ann@server” is not an e-mail address. Write it like name@example.com. {KEPT}"),
    ]
    page = page_of(run, cast.olga)
    assert page.count("<details") == 2
    assert ">3 × like this:<" in page and ">1 ×<" in page
    assert [page.count(f"“{number}” is not a telephone number.") for number in (12, 13, 14)] == [1, 1, 1]


def test_a_line_of_which_just_the_heading_is_told_does_not_repeat_it(cast: Cast) -> None:
    run = take_in("name,phone\nAnn,12\nBen,12\n", by=cast.olga)
    (group,) = groups_of(run, cast.olga, taken=True).shown
    assert (group.is_example, [line.text for line in group.lines]) == (False, ["", ""])
    page = page_of(run, cast.olga)
    assert ">2 ×<" in page and page.count("is not a telephone number") == 1


def test_that_values_differ_is_told_also_when_the_lines_shown_do_not(cast: Cast) -> None:
    run = take_in("name,phone\n" + "".join(f"Firm {n},{12 + n // 100}\n" for n in range(101)), by=cast.olga)
    (group,) = groups_of(run, cast.olga, taken=True).shown
    assert group.is_example and not any(line.text for line in group.lines)


def test_a_line_with_other_values_says_the_whole_sentence(cast: Cast) -> None:
    run = take_in("name,birthday\nAnn,1363-12-30\nBen,1364-12-30\n", by=cast.olga)
    (group,) = groups_of(run, cast.olga, taken=False).shown
    assert "1363" in group.heading
    assert [line.text for line in group.lines] == ["", group.heading.replace("1363", "1364")]


def test_lines_that_were_not_taken_stand_together_too(cast: Cast) -> None:
    run = take_in("name,employees\nAnn,many\nBen,few\nCem,-5\n,4\n", by=cast.olga)
    assert counts(run) == (0, 0, 0, 4)
    told = groups_of(run, cast.olga, taken=False)
    assert sum(group.total for group in told.shown) == 4
    assert [line.line for group in told.shown for line in group.lines if "A name is needed" in group.heading] == [5]
    assert all(line.became is None for group in told.shown for line in group.lines)


@pytest.mark.parametrize("lines", [10, 11])
def test_the_lines_are_folded_away_unless_they_are_few(cast: Cast, lines: int) -> None:
    run = take_in("name,phone\n" + "".join(f"Firm {n},{n}\n" for n in range(lines)), by=cast.olga)
    assert ("<details open" in page_of(run, cast.olga)) == (lines == 10)


def test_each_line_leads_to_the_record_that_it_became(cast: Cast) -> None:
    known = Party.objects.create(name="Known", reference="rows:7", owner=cast.olga)
    run = take_in("reference,name,phone\n7,Known,12\n8,New,13\n", by=cast.olga)
    assert counts(run) == (1, 1, 0, 0)
    page = page_of(run, cast.olga)
    for party in (known, Party.objects.get(name="New")):
        assert f'<a class="lnk" href="/people/{party.pk}/"><bdi>{party.name}</bdi></a>' in page


def test_a_line_that_became_a_part_of_a_record_leads_to_the_part(cast: Cast) -> None:
    party = cast.rows["people"].pk
    line = f"party,purpose,channel,status,given_on\n{party},survey,email,given,2024-02-02\n"
    page = page_of(take_in(line, by=cast.olga, name="consents.csv", record="consents"), cast.olga)
    address = f"/consents/{Consent.objects.get(purpose='survey', party=party).pk}/"
    assert f'<a class="lnk" href="{address}">' in page
    assert sign_in(cast.olga).get(address).status_code in (200, 302)


def test_a_record_that_the_reader_may_not_see_or_that_is_gone_is_no_link(cast: Cast) -> None:
    run = take_in("name,phone\nMine,12\nGone,13\nGiven away,14\n", by=cast.charlie)
    Party.objects.filter(name="Gone").delete()
    Party.objects.filter(name="Given away").update(owner=cast.users["alice"])
    (group,) = groups_of(run, cast.charlie, taken=True).shown
    assert [line.became and str(line.became) for line in group.lines] == ["Mine", None, None]
    page = page_of(run, cast.charlie)
    assert "Mine</bdi></a>" in page and "Given away</bdi></a>" not in page


def test_who_was_tied_to_nobody_is_led_to_as_well(cast: Cast) -> None:
    text = "reference,given_name,birthday,reports_to\n1,Ann,,2\n2,Ben,never,\n"
    run = take_in(text, by=cast.olga, name="employees.csv")
    (group,) = groups_of(run, cast.olga, taken=True).shown
    assert group.heading == "The tie to the superior was not made: “2” was not taken."
    assert [str(line.became) for line in group.lines] == ["Ann"]


def test_very_many_kinds_are_cut_and_that_is_said(cast: Cast) -> None:
    run = take_in("name\nAnn\n", by=cast.olga)
    run.problems.bulk_create(
        run.problems.model(run=run, line=n, text=f"Kind {'x' * n}", kind=f"Kind {'x' * n}", taken=True)
        for n in range(1, 33)
    )
    page = page_of(run, cast.olga)
    assert page.count("<details") == 30
    assert "Only the 30 most frequent kinds of remark are shown." in page


def test_the_page_asks_the_database_as_often_for_many_lines_as_for_few(cast: Cast) -> None:
    def asked(lines: int) -> int:
        run = take_in("name,phone\n" + "".join(f"Firm {lines} {n},{n}\n" for n in range(lines)), by=cast.olga)
        with CaptureQueriesContext(connection) as captured:
            groups_of(run, cast.olga, taken=True)
        return len(captured)

    assert asked(60) == asked(3)


def test_a_sentence_is_of_the_same_kind_with_other_values() -> None:
    sentences = ["“a” comes 3 times in «b».", "“c d” comes 1,200 times in «b»."]
    assert len({kind_of(sentence) for sentence in sentences}) == 1
    assert kind_of("“a” comes.") != kind_of("“a” goes.")


def test_what_was_told_before_kinds_were_kept_stands_together_word_for_word(cast: Cast) -> None:
    run = take_in("name,phone\nAnn,12\nBen,12\nCem,13\n", by=cast.olga)
    run.problems.update(kind="", record_id=None)
    import_module("peyvand.platform.import_export.migrations.0004_kinds_of_remarks_and_figures").keep_texts(apps, None)
    assert headings(run, cast.olga) == [
        (2, f"“12” is not a telephone number. {HOW_TO_CALL} {KEPT}"),
        (1, f"“13” is not a telephone number. {HOW_TO_CALL} {KEPT}"),
    ]


# What was said once.


POORLY = "reference,name,phone,email,country\n1,Ann,12,no address,Nowhere\n2,Ben,,ben@server,\n"


def test_what_is_stored_as_it_is_already_is_not_told_again(cast: Cast) -> None:
    assert take_in(POORLY, by=cast.olga).problems.count() == 4
    again = take_in(POORLY, by=cast.olga)
    assert (counts(again), again.problems.count()) == ((0, 0, 2, 0), 0)


def test_what_is_new_in_a_line_is_told(cast: Cast) -> None:
    take_in(POORLY, by=cast.olga)
    again = take_in(POORLY.replace("ben@server", "ben@other"), by=cast.olga)
    assert counts(again) == (0, 1, 1, 0)
    assert ["ben@other" in problem.text for problem in again.problems.all()] == [True]


def test_what_was_mended_since_and_comes_again_is_told(cast: Cast) -> None:
    take_in(POORLY, by=cast.olga)
    ContactPoint.objects.filter(party__name="Ann", kind="phone").delete()
    again = take_in(POORLY, by=cast.olga)
    assert counts(again) == (0, 1, 1, 0)
    assert any("“12”" in problem.text for problem in again.problems.all())


def test_what_a_line_says_and_was_not_stored_is_told_every_time(cast: Cast) -> None:
    take_in("name,email,note\nAnn,ann@mehr.example,Old\n", by=cast.olga)
    for _time in range(2):
        run = take_in("name,email,note\nAnn,ann@mehr.example,New\n", by=cast.olga)
        assert counts(run) == (0, 0, 1, 0)
        assert run.problems.get().text == "Note kept: “Old”; the file says “New”."


# What arose beside the lines.


def test_a_line_with_a_person_and_an_organisation_is_one_line_and_two_records(cast: Cast) -> None:
    text = "company_name,contact_name\nMehr Stone,Sara Karimi\nMehr Glass,Reza Ahmadi\nMehr Stone,Sara Karimi\n"
    run = take_in(text, by=cast.olga, name="customers.csv")
    assert counts(run) == (2, 0, 1, 0)
    assert "New records: 2 people, 2 organisations." in page_of(run, cast.olga)
    again = take_in(text, by=cast.olga, name="customers.csv")
    assert counts(again) == (0, 0, 3, 0) and "New records" not in page_of(again, cast.olga)


def test_those_that_arise_with_a_line_taken_by_itself_count_too(cast: Cast) -> None:
    Party.objects.create(name="Mehr Stone", reference="rows:1", owner=cast.olga)
    run = take_in("reference,name,contact_person\n1,Mehr Stone,Sara Karimi\n", by=cast.olga)
    assert counts(run) == (0, 1, 0, 0)
    assert "New records: 1 person." in page_of(run, cast.olga)


def test_numbers_read_as_ones_of_our_country_are_counted_out(cast: Cast) -> None:
    Party.objects.create(name="Our firm", is_focal=True, country="DE")
    text = (
        "name,phone,country\nAnn,030 901820; 030 901821,\nBen,+44 20 7946 0001,\nCem,020 7946 0001,GB\n"
        "Dora,12,\n,030 901822,\n"
    )
    run = take_in(text, by=cast.olga)
    assert counts(run) == (4, 0, 0, 1)
    told = "2 numbers without the code of a country were read as ones of this country: Germany."
    assert told in page_of(run, cast.olga)


def test_the_command_tells_both(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("name,kind,phone\nAnn,person,020 7946 0001\n")
    import_file(file, by="olga@example.org", options={"default_country": "GB"})
    assert [line.strip() for line in capsys.readouterr().out.splitlines()[1:]] == [
        "New records: 1 person.",
        "1 number without the code of a country was read as one of this country: United Kingdom.",
    ]
